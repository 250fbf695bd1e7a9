"""One cell at a time: read, repaired or left out; and one bad cell costs that cell."""

import ast
import string
from datetime import date
from pathlib import Path

import pytest
from django.core.validators import URLValidator, validate_email
from hypothesis import given
from hypothesis import strategies as st

from associations import importing
from associations.importing.cells import read_org_number, read_text, read_year
from associations.importing.choices import read_month
from associations.importing.columns import guess_mapping, heading_target
from associations.importing.contacts import read_email, read_phone
from associations.importing.faults import ImportFault
from associations.importing.notes import LOSSES, REASONS, Kind
from associations.importing.places import read_postal_code, read_town
from associations.importing.rows import clean_rows
from associations.importing.splitting import split_words
from associations.importing.web import read_social_links, read_website
from tests.associations.files import HEADER, cleaned, codes, csv_bytes, table_of


def codes_of(parsed) -> list[str]:
    return [note.code for note in parsed.notes]


@pytest.mark.parametrize(
    ("text", "value", "noted"),
    [
        ("info@kor.example", "info@kor.example", []),
        ("Info@Kor.Example", "Info@kor.example", ["email_read"]),
        ("info@kor.example;", "info@kor.example", ["email_read"]),
        ("info@kor.example.", "info@kor.example", ["email_read"]),
        (" info@kor.example ", "info@kor.example", ["email_read"]),
        ("mailto:info@kor.example", "info@kor.example", ["email_read"]),
        ("info at kor.example", "info@kor.example", ["email_read"]),
        ("info (at) kor.example", "info@kor.example", ["email_read"]),
        ("a@kor.example; b@kor.example", "a@kor.example", ["several_emails"]),
        ("a@kor.example, b@kor.example", "a@kor.example", ["several_emails"]),
        ("fel@, b@kor.example", "b@kor.example", ["several_emails"]),
        ("ring oss", None, ["bad_email"]),
        ("info@kor", None, ["bad_email"]),
        ("info@-.example", None, ["bad_email"]),
    ],
)
def test_email(text, value, noted):
    parsed = read_email(text)
    assert (parsed.value, codes_of(parsed)) == (value, noted)


@pytest.mark.parametrize(
    ("text", "value", "noted"),
    [
        ("https://kor.example/om", "https://kor.example/om", []),
        ("www.kor.example", "https://www.kor.example", ["website_read"]),
        ("kor.example/Om", "https://kor.example/Om", ["website_read"]),
        ("HTTP://Kor.Example/Om", "http://kor.example/Om", ["website_read"]),
        ("http://http://kor.example", "http://kor.example", ["website_read"]),
        ("http:/kor.example", "http://kor.example", ["website_read"]),
        ("https://kor.example ", "https://kor.example", ["website_read"]),
        ("kor.example / ungakoren.example", "https://kor.example", ["several_websites"]),
        ("http://", "", ["placeholder"]),
        ("http://kor@riks.example/", None, ["website_is_email"]),
        ("info@kor.example", None, ["website_is_email"]),
        ("https://nej/", None, ["bad_website"]),
        ("Storgatan 6", None, ["bad_website"]),
        ("javascript:alert(1)", None, ["bad_website"]),
        ("ftp://kor.example", None, ["bad_website"]),
    ],
)
def test_website(text, value, noted):
    parsed = read_website(text)
    assert (parsed.value, codes_of(parsed)) == (value, noted)


@pytest.mark.parametrize(
    ("text", "value", "noted"),
    [
        ("Björkvik", ("Björkvik", ""), []),
        ("BJÖRKVIK", ("Björkvik", ""), ["town_read"]),
        ("björkvik", ("Björkvik", ""), ["town_read"]),
        ("Björkvik ", ("Björkvik", ""), ["spaces"]),
        ("STORA BJÖRK-VIK", ("Stora Björk-Vik", ""), ["town_read"]),
        ("Å", ("Å", ""), []),
        ("640 52", ("", "640 52"), ["town_postal_code"]),
        ("64052 Björkvik", ("Björkvik", "640 52"), ["town_postal_code"]),
        ("Björkvik 801", ("Björkvik", ""), ["town_read"]),
        ("lm", None, ["bad_town"]),
        ("Storgatan 7", None, ["bad_town"]),
        ("info@kor.example", None, ["bad_town"]),
    ],
)
def test_town(text, value, noted):
    parsed = read_town(text)
    assert (parsed.value, codes_of(parsed)) == (value, noted)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("640 52", "640 52"),
        ("64052", "640 52"),
        ("SE-64052", "640 52"),
        ("6405", None),
        ("0", None),
    ],
)
def test_postal_code(text, value):
    assert read_postal_code(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1971", 1971),
        ("1971-03-01", 1971),
        ("grundad 1971", 1971),
        (str(date.today().year + 1), None),
        ("71", None),
        ("1066", None),
    ],
)
def test_year(text, value):
    assert read_year(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mars", 3),
        ("Mars", 3),
        ("mar", 3),
        ("march", 3),
        ("3", 3),
        ("03", 3),
        ("3.0", 3),
        ("2026-03-15", 3),
        ("2026-03", 3),
        ("december", 12),
        ("0", None),
        ("13", None),
        ("2026-13-01", None),
        ("våren", None),
    ],
)
def test_month(text, value):
    parsed = read_month(text)
    assert (parsed.value, codes_of(parsed)) == (value, [] if value else ["bad_month"])


