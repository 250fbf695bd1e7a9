"""A text that means harm in every language a page is made of, put where people write text."""

import json
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.html import escape
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from associations import listings
from associations.models import Association, PrivateContact
from cms import chrome

# What the harm does is set off by the first words, so that a short field holds it too.
RUNS = "polyglot()"
TEXT = (
    f"\"'><img src=x onerror={RUNS}></title></textarea></script><script>{RUNS}</script>"
    "{{98765*4321}}${98765*4321}<!--"
)
# Long enough to stand in no key or moment by chance.
COUNTED = "426763565"
URL = f"https://x.example/\"'><img/src=x/onerror={RUNS}>{{{{98765*4321}}}}"
EMAIL = f'"<img/src=x/onerror={RUNS}>"@x.example'
RICH = f"<p>{escape(TEXT)}</p>"

# What is derived, or is for machines alone.
OTHERS = {
    "delivery",
    "donotpublish",
    "listing",
    "listingtext",
    "listingversion",
    "picturerendition",
    "searchterm",
    "siteversion",
}
CODES = {
    "accent_colour",
    "brand_colour",
    "content_type",
    "file_hash",
    "fingerprint",
    "icnpo",
    "key",
    "org_number",
    "sender_hash",
    "source_id",
}
LINKS = [{"kind": "facebook", "url": URL}, {"kind": TEXT, "url": f"javascript:{RUNS}"}]


def spread() -> None:
    """Write it in every text of every row there is. Past all validation: the pages must hold."""
    for label in ("associations", "cms", "media"):
        for model in apps.get_app_config(label).get_models():
            if model._meta.model_name not in OTHERS:
                _spread(model)
    for model in (Association, PrivateContact):
        model.objects.update(social_links=LINKS)
    Page.objects.filter(depth__gt=1).update(title=TEXT, draft_title=TEXT, search_description=TEXT)
    for page in Page.objects.filter(depth__gt=1).specific():
        # What editors open is the latest revision, not the page.
        page.save_revision(clean=False)
    chrome.touch()
    listings.rebuild()


def _spread(model: type[models.Model]) -> None:
    if texts := _texts(model):
        model._default_manager.update(**texts)
    for field in model._meta.local_concrete_fields:
        if isinstance(field, StreamField):
            for row in model._default_manager.all():
                spoilt = json.dumps(
                    [_spoilt(dict(block)) for block in field.value_from_object(row).raw_data]
                )
                rows = model._default_manager.filter(pk=row.pk)
                rows.update(**{field.name: field.to_python(spoilt)})


def _texts(model: type[models.Model]) -> dict[str, str]:
    return {
        field.attname: _text(field)
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.FileField | StreamField)
        and not field.choices
        and not field.unique
        and field.name not in CODES
    }


def _text(field: models.Field) -> str:
    if isinstance(field, models.URLField):
        return URL
    if isinstance(field, models.EmailField):
        return EMAIL
    return RICH if isinstance(field, RichTextField) else TEXT[: field.max_length]


def _spoilt(value: Any, key: str = "") -> Any:
    """A stored block with its words exchanged; ids, dates and kinds are left."""
    if isinstance(value, dict):
        return {name: _spoilt(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_spoilt(inner) for inner in value]
    if not isinstance(value, str) or key in {"type", "id", "date"} or not value:
        return value
    if key == "url":
        return URL
    return RICH if value.startswith("<") else TEXT
