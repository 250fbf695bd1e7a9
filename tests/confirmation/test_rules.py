"""What the municipality demands: two states, and what is missing in words."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from associations import demands, services
from associations.models import Association, PaymentDetails, RegisterFile, RuleSet
from associations.rulebook import Rulebook
from associations.rules import lacks_something, standing
from tests import cast
from tests.builders import make_activity, make_association

pytestmark = pytest.mark.django_db


def rules(registered=None, eligible=None, **extra):
    return RuleSet.objects.create(registered=registered or {}, eligible=eligible or {}, **extra)


def document(association, kind, year=None):
    return RegisterFile.objects.create(
        association=association,
        kind=kind,
        year=year,
        file=ContentFile(b"%PDF-", name="a.pdf"),
        original_name="a.pdf",
        content_type="application/pdf",
        size=5,
    )


@pytest.fixture(autouse=True)
def _files_of_our_own(tmp_path, settings):
    from django.core.files.storage import FileSystemStorage

    field = RegisterFile._meta.get_field("file")
    before, field.storage = field.storage, FileSystemStorage(location=tmp_path)
    yield
    field.storage = before


def today_is(monkeypatch, day: str) -> None:
    monkeypatch.setattr(demands, "localdate", lambda: date.fromisoformat(day))


def lacks(association):
    return standing(association).registered_lacks


def disagree():
    """Those of whom the list and the page say different things."""
    book = Rulebook.today()
    listed = set(Association.objects.filter(lacks_something(book)).values_list("pk", flat=True))
    return [one for one in Association.objects.all() if bool(lacks(one)) != (one.pk in listed)]


def test_a_field_that_is_missing_is_named():
    rules({"fields": ["org_number", "email", "activities", "ingress"]})
    choir = make_association(ingress="Vi sjunger.", email="info@kor.example")
    assert lacks(choir) == ("Organisationsnummer saknas", "Verksamhet saknas")
    activity = make_activity("Kör")
    changes = {"org_number": "8020024280", "activities": [activity]}
    services.change_facts(choir, changes=changes, by=None)
    assert standing(choir).is_registered
    assert not disagree()


def test_an_address_for_the_municipality_is_an_address():
    rules({"fields": ["email"]})
    choir = make_association()
    assert lacks(choir)
    services.set_contact(choir, field="email", value="a@b.example", is_public=False, by=None)
    assert not lacks(choir)
    assert not disagree()


def test_bylaws_of_any_year():
    rules({"documents": {"bylaws": 0}})
    choir = make_association()
    assert lacks(choir) == ("Stadgar saknas",)
    document(choir, "bylaws", 1987)
    assert not lacks(choir)


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("2026-11-25", 3, 2026),
        ("2026-05-29", 3, 2025),  # the meeting's month and its sixty days are not over
        ("2026-05-30", 3, 2026),
        ("2026-11-25", None, 2025),
        ("2026-11-25", 11, 2025),
    ],
)
def test_minutes_from_the_latest_meeting(monkeypatch, day, month, year):
    today_is(monkeypatch, day)
    rules({"documents": {"minutes": 1}})
    choir = make_association(annual_meeting_month=month)
    assert lacks(choir) == (f"Årsmötesprotokoll från {year} saknas",)
    document(choir, "minutes", year - 1)
    assert lacks(choir)
    assert not disagree()
    document(choir, "minutes", year)
    assert not lacks(choir)
    assert not disagree()


def test_two_who_are_responsible():
    rules({"responsible": 2})
    choir = make_association()
    cast.rut(choir)
    cast.colleague("nils", choir)
    assert lacks(choir) == ("Minst 2 personer ska vara ansvariga för sidan",)
    cast.colleague("tove", choir, "responsible")
    assert not lacks(choir)
    assert not disagree()


def test_registered_and_eligible_are_two_states():
    rules({"fields": ["email"]}, {"fields": ["email", "payment"], "confirmed": True})
    choir = make_association(email="info@kor.example")
    now = standing(choir)
    assert (now.is_registered, now.is_eligible) == (True, False)
    assert now.eligible_lacks == (
        "Bankgiro eller plusgiro saknas",
        "Uppgifterna är inte bekräftade",
    )
    PaymentDetails.objects.create(association=choir, bankgiro="9912346")
    services.confirm(choir, on=date.today(), by=None)
    assert standing(choir).is_eligible


def test_who_is_not_registered_is_not_eligible_either():
    rules({"fields": ["email"]})
    choir = make_association()
    assert not standing(choir).is_eligible
    assert standing(choir).eligible_lacks == ()


def test_the_list_follows_the_rules_of_each():
    sport = make_activity("Idrott")
    rules({"fields": ["email"]})
    rules({"fields": ["phone"]}, activity=sport)
    rules({}, legal_form="network")
    make_association(email="a@b.example")
    make_association(email="a@b.example", activities=[sport])
    make_association(phone="0500-12 34 56", activities=[sport])
    make_association(legal_form="network")
    make_association()
    assert not disagree()
    assert Association.objects.filter(lacks_something(Rulebook.today())).count() == 2


def test_the_shipped_rules_hold_until_somebody_makes_others():
    assert "Stadgar saknas" in lacks(make_association())


def test_the_coordinator_reads_what_is_missing(client):
    rules({"documents": {"bylaws": 0}}, {"fields": ["payment"]})
    choir = make_association()
    client.force_login(cast.olga())
    address = reverse("associations:edit", args=[choir.pk])
    assert "Stadgar saknas" in client.get(address).content.decode()
    document(choir, "bylaws")
    shown = client.get(address).content.decode()
    assert "Stadgar saknas" not in shown
    assert "Bankgiro eller plusgiro saknas" in shown


def test_a_page_asks_few_questions(django_assert_max_num_queries):
    choir = make_association()
    with django_assert_max_num_queries(2):
        standing(choir)


def test_what_is_no_longer_known_is_left_out():
    rules({"fields": ["gone"], "documents": {"gone": 1}})
    assert not lacks(make_association())


def test_two_versions_cannot_have_the_same_number():
    rules()
    with pytest.raises(IntegrityError), transaction.atomic():
        rules()
