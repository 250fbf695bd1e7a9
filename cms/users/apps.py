from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "cms.users"
    label = "users"
    verbose_name = _("Users")

    def ready(self) -> None:
        from associations import outbox
        from cms.users import mails, signals

        signals.connect()
        outbox.register(mails.FactorsChanged())
