"""Pictures and documents, our own tables from the first migration."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


class Picture(AbstractImage):
    """An uploaded picture without the camera's metadata (a phone writes its position there)."""

    admin_form_fields = WagtailImage.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def save(self, *args, **kwargs):
        # In save() and not in a form, because a picture can come through many doors.
        if self.file and not self.file._committed:
            self._strip_metadata()
        super().save(*args, **kwargs)

    def _strip_metadata(self) -> None:
        self.file.seek(0)
        with Image.open(self.file) as original:
            picture_format = original.format or "PNG"
            turned = ImageOps.exif_transpose(original)
            clean = Image.frombytes(turned.mode, turned.size, turned.tobytes())
            if turned.mode == "P" and (palette := turned.getpalette()):
                clean.putpalette(palette)
            buffer = BytesIO()
            clean.save(buffer, format=picture_format, quality=90)
        name = self.file.name
        self.file = ContentFile(buffer.getvalue(), name=name)
        self.width, self.height = clean.size
        self.file_size = buffer.tell()


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class PublicDocument(AbstractDocument):
    """A file that editors publish on content pages. Register files are another table."""

    admin_form_fields = ("title", "file", "collection", "tags")
