"""What an association says about itself: proposed by one person, approved by another."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from associations import prose
from associations.blocks import PresentationBlocks
from associations.focus import Focus


class Presentation(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model
):
    """The association's own words and pictures. Holds nothing that a resident may not read.

    Drafts and revisions copy every column as JSON, so no fact and no private value belongs here.
    """

    association = models.OneToOneField(
        "associations.Association",
        verbose_name=_("association"),
        on_delete=models.CASCADE,
        related_name="presentation",
    )
    ingress = models.CharField(
        _("in one or two sentences"),
        max_length=300,
        blank=True,
        help_text=_("What you do and for whom. Shown in the list."),
    )
    body = StreamField(PresentationBlocks(), verbose_name=_("This is what we do"), blank=True)
    when_and_where = models.TextField(_("when and where"), max_length=1000, blank=True)
    how_to_join = models.TextField(_("how to join"), max_length=1000, blank=True)
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("logo or picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    logo_alt = models.CharField(
        _("what the picture shows"),
        max_length=200,
        blank=True,
        help_text=_("Read aloud to those who cannot see the picture."),
    )
    logo_focus = models.CharField(
        _("what matters most"), max_length=2, choices=Focus, blank=True, default=""
    )

    class Meta:
        verbose_name = _("presentation")
        verbose_name_plural = _("presentations")

    def __str__(self) -> str:
        return str(self.association)

    def clean(self):
        """What came past the editors is taken out before it is stored, whichever way it came."""
        for index, block in enumerate(self.body.raw_data):
            if (
                block["type"] == "text"
                and (cleaned := prose.clean(block["value"])) != block["value"]
            ):
                self.body.raw_data[index] = {**block, "value": cleaned}

    def get_preview_template(self, request, mode_name):
        return "associations/preview.html"
