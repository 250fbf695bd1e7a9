"""The flat list is what the facts are, in the same transaction, whatever happens to them."""

import inspect
from datetime import date
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction

from associations import listings, search, services
from associations.listings import check
from associations.models import (
    Association,
    Listing,
    ListingText,
    ListingVersion,
    Presentation,
    SearchTerm,
)
from associations.search import ListingQuery
from tests import cast
from tests.builders import make_activity, make_area, make_association, make_language
from tests.pictures import make_picture, picture_file

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)


def rows() -> list[dict]:
    """All of the list, words included."""
    return list(Listing.objects.order_by("pk").values(*listings.COLUMNS, "text__tokens"))


def row(association: Association) -> Listing | None:
    return Listing.objects.filter(pk=association.pk).first()


@pytest.fixture
def choir():
    return make_association("Björkviks kör", ingress="Vi sjunger på tisdagar.")


def register(association):
    return services.register_association(name="Nya laget", by=None, is_listed=True)


# What each service does to the row of an association, and how it shows.
HAPPENINGS = {
    "register_association": (register, lambda _old: Listing.objects.count() == 2),
    "change_facts": (
        lambda one: services.change_facts(one, changes={"name": "Ny kör"}, by=None),
        lambda old: old.name == "Ny kör",
    ),
    "change_details": (
        lambda one: services.change_details(one, facts={"town": "Åsa"}, contact={}, by=None),
        lambda old: old.town == "Åsa",
    ),
    "record_change": (
        lambda one: (
            Association.objects.filter(pk=one.pk).update(town="Åsa"),
            services.record_change(one, fields=["town"], by=None),
        ),
        lambda old: old.town == "Åsa",
    ),
    # The address itself is not in the list, but when the facts were changed is.
    "set_contact": (
        lambda one: services.set_contact(
            one, field="email", value="info@kor.example", is_public=True, by=None
        ),
        lambda old: old.updated_at == Association.objects.get().updated_at,
    ),
    "set_listed": (
        lambda one: services.set_listed([one], is_listed=False, by=None),
        lambda old: old is None,
    ),
    "confirm": (
        lambda one: services.confirm(one, on=DAY, by=None),
        lambda old: old.confirmed_on == DAY,
    ),
    "dissolve": (lambda one: services.dissolve(one, on=DAY, by=None), lambda old: old is None),
    "merge_into": (
        lambda one: services.merge_into(one, target=register(one), on=DAY, by=None),
        lambda old: old is None and Listing.objects.count() == 1,
    ),
    "move_out": (lambda one: services.move_out(one, on=DAY, by=None), lambda old: old is None),
    "set_dormant": (lambda one: services.set_dormant(one, by=None), lambda old: old.is_dormant),
    "set_active": (
        lambda one: services.set_active(services.set_dormant(one, by=None), by=None),
        lambda old: not old.is_dormant,
    ),
    # The public text stays until it is approved.
    "propose_presentation": (
        lambda one: services.propose_presentation(
            one, changes={"ingress": "Vi dansar."}, by=cast.rut(one)
        ),
        lambda old: old.ingress == "Vi sjunger på tisdagar.",
    ),
    "suggest_change": (
        lambda one: services.suggest_change(
            one, topic="wrong", text="Vi dansar.", reply_to="", sender="192.0.2.1"
        ),
        lambda old: old.ingress == "Vi sjunger på tisdagar.",
    ),
}
# Help the others and change nothing.
HELPERS = {"unique_slug", "sender_hash", "start_review"}


def test_every_service_is_here():
    functions = {
        name
        for name, function in inspect.getmembers(services, inspect.isfunction)
        if inspect.unwrap(function).__module__ == services.__name__ and not name.startswith("_")
    }
    assert functions - HELPERS == set(HAPPENINGS)


@pytest.mark.parametrize(("happen", "shows"), HAPPENINGS.values(), ids=HAPPENINGS)
def test_the_list_follows(choir, happen, shows):
    happen(choir)
    assert shows(row(choir))
    assert check() == []


@pytest.mark.parametrize(("happen", "shows"), HAPPENINGS.values(), ids=HAPPENINGS)
def test_what_is_undone_is_undone_in_the_list(choir, happen, shows):
    before = rows()
    with transaction.atomic():
        happen(choir)
        transaction.set_rollback(True)
    assert rows() == before
    assert check() == []


def test_a_service_that_fails_leaves_no_trace(choir):
    before = rows()
    with pytest.raises(ValidationError):
        services.change_details(
            choir,
            facts={"name": "Ny kör"},
            contact={"website": ("javascript:alert(1)", True)},
            by=None,
        )
    assert rows() == before
    assert check() == []


