"""The body as plain text and back: what was not touched is not changed, and no markup gets in."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from associations import writing
from associations.prose import clean

KEY = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"
PICTURE = {"type": "picture", "value": {"image": 1, "alt": "En kör", "caption": ""}, "id": KEY}


def text(html: str, key: str = OTHER) -> dict:
    return {"type": "text", "value": html, "id": key}


def read(words: str, blocks=(), kept=()) -> list:
    return list(writing.read(words, kept=kept, body=writing.stream(blocks)).raw_data)


def html_of(words: str) -> str:
    return "".join(block["value"] for block in read(words))


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("Ett.\n\nTvå.", "<p>Ett.</p><p>Två.</p>"),
        ("Ett\ntvå", "<p>Ett<br>två</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("Vi har:\n• a\n* b", "<p>Vi har:</p><ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("**fet** och *lutad*", "<p><b>fet</b> och <i>lutad</i></p>"),
        ("[vi](https://a.example/x_(y))", '<p><a href="https://a.example/x_(y)">vi</a></p>'),
        ("[vi](www.a.example)", '<p><a href="https://www.a.example">vi</a></p>'),
        ("[**vi**](tel:0500123)", '<p><a href="tel:0500123"><b>vi</b></a></p>'),
        # Signs that only look like marks.
        ("2*3*4 och a ** b", "<p>2*3*4 och a ** b</p>"),
        ("-5 grader, 12. december", "<p>-5 grader, 12. december</p>"),
        ("\\- inte en lista", "<p>- inte en lista</p>"),
        ("[vi](javascript:alert(1))", "<p>[vi](javascript:alert(1))</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        (
            '[a](https://x"onclick=alert(1))',
            '<p><a href="https://x&quot;onclick=alert(1)">a</a></p>',
        ),
    ],
)
def test_what_is_written_becomes(words, html):
    assert html_of(words) == html


def test_a_heading_is_a_block_of_its_own():
    assert [(b["type"], b["value"]) for b in read("Vi.\n\n## När\nOfta.")] == [
        ("text", "<p>Vi.</p>"),
        ("heading", "När"),
        ("text", "<p>Ofta.</p>"),
    ]


@pytest.mark.parametrize(
    "html",
    [
        '<p data-block-key="ab1cd">Ett <b>fett</b> ord.</p><p data-block-key="x"></p>',
        "<p>- inte en lista</p>",
        "<p># ingen rubrik</p>",
        "<p>**inte fet** [bild 1]</p>",
        "<p>[bild 1]</p>",
        "<p>1. ingen lista</p>",
        "<p>C:\\* och \\\\</p>",
        "<p>*</p>",
        '<p><a href="https://x.example/">a*b</a> &amp; &lt;b&gt;</p>',
        "<ul><li>- a</li><li>b<br/>c</li></ul>",
        "<ol><li><i>a</i></li></ol>",
    ],
)
def test_what_was_not_touched_is_the_very_same_block(html):
    blocks = [text(html), PICTURE]
    written = writing.write(writing.stream(blocks))
    assert read(written.text, blocks, written.kept) == blocks
    changed = read(f"Nytt.\n\n## Rubrik\n\n{written.text}", blocks, written.kept)
    # The block is there still, or what it says is.
    assert changed[-1] == PICTURE
    assert (
        BeautifulSoup(html, "html.parser").get_text()
        in BeautifulSoup(
            "".join(b["value"] for b in changed[:-1] if b["type"] == "text"), "html.parser"
        ).get_text()
    )


@pytest.mark.parametrize(
    "html",
    [
        '<p>Se <a linktype="page" id="3">sidan</a>.</p>',
        "<h4>Annat</h4>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
        "<p>x<!-- y --></p>",
    ],
)
def test_what_the_text_cannot_say_stands_as_a_line_and_survives(html):
    blocks = [text("<p>Före.</p>", KEY), text(html)]
    written = writing.write(writing.stream(blocks))
    assert written.text == "Före.\n\n[stycke 1]"
    assert read("Efter.", blocks, written.kept)[-1] == blocks[1]
    assert read("[stycke 1]\n\nEfter.", blocks, written.kept)[0] == blocks[1]


def test_a_picture_moves_with_its_line_and_is_never_two():
    blocks = [PICTURE, text("<p>Vi.</p>")]
    kept = [KEY]
    assert read("Vi.\n\n[bild 1]\n\n[bild 1]\n\n[bild 9]", blocks, kept)[1:] == [PICTURE]


def test_a_key_from_elsewhere_brings_nothing():
    stranger = "99999999-9999-4999-8999-999999999999"
    assert [b["type"] for b in read("[bild 1]", [text("<p>Vi.</p>")], [stranger])] == []


def test_links_that_lead_nowhere_are_named():
    found = writing.bad_links("[a](asa.se) [b](https://b.example) [c](javascript:x)")
    assert found == ["asa.se", "javascript:x"]


WORDS = st.text(alphabet="ab *[]()#-1.\\\n<>&_:/•", max_size=60)


@given(WORDS)
def test_any_text_is_read_alike_when_it_has_been_shown_once(words):
    once = read(words)
    written = writing.write(writing.stream(once))
    assert not written.kept
    shown = read(written.text)
    assert [(b["type"], b["value"]) for b in shown] == [(b["type"], b["value"]) for b in once]


@given(WORDS)
def test_no_text_becomes_markup_that_is_not_ours(words):
    for block in read(words):
        if block["type"] == "text":
            assert BeautifulSoup(clean(block["value"]), "html.parser") == BeautifulSoup(
                block["value"], "html.parser"
            )
