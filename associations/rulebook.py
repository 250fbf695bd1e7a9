"""Which rules hold for which association: the most particular in force."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Self

from django.db.models import Exists, OuterRef, Q

from associations.models import Activity, Association, RuleSet


class Rulebook:
    """The rules in force on a day, the most particular first; the general ones always last."""

    def __init__(self, sets: Iterable[RuleSet]) -> None:
        self.sets = tuple(sets)

    @classmethod
    def today(cls, on: date | None = None) -> Self:
        """One query, and one more where an activity has rules of its own."""
        sets = RuleSet.objects.in_force(on)
        if not any(rules.scope == ("", None) for rules in sets):
            # Before anybody has made any: those we ship.
            sets.append(RuleSet())
        return cls(sets)

    @property
    def reads_activities(self) -> bool:
        return any(rules.activity_id for rules in self.sets)

    def rules_for(self, legal_form: str, activities: Iterable[int] = ()) -> RuleSet:
        """The rules for an association of this form with these activities."""
        held = set(activities)
        for rules in self.sets:
            if rules.activity_id:
                if held & self.below[rules.activity_id]:
                    return rules
            elif rules.legal_form in ("", legal_form):
                return rules
        raise AssertionError("The general rules are for all")

    def of(self, association: Association) -> RuleSet:
        activities: Iterable[int] = ()
        if self.reads_activities:
            activities = association.activities.values_list("pk", flat=True)
        return self.rules_for(association.legal_form, activities)

    def applies(self, rules: RuleSet) -> Q:
        """The condition for these rules, where the more particular ones have been asked first."""
        if rules.activity_id:
            links = Association.activities.through.objects.filter(
                association=OuterRef("pk"), activity__in=self.below[rules.activity_id]
            )
            return Q(Exists(links))
        return Q(legal_form=rules.legal_form) if rules.legal_form else Q(pk__isnull=False)

    @cached_property
    def below(self) -> dict[int, set[int]]:
        """The activity itself and all under it, of each activity that has rules."""
        parents = dict(Activity.objects.values_list("pk", "parent_id"))
        found: dict[int, set[int]] = {r.activity_id: set() for r in self.sets if r.activity_id}
        for activity in parents:
            above: int | None = activity
            seen: set[int] = set()
            while above is not None and above not in seen:
                seen.add(above)
                if above in found:
                    found[above].add(activity)
                above = parents.get(above)
        return found
