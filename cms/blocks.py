"""What editors build pages from. No raw HTML, no colours, no columns: the design decides those."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol"]


class LinkBlock(blocks.StructBlock):
    """A link with its own words, to a page of the site or elsewhere."""

    label = blocks.CharBlock(label=_("Words of the link"), max_length=80)
    page = blocks.PageChooserBlock(label=_("Page on this site"), required=False)
    url = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)

    class Meta:
        icon = "link"
        label = _("Link")


class LinkBlocks(blocks.StreamBlock):
    link = LinkBlock()

    class Meta:
        required = False


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("What the picture shows"),
        max_length=200,
        required=False,
        help_text=_("Read aloud to those who cannot see it. Empty if it is only decoration."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/blocks/picture.html"


class FactsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Fact box")
        template = "cms/blocks/facts.html"


class StepsBlock(blocks.StructBlock):
    steps = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("heading", blocks.CharBlock(label=_("What to do"), max_length=100)),
                (
                    "text",
                    blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, required=False),
                ),
            ]
        ),
        label=_("Steps"),
        min_num=2,
    )

    class Meta:
        icon = "list-ol"
        label = _("Steps in order")
        template = "cms/blocks/steps.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=150)
    answer = blocks.RichTextBlock(label=_("Answer"), features=TEXT_FEATURES)

    class Meta:
        icon = "help"
        label = _("Question and answer")
        template = "cms/blocks/question.html"


class ContentBlocks(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("Heading"), max_length=100, icon="title", template="cms/blocks/heading.html"
    )
    text = blocks.RichTextBlock(label=_("Text"), features=[*TEXT_FEATURES, "h3"], icon="pilcrow")
    picture = PictureBlock()
    facts = FactsBlock()
    steps = StepsBlock()
    question = QuestionBlock()
    document = DocumentChooserBlock(
        label=_("File to download"), template="cms/blocks/document.html"
    )

    class Meta:
        required = False


class DoorBlock(blocks.StructBlock):
    """A way in: a heading, a line, and what is there right now."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=60)
    text = blocks.CharBlock(label=_("One line"), max_length=160, required=False)


class ActivitiesDoor(DoorBlock):
    class Meta:
        icon = "tag"
        label = _("What you can do: the most common activities")
        template = "cms/blocks/door_terms.html"


class AreasDoor(DoorBlock):
    class Meta:
        icon = "site"
        label = _("Near you: areas with the number of associations")
        template = "cms/blocks/door_terms.html"


class ConfirmedDoor(DoorBlock):
    class Meta:
        icon = "check"
        label = _("Newly confirmed associations")
        template = "cms/blocks/door_confirmed.html"


class DoorsBlock(blocks.StreamBlock):
    activities = ActivitiesDoor()
    areas = AreasDoor()
    confirmed = ConfirmedDoor()

    class Meta:
        icon = "grip"
        label = _("Doors")
        max_num = 3
        template = "cms/blocks/doors.html"


class NoticeBlock(blocks.StructBlock):
    """Something going on: a date, a sentence, a way to read on."""

    date = blocks.DateBlock(label=_("Date"), required=False)
    heading = blocks.CharBlock(label=_("Heading"), max_length=100)
    text = blocks.CharBlock(label=_("One or two sentences"), max_length=250, required=False)
    page = blocks.PageChooserBlock(label=_("Page on this site"), required=False)
    url = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)


class NoticesBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=60)
    notices = blocks.ListBlock(NoticeBlock(), label=_("Notices"))

    class Meta:
        icon = "calendar"
        label = _("What is going on")
        template = "cms/blocks/notices.html"


class CallBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    text = blocks.CharBlock(label=_("One or two sentences"), max_length=300)
    link = LinkBlock(label=_("Link"))

    class Meta:
        icon = "pick"
        label = _("Call, such as “Is this your association?”")
        template = "cms/blocks/call.html"


class HomeBlocks(blocks.StreamBlock):
    doors = DoorsBlock()
    notices = NoticesBlock()
    call = CallBlock()
    text = blocks.RichTextBlock(
        label=_("Text"),
        features=[*TEXT_FEATURES, "h2"],
        icon="pilcrow",
        template="cms/blocks/home_text.html",
    )

    class Meta:
        required = False