@pytest.mark.parametrize(
    ("text", "value", "noted"),
    [
        ("070-123 45 67", "070-123 45 67", []),
        ("0701234567", "070-123 45 67", ["phone_read"]),
        ("+46 70 123 45 67", "070-123 45 67", ["phone_read"]),
        ("0300-123 45, 070-123 45 67", "0300-123 45", ["several_phones"]),
        ("fråga Berit", None, ["bad_phone"]),
    ],
)
def test_phone(text, value, noted):
    parsed = read_phone(text)
    assert (parsed.value, codes_of(parsed)) == (value, noted)


@pytest.mark.parametrize(
    "text", ["802123-4567", "80203-0618", "801399-1234", "tio siffror", "640823-3234"]
)
def test_a_refused_number_is_not_repeated(text):
    parsed = read_org_number(text)
    assert parsed.value is None
    assert text not in "".join(note.about("org_number").reason for note in parsed.notes)


@pytest.mark.parametrize(
    ("cell", "words", "noted"),
    [
        ("Fotboll, Dans", ["Fotboll", "Dans"], []),
        ("Fotboll; Dans", ["Fotboll", "Dans"], []),
        ("Fotboll..., Fotboll, Konst...", ["Fotboll", "Konst"], ["word_cut", "word_cut"]),
        ("Fotboll, Fotboll", ["Fotboll"], ["word_twice"]),
        ("Barn (0-6, 7-12 år), Vuxna (21+ år)", ["Barn (0-6, 7-12 år)", "Vuxna (21+ år)"], []),
        ("Radio, tv och medier;", ["Radio, tv och medier"], []),
        ("(saknas), Dans", ["Dans"], ["placeholder"]),
        (["Fotboll", " Dans "], ["Fotboll", "Dans"], []),
        ("", [], []),
    ],
)
def test_words_of_a_cell(cell, words, noted):
    found, notes = split_words(cell)
    assert (found, [note.code for note in notes]) == (words, noted)


def test_parts_of_a_town_belong_to_the_town():
    found, _notes = split_words("Dalby, Björkvik stad, norr, söder, Kommunen", places=True)
    assert found == ["Dalby", "Björkvik stad, norr", "Björkvik stad, söder", "Kommunen"]


def test_markup_becomes_plain_paragraphs():
    parsed = read_text("<p>Vi sjunger &amp; dansar</p><script>x</script><p>Kom!</p>", 1000)
    assert parsed.value == "Vi sjunger & dansar\nKom!"
    assert codes_of(parsed) == ["markup"]


def test_social_links_are_sorted_by_service():
    parsed = read_social_links("https://www.facebook.com/koren; instagram.com/koren")
    assert [link["kind"] for link in parsed.value] == ["facebook", "instagram"]


def test_one_bad_cell_costs_that_cell():
    row = cleaned(csv_bytes([HEADER, ["Kören", "12", "Körsång", "lm", "@"]]))[0]
    assert not row.refused
    assert row.values == {"name": "Kören", "activities": ["Körsång"], "email": ""}
    assert codes(row) == {
        ("org_number", "bad_org_number"),
        ("town", "bad_town"),
        ("email", "placeholder"),
    }


def test_a_personal_number_costs_the_cell_wherever_it_stands():
    number = "640823-3234"
    header = ["Namn", "Org.nr", "E-post", "Ort", "Beskrivning"]
    content = csv_bytes(
        [header, [f"Firma {number}", number, f"{number}@b.example", number, f"Ring {number} nu"]]
    )
    row = cleaned(content)[0]
    assert number not in repr(row)
    assert set(row.values) == {"name", "description"}
    assert {field for field, code in codes(row) if code == "personal_number"} == {
        "name",
        "org_number",
        "email",
        "town",
        "description",
    }


