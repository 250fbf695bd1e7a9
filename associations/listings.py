"""Keeps the public list in step with the facts.

Every service that changes what residents may read calls `refresh` in its own transaction, so the
list is never ahead of the register or behind it. `rebuild` makes all of it anew, `check` compares.
"""

from collections.abc import Iterable
from contextlib import nullcontext
from uuid import uuid4

from django.db import connection, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.images.models import AbstractRendition
from wagtail.signals import published, unpublished

from associations.models import (
    Association,
    Listing,
    ListingText,
    ListingVersion,
    Presentation,
    SearchTerm,
)
from associations.search.backends import backend
from associations.search.dictionary import Dictionary
from associations.search.documents import Document, vocabularies
from associations.search.sources import Scope, documents, scopes

# More rows than this are quicker read again as a whole than one by one.
MANY = 500

COLUMNS = tuple(field.attname for field in Listing._meta.concrete_fields)
# The columns that a database driver may want in another shape.
PREPARED = tuple(
    field
    for field in Listing._meta.concrete_fields
    if field.get_internal_type() in {"UUIDField", "DateField", "DateTimeField"}
)


@transaction.atomic
def refresh(ids: Iterable[int] | None = None) -> None:
    """Write the rows of these associations as the facts now stand; None means all.

    An association that is not to be in the list loses its row. Must be called in the transaction
    that changed the facts; writers of the list wait for each other.
    """
    wanted = None if ids is None else sorted(set(ids))
    if wanted == []:
        return
    backend().lock()
    many = wanted is None or len(wanted) > MANY
    with backend().bulk() if many else nullcontext():
        _refresh(wanted)
    mark_changed()


def _refresh(wanted: list[int] | None) -> None:
    vocabulary, dictionary = vocabularies(), Dictionary()
    for scope in scopes(wanted):
        made = list(documents(scope, vocabulary))
        _remove_others(scope, made)
        dictionary.learn(made)
        dictionary.save()
        _write(made, dictionary)


@transaction.atomic
def rebuild() -> None:
    """Make the list, its words and the dictionary anew from the facts."""
    backend().lock()
    with backend().bulk():
        SearchTerm.objects.all()._raw_delete(SearchTerm.objects.db)
        _refresh(None)
    mark_changed()


def check() -> list[str]:
    """What differs between the list and the facts, one line each; empty when all is well."""
    differences = []
    vocabulary, dictionary = vocabularies(), Dictionary()
    for scope in scopes(None):
        made = list(documents(scope, vocabulary))
        dictionary.learn(made)
        rows = {
            row["association_id"]: row for row in Listing.objects.filter(scope.on("pk")).values()
        }
        words = dict(ListingText.objects.filter(scope.on("pk")).values_list("pk", "tokens"))
        for document in made:
            row = rows.pop(document.pk, None)
            if row is None:
                differences.append(f"association {document.pk}: not in the list")
                continue
            differing = [name for name in COLUMNS if row[name] != document.columns[name]]
            if words.get(document.pk) != dictionary.tokens(document):
                differing.append("words")
            if differing:
                differences.append(f"association {document.pk}: {', '.join(differing)}")
        differences += [f"association {pk}: should not be in the list" for pk in rows]
    return differences


def _write(made: list[Document], dictionary: Dictionary) -> None:
    for document in made:
        for field in PREPARED:
            value = document.columns[field.attname]
            document.columns[field.attname] = field.get_db_prep_save(value, connection)
    rows = [tuple(document.columns.values()) for document in made]
    backend().write(Listing._meta.db_table, COLUMNS, rows)
    texts = [(document.pk, dictionary.tokens(document)) for document in made]
    backend().write(ListingText._meta.db_table, ("listing_id", "tokens"), texts)


def _remove_others(scope: Scope, made: list[Document]) -> None:
    """Take away the rows in this scope that no document was made for."""
    held = set(Listing.objects.filter(scope.on("pk")).values_list("pk", flat=True))
    gone = held - {document.pk for document in made}
    if gone:
        Listing.objects.filter(pk__in=gone).delete()


def mark_changed() -> None:
    """Let every worker and reader know, when this transaction ends, that the list is another."""
    ListingVersion.objects.update_or_create(pk=1, defaults={"stamp": uuid4()})


@receiver(post_delete, sender=Association)
def _association_deleted(instance: Association, **_kwargs: object) -> None:
    """The row has gone with its association; the filter index must hear of it."""
    mark_changed()


@receiver([published, unpublished], sender=Presentation)
def _presentation_published(instance: Presentation, **_kwargs: object) -> None:
    """Wagtail publishes in its moderation views, past our services."""
    refresh([instance.association_id])


def picture_gone(instance: AbstractRendition, **_kwargs: object) -> None:
    """Receiver: a small picture goes when its original is replaced or removed.

    The list shows it by its address, and gets that of the new one as soon as there is one.
    """
    shown = Listing.objects.filter(logo_url=instance.url).values_list("pk", flat=True)
    if pks := list(shown):
        transaction.on_commit(lambda: refresh(pks))
