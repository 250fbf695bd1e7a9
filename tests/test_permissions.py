"""The matrix: every route, every person, GET and POST. Read from the URL resolver.

A new route without an entry in `tests.routes` fails, and so does a GET that writes.
"""

import contextlib
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils.timezone import now
from wagtail.models import TaskState

from associations import services
from associations.importing import desk
from associations.models import (
    ChangeRequest,
    Claim,
    ColleagueInvitation,
    ContactPerson,
    Delivery,
    DisposalRule,
    DoNotPublish,
    DuplicatePair,
    ImportRun,
    ImportUpload,
    InternalNote,
    JoinRequest,
    Membership,
    Merge,
    Offer,
    Presentation,
    RegisterFile,
)
from tests import cast
from tests.builders import (
    make_activity,
    make_area,
    make_association,
    make_language,
    make_target_group,
)
from tests.routes import (
    ADA,
    CORE,
    EDIT,
    HANS,
    NO_METHOD,
    OK,
    OLGA,
    PEOPLE,
    RESIDENT,
    ROUTES,
    RUT,
    STIG,
    Route,
)

pytestmark = pytest.mark.django_db

# Not what the site holds: that someone was told "you may not", and that someone is looking.
NOT_CHANGES = (
    "django_session",
    "wagtailusers_userprofile",
    "django_cache",
    "wagtailadmin_editingsession",
)


def walk(patterns, namespaces=()):
    """The name, with namespaces, and the pattern of every route."""
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield ":".join([*namespaces, entry.name or f"unnamed {entry.pattern}"]), entry
        else:
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from walk(entry.url_patterns, inner)


def every_route() -> dict[str, URLPattern]:
    return dict(walk(get_resolver().url_patterns))


# The admin's net for addresses that lead nowhere.
NOWHERE = {"unnamed test404/", "unnamed ^.*/$", "wagtailadmin_error_test"}


def core_rights(name: str):
    """Who may open a route of Wagtail's own, by the longest beginning; None for our routes."""
    beginnings = [beginning for beginning in CORE if name.startswith(beginning)]
    return CORE[max(beginnings, key=len)] if beginnings else None


def test_every_route_has_an_entry():
    missing = [
        name
        for name in every_route()
        if name not in ROUTES and name not in NOWHERE and core_rights(name) is None
    ]
    assert not missing, f"Say in tests/routes.py who may open {missing}"


def test_every_entry_has_a_route():
    assert not ROUTES.keys() - every_route().keys()


@pytest.fixture
def world(tmp_path, monkeypatch):
    """One of each thing that a route can be about."""
    storage = FileSystemStorage(location=tmp_path, base_url=None)
    for model in (RegisterFile, ImportUpload):
        monkeypatch.setattr(model._meta.get_field("file"), "storage", storage)
    association = make_association("Björkviks kör", ingress="Vi sjunger.")
    people = {
        RUT: cast.rut(association),
        STIG: cast.stig(make_association("Grannkören")),
        OLGA: cast.olga(),
        EDIT: cast.edit(),
        HANS: cast.hans(),
        ADA: cast.ada(),
    }
    services.propose_presentation(association, changes={"ingress": "Ny text"}, by=people[RUT])
    of = {"association": association}
    other = make_association("Sångarna")
    file = ContentFile("Namn;Verksamhet\nNya kören;Körsång\n".encode(), name="register.csv")
    return SimpleNamespace(
        people=people,
        association=association,
        applied=make_association("Nykomlingen", status="applied"),
        presentation=Presentation.objects.get(association=association),
        other_presentation=Presentation.objects.exclude(association=association).first(),
        task_state=TaskState.objects.get(),
        change_request=ChangeRequest.objects.create(
            field="name", value="Kören", message="Årsmötet.", **of
        ),
        offer=Offer.objects.create(direction="offer", kind="other", text="Kaffe.", **of),
        person=ContactPerson.objects.create(name="Siv Granlund", **of),
        note=InternalNote.objects.create(text="Ringde.", **of),
        file=RegisterFile.objects.create(
            kind="bylaws",
            file=ContentFile(b"%PDF-", name="stadgar.pdf"),
            original_name="stadgar.pdf",
            content_type="application/pdf",
            size=5,
            **of,
        ),
        other=other,
        pair=DuplicatePair.objects.create(first=association, second=other, likeness="number"),
        merger=Merge.objects.create(
            kept=association, merged=make_association("Gamla kören"), undo_until=now()
        ),
        hidden=DoNotPublish.objects.create(association=other),
        rule=DisposalRule.objects.create(kind="notes", months=12),
        activity=make_activity("Kör"),
        area=make_area("Norr"),
        target_group=make_target_group("Barn"),
        language=make_language("Finska", "fi"),
        authenticator=Authenticator.objects.create(
            user=cast.somebody(), type=Authenticator.Type.WEBAUTHN, data={"name": "Nyckel"}
        ),
        upload=desk.receive(file, name=file.name, source="falun", by=people[OLGA]),
        run=ImportRun.objects.create(source="lund", counts={}),
        delivery=Delivery.objects.create(
            key="k", purpose="greeting", recipient=f"association:{association.pk}", due_at=now()
        ),
        claim=Claim.objects.create(
            user=people[HANS],
            way="code",
            state="code_asked",
            expires_at=now() + timedelta(days=1),
            **of,
        ),
        membership=Membership.objects.get(
            association=association, user=cast.colleague("tove", association)
        ),
        joinrequest=JoinRequest.objects.create(user=people[HANS], **of),
        colleagueinvitation=ColleagueInvitation.objects.create(
            address="nils@bjorkvik.example",
            role="editor",
            invited_by=people[RUT],
            expires_at=now() + timedelta(days=1),
            **of,
        ),
        suggestion=services.suggest_change(
            association, topic="wrong", text="Fel.", reply_to="", sender="192.0.2.1"
        ),
    )


