"""The small pictures of the list, made once so that showing the list makes none."""

from collections.abc import Iterable

from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError

LOGO = "max-160x160|format-webp"


def logo_urls(images: Iterable[int]) -> dict[int, str]:
    """The address of each picture's small version; those that cannot be made are left out."""
    wanted = set(images)
    if not wanted:
        return {}
    found = {}
    model = get_image_model()
    for image in model.objects.filter(pk__in=wanted).prefetch_renditions(LOGO):
        try:
            found[image.pk] = image.get_rendition(LOGO).url
        except (OSError, ValueError, InvalidFilterSpecError):
            # A lost or damaged file costs the picture, not the listing.
            continue
    return found
