"""The kinds of mail there are. Each app registers its own when it starts."""

from typing import Protocol

from associations.models.delivery import Delivery
from associations.outbox.mail import Mail


class Purpose(Protocol):
    """A kind of mail: its name in the table, its words on screen, and how it is written."""

    name: str
    label: str

    def compose(self, delivery: Delivery) -> Mail:
        """The letter as things stand now; raises NotSent when nobody is to have it any more."""


_purposes: dict[str, Purpose] = {}


def register(kind: Purpose) -> None:
    """Make a kind known; the same name twice is a mistake."""
    if kind.name in _purposes and type(_purposes[kind.name]) is not type(kind):
        raise ValueError(f"Two kinds of mail are called {kind.name}")
    _purposes[kind.name] = kind


def purpose(name: str) -> Purpose:
    """Raises LookupError for a kind that no app has registered."""
    if name not in _purposes:
        raise LookupError(f"No app has registered the mail {name}")
    return _purposes[name]


def labels() -> dict[str, str]:
    return {name: kind.label for name, kind in _purposes.items()}
