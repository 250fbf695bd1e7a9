"""What happens to the words of the vocabularies. The listings that show them follow."""

import itertools
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from associations import listings
from associations.models import Activity, Area, Association, Language, TargetGroup
from associations.models.taxonomy import Term, TreeTerm
from associations.slugs import slugify

RELATION = {
    Activity: "activities",
    Area: "areas",
    TargetGroup: "target_groups",
    Language: "languages",
}


class TermInUse(Exception):
    """A word that associations or other words still need: how many of each."""

    def __init__(self, associations: int, words: int):
        self.associations, self.words = associations, words
        super().__init__(f"Used by {associations} associations and {words} words")


@transaction.atomic
def save_term(term: Term, *, changes: dict[str, Any], by: AbstractBaseUser | None) -> Term:
    """Add a word, or change one and refresh every listing that shows it or a word under it."""
    is_new = term.pk is None
    changed = [field for field, value in changes.items() if getattr(term, field) != value]
    if not (is_new or changed):
        return term
    for field in changed:
        setattr(term, field, changes[field])
    if isinstance(term, TreeTerm) and not is_new and term.parent in _with_descendants(term):
        raise ValidationError({"parent": _("A word cannot belong under itself.")})
    if not term.slug:
        term.slug = _free_slug(term)
    term.full_clean()
    term.save(update_fields=None if is_new else changed)
    log(term, "wagtail.create" if is_new else "wagtail.edit", user=by)
    if not is_new:
        listings.refresh(users_of(term))
    # The filters show the word itself, whether or not anyone stands under it.
    listings.mark_changed()
    return term


@transaction.atomic
def remove_term(term: Term, *, by: AbstractBaseUser | None) -> None:
    """Remove a word that nothing uses; raises TermInUse otherwise."""
    if used := in_use(term):
        raise used
    log(term, "wagtail.delete", user=by)
    term.delete()
    listings.mark_changed()


def in_use(term: Term) -> TermInUse | None:
    """How many associations have the word and how many words stand under it; None when none do."""
    associations = Association.objects.filter(**{RELATION[type(term)]: term}).count()
    words = term.children.count() if isinstance(term, TreeTerm) else 0
    return TermInUse(associations, words) if associations or words else None


def users_of(term: Term) -> list[int]:
    """The associations that have this word or, in a tree, one that stands under it."""
    terms = list(_with_descendants(term)) if isinstance(term, TreeTerm) else [term]
    found = Association.objects.filter(**{f"{RELATION[type(term)]}__in": terms})
    return list(found.values_list("pk", flat=True).distinct())


def _with_descendants(term: TreeTerm) -> Iterator[TreeTerm]:
    yield term
    for child in term.children.all():
        yield from _with_descendants(child)


def _free_slug(term: Term) -> str:
    base = slugify(term.name)[:100] or "ord"
    taken = set(type(term).objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)
