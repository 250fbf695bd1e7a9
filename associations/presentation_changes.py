"""What differs between two versions of a presentation, field by field, as residents see it."""

from typing import Any, NamedTuple

from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from associations.detail import shown_logo
from associations.models import Presentation, ReviewedField
from associations.pictures import pictures
from associations.prose import body_html, shown_pictures

# One part may be several columns.
COLUMNS = {
    ReviewedField.INGRESS: ("ingress",),
    ReviewedField.BODY: ("body",),
    ReviewedField.WHEN_AND_WHERE: ("when_and_where",),
    ReviewedField.HOW_TO_JOIN: ("how_to_join",),
    ReviewedField.LOGO: ("logo_id", "logo_alt", "logo_focus"),
}
LOGO_IMAGE = '<img src="{}" width="{}" height="{}" alt="{}"><p>{}</p>'


class Change(NamedTuple):
    """One part in two versions, each as HTML; "" for nothing."""

    field: ReviewedField
    before: SafeString
    after: SafeString

    @property
    def label(self) -> str:
        return self.field.label


def changes(before: Presentation, after: Presentation) -> list[Change]:
    """The parts that differ, in the order of the page."""
    fields = changed_fields(before, after)
    return [Change(field, as_html(before, field), as_html(after, field)) for field in fields]


def changed_fields(before: Presentation, after: Presentation) -> list[ReviewedField]:
    return [
        field
        for field, columns in COLUMNS.items()
        if any(value_of(before, name) != value_of(after, name) for name in columns)
    ]


def value_of(text: Presentation, column: str) -> Any:
    """Comparable: of the body what it says, not the keys of its blocks."""
    if column != "body":
        return getattr(text, column)
    return [(block["type"], block["value"]) for block in text.body.raw_data]


def as_html(text: Presentation, field: ReviewedField) -> SafeString:
    if field == ReviewedField.BODY:
        return body_html(text.body, pictures(shown_pictures(text.body)))
    if field == ReviewedField.LOGO:
        return _logo(text)
    words = getattr(text, field.value)
    return mark_safe(linebreaks(words, autoescape=True)) if words else SafeString()  # noqa: S308


def _logo(text: Presentation) -> SafeString:
    logo = shown_logo(text)
    picture = pictures({logo}).get(logo) if logo else None
    if picture is None:
        return SafeString()
    return format_html(LOGO_IMAGE, *picture, text.logo_alt, text.logo_alt)
