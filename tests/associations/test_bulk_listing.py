"""A large load writes the search index in another way than a small one, to the same end."""

import pytest
from django.db import transaction

from associations import listings, search
from associations.models import Association
from associations.search import ListingQuery
from tests.builders import make_association

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_are_many(monkeypatch):
    monkeypatch.setattr(listings, "MANY", 2)


def names(words: str) -> list[str]:
    return [listing.name for listing in search.find(ListingQuery(q=words)).listings]


def load(*called: str) -> None:
    made = [make_association(name, listed=False) for name in called]
    Association.objects.filter(pk__in=[association.pk for association in made]).update(
        is_listed=True
    )
    listings.refresh([association.pk for association in made])


def test_what_was_loaded_is_found():
    load("Ugglans kör", "Granviks roddare", "Näckrosens bridge")
    assert names("roddare") == ["Granviks roddare"]
    assert names("näckros") == ["Näckrosens bridge"]
    assert listings.check() == []


def test_single_changes_after_it_are_found_too():
    load("Ugglans kör", "Granviks roddare", "Näckrosens bridge")
    make_association("Tallbackens schack")
    assert names("schack") == ["Tallbackens schack"]
    Association.objects.get(name="Granviks roddare").delete()
    assert names("roddare") == []


def test_a_load_undone_leaves_the_index_as_it_was():
    make_association("Tallbackens schack")
    with transaction.atomic():
        load("Ugglans kör", "Granviks roddare", "Näckrosens bridge")
        transaction.set_rollback(True)
    assert names("roddare") == []
    assert names("schack") == ["Tallbackens schack"]
    make_association("Ljungens roddare")
    assert names("roddare") == ["Ljungens roddare"]
