"""Make one thing, with invented but likely values; name only what the test is about."""

import itertools
from typing import Any

from associations import services
from associations.models import Activity, Area, Association, Language, Presentation, TargetGroup

_numbers = itertools.count(1)


def make_association(name: str = "", *, listed: bool = True, **facts: Any) -> Association:
    """A registered association, listed unless told otherwise; `ingress` its words."""
    ingress = facts.pop("ingress", "")
    name = name or f"Björkviks prövoförening {next(_numbers)}"
    association = services.register_association(name=name, by=None, is_listed=listed, **facts)
    if ingress:
        Presentation.objects.filter(association=association).update(ingress=ingress)
        services.listings.refresh([association.pk])
    return association


def make_activity(name: str, *, parent: Activity | None = None, **extra: Any) -> Activity:
    return Activity.objects.create(
        name=name,
        slug=services.slugify(name),
        parent=parent,
        icnpo=extra.pop("icnpo", "1200"),
        **extra,
    )


def make_area(name: str, *, parent: Area | None = None) -> Area:
    return Area.objects.create(name=name, slug=services.slugify(name), parent=parent)


def make_target_group(name: str, **ages: int) -> TargetGroup:
    return TargetGroup.objects.create(name=name, slug=services.slugify(name), **ages)


def make_language(name: str, code: str) -> Language:
    return Language.objects.create(name=name, slug=code)
