"""Contact persons, notes, documents and payment: for those who keep the register alone."""

import io
import zipfile

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry

from associations import private_services, uploads
from associations.models import ContactPerson, InternalNote, PaymentDetails, RegisterFile
from tests import cast
from tests.builders import make_association

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%stadgar\n"


@pytest.fixture(autouse=True)
def private_folder(monkeypatch, tmp_path):
    storage = FileSystemStorage(location=tmp_path, base_url=None)
    monkeypatch.setattr(RegisterFile._meta.get_field("file"), "storage", storage)
    return tmp_path


@pytest.fixture
def olga(client):
    user = cast.olga()
    client.force_login(user)
    return user


@pytest.fixture
def association():
    return make_association("Björkviks kör")


def page(association) -> str:
    return reverse("associations:edit", args=[association.pk])


def archive(**parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return content.getvalue()


DOCX = archive(**{"[Content_Types]_xml": "", "word__document_xml": "<w/>"})
XLSX = archive(**{"[Content_Types]_xml": "", "xl__workbook_xml": "<w/>"})
ODT = archive(mimetype="application/vnd.oasis.opendocument.text", content_xml="<o/>")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


def by_name(value) -> str:
    """The bytes of an archive hold the time, and no two workers agree on that."""
    return value if isinstance(value, str) else ""


def upload(client, association, name: str, content: bytes, content_type="application/pdf"):
    return client.post(
        reverse("register_files:add", args=[association.pk]),
        {
            "kind": "bylaws",
            "year": "2026",
            "file": SimpleUploadedFile(name, content, content_type=content_type),
        },
    )


def test_a_contact_person_is_added_changed_and_removed(client, olga, association):
    data = {"name": "Siv Granlund", "role": "chair", "email": "", "phone": "", "starts_on": ""}
    add = reverse("contact_persons:add", args=[association.pk])
    response = client.post(add, data | {"ends_on": ""})
    assert response.url.startswith(page(association))
    person = ContactPerson.objects.get()
    edit = reverse("contact_persons:edit", args=[person.pk])
    assert "Siv Granlund" in client.get(edit).text
    client.post(edit, data | {"phone": "070-123 45 67", "ends_on": "2026-03-01"})
    person.refresh_from_db()
    assert (person.phone, person.ends_on.isoformat()) == ("070-123 45 67", "2026-03-01")
    client.post(reverse("contact_persons:delete", args=[person.pk]))
    assert not ContactPerson.objects.exists()


def test_the_history_names_kind_and_field_and_never_a_person(client, olga, association):
    person = private_services.save_private(
        ContactPerson(association=association), changes={"name": "Siv Granlund"}, by=olga
    )
    private_services.save_private(person, changes={"phone": "070-123 45 67"}, by=olga)
    text = client.get(reverse("associations:history", args=[association.pk])).text
    assert str(person.pk) in text
    for private in ("Siv Granlund", "070-123 45 67"):
        assert private not in text
        assert private not in str(list(ModelLogEntry.objects.values_list("data", "label")))


def test_changing_nothing_writes_nothing(olga, association):
    person = private_services.save_private(
        ContactPerson(association=association), changes={"name": "Siv"}, by=olga
    )
    before = ModelLogEntry.objects.count()
    private_services.save_private(person, changes={"name": "Siv"}, by=olga)
    assert ModelLogEntry.objects.count() == before


def test_a_period_that_runs_backwards_is_refused(client, olga, association):
    response = client.post(
        reverse("contact_persons:add", args=[association.pk]),
        {
            "name": "Siv",
            "role": "chair",
            "starts_on": "2026-03-01",
            "ends_on": "2025-03-01",
        },
    )
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not ContactPerson.objects.exists()


def test_a_note_says_who_wrote_it(client, olga, association):
    client.post(reverse("internal_notes:add", args=[association.pk]), {"text": "Ringde."})
    note = InternalNote.objects.get()
    assert (note.text, note.written_by) == ("Ringde.", olga)
    assert "Ringde." in client.get(page(association)).text


def test_a_note_is_not_to_hold_a_personal_identity_number(client, olga, association):
    response = client.post(
        reverse("internal_notes:add", args=[association.pk]),
        {"text": "Kassören är 811218-9876 sedan i maj."},
    )
    assert response.context["form"].errors["text"]
    assert "811218-9876" not in response.text
    assert "sedan i maj" in response.text
    assert not InternalNote.objects.exists()


def test_payment_details_are_kept_as_digits(client, olga, association):
    url = reverse("payment_details:edit", args=[association.pk])
    assert client.get(url).status_code == 200
    assert not PaymentDetails.objects.exists()
    client.post(url, {"bankgiro": "5050-1055", "plusgiro": "1 00 00-8"})
    details = PaymentDetails.objects.get()
    assert (details.bankgiro, details.plusgiro) == ("50501055", "100008")
    client.post(url, {"bankgiro": "", "plusgiro": "1 00 00-8"})
    details.refresh_from_db()
    assert details.bankgiro == ""
    response = client.post(url, {"bankgiro": "5050-1056", "plusgiro": ""})
    assert response.context["form"].errors["bankgiro"]


@pytest.mark.parametrize(
    ("name", "content", "kept_as", "file_type"),
    [
        ("stadgar.pdf", PDF, "stadgar.pdf", uploads.PDF),
        ("Årsmöte 2026.docx", DOCX, "Årsmöte 2026.docx", uploads.DOCX),
        ("budget.xlsx", XLSX, "budget.xlsx", uploads.XLSX),
        ("stadgar.odt", ODT, "stadgar.odt", uploads.ODT),
        ("bild.jpeg", JPG, "bild.jpg", uploads.JPEG),
        ("bild.png", PNG, "bild.png", uploads.PNG),
        ("stadgar.html", PDF, "stadgar.pdf", uploads.PDF),
        ("../../etc/passwd", PDF, "passwd.pdf", uploads.PDF),
    ],
    ids=by_name,
)
def test_a_document_is_kept_as_what_it_is(
    client, olga, association, name, content, kept_as, file_type
):
    assert upload(client, association, name, content, "text/html").status_code == 302
    row = RegisterFile.objects.get()
    assert row.content_type == file_type.content_type
    assert row.original_name == kept_as
    assert row.size == len(content)
    assert row.uploaded_by == olga
    response = client.get(reverse("register_files:open", args=[row.pk]))
    assert b"".join(response.streaming_content) == content
    assert response["Content-Type"] == file_type.content_type
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("stadgar.pdf", b"<html><script>alert(1)</script>"),
        ("logga.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("program.pdf", b"MZ\x90\x00"),
        ("tom.pdf", b""),
        ("arkiv.docx", archive(readme="hej")),
        (
            "makro.docx",
            archive(
                **{
                    "[Content_Types]_xml": "",
                    "word__document_xml": "",
                    "word__vbaProject.bin": "x",
                }
            ),
        ),
        ("trasig.docx", DOCX[:40]),
        ("kalkyl.ods", archive(mimetype="application/vnd.oasis.opendocument.spreadsheet")),
        ("många.docx", archive(**{f"word__{n}": "" for n in range(2100)})),
    ],
    ids=by_name,
)
def test_everything_else_is_refused(client, olga, association, name, content, private_folder):
    response = upload(client, association, name, content)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not RegisterFile.objects.exists()
    assert not list(private_folder.rglob("*"))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ('a"\r\nX-Evil: 1.pdf', "aX-Evil 1.pdf"),
        ("C:\\Dokument\\stadgar.doc", "stadgar.pdf"),
        ("..", "dokument.pdf"),
        ("a\u202egpj.exe", "agpj.pdf"),
        ("å" * 300 + ".pdf", "å" * uploads.NAME_LENGTH + ".pdf"),
    ],
)
def test_the_name_a_file_is_shown_by_is_harmless(given, shown):
    assert uploads.display_name(given, uploads.PDF) == shown


