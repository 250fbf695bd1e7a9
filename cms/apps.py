from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Site")

    def ready(self) -> None:
        from cms import (
            checks,  # noqa: F401 – registers
            setup,
            signals,
        )

        signals.connect()
        post_migrate.connect(setup.after_migrate, sender=self, dispatch_uid="prepare_site")
