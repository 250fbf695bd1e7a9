"""Pictures that people upload: what they are is told by their content, and bombs are not opened.

What is kept is drawn anew, so that nothing but the picture comes along, and under a name that says
nothing: not the name of a person or place, nor one that can be guessed while it is a draft.
"""

from io import BytesIO
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MAX_SIZE = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
# More than any screen shows of it.
LONGEST_SIDE = 2400
FORMATS = ("JPEG", "PNG", "WEBP")
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
ACCEPT = "image/jpeg,image/png,image/webp"

_NO_PICTURE = _(
    "The file is not a picture that can be shown. Choose a JPG, PNG or WebP picture, or take a new"
    " photo."
)
_TOO_LARGE = _("The picture is too large. Choose one of at most 10 MB and 40 million pixels.")


class PictureField(forms.FileField):
    """A picture, small and without metadata when cleaned."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})
    default_error_messages = {
        "required": _("Choose a picture."),
        "empty": _NO_PICTURE,
        "invalid": _("Choose a picture."),
    }

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > MAX_SIZE:
            raise ValidationError(_TOO_LARGE)
        return drawn_anew(file)


def drawn_anew(file) -> ContentFile:
    """The picture in the file and nothing else of it; ValidationError when there is none."""
    try:
        # Reads the head alone; a bomb says there how large it is.
        picture = Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(_TOO_LARGE) from None
    except Exception:  # Whatever Pillow raises for what somebody has made up.
        raise ValidationError(_NO_PICTURE) from None
    if picture.width * picture.height > MAX_PIXELS:
        raise ValidationError(_TOO_LARGE)
    try:
        return _draw(picture)
    except Exception:
        raise ValidationError(_NO_PICTURE) from None


def _draw(picture: Image.Image) -> ContentFile:
    # Several photos in one file (MPO) are JPEG to everyone else.
    kind = picture.format if picture.format in FORMATS else "JPEG"
    picture.load()
    turned = ImageOps.exif_transpose(picture)
    has_holes = kind != "JPEG" and turned.has_transparency_data
    plain = turned.convert("RGBA" if has_holes else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    buffer = BytesIO()
    clean.save(buffer, format=kind, quality=90)
    return ContentFile(buffer.getvalue(), name=f"{uuid4().hex}.{ENDINGS[kind]}")
