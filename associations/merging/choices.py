"""What is chosen field by field: the values of two associations side by side."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.models import Association, PaymentDetails, Presentation, PrivateContact
from associations.services import CONTACT_FIELDS, RELATIONS

KEPT, OTHER, BOTH = "kept", "other", "both"

FACTS = (
    "name",
    "org_number",
    "legal_form",
    "founded_year",
    "national_federation",
    "annual_meeting_month",
    "visiting_address",
    "postal_code",
    "town",
)
POSITION = ("latitude", "longitude")
PAYMENT = ("bankgiro", "plusgiro")
TEXTS = ("ingress", "body", "when_and_where", "how_to_join")
LOGO = ("logo", "logo_alt")


@dataclass(frozen=True)
class Part:
    """Something chosen as one: its name, its columns, and where they are."""

    name: str
    table: str
    fields: tuple[str, ...]

    @property
    def label(self) -> str:
        labels = {"position": _("Position on the map"), "logo": _("Logo or picture")}
        model = {"payment": PaymentDetails, "text": Presentation}.get(self.table, Association)
        return labels.get(self.name) or str(model._meta.get_field(self.name).verbose_name)


PARTS: tuple[Part, ...] = (
    *(Part(name, "fact", (name,)) for name in FACTS),
    Part("position", "fact", POSITION),
    *(Part(name, "relation", (name,)) for name in RELATIONS),
    *(Part(name, "contact", (name,)) for name in CONTACT_FIELDS),
    *(Part(name, "payment", (name,)) for name in PAYMENT),
    *(Part(name, "text", (name,)) for name in TEXTS),
    Part("logo", "text", LOGO),
)
HEADINGS = {
    "fact": gettext_lazy("Facts"),
    "relation": gettext_lazy("What and for whom"),
    "contact": gettext_lazy("Contact"),
    "payment": gettext_lazy("Payment"),
    "text": gettext_lazy("Presentation"),
}


@dataclass(frozen=True)
class Row:
    """One part of two associations, as stored."""

    part: Part
    kept: tuple
    other: tuple

    @property
    def is_same(self) -> bool:
        return self.kept == self.other

    @property
    def options(self) -> tuple[str, ...]:
        if self.part.table == "relation" and self.kept != ([],) and self.other != ([],):
            return (KEPT, OTHER, BOTH)
        return (KEPT, OTHER)

    @property
    def proposed(self) -> str:
        """Of a list both, and else what the one that is kept says, if it says anything."""
        if BOTH in self.options:
            return BOTH
        return KEPT if _says(self.kept) or not _says(self.other) else OTHER


class Held:
    """All that can be chosen of one association. Five queries and one for each relation."""

    def __init__(self, association: Association) -> None:
        of = {"association": association}
        self.association = association
        self.private = PrivateContact.objects.filter(**of).first() or PrivateContact(**of)
        self.payment = PaymentDetails.objects.filter(**of).first() or PaymentDetails(**of)
        self.text = Presentation.objects.filter(**of).first() or Presentation(**of)

    def value(self, part: Part) -> tuple:
        """As JSON holds it; of a contact detail the public value and the other."""
        if part.table == "contact":
            rows = (self.association, self.private)
            return tuple(getattr(row, part.name) for row in rows)
        if part.table == "relation":
            terms = getattr(self.association, part.name)
            return (sorted(terms.values_list("pk", flat=True)),)
        row = {"fact": self.association, "payment": self.payment, "text": self.text}[part.table]
        return tuple(_plain(row, name) for name in part.fields)


def rows(kept: Association, other: Association) -> list[Row]:
    """Every part of both, in the order of the page."""
    one, two = Held(kept), Held(other)
    return [Row(part, one.value(part), two.value(part)) for part in PARTS]


def stamp(compared: list[Row]) -> str:
    """Equal as long as both say what was shown."""
    text = json.dumps([[row.kept, row.other] for row in compared], sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _plain(row: models.Model, name: str) -> Any:
    field = row._meta.get_field(name)
    if field.is_relation:
        return getattr(row, field.attname)
    return field.get_prep_value(getattr(row, name)) if name == "body" else getattr(row, name)


def _says(value: tuple) -> bool:
    return any(part not in ("", None, []) for part in value)