def test_an_applied_one_comes_in_when_it_is_accepted():
    applied = make_association(status="applied")
    assert row(applied) is None
    services.set_active(applied, by=None)
    assert row(applied) is not None


def test_one_taken_up_again_is_in_the_list_again(choir):
    services.dissolve(choir, on=DAY, by=None)
    services.set_active(choir, by=None)
    assert row(choir).ingress == "Vi sjunger på tisdagar."


def test_nothing_unlisted_is_ever_in_the_list():
    for status in ("applied", "active", "dormant"):
        make_association(listed=False, status=status)
    assert rows() == []
    assert ListingText.objects.count() == 0


def test_what_a_row_shows():
    north = make_area("Norr")
    association = make_association(
        "Åsa schack",
        activities=[make_activity(name) for name in ("Älgvård", "Schack", "Ålfiske", "Bridge")],
        areas=[make_area("Åsa", parent=north)],
        languages=[make_language("Finska", "fi")],
        town="Björkvik",
        latitude=58.9,
        longitude=17.1,
        confirmed_on=DAY,
        ingress="Vi spelar.",
    )
    Presentation.objects.filter(association=association).update(
        when_and_where="\n Tisdagar kl. 18 \nTorsdagar", how_to_join="Kom!"
    )
    listings.refresh([association.pk])
    shown = row(association)
    # In the order of the alphabet; an area's parent is counted under, not shown.
    assert shown.activity_labels == ["Bridge", "Schack", "Ålfiske", "Älgvård"]
    assert shown.area_labels == ["Åsa"]
    assert shown.when_and_where == "Tisdagar kl. 18"
    assert (shown.town, shown.ingress) == ("Björkvik", "Vi spelar.")
    assert (shown.latitude, shown.longitude, shown.confirmed_on) == (58.9, 17.1, DAY)
    assert shown.public_id == association.public_id
    assert shown.facets.split()[-1] == "legal_form:non_profit"
    assert {kind.partition(":")[0] for kind in shown.facets.split()} == {
        *("activity", "area", "language", "legal_form")
    }


def test_without_an_ingress_the_text_begins_the_row(choir):
    presentation = Presentation.objects.get(association=choir)
    presentation.ingress = ""
    presentation.body = [
        ("heading", "Om oss"),
        ("text", "<p>Vi sjunger <b>gärna</b> &amp; ofta, " + "länge och väl, " * 30 + "</p>"),
    ]
    presentation.save_revision().publish()
    shown = row(choir).ingress
    assert shown.startswith("Om oss Vi sjunger gärna & ofta,")
    assert shown.endswith("väl…")
    assert len(shown) <= 200
    assert search.find(ListingQuery(q="gärna")).total == 1


def test_a_published_text_is_in_the_list_and_a_draft_is_not(choir):
    presentation = Presentation.objects.get(association=choir)
    presentation.ingress = "Vi dansar."
    revision = presentation.save_revision()
    assert row(choir).ingress == "Vi sjunger på tisdagar."
    revision.publish()
    assert row(choir).ingress == "Vi dansar."
    presentation.refresh_from_db()
    presentation.unpublish()
    assert row(choir).ingress == ""
    assert check() == []


def test_a_deleted_association_leaves_no_row(choir):
    other = make_association("Kvar")
    choir.delete()
    assert [listing.name for listing in Listing.objects.all()] == ["Kvar"]
    assert list(search.matching(ListingQuery(q="kör"))) == []
    assert list(search.matching(ListingQuery())) == [other.pk]
    assert check() == []


def version() -> str:
    return str(ListingVersion.objects.get())


def test_each_change_is_told_to_the_workers(choir):
    seen = {version()}
    services.confirm(choir, on=DAY, by=None)
    seen.add(version())
    services.change_facts(choir, changes={"town": "Åsa"}, by=None)
    seen.add(version())
    choir.delete()
    seen.add(version())
    assert len(seen) == 4


def test_a_refresh_of_none_is_nothing(choir):
    before = version()
    listings.refresh([])
    assert version() == before


@pytest.mark.postgresql_only
@pytest.mark.django_db(transaction=True)
def test_writers_of_the_list_wait_for_each_other():
    """Each writes rows and words that the other may write too, in an order of its own."""
    one, other = make_association("Almen"), make_association("Granen")
    second = connection.copy()
    try:
        with transaction.atomic():
            services.confirm(one, on=DAY, by=None)
            with second.cursor() as cursor:
                cursor.execute("SET lock_timeout = '100ms'")
                with pytest.raises(OperationalError, match="lock timeout"):
                    cursor.execute("SELECT pg_advisory_xact_lock(7262414)")
    finally:
        second.close()
    services.confirm(other, on=DAY, by=None)
    assert check() == []


