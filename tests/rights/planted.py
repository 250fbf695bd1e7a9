"""A person whose name, address and number are everywhere a person's can be."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessLog
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.utils.timezone import now
from wagtail.models import ModelLogEntry

from associations import merging, private_services, services
from associations.invitation_services import invite_colleague
from associations.models import (
    Association,
    Claim,
    ContactPerson,
    DataKind,
    DisposalRule,
    InternalNote,
    JoinRequest,
    Presentation,
    SourceRecord,
)
from associations.uploads import FileType
from cms.users.models import SignInCode
from tests import cast
from tests.builders import make_association
from tests.e2e.site import make_picture

WORD = "Åsazqvist"
NAME = f"Anna {WORD}"
ADDRESS = "anna.asazqvist@hemma.example"
PHONE = "070-917 36 48"


def plant(olga) -> Association:
    """Through the services where there are such; returns the association that it is about."""
    user = get_user_model().objects.create_user(
        "p-1", ADDRESS, first_name="Anna", last_name=WORD, password="Granbarr-7-mossa"
    )
    choir = make_association("Björkviks kör", email=ADDRESS, phone=PHONE)
    cast.appointed(user, choir)
    services.set_contact(choir, field="email", value=ADDRESS, is_public=False, by=user)
    of = {"association": choir}
    ContactPerson.objects.create(name=NAME, email=ADDRESS, phone=PHONE, **of)
    ContactPerson.objects.create(name=NAME.upper(), **of)
    InternalNote.objects.create(text=f"Pratade med {NAME} på {PHONE}.", written_by=user, **of)
    services.suggest_change(
        choir, topic="wrong", text=f"Ring {NAME}", reply_to=ADDRESS, sender="192.0.2.1"
    )
    invite_colleague(make_association("Grannkören"), address=ADDRESS, role="editor", by=olga)
    JoinRequest.objects.create(user=user, message=f"Jag är {NAME}", **of)
    minutes = private_services.store_register_file(
        choir,
        content=ContentFile(f"%PDF-1.7 {NAME} valdes".encode()),
        file_type=FileType("pdf", "application/pdf"),
        original_name=f"{NAME}.pdf",
        kind="minutes",
        year=2026,
        by=user,
    )
    Claim.objects.create(
        user=user, way="minutes", state="to_decide", message=NAME, document=minutes, **of
    )
    SourceRecord.objects.create(
        source="rbok", imported_at=now(), values={"email": ADDRESS, "note": NAME}, **of
    )
    _texts(choir, user, olga)
    _login(user)
    gone = make_association("Gamla kören", phone=PHONE, email=ADDRESS)
    merging.merge(
        gone,
        into=choir,
        chosen={"phone": "other", "email": "other"},
        people_follow=True,
        on=now().date(),
        by=olga,
    )
    return choir


def _texts(choir, user, olga) -> None:
    """Drafts, a review, comments and the published text, with the picture of the person."""
    body = [("text", f"<p>Dirigent är {NAME}, {ADDRESS}.</p>")]
    services.propose_presentation(choir, changes={"ingress": NAME, "body": body}, by=user)
    Presentation.objects.filter(association=choir).update(how_to_join=f"Ring {NAME}")
    services.listings.refresh([choir.pk])
    picture = make_picture(NAME)
    type(picture).objects.filter(pk=picture.pk).update(uploaded_by_user=user)
    ModelLogEntry.objects.log_action(choir, "associations.confirm", user=user)
    ModelLogEntry.objects.filter(user=user).update(label=NAME)


def _login(user) -> None:
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["name"] = NAME
    session.save()
    SignInCode.objects.create(
        key="k", address=ADDRESS, code_hash="x", expires_at=now() + timedelta(hours=1)
    )
    attempt = {"username": ADDRESS, "ip_address": "192.0.2.1", "user_agent": NAME}
    AccessAttempt.objects.create(failures_since_start=1, **attempt)
    AccessLog.objects.create(**attempt)


def decide_all() -> None:
    """A decision for every kind."""
    for kind in DataKind:
        DisposalRule.objects.create(kind=kind, decision="KS 2026/12")


def forms() -> list[str]:
    """The words as a database may hold them."""
    words = (WORD, WORD.lower(), WORD.upper(), PHONE, "asazqvist")
    return [form for word in words for form in (word, word.encode("unicode_escape").decode())]
