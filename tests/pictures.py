"""Small pictures to upload, made in memory and kept where the test says."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model

from cms.media.models import Picture


def picture_file(name: str = "bild.png", *, colour: str = "#1F5A46", size=(200, 100)) -> ImageFile:
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, format="PNG")
    buffer.seek(0)
    return ImageFile(buffer, name=name)


def make_picture(title: str = "En bild", **file) -> Picture:
    return get_image_model().objects.create(title=title, file=picture_file(**file))
