"""What an association's presentation may be built from: text, pictures, quotes. No raw HTML."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from associations.focus import Focus

TEXT_FEATURES = ["bold", "italic", "link", "ul", "ol"]


class PictureBlock(blocks.StructBlock):
    """A picture that says what it shows."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("What the picture shows"),
        max_length=200,
        help_text=_("Read aloud to those who cannot see the picture."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)
    focus = blocks.ChoiceBlock(
        label=_("What matters most"),
        choices=Focus.choices,
        required=False,
        help_text=_("The picture is cropped around it. Empty: the whole picture is shown."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "associations/blocks/picture.html"


class PresentationBlocks(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=100,
        icon="title",
        template="associations/blocks/heading.html",
    )
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, icon="pilcrow")
    picture = PictureBlock()

    class Meta:
        required = False
