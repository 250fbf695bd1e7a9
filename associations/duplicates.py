"""Two rows that may be one association: found while one is being added, and as a queue.

An association has at least a number or a name in common with itself. Two different numbers are two
organisations, however alike their names; a number that many have is an umbrella's, not theirs.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import now

from associations.importing.matching import name_key
from associations.models import Association, DuplicatePair, Likeness, PairState
from associations.orgnumber import OrgNumber
from associations.search import text

# More than this have the number of whoever takes care of their books.
SHARED_BY_MANY = 4
# Shorter names are too easily one letter from each other.
NEARLY_FROM = 10
# A name or number that so many have tells nothing about two of them.
TELLS_NOTHING = 20
SHOWN = 8
BATCH = 1_000
_FORMS = {"ideell", "ideella", "förening", "föreningen", "för", "i", "och", "the", "ek", "med"}
_SHORT = {
    "idrottsförening": "if",
    "idrottsföreningen": "if",
    "idrottsklubb": "ik",
    "sportklubb": "sk",
}
_SHORT |= {
    "idrottsklubben": "ik",
    "idrottssällskap": "is",
    "bollklubb": "bk",
    "sällskapet": "sällskap",
}
_DIGITS = re.compile(r"\d+")


class Known(NamedTuple):
    """What is compared, of one association."""

    pk: int
    name: str
    number: str
    town: str


class Alike(NamedTuple):
    association: Association
    likeness: Likeness


def bare_name(name: str) -> str:
    """The words that tell it from others, in one order: "IF Åsa" is "Åsa Idrottsförening"."""
    words = [_SHORT.get(word, word) for word in name_key(name).split()]
    return " ".join(sorted(set(words) - _FORMS)) or name_key(name)


def is_nearly(one: str, other: str) -> bool:
    """One letter apart, and not by a number: "Lag 1" and "Lag 2" are two."""
    if min(len(one), len(other)) < NEARLY_FROM or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    apart = set(one.split()) ^ set(other.split())
    return all(len(word) > 2 for word in apart) and text.edits(one, other, 1) <= 1


def is_own_number(number: str, uses: int) -> bool:
    """False for the number of a public body, and for one that many share."""
    return bool(number) and uses <= SHARED_BY_MANY and not OrgNumber(number).is_public_body


def like(*, name: str, number: str = "", town: str = "") -> list[Alike]:
    """Those in the whole register that may be the one about to be added, the surest first."""
    typed = Known(0, bare_name(name), number, name_key(town))
    rows = {known.pk: known for known in _known()}
    uses = sum(known.number == number for known in rows.values()) + 1
    found: dict[int, Likeness] = {}
    for known in rows.values():
        if likeness := _likeness(typed, known, uses):
            found[known.pk] = likeness
    order = list(Likeness)
    best = sorted(found, key=lambda pk: (order.index(found[pk]), pk))[:SHOWN]
    made = Association.objects.in_bulk(best)
    return [Alike(made[pk], found[pk]) for pk in best]


@transaction.atomic
def find_pairs() -> int:
    """Bring the open pairs in step with the register; return how many there are. Safe to repeat.

    What the coordinator has decided stays decided.
    """
    found = dict(_pairs(list(_known())))
    rows = {(pair.first_id, pair.second_id): pair for pair in DuplicatePair.objects.order_by("pk")}
    gone = [pair.pk for at, pair in rows.items() if at not in found]
    for start in range(0, len(gone), BATCH):
        still_open = DuplicatePair.objects.filter(state=PairState.OPEN)
        still_open.filter(pk__in=gone[start : start + BATCH]).delete()
    fresh = [
        DuplicatePair(first_id=first, second_id=second, likeness=likeness)
        for (first, second), likeness in found.items()
        if (first, second) not in rows
    ]
    # Another worker may find the same at this moment.
    DuplicatePair.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
    return DuplicatePair.objects.filter(state=PairState.OPEN).count()


@transaction.atomic
def say_different(pair: DuplicatePair, *, by: AbstractBaseUser) -> DuplicatePair:
    """Note that the two are two; the first answer stays."""
    held = DuplicatePair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    if held.state == PairState.OPEN:
        held.state, held.settled_at, held.settled_by_id = PairState.NOT_DUPLICATE, now(), by.pk
        held.save(update_fields=["state", "settled_at", "settled_by"])
    return held


def _known() -> Iterator[Known]:
    """Every association that is still going."""
    rows = Association.objects.current().values_list("pk", "name", "org_number", "town")
    for pk, name, number, town in rows.order_by("pk").iterator():
        yield Known(pk, bare_name(name), number, name_key(town))


def _likeness(one: Known, other: Known, uses: int) -> Likeness | None:
    if one.number and one.number == other.number and is_own_number(one.number, uses):
        return Likeness.NUMBER
    if one.number and other.number and one.number != other.number:
        return None
    if one.town and other.town and one.town != other.town:
        return None
    if one.name == other.name:
        return Likeness.NAME
    return Likeness.NEARLY if is_nearly(one.name, other.name) else None


def _pairs(rows: list[Known]) -> Iterator[tuple[tuple[int, int], Likeness]]:
    """Every pair with why; the same pair may come twice, with the same reason."""
    by_number, by_name, by_gap = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in rows:
        by_name[row.name].append(row)
        if row.number:
            by_number[row.number].append(row)
    for name in by_name:
        for form in {name, *_with_a_letter_less(name)}:
            by_gap[form].append(name)
    nearly = {
        (one, other)
        for names in by_gap.values()
        for one, other in combinations(sorted(set(names)), 2)
        if is_nearly(one, other)
    }
    near = [[*by_name[one], *by_name[other]] for one, other in nearly]
    for group in (*near, *by_name.values(), *by_number.values()):
        if len(group) > TELLS_NOTHING:
            continue
        for one, other in combinations(sorted(group), 2):
            if likeness := _likeness(one, other, len(by_number.get(one.number, ()))):
                yield (one.pk, other.pk), likeness


def _with_a_letter_less(name: str) -> Iterable[str]:
    """Two names one letter apart have one of these, or each other, in common."""
    if len(name) < NEARLY_FROM:
        return ()
    return (name[:at] + name[at + 1 :] for at in range(len(name)))
