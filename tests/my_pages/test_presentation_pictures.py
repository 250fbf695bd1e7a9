"""Pictures from a phone: told by their content, described, cropped, and one's own alone."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

from associations import picture_services
from associations import presentation_services as services
from associations.membership_services import end_membership
from associations.models import Membership
from tests import cast
from tests.builders import make_association
from tests.my_pages import presentations as text
from tests.pages import page, words

pytestmark = pytest.mark.django_db

SAID = {"alt": "En kör på en scen", "caption": "", "focus": ""}


@pytest.fixture(autouse=True)
def _a_folder(settings, tmp_path):
    storage = "django.core.files.storage.FileSystemStorage"
    options = {"location": tmp_path, "base_url": "/media/"}
    media = {"BACKEND": storage, "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": media}


def photo(kind: str = "JPEG", size=(300, 200), **options) -> bytes:
    """Red to the left and blue to the right."""
    picture = Image.new("RGB", size, "#C00000")
    picture.paste("#0000C0", (size[0] // 2, 0, *size))
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def with_position() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "Siv Granlund hemma"
    exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 6.0, 0.0)})
    exif[0x0112] = 6  # taken on its side
    return photo(exif=exif)


def file(content: bytes, name: str = "IMG_0001.JPG", content_type: str = "image/jpeg"):
    return SimpleUploadedFile(name, content, content_type=content_type)


def add(client, association, content: bytes | None = None, **said):
    data = {**SAID, "file": file(photo() if content is None else content), **said}
    return client.post(text.url(association, "picture"), data)


def pictures_in(association) -> list[dict]:
    return [b for b in text.draft(association).body.raw_data if b["type"] == "picture"]


def shown(client, url: str):
    """The first picture of a page as a browser gets it."""
    element = page(client.get(url)).select_one("article figure img, article .association-picture")
    response = client.get(element["src"])
    return element, Image.open(io.BytesIO(b"".join(response.streaming_content)))


class TestAdding:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_it_stands_last_in_the_text_and_in_the_preview(self, client_of, choir, rut, kind):
        client = client_of(rut)
        text.save(client, choir, about="Vi övar.")
        assert add(client, choir, photo(kind))["Location"] == text.url(choir)
        assert "[bild 1]" in page(client.get(text.url(choir))).find(id="id_about").text
        element, picture = shown(client, text.url(choir, "preview"))
        assert element["alt"] == SAID["alt"]
        assert (picture.format, picture.size) == ("WEBP", (300, 200))

    def test_what_a_phone_writes_in_it_is_gone(self, client_of, choir, rut):
        add(client_of(rut), choir, with_position())
        picture = get_image_model().objects.get()
        assert (picture.width, picture.height) == (200, 300)
        for stored in (picture.file, *[r.file for r in picture.renditions.all()]):
            with stored.open("rb") as content:
                data = content.read()
            assert b"Siv" not in data
            assert not Image.open(io.BytesIO(data)).getexif()
        # Nor does its name say anything, or can be guessed.
        assert "IMG" not in picture.file.name
        assert picture.collection.name == "Föreningar"

    def test_looking_at_it_writes_nothing(self, client_of, choir, rut):
        client = client_of(rut)
        add(client, choir, focus="nw")
        made = get_image_model().get_rendition_model().objects.count()
        for part in ("", "preview", "send"):
            client.get(text.url(choir, part))
        assert get_image_model().get_rendition_model().objects.count() == made

    def test_without_words_it_is_not_taken(self, client_of, choir, rut):
        response = add(client_of(rut), choir, alt=" ")
        assert response.status_code == 422
        assert "Skriv vad bilden visar" in words(page(response).find(class_="error-summary"))
        assert not get_image_model().objects.exists()

    def test_twelve_are_enough(self, client_of, choir, rut, monkeypatch):
        monkeypatch.setattr(picture_services, "PER_TEXT", 1)
        client = client_of(rut)
        add(client, choir)
        assert add(client, choir).status_code == 422
        assert len(pictures_in(choir)) == get_image_model().objects.count() == 1

    def test_so_are_sixty_a_day(self, client_of, choir, rut, monkeypatch):
        monkeypatch.setattr(picture_services, "PER_PERSON_AND_DAY", 1)
        client = client_of(rut)
        add(client, choir)
        assert add(client, choir).status_code == 422
        assert get_image_model().objects.count() == 1


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 20,000 by 20,000."""
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    pixels = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels)


