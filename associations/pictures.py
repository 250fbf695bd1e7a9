"""The pictures of an association's page, in the sizes it shows them: WebP, without metadata."""

from collections.abc import Collection
from typing import NamedTuple

from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError

from associations.focus import OPERATION

WHOLE = "max-960x720|format-webp"
IN_TEXT, LOGO = "960x640", "640x640"
# Where the associations' pictures are kept in the admin.
COLLECTION = "Föreningar"


class Picture(NamedTuple):
    url: str
    width: int
    height: int


class Shown(NamedTuple):
    """A picture by its key, and how it is shown."""

    pk: int
    spec: str = WHOLE


def shown(pk: int, focus: str, size: str) -> Shown:
    """Cropped around the focus; whole without one."""
    return Shown(pk, f"{OPERATION}-{size}-{focus}|format-webp" if focus else WHOLE)


def pictures(wanted: Collection[Shown]) -> dict[Shown, Picture]:
    """Each picture as it is shown: one query, and more only the first time.

    One whose file is lost is left out.
    """
    if not wanted:
        return {}
    model = get_image_model()
    made = model.get_rendition_model().objects.filter(
        image_id__in={one.pk for one in wanted},
        filter_spec__in={one.spec for one in wanted},
        focal_point_key="",
    )
    found = {
        Shown(row.image_id, row.filter_spec): Picture(row.url, row.width, row.height)
        for row in made
    }
    if missing := set(wanted) - found.keys():
        found |= _make(model, missing)
    return found


def _make(model, wanted: Collection[Shown]) -> dict[Shown, Picture]:
    images = model.objects.in_bulk({one.pk for one in wanted})
    made = {}
    for one in wanted:
        try:
            rendition = images[one.pk].get_rendition(one.spec)
        except (KeyError, OSError, ValueError, InvalidFilterSpecError):
            continue
        made[one] = Picture(rendition.url, rendition.width, rendition.height)
    return made
