"""Files of every format become the same table, and bad files say plainly what is wrong."""

import datetime
import io
import json
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from associations.importing import limits
from associations.importing.faults import ImportFault
from associations.importing.readers import open_table
from associations.importing.spool import open_spool, spool
from associations.importing.tidy import visible
from associations.orgnumber import redact_personal_numbers
from tests.associations.files import HEADER, ROWS, cells_of, csv_bytes, table_of, xlsx_bytes


def fault_in(content: bytes | str) -> ImportFault:
    with pytest.raises(ImportFault) as caught:
        list(table_of(content).rows)
    return caught.value


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_encoding_and_delimiter_gives_the_same_rows(encoding, delimiter):
    table = table_of(csv_bytes(encoding=encoding, delimiter=delimiter))
    rows = list(table.rows)
    assert table.header == HEADER
    assert [row.cells for row in rows] == ROWS
    assert [row.number for row in rows] == [2, 3, 4]


def test_a_letter_far_down_decides_the_encoding():
    plain = [["Forening", "", "", "", ""]] * 20_000
    content = csv_bytes([HEADER, *plain, ROWS[1]], encoding="cp1252")
    assert cells_of(content)[-1] == ROWS[1]


def test_what_stands_above_the_header_is_left_out_and_said():
    table = table_of(csv_bytes([["Björkviks kommun"], [], HEADER, *ROWS]))
    rows = list(table.rows)
    assert table.header == HEADER
    assert rows[0].number == 4
    assert len(table.notes) == 1


def test_excels_own_separator_line_is_obeyed():
    content = "sep=|\r\n" + csv_bytes(delimiter="|").decode()
    assert cells_of(content) == ROWS


def test_line_breaks_and_delimiters_inside_quotation_marks():
    content = 'Namn;Beskrivning\r\nKören;"Vi sjunger;\r\nhögt"\r\n\r\nKlubben;Nej\r\n'
    rows = list(table_of(content).rows)
    assert [row.cells for row in rows] == [["Kören", "Vi sjunger;\nhögt"], ["Klubben", "Nej"]]
    assert [row.number for row in rows] == [2, 4]


def test_json_with_lists_nulls_and_late_keys():
    items = [
        {"Name": "Kören", "Activities": ["Körsång", "Musik"], "City": None},
        {"Name": "Klubben", "Contact": {"Email": "info@klubben.example"}, "Founded": 1971.0},
    ]
    table = table_of(json.dumps(items))
    rows = list(table.rows)
    assert table.header == ["Name", "Activities", "City", "Contact.Email", "Founded"]
    assert rows[0].cells == ["Kören", ["Körsång", "Musik"], "", "", ""]
    assert rows[1].cells == ["Klubben", "", "", "info@klubben.example", "1971"]
    assert next(row.cells for row in table_of(json.dumps({"data": items})).rows)[0] == "Kören"


def test_a_workbook_with_title_merged_cells_numbers_and_dates():
    content = xlsx_bytes(
        [
            ["Björkviks kommun – föreningar"],
            [],
            ["Namn", "Org.nr", "Ort", "Bildad", "Postnr"],
            ["Kören", 8020028711, "Björkvik", datetime.date(1971, 3, 1), 64052],
            ["Klubben", "802419-7405", None, 1988.0, "640 52"],
            ["Idrottsföreningar"],
        ],
        merged=["A1:E1", "C4:C5", "A6:E6"],
        sheets=["Gamla"],
    )
    table = table_of(content)
    rows = list(table.rows)
    assert table.header == ["Namn", "Org.nr", "Ort", "Bildad", "Postnr"]
    assert rows[0].cells == ["Kören", "8020028711", "Björkvik", "1971-03-01", "64052"]
    assert rows[1].cells == ["Klubben", "802419-7405", "Björkvik", "1988", "640 52"]
    assert rows[2].is_heading
    assert [row.number for row in rows] == [4, 5, 6]
    assert any("Gamla" in note for note in table.notes)


