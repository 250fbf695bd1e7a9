"""Are all texts translated? `--write` collects them from code and templates instead.

The English of code and templates is the key; `locale/sv` must know each, and no other.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from scripts import compile_messages, machine

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("locale/sv/LC_MESSAGES/django.po")
COLLECT = ["manage.py", "makemessages", "-l", "sv", "--no-obsolete", "--add-location=never"]
APPS = ("cms", "associations", "partnerships", "dialogues")
ALIAS = re.compile(r"^from django\.utils\.translation import \w+ as (\w+)", re.MULTILINE)
IGNORED = ("tests", "bench", "scripts", "var", "staticfiles", "node_modules")


def collect(root: Path) -> None:
    """Bring `root`'s catalogue in step with its sources."""
    machine.gettext()
    command = [sys.executable, *COLLECT]
    for folder in IGNORED:
        command += ["--ignore", f"{folder}/*"]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL, env=_environment())


def faults() -> list[str]:
    """What is untranslated, doubtful, missing from the catalogue or left over in it."""
    ours = polib.pofile(str(ROOT / CATALOGUE))
    found = [f"Not translated: {entry.msgid!r}" for entry in ours.untranslated_entries()]
    found += [f"Marked fuzzy: {entry.msgid!r}" for entry in ours.fuzzy_entries()]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        ignored = shutil.ignore_patterns(".*", *IGNORED)
        shutil.copytree(ROOT, copy, ignore=ignored)
        collect(copy)
        theirs = polib.pofile(str(copy / CATALOGUE))
    found += [f"Not collected: what {place} calls {name}" for place, name in _aliases()]
    in_code, in_catalogue = _keys(theirs), _keys(ours)
    found += [f"Not in the catalogue: {key[1]!r}" for key in sorted(in_code - in_catalogue)]
    found += [f"No longer in the code: {key[1]!r}" for key in sorted(in_catalogue - in_code)]
    return found


def _aliases() -> Iterator[tuple[Path, str]]:
    """Translating functions under a name of our own, which xgettext does not know."""
    for path in sorted(path for app in APPS for path in (ROOT / app).rglob("*.py")):
        for name in ALIAS.findall(path.read_text()):
            if name != "_":
                yield path.relative_to(ROOT), name


def _keys(catalogue: polib.POFile) -> set[tuple[str, str, str]]:
    return {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural)
        for entry in catalogue
        if not entry.obsolete
    }


def _environment() -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}


def main(arguments: list[str]) -> int:
    try:
        if arguments == ["--write"]:
            collect(ROOT)
            compile_messages.main()
            return 0
        found = faults()
    except machine.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    print("\n".join(found) or "Every text is translated.")
    if found:
        print("make messages collects the texts; translate them in locale/sv.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
