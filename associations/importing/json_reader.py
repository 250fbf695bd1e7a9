"""A JSON array of objects, one object at a time."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from associations.importing import limits
from associations.importing.faults import ImportFault
from associations.importing.table import Cell, RawRow

_CHUNK = 1 << 16
# [ …, or {"associations": [ …
_OPENING = re.compile(r'\ufeff?\s*(?:\{\s*"[^"]{0,80}"\s*:\s*)?\[')
_GAP = re.compile(r"[\s,]*")
_NAME_KEYS = ("name", "namn", "title", "titel", "label", "value")


def read_json(stream: io.TextIOWrapper) -> tuple[list[str], Iterator[RawRow]]:
    """The keys of all objects in order of appearance, and the objects as rows under them."""
    header: dict[str, None] = {}
    for number, item in _objects(stream):
        header.update(dict.fromkeys(_flat(item, number)))
        if len(header) > limits.COLUMNS:
            raise ImportFault(_("The objects have too many different keys."), row=number)
    keys = list(header)
    return keys, _rows(stream, keys)


def _rows(stream: io.TextIOWrapper, keys: list[str]) -> Iterator[RawRow]:
    for number, item in _objects(stream):
        flat = _flat(item, number)
        yield RawRow(number, [flat.get(key, "") for key in keys])


def _objects(stream: io.TextIOWrapper) -> Iterator[tuple[int, Any]]:
    stream.seek(0)
    buffer = stream.read(_CHUNK)
    opening = _OPENING.match(buffer)
    if not opening:
        raise ImportFault(_("The JSON file must hold a list: [ { … }, { … } ]."))
    decoder, position, number = json.JSONDecoder(), opening.end(), 0
    while True:
        gap = _GAP.match(buffer, position)
        position = gap.end() if gap else position
        if position < len(buffer) and buffer[position] == "]":
            return
        number += 1
        try:
            item, end = decoder.raw_decode(buffer, position)
            if end == len(buffer):  # a number may go on in the next piece
                raise json.JSONDecodeError("", "", 0)
        except (ValueError, RecursionError) as error:
            more = stream.read(_CHUNK)
            too_long = len(buffer) - position > limits.RECORD_CHARACTERS
            if not more or too_long or not isinstance(error, json.JSONDecodeError):
                raise ImportFault(
                    _("The JSON cannot be read from this item on. Export the file again."),
                    row=number,
                ) from None
            buffer, position, number = buffer[position:] + more, 0, number - 1
            continue
        position = end
        yield number, item


def _flat(item: Any, number: int) -> dict[str, Cell]:
    if not isinstance(item, dict):
        raise ImportFault(_("The item is not an object with names and values."), row=number)
    flat: dict[str, Cell] = {}
    for key, value in item.items():
        if isinstance(value, dict):
            flat |= {f"{key}.{inner}": _cell(inner_value) for inner, inner_value in value.items()}
        else:
            flat[str(key)] = _cell(value)
    return flat


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return [text for part in value if (text := _text(part))]
    return _text(value)


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nej"
        case dict():
            named = next((value[key] for key in value if key.lower() in _NAME_KEYS), None)
            return _text(named) if named is not None else ", ".join(map(_text, value.values()))
        case list():
            return ", ".join(map(_text, value))
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
