"""The kinds of mail there are. Each app registers its own when it starts."""

from typing import Protocol

from associations.models.delivery import Delivery
from associations.outbox.mail import Mail


class Purpose(Protocol):
    """A kind of mail: its name in the table, its words on screen, and how it is written.

    It may have besides:
    - `topic`, a `MailTopic`: the recipient may decline it. Without one it must come, unless it
      belongs to an `Ask`.
    - `bundles = True`: may go in one mail with other such. What may be declined does so anyway;
      codes and decisions go alone, at once.
    - `settled(delivery)`, called in the transaction that settles its fate.
    """

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


def bundled() -> list[str]:
    """The names of those that may go in one mail with others, whatever they are about."""
    return [
        name
        for name, kind in _purposes.items()
        if getattr(kind, "bundles", False) or getattr(kind, "topic", "")
    ]


def settled(delivery: Delivery) -> None:
    """Tell the mail's own kind that its fate is known."""
    kind = _purposes.get(delivery.purpose)
    if tell := getattr(kind, "settled", None):
        tell(delivery)


def labels() -> dict[str, str]:
    return {name: kind.label for name, kind in _purposes.items()}
