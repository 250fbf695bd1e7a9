"""What an import would do and does, from cleaned rows: matching, three-way diff, all or nothing."""

from datetime import date

import pytest
from wagtail.models import ModelLogEntry

from associations import services
from associations.importing.apply import run_import
from associations.importing.plan import SEPARATE, make_plan
from associations.importing.types import CleanRow, Outcome
from associations.models import (
    Association,
    ImportRun,
    PrivateContact,
    SourceRecord,
    Status,
    Suspicion,
    TermMapping,
)
from tests.builders import make_activity, make_area, make_association

pytestmark = pytest.mark.django_db


def rows(*values: dict) -> list[CleanRow]:
    return [CleanRow(number, dict(value)) for number, value in enumerate(values, start=2)]


def bring_in(*values: dict, source: str = "björkvik", **options):
    plan, run = run_import(
        lambda: rows(*values), source=source, by=None, file_name="register.csv", **options
    )
    return plan, run


def outcomes(plan) -> list[str]:
    return [planned.outcome for planned in plan.rows]


KOREN = {
    "name": "Norrtuna kör",
    "town": "Norrtuna",
    "org_number": "8020028711",
    "email": "info@norrtunakor.example",
    "activities": ["Körsång"],
    "description": "Vi sjunger på tisdagar.",
}


def test_a_new_row_becomes_an_association_with_all_that_it_says():
    choir = make_activity("Körsång")
    plan, run = bring_in(KOREN)
    association = Association.objects.get()
    assert outcomes(plan) == [Outcome.NEW]
    assert (association.name, association.org_number) == ("Norrtuna kör", "8020028711")
    assert (association.status, association.is_listed) == (Status.ACTIVE, True)
    assert list(association.activities.all()) == [choir]
    assert association.presentation.ingress == "Vi sjunger på tisdagar."
    assert association.source == "björkvik"
    assert run.counts == {"read": 1, "new": 1, "changed": 0, "unchanged": 0, "refused": 0}
    assert ModelLogEntry.objects.for_instance(association).get().action == "associations.import"


def test_the_same_rows_twice_change_nothing():
    make_activity("Körsång")
    same_name = [KOREN, {"name": "Vägen"}, {"name": "Vägen", "phone": "0300-123 45"}]
    bring_in(*same_name)
    before = list(SourceRecord.objects.order_by("pk").values())
    stamps = list(Association.objects.order_by("pk").values_list("pk", "updated_at"))
    plan, _run = bring_in(*same_name)
    assert outcomes(plan) == [Outcome.UNCHANGED] * 3
    assert list(SourceRecord.objects.order_by("pk").values()) == before
    assert list(Association.objects.order_by("pk").values_list("pk", "updated_at")) == stamps


def test_a_changed_row_updates_what_the_source_owns():
    bring_in(KOREN)
    plan, _run = bring_in(KOREN | {"town": "Söderby", "description": "Vi sjunger på onsdagar."})
    association = Association.objects.get()
    assert {(c.field, c.old, c.new) for c in plan.rows[0].changes} == {
        ("town", "Norrtuna", "Söderby"),
        ("description", "Vi sjunger på tisdagar.", "Vi sjunger på onsdagar."),
    }
    assert association.town == "Söderby"
    assert association.presentation.ingress == "Vi sjunger på onsdagar."


def test_what_somebody_has_edited_since_is_kept():
    bring_in(KOREN)
    association = Association.objects.get()
    services.change_facts(association, changes={"town": "Åkersund"}, by=None)
    plan, _run = bring_in(KOREN | {"town": "Söderby"})
    association.refresh_from_db()
    assert association.town == "Åkersund"
    assert outcomes(plan) == [Outcome.UNCHANGED]
    assert [(c.field, c.old, c.new) for c in plan.rows[0].kept] == [("town", "Åkersund", "Söderby")]


def test_a_text_the_association_has_drafted_is_kept(django_user_model):
    bring_in(KOREN)
    presentation = Association.objects.get().presentation
    presentation.save_revision()
    bring_in(KOREN | {"description": "Något annat."})
    presentation.refresh_from_db()
    assert presentation.ingress == "Vi sjunger på tisdagar."


