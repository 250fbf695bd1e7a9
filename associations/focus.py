"""What matters most in a picture: where it is cropped to, when it is.

Kept with the words and not with the picture, so that a new crop is reviewed like all else, and a
picture that is used in two places is not changed in both.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.images.image_operations import TransformOperation
from wagtail.images.rect import Rect

OPERATION = "crop_at"


class Focus(TextChoices):
    """Nine places, named by the points of the compass. None: the whole picture is shown."""

    NW = "nw", _("At the top left")
    N = "n", _("At the top")
    NE = "ne", _("At the top right")
    W = "w", _("To the left")
    C = "c", _("In the middle")
    E = "e", _("To the right")
    SW = "sw", _("At the bottom left")
    S = "s", _("At the bottom")
    SE = "se", _("At the bottom right")


class CropAt(TransformOperation):
    """`crop_at-960x640-ne`: cropped to these proportions around the place, and never enlarged."""

    def construct(self, size, place):
        self.width, self.height = (int(side) for side in size.split("x"))
        self.place = Focus(place).value

    def run(self, transform, image):
        width, height = transform.size
        scale = min(width / self.width, height / self.height)
        kept = self.width * scale, self.height * scale
        left = _share(self.place, "w", "e") * (width - kept[0])
        top = _share(self.place, "n", "s") * (height - kept[1])
        transform = transform.crop(Rect(left, top, left + kept[0], top + kept[1]).round())
        return transform.resize((self.width, self.height)) if scale > 1 else transform


def _share(place: str, start: str, end: str) -> float:
    return 0 if start in place else 1 if end in place else 0.5


def image_operations() -> list:
    return [(OPERATION, CropAt)]