def test_a_file_over_ten_megabytes_is_refused(client, olga, association):
    response = upload(client, association, "stor.pdf", PDF + b"0" * uploads.MAX_SIZE)
    assert response.context["form"].errors["file"]
    assert not RegisterFile.objects.exists()


def test_removing_a_document_removes_the_file(
    client, olga, association, private_folder, django_capture_on_commit_callbacks
):
    upload(client, association, "stadgar.pdf", PDF)
    row = RegisterFile.objects.get()
    assert [path.is_file() for path in private_folder.rglob("register/*")] == [True]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("register_files:delete", args=[row.pk]))
    assert not RegisterFile.objects.exists()
    assert not list(private_folder.rglob("register/*"))


def test_the_kind_of_a_document_can_be_put_right(client, olga, association):
    upload(client, association, "stadgar.pdf", PDF)
    row = RegisterFile.objects.get()
    url = reverse("register_files:edit", args=[row.pk])
    client.post(url, {"kind": "minutes", "year": "2025"})
    row.refresh_from_db()
    assert (row.kind, row.year, row.original_name) == ("minutes", 2025, "stadgar.pdf")


@pytest.mark.parametrize("who", ["edit", "hans"])
def test_others_in_the_admin_open_no_document(client, who, association):
    row = RegisterFile.objects.create(
        association=association, kind="bylaws", content_type="application/pdf", size=1
    )
    client.force_login(getattr(cast, who)())
    for name in ("open", "edit", "delete"):
        response = client.get(reverse(f"register_files:{name}", args=[row.pk]))
        assert (response.status_code, response.url) == (302, "/admin/")


def test_a_stored_type_that_nobody_knows_is_served_as_bytes(client, olga, association):
    upload(client, association, "stadgar.pdf", PDF)
    RegisterFile.objects.update(content_type="text/html")
    response = client.get(reverse("register_files:open", args=[RegisterFile.objects.get().pk]))
    assert response["Content-Type"] == "application/octet-stream"