def animation() -> bytes:
    return (
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
    )


REFUSED = {
    "SVG": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'></svg>",
    "HTML": b"<html><script>alert(1)</script></html>",
    "PDF": b"%PDF-1.7",
    "GIF": photo("GIF"),
    "cut off": photo()[:400],
    "only a head": b"\xff\xd8\xff\xe0",
    "bomb": bomb(),
    "too many pixels": photo("PNG", (8_000, 5_001)),
    "too many bytes": photo() + bytes(10 * 1024 * 1024),
    "empty": b"",
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused_whatever_it_is_called(client_of, choir, rut, what):
    for part in ("picture", "logo"):
        data = {**SAID, "file": file(REFUSED[what])}
        response = client_of(rut).post(text.url(choir, part), data)
        assert response.status_code == 422
        # What was typed is there still.
        assert page(response).find(id="id_alt")["value"] == SAID["alt"]
    assert not get_image_model().objects.exists()
    assert text.stage(choir) == "published"


class TestCropping:
    @pytest.mark.parametrize(
        ("focus", "left", "right"),
        [("w", "red", "red"), ("e", "blue", "blue"), ("c", "red", "blue"), ("", "red", "blue")],
    )
    def test_around_what_matters(self, client_of, choir, rut, focus, left, right):
        client = client_of(rut)
        add(client, choir, photo(size=(1200, 300)), focus=focus)
        element, picture = shown(client, text.url(choir, "preview"))
        assert picture.size == ((450, 300) if focus else (960, 240))
        assert [int(element["width"]), int(element["height"])] == list(picture.size)
        side = picture.convert("RGB")
        edge = picture.width - 6
        found = [
            "red" if side.getpixel((x, 20))[0] > side.getpixel((x, 20))[2] else "blue"
            for x in (5, edge)
        ]
        assert found == [left, right]

    def test_a_crop_is_seen_when_it_is_approved(self, client_of, choir, rut, olga):
        client = client_of(rut)
        add(client, choir, photo(size=(1200, 300)))
        presentation = text.stored(choir)
        presentation.latest_revision.publish()
        [block] = pictures_in(choir)
        url = reverse("my_presentation_picture", args=[choir.slug, block["id"]])
        seen = page(client.get(url)).find(id="id_seen")["value"]
        client.post(url, {**SAID, "focus": "w", "seen": seen})
        out = reverse("association_detail", args=[choir.slug])
        assert shown(client, out)[1].size == (960, 240)
        assert shown(client, text.url(choir, "preview"))[1].size == (450, 300)

    def test_a_place_that_is_none(self, client_of, choir, rut):
        assert add(client_of(rut), choir, focus="../x").status_code == 422


class TestChanging:
    def change(self, client, association, key, **said):
        url = reverse("my_presentation_picture", args=[association.slug, key])
        opened = page(client.get(url)).find(id="id_seen")["value"]
        return client.post(url, {"seen": opened, **SAID, **said})

    def test_other_words(self, client_of, choir, rut):
        client = client_of(rut)
        add(client, choir)
        [block] = pictures_in(choir)
        self.change(client, choir, block["id"], alt="En scen", caption="I maj")
        [block] = pictures_in(choir)
        assert (block["value"]["alt"], block["value"]["caption"]) == ("En scen", "I maj")

    def test_two_at_once(self, client_of, choir, rut):
        client = client_of(rut)
        add(client, choir)
        [block] = pictures_in(choir)
        url = reverse("my_presentation_picture", args=[choir.slug, block["id"]])
        opened = page(client.get(url)).find(id="id_seen")["value"]
        self.change(client_of(cast.colleague("tove", choir)), choir, block["id"], alt="Toves ord")
        response = client.post(url, {**SAID, "alt": "Mina ord", "seen": opened})
        assert response.status_code == 409
        seen = page(response)
        assert "Toves ord" in words(seen.find(class_="error-summary"))
        assert seen.find(id="id_alt")["value"] == "Mina ord"
        again = seen.find(id="id_seen")["value"]
        assert client.post(url, {**SAID, "alt": "Mina ord", "seen": again}).status_code == 302

    def test_removed(self, client_of, choir, rut):
        client = client_of(rut)
        text.save(client, choir, about="Vi övar.")
        add(client, choir)
        [block] = pictures_in(choir)
        url = reverse("my_presentation_picture", args=[choir.slug, block["id"]])
        client.post(url, {"remove": "1"})
        assert not pictures_in(choir)
        assert client.get(url).status_code == 404

    def test_a_slip_in_the_text_removes_nothing(self, client_of, choir, rut):
        client = client_of(rut)
        add(client, choir)
        text.save(client, choir, about="Bara ord.")
        assert len(pictures_in(choir)) == 1


class TestLogo:
    def test_put_there_changed_and_taken_away(self, client_of, choir, rut):
        client = client_of(rut)
        url = text.url(choir, "logo")
        seen = page(client.get(url)).find(id="id_seen")["value"]
        data = {"alt": "Ett K", "focus": "c", "seen": seen, "file": file(photo())}
        assert client.post(url, data).status_code == 302
        element, picture = shown(client, text.url(choir, "preview"))
        assert (element["alt"], picture.size) == ("Ett K", (200, 200))
        seen = page(client.get(url)).find(id="id_seen")["value"]
        client.post(url, {"alt": "Ett stort K", "focus": "", "seen": seen})
        draft = text.draft(choir)
        assert (draft.logo_alt, draft.logo_focus) == ("Ett stort K", "")
        client.post(url, {"remove": "1"})
        assert text.draft(choir).logo_id is None

    def test_the_first_one_needs_a_file(self, client_of, choir, rut):
        client = client_of(rut)
        url = text.url(choir, "logo")
        seen = page(client.get(url)).find(id="id_seen")["value"]
        response = client.post(url, {"alt": "Ett K", "focus": "", "seen": seen})
        assert response.status_code == 422


class TestOthers:
    @pytest.fixture
    def neighbour(self, client_of):
        """Another association with a picture of its own."""
        other = make_association("Grannkören")
        stig = cast.stig(other)
        add(client_of(stig), other)
        return other

    def test_anothers_picture_is_not_there(self, client_of, choir, rut, neighbour):
        [block] = pictures_in(neighbour)
        client = client_of(rut)
        for slug in (choir.slug, neighbour.slug):
            url = reverse("my_presentation_picture", args=[slug, block["id"]])
            assert client.get(url).status_code == 404
            assert client.post(url, {"remove": "1"}).status_code == 404
            assert client.post(url, {**SAID, "seen": "{}"}).status_code == 404
        assert pictures_in(neighbour) == [block]

    def test_nor_does_its_number_bring_it_into_a_text(self, client_of, choir, rut, neighbour):
        [block] = pictures_in(neighbour)
        client = client_of(rut)
        keys = f"{block['id']} {block['value']['image']}"
        text.save(client, choir, about="Vi.\n\n[bild 1]\n\n[bild 2]", kept=keys)
        image = block["value"]["image"]
        client.post(text.url(choir, "logo"), {**SAID, "logo": image, "image": image, "seen": "{}"})
        client.post(text.url(choir, "picture"), {**SAID, "image": image, "seen": "{}"})
        assert not pictures_in(choir)
        assert text.draft(choir).logo_id is None

    def test_who_was_removed_adds_none(self, client_of, choir, rut):
        tove = cast.colleague("tove", choir)
        client = client_of(tove)
        end_membership(Membership.objects.get(user=tove), by=rut)
        assert "/logga-in/" in add(client, choir)["Location"]
        assert add(client_of(tove), choir).status_code == 404
        assert not get_image_model().objects.exists()

    def test_nothing_is_added_while_it_waits(self, client_of, choir, rut):
        client = client_of(rut)
        add(client, choir)
        [block] = pictures_in(choir)
        version = text.stored(choir).latest_revision_id
        services.send_presentation(choir, version=version, by=rut)
        url = reverse("my_presentation_picture", args=[choir.slug, block["id"]])
        for address in (url, text.url(choir, "picture"), text.url(choir, "logo")):
            assert client.post(address, {"remove": "1"})["Location"] == text.url(choir)
        assert pictures_in(choir) == [block]
