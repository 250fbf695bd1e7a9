"""Is an association what the municipality demands: registered, and eligible for grants?

Two states, each with what is missing in words. Nothing is counted together to a score.
"""

from dataclasses import dataclass

from django.db.models import BooleanField, Case, Q, Value, When

from associations.demands import Demand, Demands
from associations.models import Association, RuleSet
from associations.rulebook import Rulebook


@dataclass(frozen=True)
class Standing:
    """What each state lacks, in words; a state with nothing missing is reached.

    Who wants grants must be registered too: what that lacks is not told twice.
    """

    registered_lacks: tuple[str, ...]
    eligible_lacks: tuple[str, ...]

    @property
    def is_registered(self) -> bool:
        return not self.registered_lacks

    @property
    def is_eligible(self) -> bool:
        return not (self.registered_lacks or self.eligible_lacks)


def standing(association: Association, book: Rulebook | None = None) -> Standing:
    """How an association stands today, by the rules that hold for it."""
    rules = (book or Rulebook.today()).of(association)
    registered = list(Demands.read(rules.registered).each(association))
    known = {demand.missing for demand in registered}
    eligible = [
        demand
        for demand in Demands.read(rules.eligible).each(association)
        if demand.missing not in known
    ]
    met = _answers(association, [*registered, *eligible])
    lacks = [
        [d.missing for d in demands if d.missing not in met] for demands in (registered, eligible)
    ]
    return Standing(tuple(lacks[0]), tuple(lacks[1]))


def _answers(association: Association, demands: list[Demand]) -> set[str]:
    """The words of those that are met: one query for all."""
    if not demands:
        return set()
    asked = {f"demand_{number}": demand.met for number, demand in enumerate(demands)}
    row = (
        Association.objects.filter(pk=association.pk)
        .annotate(**{name: _truth(met) for name, met in asked.items()})
        .values_list(*asked)
        .get()
    )
    return {demand.missing for demand, is_met in zip(demands, row, strict=True) if is_met}


def lacks_something(book: Rulebook) -> Q:
    """The condition for those that are not even registered, by the rules that hold for each."""
    cases = [When(book.applies(rules), then=_truth(_unmet(rules))) for rules in book.sets]
    return Q(Case(*cases, default=Value(False), output_field=BooleanField()))


def _unmet(rules: RuleSet) -> Q:
    condition = Q(pk__isnull=True)
    for demand in Demands.read(rules.registered).each():
        condition |= ~demand.met
    return condition


def _truth(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))
