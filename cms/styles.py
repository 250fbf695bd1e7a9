"""The one stylesheet, put together from its parts: a page asks for a single file.

Edit the parts under `static/cms/css/` and run `manage.py bundle_css`; a test compares.
"""

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "cms"
BUNDLE = FOLDER / "site.css"
ORDER = "@layer tokens, base, layout, components, print;\n"

_URL = re.compile(r'url\("(\.\./[^"]+)"\)')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANK = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,>])\s*")


def parts() -> list[Path]:
    """Tokens, base, layout, then the components by name, and last what paper changes."""
    first = [FOLDER / "css" / f"{name}.css" for name in ("tokens", "base", "layout")]
    return [
        *first,
        *sorted((FOLDER / "css" / "components").glob("*.css")),
        FOLDER / "css/print.css",
    ]


def bundle() -> str:
    """The parts without comments and needless space, one line each."""
    return ORDER + "".join(f"{_squeeze(_moved(part))}\n" for part in parts())


def _moved(part: Path) -> str:
    """The part with its addresses as they are seen from the bundle."""

    def seen(match: re.Match[str]) -> str:
        return f'url("{(part.parent / match[1]).resolve().relative_to(FOLDER)}")'

    return _URL.sub(seen, part.read_text())


def _squeeze(css: str) -> str:
    css = _BLANK.sub(" ", _COMMENT.sub("", css))
    return _AROUND.sub(r"\1", css).replace(";}", "}").strip()
