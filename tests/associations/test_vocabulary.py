"""The starting vocabulary is whole, seeds once, and understands how registers write."""

import pytest
from django.core.management import call_command

from associations.models import Activity, Language, LegalForm, TargetGroup
from associations.models.taxonomy import icnpo_code
from associations.vocabulary import shipped
from associations.vocabulary.words import (
    activity_index,
    age_span,
    lookup,
    normalised,
    target_groups_in,
    type_index,
)

NAMES = {entry.name for entry in shipped.activities()}
INDEX = activity_index((e.name, e.name, e.synonyms) for e in shipped.activities())
GROUPS = [(e.name, e.name, e.age_from, e.age_to) for e in shipped.target_groups()]


def test_about_120_activities_each_with_a_code_and_a_known_parent():
    entries = shipped.activities()
    assert 110 <= sum(bool(entry.parent) for entry in entries) <= 135
    for entry in entries:
        icnpo_code(entry.icnpo)
        assert not entry.parent or entry.parent in NAMES


def test_no_word_means_two_activities():
    words = [normalised(w) for e in shipped.activities() for w in (e.name, *e.synonyms)]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_types_point_at_what_exists():
    for entry in shipped.association_types():
        assert entry.legal_form in ("", *LegalForm.values)
        assert entry.activity == "" or entry.activity in NAMES


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Fotboll", "Fotboll"),
        ("FOTBOLL...", "Fotboll"),
        ("  Konst… ", "Bild och konst"),
        ("Handboll (utan klister)", "Handboll"),
        ("Fotboll - Match i division 1", "Fotboll"),
        ("Ungdomsföreningar", "Ungdomsverksamhet"),
        ("Fotboll/futsal", None),
        ("", None),
    ],
)
def test_activities_as_registers_write_them(written, meant):
    assert lookup(INDEX, written) == meant


def test_types_in_plural_are_understood():
    assert lookup(type_index(), "Pensionärsföreningar").activity == "Äldre"
    assert lookup(type_index(), "Ekonomisk förening").legal_form == "cooperative"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("Ungdom (7-25 år)", 7, 25), ("Vuxna (21+ år)", 21, None), ("65 + år", 65, None)],
)
def test_ages(text, start, end):
    span = age_span(text)
    assert (span.start, span.end) == (start, end)


@pytest.mark.parametrize("text", ["Vuxna", "Grupp 3", ""])
def test_no_ages(text):
    assert age_span(text) is None


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Barn (0-6 år)", ["Barn 0–6 år"]),
        ("Barn och ungdom (0-20 år)", ["Barn 0–6 år", "Barn 7–12 år", "Ungdomar 13–19 år"]),
        ("Pensionär (65 + år)", ["Äldre"]),
        ("Seniorer", ["Äldre"]),
        ("Rymdvarelser", []),
    ],
)
def test_target_groups_as_registers_write_them(text, groups):
    assert target_groups_in(text, GROUPS) == groups


@pytest.mark.django_db
def test_seeding_twice_adds_nothing_and_keeps_what_was_changed():
    call_command("seed_vocabulary", verbosity=0)
    Activity.objects.filter(slug="fotboll").update(name="Fotboll och fotbollslek")
    before = (Activity.objects.count(), TargetGroup.objects.count(), Language.objects.count())
    call_command("seed_vocabulary", verbosity=0)
    assert before == (
        Activity.objects.count(),
        TargetGroup.objects.count(),
        Language.objects.count(),
    )
    assert Activity.objects.get(slug="fotboll").name == "Fotboll och fotbollslek"
    assert Activity.objects.get(slug="fotboll").parent.name == "Idrott och motion"
