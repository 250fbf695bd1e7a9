"""Compile the catalogues under `locale/` where needed, without the gettext programs."""

import os
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]


def main() -> list[Path]:
    """Compile, and return what was compiled."""
    made = []
    for source in sorted(ROOT.glob("locale/**/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        # A file of this process's own, then renamed: several test workers may come here at once.
        draft = target.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        made.append(target)
    return made


if __name__ == "__main__":
    main()
