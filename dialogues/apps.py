from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialoguesConfig(AppConfig):
    """Dialogues and invitations; knows associations, never partnerships."""

    name = "dialogues"
    verbose_name = _("Dialogues")