def test_a_source_may_fill_what_is_empty_and_overwrites_nothing_of_another():
    association = make_association("Norrtuna kör", town="Norrtuna", org_number="8020028711")
    plan, _run = bring_in(KOREN | {"name": "Norrtuna kör", "founded_year": 1971})
    association.refresh_from_db()
    assert association.founded_year == 1971
    assert plan.rows[0].association == association.pk


def test_a_long_description_becomes_an_ingress_and_a_body_and_is_known_again():
    long = "Vi sjunger på tisdagar. " * 30
    bring_in(KOREN | {"description": long})
    presentation = Association.objects.get().presentation
    assert len(presentation.ingress) <= 300
    assert "Vi sjunger" in str(presentation.body)
    plan, _run = bring_in(KOREN | {"description": long})
    assert outcomes(plan) == [Outcome.UNCHANGED]


def test_vanished_rows_are_listed_and_nothing_is_deleted():
    bring_in(KOREN, {"name": "Bygdegården"})
    plan, _run = bring_in({"name": "Bygdegården"})
    assert plan.vanished == [Association.objects.get(name="Norrtuna kör").pk]
    assert Association.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "matches"),
    [
        ({"name": "Norrtuna Kör", "town": "norrtuna"}, True),
        ({"name": "Norrtuna kör och ensemble", "org_number": "8020028711"}, True),
        ({"name": "Norrtuna kör", "town": "Söderby"}, False),
        ({"name": "Norrtuna kör", "town": "Norrtuna", "org_number": "8024197405"}, False),
    ],
)
def test_matching_another_source(values, matches):
    association = make_association("Norrtuna kör", town="Norrtuna", org_number="8020028711")
    plan = make_plan(rows(values), source="annan")
    assert (plan.rows[0].association == association.pk) is matches
    assert not plan.rows[0].doubts


def test_the_doubtful_is_asked_and_not_guessed():
    association = make_association("Norrtuna kör", town="Norrtuna")
    values = {"name": "Norrtuna kör"}
    asked = make_plan(rows(values), source="annan").rows[0]
    assert (asked.outcome, asked.doubts) == (Outcome.NEW, [association.pk])
    assert asked.suspicion == Suspicion.POSSIBLE_DUPLICATE
    same = make_plan(rows(values), source="annan", answers={2: association.pk}).rows[0]
    assert same.association == association.pk
    other = make_plan(rows(values), source="annan", answers={2: SEPARATE}).rows[0]
    assert (other.outcome, other.suspicion) == (Outcome.NEW, "")


def test_a_number_on_many_rows_matches_none_of_them():
    values = [{"name": f"Sektion {n}", "org_number": "8020028711"} for n in range(3)]
    plan, _run = bring_in(*values)
    assert outcomes(plan) == [Outcome.NEW] * 3
    plan, _run = bring_in(*values)
    assert outcomes(plan) == [Outcome.UNCHANGED] * 3


def test_a_row_said_twice_is_one_association():
    plan, _run = bring_in(KOREN, KOREN)
    assert outcomes(plan) == [Outcome.NEW, Outcome.UNCHANGED]
    assert plan.rows[1].same_as == 2
    assert Association.objects.count() == 1


