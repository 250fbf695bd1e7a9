"""What the public side reads: one narrow row per association in the list, and the search's words.

Nothing here is a fact of its own. `associations.listings` writes all of it in the transaction that
changes the facts, and can rebuild and check it.
"""

import uuid

from django.db import models

from associations.models.association import Status


class Listing(models.Model):
    """An association as the list shows it: only current, listed ones have a row."""

    association = models.OneToOneField(
        "associations.Association", primary_key=True, on_delete=models.CASCADE
    )
    public_id = models.UUIDField(editable=False)
    slug = models.SlugField(max_length=220, db_index=False)
    name = models.CharField(max_length=200)
    # Digits: see `associations.search.sorting`.
    sort_key = models.CharField(max_length=140)
    status = models.CharField(max_length=12, choices=Status)
    ingress = models.CharField(max_length=300, blank=True)
    when_and_where = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=80, blank=True)
    # Labels, one per line, as the card shows them.
    activities = models.TextField(blank=True)
    areas = models.TextField(blank=True)
    # What the row is counted under, e.g. "activity:12 area:3 legal_form:network"; the terms
    # themselves, without their parents.
    facets = models.TextField(blank=True)
    logo_url = models.CharField(max_length=500, blank=True)
    logo_alt = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    late_on = models.DateField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sort_key", "association"], name="listing_in_name_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def activity_labels(self) -> list[str]:
        return self.activities.split("\n") if self.activities else []

    @property
    def area_labels(self) -> list[str]:
        return self.areas.split("\n") if self.areas else []

    @property
    def is_dormant(self) -> bool:
        return self.status == Status.DORMANT


class ListingText(models.Model):
    """The words a listing is found by, analysed and marked with where they stand.

    A table of its own so that searching reads nothing else. Each database has its own index over
    `tokens`, made in migration `listing_search_indexes`: FTS5 with triggers on SQLite, a GIN index
    over a tsvector on PostgreSQL. SQLite loses the triggers if a migration alters this table.
    """

    listing = models.OneToOneField(
        Listing, primary_key=True, on_delete=models.CASCADE, related_name="text"
    )
    tokens = models.TextField()

    def __str__(self) -> str:
        return f"ListingText {self.pk}"


class SearchTerm(models.Model):
    """The register's dictionary: every stem, folded, and the known words it is made of.

    Asked with trigrams (pg_trgm, FTS5) for parts of words and misspellings. Words are added as
    they turn up and only `rebuild_listings` removes any: an unused one merely finds nothing.
    """

    term = models.CharField(max_length=64, unique=True)
    # Stems, separated by blanks. Settled when the term is first met, so that the same word is
    # always split in the same way.
    parts = models.CharField(max_length=250, blank=True)
    # Whether longer words may be split at this one.
    is_part = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.term


class ListingVersion(models.Model):
    """One row, changed with the list: whether what a worker or a reader holds is still right."""

    stamp = models.UUIDField(default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.stamp)
