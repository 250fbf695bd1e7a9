"""What every page of the site shares: the municipality's name, colours, contact and footer."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField

from cms.blocks import LinkBlocks
from cms.colours import (
    INK,
    LIGHT_GROUNDS,
    MINIMUM,
    contrast,
    hex_colour,
    is_colour,
    least_contrast,
)


@register_setting(icon="site", order=100)
class SiteSettings(BaseGenericSetting):
    """The municipality's name and look. One row."""

    municipality_name = models.CharField(
        _("the municipality's name"), max_length=80, default="Kommunen"
    )
    place_name = models.CharField(
        _("the place, as in “associations in …”"), max_length=60, default="kommunen"
    )
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown 40 pixels high beside the name. Empty gives a leaf in your colours."),
    )
    brand_colour = models.CharField(
        _("main colour"),
        max_length=7,
        default="#1F5A46",
        validators=[hex_colour],
        help_text=_("For what can be pressed. Must be readable on the light background."),
    )
    accent_colour = models.CharField(
        _("highlight colour"),
        max_length=7,
        default="#F4C430",
        validators=[hex_colour],
        help_text=_("Behind dark text and around what has the keyboard's focus."),
    )
    contact_name = models.CharField(_("who to ask"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    contact_address = models.TextField(_("address and hours"), max_length=300, blank=True)
    footer_text = models.TextField(_("about the site, in the footer"), max_length=300, blank=True)
    footer_links = StreamField(LinkBlocks(), verbose_name=_("links in the footer"), blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("municipality_name"), FieldPanel("place_name"), FieldPanel("logo")],
            heading=_("Name and logo"),
        ),
        MultiFieldPanel(
            [FieldPanel("brand_colour"), FieldPanel("accent_colour")], heading=_("Colours")
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_address"),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel([FieldPanel("footer_text"), FieldPanel("footer_links")], _("Footer")),
    ]

    class Meta:
        verbose_name = _("Name, colours and footer")

    def clean(self):
        super().clean()
        faults = {}
        # What is no colour at all has been told of by the field itself.
        if is_colour(self.brand_colour):
            ratio = least_contrast(self.brand_colour, LIGHT_GROUNDS)
            if ratio < MINIMUM:
                faults["brand_colour"] = _unreadable(ratio, _("a darker one"))
        if is_colour(self.accent_colour):
            ratio = contrast(INK, self.accent_colour)
            if ratio < MINIMUM:
                faults["accent_colour"] = _unreadable(ratio, _("a lighter one"))
        if faults:
            raise ValidationError(faults)


def _unreadable(ratio: float, advice) -> ValidationError:
    return ValidationError(
        _("The contrast is %(ratio)s to 1 and must be at least 4.5 to 1. Choose %(advice)s."),
        params={"ratio": f"{ratio:.1f}".replace(".", ","), "advice": advice},
    )


class SiteVersion(models.Model):
    """One row whose stamp changes with everything that all pages share.

    Reading it is the only query a request needs to know that what a worker holds is still right,
    and it changes in the transaction of the edit: see `cms.chrome`.
    """

    stamp = models.UUIDField(default=uuid.uuid4, editable=False)

    def __str__(self) -> str:
        return str(self.stamp)
