from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    """Idea-based public partnerships; knows associations, never dialogues."""

    name = "partnerships"
    verbose_name = _("Partnerships")
