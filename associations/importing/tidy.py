"""Cleaning and comparing text. No Django here, so that everything below may use it."""

import functools
import re
import unicodedata

# Invisible characters that copying from other systems leaves behind.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f"
    "\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff]"
)
_NOT_WORD = re.compile(r"[\W_]+")
_SPACES = re.compile(r"\s+")


def visible(text: str) -> str:
    """The text composed (NFC), without invisible characters; line breaks and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return _INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u202f", " ")


def squeeze(text: str) -> str:
    """One space between words, none at the ends."""
    return _SPACES.sub(" ", text).strip()


@functools.lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """For comparing: letters and digits alone, lower case, å ä ö kept apart from a and o."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("&", " och ")
    return _NOT_WORD.sub(" ", text).strip()