def answer(response) -> str:
    """What a person got, in a word."""
    location = urlsplit(response.get("Location", "")).path
    if response.status_code in (301, 302):
        return {"/logga-in/": "login", "/admin/": "home"}.get(location, "done")
    if response.status_code == 200:
        return OK
    return str(response.status_code)


TURNED_AWAY = {"login", "home", "403", "404"}


@contextlib.contextmanager
def undone(client):
    """What happens inside has not happened afterwards."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def changes(queries) -> list[str]:
    return [
        query["sql"][:160]
        for query in queries
        if query["sql"].split(" ", 1)[0] in {"INSERT", "UPDATE", "DELETE"}
        and not any(table in query["sql"] for table in NOT_CHANGES)
    ]


def client_of(world, person: str) -> Client:
    client = Client(raise_request_exception=False)
    if person != RESIDENT:
        client.force_login(world.people[person])
    return client


def fault(route: Route, person: str, method: str, got: str) -> str | None:
    if person in route.who:
        wanted = getattr(route, method)
        return None if got == wanted else f"wanted {wanted}"
    allowed = TURNED_AWAY | ({NO_METHOD} if getattr(route, method) == NO_METHOD else set())
    return None if got in allowed | route.instead else "not turned away"


@pytest.mark.parametrize("person", PEOPLE)
def test_our_routes(world, person):
    client = client_of(world, person)
    faults = []
    for name, route in ROUTES.items():
        url = reverse(name, args=route.args(world)) + (f"?{route.query}" if route.query else "")
        for method in ("get", "post"):
            with undone(client), CaptureQueriesContext(connection) as queries:
                data = route.data(world) if method == "post" else None
                got = answer(getattr(client, method)(url, data))
            wrong = fault(route, person, method, got)
            if wrong:
                faults.append(f"{method.upper()} {name}: {got}, {wrong}")
            if method == "get" and changes(queries):
                faults.append(f"GET {name} writes: {changes(queries)}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("person", PEOPLE)
def test_wagtails_routes(world, person):
    client = client_of(world, person)
    faults = []
    for name in every_route():
        who = core_rights(name)
        if who is None or name in ROUTES or name in NOWHERE:
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        with undone(client), CaptureQueriesContext(connection) as queries:
            got = answer(client.get(url))
        if person not in who and got not in TURNED_AWAY:
            faults.append(f"GET {name}: {got}, not turned away")
        welcome = {OK, "done", "400", "404", NO_METHOD}
        if person in who and got not in welcome:
            faults.append(f"GET {name}: {got}, turned away")
        if changes(queries):
            faults.append(f"GET {name} writes: {changes(queries)}")
    assert not faults, "\n".join(faults)