def test_personal_numbers_come_no_further_than_the_reader():
    number = "640823-3234"
    content = csv_bytes([HEADER, ["Kören", number, "", "", f"{number}@mail.example"]])
    table = table_of(content)
    with spool(table) as kept:
        everything = kept.read().decode()
        assert "640823" not in everything
        assert "3234" not in everything
        assert open_spool(kept).header == HEADER
        assert [row.number for row in open_spool(kept).rows] == [2]


def test_ragged_rows():
    rows = list(table_of("Namn;Ort;E-post\nKören\nKlubben;Björkvik;a@b.example;mer\n").rows)
    assert rows[0].cells == ["Kören", "", ""]
    assert not rows[0].has_surplus
    assert rows[1].has_surplus


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    return buffer.getvalue()


def entities() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    return buffer.getvalue()


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "hej")
    return buffer.getvalue()


BAD = {
    "empty": b"",
    "only a mark": b"\xef\xbb\xbf\r\n",
    "only NUL": b"\x00" * 1000,
    "program": bytes(range(256)) * 40,
    "PDF": b"%PDF-1.7 and so on",
    "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500,
    "web page": b"<!DOCTYPE html><html><body>Logga in</body></html>",
    "header alone": b"Namn;Ort\r\n",
    "zip bomb": bomb(),
    "entities": entities(),
    "another zip": zipped("dokument.txt"),
    "broken zip": xlsx_bytes([["Namn"], ["Kören"]])[:2000],
    "empty workbook": xlsx_bytes([]),
    "JSON text": b'{"felkod": 403}',
    "broken JSON": b'[{"Namn": "K\xc3\xb6ren"}, {"Namn": ',
    "deep JSON": b"[" * 100_000,
    "JSON of numbers": b"[1, 2, 3]",
    "empty JSON": b"[]",
    "long line": b"Namn;Ort\n" + b"x" * 1_100_000,
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_in_plain_words(kind):
    message = str(fault_in(BAD[kind]))
    assert 10 < len(message) < 300


def test_an_unclosed_quotation_mark_names_its_row():
    fault = fault_in('Namn;Ort\nKören;Björkvik\nKlubben;"Björk\nLaget;Åkersund\n')
    assert fault.row == 3


def test_broken_json_names_its_item():
    assert fault_in(b'[{"Namn": "A"}, {"Namn": "B"}, {"Namn" "C"}]').row == 3


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 2)
    assert fault_in(csv_bytes())


def test_a_hundred_thousand_rows_take_little_memory():
    row = ["Norrtuna kör", "802002-8711", "Körsång, Musik", "Norrtuna", "info@kor.example"]
    content = io.BytesIO(csv_bytes([HEADER, *([row] * 100_000)]))
    tracemalloc.start()
    count = sum(1 for _row in open_table(content).rows)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 5_000_000


@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_table_or_a_fault(content):
    try:
        for row in open_table(io.BytesIO(content)).rows:
            assert row.number > 0
    except ImportFault as fault:
        said = str(fault)
    else:
        said = "a table"
    assert said


def test_a_file_that_looks_like_one_we_have_kept_is_read_as_any_other():
    """Or it would come past the guard that takes personal identity numbers away."""
    kept = spool(open_table(io.BytesIO(csv_bytes())))
    fault_in(kept.read())


text = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp"), blacklist_characters="\u00ad"),
    max_size=30,
).map(lambda value: value.strip(" '\ufeff"))


@settings(max_examples=50)
@given(st.lists(st.tuples(text, text), min_size=1, max_size=20))
def test_what_is_written_as_csv_is_read_as_it_was(values):
    rows = [[f"F{index}", *value] for index, value in enumerate(values)]
    content = csv_bytes([["Namn", "Beskrivning", "Ort"], *rows], encoding="utf-8-sig")
    read = cells_of(content)
    for was, now in zip(rows, read, strict=True):
        assert now == [redact_personal_numbers(visible(cell))[0] for cell in was]
