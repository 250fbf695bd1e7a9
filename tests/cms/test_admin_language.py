"""The admin speaks Swedish throughout, also after an upgrade of Wagtail brings new texts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation

OURS, SUPPLEMENT = (Path(folder) / "sv" / "LC_MESSAGES" for folder in settings.LOCALE_PATHS)
DOMAINS = ("django", "djangojs")
# Django's own forms and passwords are said more plainly too; they need no completing.
COMPLETED = ("wagtail", "taggit")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(%[sd])|\{(\w*)\}")


def shipped(domain: str, apps_of: tuple[str, ...] = COMPLETED) -> Iterator[polib.POEntry]:
    """The English texts of the installed packages whose names begin so."""
    folders = [config.path for config in apps.get_app_configs() if config.name.startswith(apps_of)]
    if "django" in apps_of:  # its core is no app
        folders.append(apps.get_app_config("auth").path + "/../../conf")
    for folder in folders:
        catalogue = Path(folder) / "locale/en/LC_MESSAGES" / f"{domain}.po"
        if catalogue.exists():
            yield from (entry for entry in polib.pofile(str(catalogue)) if not entry.obsolete)


def on_screen(domain: str) -> DjangoTranslation:
    """The Swedish that a page gets, with that of `LOCALE_PATHS` before the packages' own."""
    folders = [f"{config.path}/locale" for config in apps.get_app_configs()]
    return DjangoTranslation("sv", domain, None if domain == "django" else folders)


def swedish(translation: DjangoTranslation, entry: polib.POEntry) -> list[str]:
    """What the text becomes: one, or singular and plural; empty when there is none."""
    key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
    try:
        if entry.msgid_plural:
            return [translation._catalog[key, form] for form in (0, 1)]
        return [translation._catalog[key]]
    except KeyError:
        return []


def placeholders(*texts: str) -> set[str]:
    return {"".join(found) for text in texts for found in PLACEHOLDER.findall(text)}


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_has_swedish(domain):
    translation = on_screen(domain)
    missing = [e.msgid for e in shipped(domain) if not all(swedish(translation, e) or [""])]
    assert missing == [], "translate them in locale/wagtail"


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_swedish_fills_in_what_the_english_does(domain):
    translation = on_screen(domain)
    for entry in shipped(domain, ("wagtail", "taggit", "django")):
        texts = swedish(translation, entry)
        english = placeholders(entry.msgid, entry.msgid_plural)
        # The singular may say "en" for the number; the last form, of one or of two, says it all.
        assert placeholders(*texts) <= english, entry.msgid
        assert not texts or placeholders(texts[-1]) == placeholders(
            entry.msgid_plural or entry.msgid
        ), entry.msgid


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_supplement_has_nothing_that_is_no_longer_there(domain):
    there = {(e.msgctxt, e.msgid, e.msgid_plural) for e in shipped(domain, (*COMPLETED, "django"))}
    catalogue = polib.pofile(str(SUPPLEMENT / f"{domain}.po"))
    assert len(catalogue) > 50
    assert {(e.msgctxt, e.msgid, e.msgid_plural) for e in catalogue} - there == set()
    assert not [e.msgid for e in catalogue if not e.translated() or e.fuzzy]


def test_no_text_stands_in_both_our_catalogues():
    ours, supplement = (
        {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(folder / "django.po"))}
        for folder in (OURS, SUPPLEMENT)
    )
    assert ours & supplement == set()


APPS = ("cms", "associations", "partnerships", "dialogues")
SOURCES = [path for app in APPS for path in sorted(Path(settings.BASE_DIR, app).rglob("*.py"))]


def test_texts_in_code_go_by_names_that_makemessages_knows():
    """A function under a name of its own hides its texts: they stay English, unseen by lint."""
    assert len(SOURCES) > 100
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                assert {name.asname for name in node.names} <= {None, "_"}, path
