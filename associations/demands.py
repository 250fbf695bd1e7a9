"""What can be demanded of an association, each as a condition of the database and in words.

One source for the coordinator's list, which asks of thousands, and for the page of one association.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Self

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from associations.mandates import GRACE, last_of_month
from associations.models import (
    Association,
    FileKind,
    MemberRole,
    Membership,
    PaymentDetails,
    Presentation,
    PrivateContact,
    RegisterFile,
)


class Demand(NamedTuple):
    """`met` is the condition, `missing` says in words that it is not."""

    met: Q
    missing: str


def _has(column: str) -> Q:
    return ~Q(**{column: ""})


def _contact(column: str) -> Q:
    """In the public table or in the one for the municipality."""
    hidden = PrivateContact.objects.filter(_has(column), association=OuterRef("pk"))
    return _has(column) | Q(Exists(hidden))


def _relation(name: str) -> Q:
    through = getattr(Association, name).through
    return Q(Exists(through.objects.filter(association=OuterRef("pk"))))


def _prose(column: str) -> Q:
    return Q(Exists(Presentation.objects.filter(_has(column), association=OuterRef("pk"))))


def _payment() -> Q:
    given = PaymentDetails.objects.filter(_has("bankgiro") | _has("plusgiro"))
    return Q(Exists(given.filter(association=OuterRef("pk"))))


class Fact(NamedTuple):
    label: Any
    met: Q


# In the order in which they are told.
FIELDS: dict[str, Fact] = {
    "org_number": Fact(gettext_lazy("organisation number"), _has("org_number")),
    "email": Fact(gettext_lazy("e-mail"), _contact("email")),
    "phone": Fact(gettext_lazy("phone number"), _contact("phone")),
    "website": Fact(gettext_lazy("website"), _contact("website")),
    "visiting_address": Fact(gettext_lazy("visiting address"), _has("visiting_address")),
    "areas": Fact(gettext_lazy("area"), _relation("areas")),
    "activities": Fact(gettext_lazy("activity"), _relation("activities")),
    "target_groups": Fact(gettext_lazy("target group"), _relation("target_groups")),
    "ingress": Fact(gettext_lazy("a text that presents the association"), _prose("ingress")),
    "annual_meeting_month": Fact(
        gettext_lazy("month of the annual meeting"), Q(annual_meeting_month__isnull=False)
    ),
    "national_federation": Fact(gettext_lazy("national federation"), _has("national_federation")),
    "payment": Fact(gettext_lazy("bankgiro or plusgiro"), _payment()),
}
DOCUMENTS = tuple(kind for kind in FileKind if kind != FileKind.OTHER)
# At most; more would be a mistake.
MOST_RESPONSIBLE, OLDEST = 5, 10


@dataclass(frozen=True)
class Demands:
    """One state's demands, as a rule set keeps them."""

    fields: tuple[str, ...] = ()
    # Kind to years: 1 from the latest annual meeting, 2 also the one before; 0 of any age.
    documents: dict[str, int] = field(default_factory=dict)
    responsible: int = 0
    # The details confirmed, and not late.
    confirmed: bool = False

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """From the column; what is no longer known is left out."""
        return cls(
            fields=tuple(name for name in FIELDS if name in kept.get("fields", ())),
            documents={
                str(kind): int(kept["documents"][kind])
                for kind in DOCUMENTS
                if kind in kept.get("documents", {})
            },
            responsible=int(kept.get("responsible", 0)),
            confirmed=bool(kept.get("confirmed", False)),
        )

    def kept(self) -> dict[str, Any]:
        """For the column."""
        return {
            "fields": list(self.fields),
            "documents": dict(self.documents),
            "responsible": self.responsible,
            "confirmed": self.confirmed,
        }

    def each(self, association: Association | None = None) -> Iterator[Demand]:
        """Every demand; the words are about this association, where there is one."""
        for name in self.fields:
            label, met = FIELDS[name]
            yield Demand(met, _("%(what)s is missing") % {"what": _first_up(str(label))})
        for kind, years in self.documents.items():
            yield _document(kind, years, association)
        if self.responsible:
            yield _responsible(self.responsible)
        if self.confirmed:
            yield Demand(_confirmed(), _("The details have not been confirmed"))


def _document(kind: str, years: int, association: Association | None) -> Demand:
    files = RegisterFile.objects.filter(association=OuterRef("pk"), kind=kind)
    what = FileKind(kind).label
    if not years:
        return Demand(Q(Exists(files)), _("%(what)s is missing") % {"what": what})
    oldest = localdate().year - (years - 1)
    # Until this year's meeting must have been held, last year's paper is the latest there is.
    held_by = _months_over()
    to_come = Q(annual_meeting_month__isnull=True) | Q(annual_meeting_month__gt=held_by)
    met = Q(Exists(files.filter(year__gte=oldest))) | to_come & Q(
        Exists(files.filter(year__gte=oldest - 1))
    )
    month = association.annual_meeting_month if association else None
    wanted = oldest if month is not None and month <= held_by else oldest - 1
    words = (
        _("%(what)s from %(year)s is missing")
        if years == 1
        else _("%(what)s from %(year)s or later is missing")
    )
    return Demand(met, words % {"what": what, "year": wanted})


def _months_over(today: date | None = None) -> int:
    """The last month of this year whose annual meetings, and the time to tell of them, are over."""
    today = today or localdate()
    over = [m for m in range(1, 13) if last_of_month(today.year, m) + GRACE <= today]
    return max(over, default=0)


def _responsible(at_least: int) -> Demand:
    people = Membership.objects.current().filter(
        association=OuterRef("pk"), role=MemberRole.RESPONSIBLE
    )
    words = ngettext(
        "Nobody is responsible for the page",
        "At least %(count)s people must be responsible for the page",
        at_least,
    )
    if at_least == 1:
        return Demand(Q(Exists(people)), words)
    counted = people.order_by().values("association").annotate(number=Count("pk"))
    enough = counted.filter(number__gte=at_least)
    return Demand(Q(Exists(enough)), words % {"count": at_least})


def _confirmed() -> Q:
    return Q(confirmed_on__isnull=False) & (Q(late_on__isnull=True) | Q(late_on__gt=localdate()))


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]