def test_a_refused_row_is_counted_with_its_reason():
    refused = CleanRow(3, {}, refused="Raden saknar namn.")
    plan = make_plan([*rows(KOREN), refused], source="x")
    assert plan.counts == {"read": 2, "new": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert plan.rows[1].reason == "Raden saknar namn."


@pytest.mark.parametrize(
    ("values", "suspicion", "listed"),
    [
        ({"name": "Kulturförvaltningen", "org_number": "2120000142"}, "public_body", False),
        ({"name": "Norrtuna kör", "org_number": "2120000142"}, "public_number", True),
        ({"name": "Friluftsklubbens lokalavdelning"}, "", True),
        ({"name": "Fritidsförvaltningen"}, "public_body", False),
        ({"name": "TEST förening"}, "test_row", False),
        ({"name": "Bröderna Berg", "org_number": "5560360793"}, "company", True),
    ],
)
def test_suspects_come_in_to_be_looked_at(values, suspicion, listed):
    bring_in(values)
    record = SourceRecord.objects.get()
    assert record.suspicion == suspicion
    assert record.association.is_listed is listed


@pytest.mark.parametrize(
    ("email", "is_public"),
    [
        ("info@kor.example", True),
        ("norrtunakor@post.example", True),
        ("vera.lindqvist@post.example", False),
    ],
)
def test_a_persons_address_is_for_the_municipality_alone(email, is_public):
    bring_in(KOREN | {"email": email})
    association = Association.objects.get()
    assert association.email == (email if is_public else "")
    private = PrivateContact.objects.filter(association=association).first()
    assert (private.email if private else "") == ("" if is_public else email)
    plan, _run = bring_in(KOREN | {"email": email})
    assert outcomes(plan) == [Outcome.UNCHANGED]


def test_a_mobile_number_is_a_persons():
    bring_in(KOREN | {"phone": "070-123 45 67"}, {"name": "Gården", "phone": "0300-123 45"})
    assert Association.objects.get(name="Norrtuna kör").phone == ""
    assert Association.objects.get(name="Gården").phone == "0300-123 45"


def test_unknown_words_are_proposed_once_and_the_decision_is_kept():
    football, area = make_activity("Fotboll"), make_area("Norra bygden")
    values = {"name": "IF Norr", "activities": ["Fotboll/futsal"], "areas": ["Norr"]}
    plan, _run = bring_in(values)
    assert {kind for kind, _key in plan.proposals} == {"activity", "area"}
    TermMapping.objects.filter(word="Fotboll/futsal").update(state="mapped", activity=football)
    TermMapping.objects.filter(word="Norr").update(state="mapped", area=area)
    plan, _run = bring_in(values)
    association = Association.objects.get()
    assert not plan.proposals
    assert list(association.activities.all()) == [football]
    assert list(association.areas.all()) == [area]
    assert TermMapping.objects.count() == 2


def test_a_type_tells_an_activity_only_when_the_row_says_nothing_finer():
    sport, football = make_activity("Idrott och motion"), make_activity("Fotboll")
    bring_in(
        {"name": "A", "type": "Idrottsföreningar"},
        {"name": "B", "type": "Idrottsföreningar", "activities": ["Fotboll"]},
        {"name": "C", "type": "Ekonomisk förening"},
    )
    assert list(Association.objects.get(name="A").activities.all()) == [sport]
    assert list(Association.objects.get(name="B").activities.all()) == [football]
    assert Association.objects.get(name="C").legal_form == "cooperative"


def test_an_import_stopped_half_way_leaves_nothing(monkeypatch):
    def stop(_ids):
        raise KeyboardInterrupt

    monkeypatch.setattr("associations.listings.refresh", stop)
    with pytest.raises(KeyboardInterrupt):
        bring_in(KOREN)
    assert not Association.objects.exists()
    assert not SourceRecord.objects.exists()
    assert not ImportRun.objects.exists()


def test_nothing_is_applied_when_the_register_has_changed_since_the_preview():
    shown = make_plan(rows(KOREN), source="björkvik").counts
    bring_in(KOREN)
    plan, run = bring_in(KOREN, expected=shown)
    assert run is None
    assert outcomes(plan) == [Outcome.UNCHANGED]
    assert ImportRun.objects.count() == 1


def test_our_own_export_keeps_ids_visibility_and_who_continues_in_whom():
    new_id, old_id = "6f2f1f3e-53c5-4a39-9d65-6a4f4b7c2d11", "0f2f1f3e-53c5-4a39-9d65-6a4f4b7c2d12"
    bring_in(
        {
            "public_id": old_id,
            "slug": "gamla",
            "name": "Gamla kören",
            "status": "merged",
            "continues_in": new_id,
            "ended_on": date(2025, 5, 1),
            "is_listed": True,
            "phone_private": "0300-123 45",
        },
        {"public_id": new_id, "slug": "nya", "name": "Nya kören", "email": "vera@kor.example"},
    )
    old, new = Association.objects.get(slug="gamla"), Association.objects.get(slug="nya")
    assert (old.merged_into, old.status, str(old.public_id)) == (new, Status.MERGED, old_id)
    assert (old.phone, old.private_contact.phone) == ("", "0300-123 45")
    assert new.email == "vera@kor.example"