@pytest.mark.parametrize(
    ("cell", "code"),
    [("x" * 200_000, "too_long"), ("Kör\0en", "nul"), ("K\ufffdren", "damaged_letters")],
)
def test_cells_that_cannot_be_taken_in(cell, code):
    content = csv_bytes([["Namn", "Beskrivning", "Ort"], ["Kören", cell, "Björkvik"]])
    row = cleaned(content)[0]
    assert ("description", code) in codes(row)
    assert row.values["town"] == "Björkvik"


@pytest.mark.parametrize("cells", [["", "", "Dans", "", ""], ["Kören", "", "", "", "", "en till"]])
def test_a_row_is_refused_when_nothing_sensible_can_be_kept(cells):
    row = cleaned(csv_bytes([HEADER, cells]))[0]
    assert row.refused


def test_no_as_an_answer_is_not_an_empty_cell():
    row = cleaned("Namn;Visas för invånare;Status\nKören;nej;vilande\n")[0]
    assert row.values == {"name": "Kören", "is_listed": False, "status": "dormant"}


def test_a_position_needs_both_degrees():
    row = cleaned("Namn;Latitud;Longitud\nKören;58,9;\nLaget;58.9;17,1\n")
    assert "latitude" not in row[0].values
    assert (row[1].values["latitude"], row[1].values["longitude"]) == (58.9, 17.1)


def test_headings_are_understood_in_swedish_and_english():
    wanted = {
        "Föreningsnamn": "name",
        "Org.nr": "org_number",
        "OrganizationNumber": "org_number",
        "Typ av förening": "type",
        "AssociationTypes": "type",
        "E-POST": "email",
        "Email": "email",
        "Kommundel": "areas",
        "Post nr": "postal_code",
        "Webb-adress": "",
        "Kontaktperson": "",
    }
    assert {heading: heading_target(heading) for heading in wanted} == wanted


def test_unknown_headings_are_guessed_from_the_cells():
    sample = [[f"F{n}", f"info{n}@kor.example", f"www.kor{n}.example", "64052"] for n in range(5)]
    mapping = guess_mapping(["Namn", "A", "B", "C"], sample)
    assert mapping.targets == ["name", "email", "website", "postal_code"]


def test_ages_under_activities_are_target_groups():
    sample = [["Kören", ["Ungdom (7-25 år)"]]] * 5
    assert guess_mapping(["Name", "Activities"], sample).targets == ["name", "target_groups"]


def test_a_heading_that_stands_twice_is_nobodys_guess():
    mapping = guess_mapping(["Namn", "E-post", "E-post"], [])
    assert mapping.targets == ["name", "", ""]
    assert mapping.duplicates == ["E-post", "E-post"]


@pytest.mark.parametrize("targets", [["", "town"], ["name", "name"], ["name", "password"]])
def test_a_mapping_nobody_can_mean_is_refused(targets):
    with pytest.raises(ImportFault):
        list(clean_rows(table_of("A;B\nx;y\n"), targets))


def test_every_reason_can_be_said():
    for code, reason in REASONS.items():
        assert str(reason) % {"old": "a", "new": "b"}, code
    assert set(Kind) == {"repair", "refusal"}


def test_every_note_that_is_made_has_its_reason():
    """Or the report, and the preview, would end in an error."""
    made = set()
    for module in Path(importing.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                is_note = node.func.id in {"CellNote", "refused", "repaired"} and node.args
                if is_note and isinstance(node.args[0], ast.Constant):
                    made.add(node.args[0].value)
    assert len(made) > 20
    assert made <= set(REASONS)
    assert set(REASONS) >= LOSSES


words = st.text(string.printable + "åäöÅÄÖé@.;-…", max_size=60)


@given(words)
def test_any_email_cell_gives_an_address_or_none(text):
    value = read_email(text).value
    if value is not None:
        validate_email(value)


@given(words)
def test_any_website_cell_gives_an_address_or_none(text):
    value = read_website(text).value
    if value:
        URLValidator(["http", "https"])(value)


@given(st.lists(st.lists(words, min_size=5, max_size=5), min_size=1, max_size=5))
def test_any_cells_make_rows_that_are_read_or_refused(rows):
    content = csv_bytes([HEADER, ["Kören", "", "", "", ""], *rows])
    for row in cleaned(content):
        assert row.refused or row.values["name"]
        for note in row.notes:
            assert note.reason
