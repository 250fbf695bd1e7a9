"""Pictures of a presentation's draft: added, described, removed. No key of a picture comes from
outside: a picture is made by its upload, and found again by its place in one's own draft.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import now
from wagtail.images import get_image_model
from wagtail.models import Collection

from associations.detail import shown_logo
from associations.models import Association, Presentation
from associations.pictures import COLLECTION, pictures
from associations.presentation_services import change_draft
from associations.prose import shown_pictures
from associations.refusals import Outdated, PictureGone, TooMany
from associations.writing import Block, stream

PER_TEXT = 12
PER_PERSON_AND_DAY = 60
WORDS = ("alt", "caption", "focus")

# What is said of a picture: by the names of `WORDS`.
Words = dict[str, str]


@transaction.atomic
def add_picture(
    association: Association, *, content: ContentFile, words: Words, by: AbstractBaseUser
) -> str:
    """Put a picture last in the text; return the key of its place."""
    key = str(uuid4())

    def change(draft: Presentation) -> None:
        blocks = list(draft.body.raw_data)
        if sum(block["type"] == "picture" for block in blocks) >= PER_TEXT:
            raise TooMany
        value = {"image": _store(content, words["alt"], by).pk, **words}
        draft.body = stream([*blocks, {"type": "picture", "value": value, "id": key}])

    _ready(change_draft(association, change=change, version=None, by=by))
    return key


@transaction.atomic
def describe_picture(
    association: Association, *, key: str, words: Words, seen: Words, by: AbstractBaseUser
) -> None:
    """Say something else of a picture in the text. Outdated when others have, since `seen`."""

    def change(draft: Presentation) -> None:
        value = picture_in(draft, key)["value"]
        if words_of(value) != seen:
            raise Outdated
        draft.body = stream(
            {**block, "value": {**value, **words}} if block.get("id") == key else block
            for block in draft.body.raw_data
        )

    _ready(change_draft(association, change=change, version=None, by=by))


@transaction.atomic
def remove_picture(association: Association, *, key: str, by: AbstractBaseUser) -> None:
    """Take a picture out of the text."""

    def change(draft: Presentation) -> None:
        picture_in(draft, key)
        draft.body = stream(block for block in draft.body.raw_data if block.get("id") != key)

    change_draft(association, change=change, version=None, by=by)


@transaction.atomic
def set_logo(
    association: Association,
    *,
    content: ContentFile | None,
    words: Words,
    seen: Words,
    by: AbstractBaseUser,
) -> None:
    """Show another logo, or say something else of the one there is; without `content`."""

    def change(draft: Presentation) -> None:
        if logo_words(draft) != seen:
            raise Outdated
        if content is not None:
            draft.logo = _store(content, words["alt"], by)
        elif draft.logo_id is None:
            raise PictureGone
        draft.logo_alt, draft.logo_focus = words["alt"], words["focus"]

    _ready(change_draft(association, change=change, version=None, by=by))


@transaction.atomic
def remove_logo(association: Association, *, by: AbstractBaseUser) -> None:
    """Show no logo."""

    def change(draft: Presentation) -> None:
        draft.logo, draft.logo_alt, draft.logo_focus = None, "", ""

    change_draft(association, change=change, version=None, by=by)


def picture_in(draft: Presentation, key: str) -> Block:
    """The block of a picture in this draft; PictureGone when it has none with this key."""
    for block in draft.body.raw_data:
        if block["type"] == "picture" and block.get("id") == key:
            return block
    raise PictureGone


def words_of(value: dict[str, Any]) -> Words:
    return {name: value.get(name) or "" for name in WORDS}


def logo_words(draft: Presentation) -> Words:
    return {
        "alt": draft.logo_alt,
        "focus": draft.logo_focus,
        "logo": str(draft.logo_id or ""),
    }


def _store(content: ContentFile, title: str, by: AbstractBaseUser):
    model = get_image_model()
    lately = model.objects.filter(uploaded_by_user=by.pk, created_at__gt=now() - timedelta(days=1))
    if lately.count() >= PER_PERSON_AND_DAY:
        raise TooMany
    collection = Collection.objects.filter(name=COLLECTION).order_by("path").first()
    return model.objects.create(
        title=title[:255],
        file=content,
        uploaded_by_user_id=by.pk,
        collection=collection or Collection.get_first_root_node(),
    )


def _ready(draft: Presentation) -> None:
    """Draw what the page will show, so that looking at it writes nothing."""
    logo = shown_logo(draft)
    pictures(shown_pictures(draft.body) | ({logo} if logo else set()))
