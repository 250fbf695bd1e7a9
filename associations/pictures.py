"""The pictures of an association's page, in the one size it shows them."""

from collections.abc import Collection
from typing import NamedTuple

from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError

FILTER = "max-960x720|format-webp"


class Picture(NamedTuple):
    url: str
    width: int
    height: int


def pictures(ids: Collection[int]) -> dict[int, Picture]:
    """Each picture by its key: one query, and more only the first time a picture is shown.

    One whose file is lost is left out.
    """
    if not ids:
        return {}
    model = get_image_model()
    made = model.get_rendition_model().objects.filter(
        image_id__in=ids, filter_spec=FILTER, focal_point_key=""
    )
    found = {row.image_id: Picture(row.url, row.width, row.height) for row in made}
    if missing := set(ids) - found.keys():
        found |= _make(model, missing)
    return found


def _make(model, ids: Collection[int]) -> dict[int, Picture]:
    made = {}
    for image in model.objects.filter(pk__in=ids):
        try:
            rendition = image.get_rendition(FILTER)
        except (OSError, ValueError, InvalidFilterSpecError):
            continue
        made[image.pk] = Picture(rendition.url, rendition.width, rendition.height)
    return made