class TestPictures:
    """The list shows a logo by its address; the address changes with the picture."""

    @pytest.fixture(autouse=True)
    def _no_small_pictures_of_other_tests(self):
        cache.clear()

    @pytest.fixture
    def logo(self, choir):
        picture = make_picture()
        Presentation.objects.filter(association=choir).update(logo=picture, logo_alt="En fågel")
        listings.refresh([choir.pk])
        return picture

    def test_shown_small_and_described(self, choir, logo):
        assert row(choir).logo_url.endswith(".webp")
        assert row(choir).logo_alt == "En fågel"
        assert check() == []

    def test_replaced(self, choir, logo, django_capture_on_commit_callbacks):
        before = row(choir).logo_url
        logo.file = picture_file("ny.png", colour="#FFFFFF")
        logo.save()
        with django_capture_on_commit_callbacks(execute=True):
            logo.renditions.all().delete()
        assert row(choir).logo_url not in ("", before)
        assert check() == []

    def test_removed(self, choir, logo, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            logo.delete()
        assert row(choir).logo_url == ""
        assert check() == []

    def test_lost(self, choir, logo):
        """A file that cannot be read costs the picture, not the row."""
        logo.renditions.all().delete()
        logo.file.storage.delete(logo.file.name)
        listings.refresh([choir.pk])
        assert (row(choir).name, row(choir).logo_url) == ("Björkviks kör", "")


class TestRebuild:
    """`rebuild_listings` makes all of it anew, and `--check` tells what differs."""

    @pytest.fixture(autouse=True)
    def _some(self, choir):
        make_association("Åsa bågskyttar", areas=[make_area("Åsa")])
        make_association("Fotbollsklubben")

    def run(self, **options) -> str:
        out = StringIO()
        call_command("rebuild_listings", stdout=out, **options)
        return out.getvalue()

    def test_made_anew_it_is_the_same(self):
        before = rows()
        assert self.run() == "3 listings written.\n"
        assert rows() == before
        assert self.run(check=True) == "The list agrees with the register.\n"
        assert search.find(ListingQuery(q="båg")).total == 1

    def test_from_nothing(self):
        before = rows()
        Listing.objects.all().delete()
        SearchTerm.objects.all().delete()
        self.run()
        assert rows() == before

    def test_words_nobody_uses_are_forgotten(self):
        association = make_association("Kvantfysikerna")
        association.delete()
        assert SearchTerm.objects.filter(term__startswith="kvantfys").exists()
        self.run()
        assert not SearchTerm.objects.filter(term__startswith="kvantfys").exists()

    @pytest.mark.parametrize(
        ("tamper", "told"),
        [
            (lambda pk: Listing.objects.filter(pk=pk).update(name="Annan"), "name"),
            (lambda pk: Listing.objects.filter(pk=pk).update(sort_key="1"), "sort_key"),
            (lambda pk: Listing.objects.filter(pk=pk).update(facets=""), "facets"),
            (lambda pk: Listing.objects.filter(pk=pk).update(confirmed_on=DAY), "confirmed_on"),
            (lambda pk: ListingText.objects.filter(pk=pk).update(tokens="aannan"), "words"),
            (lambda pk: ListingText.objects.filter(pk=pk).delete(), "words"),
            (lambda pk: Listing.objects.filter(pk=pk).delete(), "not in the list"),
            (
                lambda pk: Association.objects.filter(pk=pk).update(name="Bytt", town="Åsa"),
                "name, sort_key, town, words",
            ),
            (
                lambda pk: Association.objects.filter(pk=pk).update(is_listed=False),
                "should not be in the list",
            ),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_what_differs_is_told_and_mended(self, choir, tamper, told):
        tamper(choir.pk)
        out = StringIO()
        with pytest.raises(CommandError, match="1 differences"):
            call_command("rebuild_listings", check=True, stdout=out)
        assert out.getvalue() == f"association {choir.pk}: {told}\n"
        self.run()
        assert check() == []

    def test_checking_changes_nothing(self, choir):
        Listing.objects.filter(pk=choir.pk).update(name="Annan")
        before = rows(), version()
        with pytest.raises(CommandError):
            self.run(check=True)
        assert (rows(), version()) == before

    def test_in_pieces_it_is_the_same(self, monkeypatch):
        """More associations than are held in memory at a time."""
        before = rows()
        monkeypatch.setattr("associations.search.sources.SCOPE_SIZE", 2)
        Listing.objects.all().delete()
        self.run()
        assert rows() == before
        assert check() == []
