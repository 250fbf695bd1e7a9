"""Swedish alphabetical order as a stored key that every database sorts alike."""

from associations.search.text import fold, lower

ALPHABET = " 0123456789abcdefghijklmnopqrstuvwxyzåäö"
# Swedish dictionaries sort these under the letters to the right.
_SWEDISH = {"æ": "ä", "ø": "ö", "œ": "ö", "ü": "y", "ű": "y", "þ": "th", "ß": "ss"}
KEY_LENGTH = 140


class _Plain(dict):
    """A translation table to the Swedish alphabet, digits and blanks, filled as letters come."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = letter if letter in ALPHABET else _SWEDISH.get(letter) or fold(letter)
        self[code] = plain if plain.isalnum() else " "
        return self[code]


class _Codes(dict):
    """Two digits for each letter of the alphabet; other scripts follow ö by code point."""

    def __missing__(self, code: int) -> str:
        place = ALPHABET.find(chr(code))
        self[code] = f"99{code:07}" if place < 0 else str(10 + place)
        return self[code]


_PLAIN, _CODES = _Plain(), _Codes()


def sort_key(name: str) -> str:
    """A string of digits that sorts as the name does in Swedish.

    Digits come before letters, å ä ö after z, w is a letter of its own; case, accents and the
    kind of punctuation make no difference. Digits alone, because no two databases or collations
    disagree about them.
    """
    plain = " ".join(lower(name).translate(_PLAIN).split())
    return plain.translate(_CODES)[:KEY_LENGTH]
