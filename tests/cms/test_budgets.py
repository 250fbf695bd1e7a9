"""What a page may cost: questions to the database, bytes and requests. The numbers are promises."""

import gzip
import re
from datetime import date

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from associations import services
from associations.models import Activity, Association, Language, Presentation, TargetGroup
from associations.search import matching
from associations.search.types import ListingQuery
from associations.vocabulary.seeding import seed_vocabulary
from cms.models import SiteSettings
from cms.styles import BUNDLE, bundle
from tests.associations.register import make_register
from tests.builders import make_activity, make_area, make_association
from tests.cms.blocks import every_home_block, home, make_content_page, publish
from tests.pages import links, page
from tests.pictures import make_picture

pytestmark = pytest.mark.django_db

LIST = "/foreningar/"
DETAIL_QUERIES, LIST_QUERIES = 4, 8
LIST_BYTES, REQUESTS = 60_000, 6
# Of a page without photos, all that is fetched; then its parts.
PAGE_BYTES, HTML_COMPRESSED, CSS_BYTES, SCRIPT_BYTES = 100_000, 20_000, 25_000, 10_000


@pytest.fixture(autouse=True)
def _no_small_pictures_of_other_tests():
    cache.clear()


def asked(client, address: str, **params) -> int:
    """Questions to the database when the worker has read what it holds."""
    client.get(address, params)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, params)
    assert response.status_code == 200
    return len(queries)


class TestQueries:
    def test_a_bare_association(self, client):
        association = make_association()
        assert asked(client, f"{LIST}{association.slug}/") <= DETAIL_QUERIES

    def test_one_with_everything(self, client):
        heir = make_association("Nya kören")
        association = make_association(
            "Kören",
            activities=[make_activity(f"Sak {number}") for number in range(12)],
            areas=[make_area(f"Trakt {number}") for number in range(6)],
            email="info@koren.example",
        )
        pictures = [make_picture(f"Bild {n}", name=f"bild{n}.png") for n in range(4)]
        presentation = Presentation.objects.get(association=association)
        presentation.logo = pictures[0]
        presentation.body = [
            part
            for picture in pictures[1:]
            for part in (
                ("text", "<p>Vi sjunger.</p>"),
                ("picture", {"image": picture, "alt": "Kören", "caption": ""}),
            )
        ]
        presentation.save_revision().publish()
        services.merge_into(association, target=heir, on=date(2026, 3, 1), by=None)
        site = SiteSettings.load()
        site.logo = pictures[0]
        site.save()
        assert asked(client, f"{LIST}koren/") <= DETAIL_QUERIES

    def test_links_to_pages_of_the_site_cost_two_more_whatever_their_number(self, client):
        pages = [make_content_page(f"Sida {number}") for number in range(6)]
        association = make_association()
        presentation = Presentation.objects.get(association=association)
        presentation.body = [
            ("text", f'<p>Se <a linktype="page" id="{linked.pk}">{linked.title}</a>.</p>')
            for linked in pages
        ]
        presentation.save_revision().publish()
        address = f"{LIST}{association.slug}/"
        assert asked(client, address) <= DETAIL_QUERIES + 2
        found = links(page(client.get(address)).article)
        assert {f"Sida {number}": f"/sida-{number}/" for number in range(6)}.items() <= (
            found.items()
        )

    def test_the_list(self, client):
        make_register()
        counts = {
            "all": asked(client, LIST),
            "filters": asked(client, LIST, verksamhet="idrott", omrade="asa", form="non_profit"),
            "page two": asked(client, LIST, sida="2"),
            "words": asked(client, LIST, q="fotboll flickor"),
            "words and filters": asked(client, LIST, q="fotboll", omrade="asa"),
            "misspelt": asked(client, LIST, q="fotball innebandi teatr gospl odlnig glädj kommun"),
            "no hits": asked(client, LIST, q="kvantfysik fotboll", omrade="asa", sprak="fi"),
        }
        assert max(counts.values()) <= LIST_QUERIES, counts
        # The frame, the version of the list, the rows; and with words the dictionary.
        assert (counts["all"], counts["filters"], counts["words"]) == (3, 3, 4)

    @pytest.mark.parametrize(
        ("words", "queries"), [("fotboll flickor", 5), ("fotbol innebandi teatr gospl", 7)]
    )
    def test_words_that_nobody_has_asked_for_before(self, client, words, queries):
        make_register()
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST, {"q": words})
        assert len(captured) == queries

    def test_the_list_asks_no_more_for_more_rows(self, client):
        counts = []
        for _round in range(2):
            for number in range(10):
                name = f"Lag {len(counts)}{number}"
                make_association(name, activities=[make_activity(name)], areas=[make_area(name)])
            counts.append([asked(client, LIST), asked(client, LIST, q="lag")])
        assert counts[0] == counts[1]

    def test_the_home_page_asks_no_more_for_more_rows(self, client):
        front = home()
        front.body = every_home_block(make_content_page("Så gör ni"))
        publish(front)
        counts = []
        for _round in range(2):
            for number in range(4):
                name = f"Lag {len(counts)}{number}"
                make_association(
                    name,
                    activities=[make_activity(name)],
                    areas=[make_area(name)],
                    confirmed_on=date(2026, 3, 1),
                )
            counts.append(asked(client, "/"))
        assert counts[0] == counts[1] <= 12

    def test_the_suggestion_form(self, client):
        association = make_association()
        assert asked(client, f"{LIST}{association.slug}/foresla-andring/") <= 3

    def test_every_hit_of_a_search_is_asked_for_at_once(self, client):
        make_register()
        matching(ListingQuery())
        with CaptureQueriesContext(connection) as queries:
            matching(ListingQuery(q="fotboll"))
        assert len(queries) == 3


def fetched(client, response) -> dict[str, int]:
    """What a browser gets for a page, without photos: each address once, with its bytes."""
    html = page(response)
    sizes = {"": len(response.content)}
    sources = [element["src"] for element in html.find_all(["script", "img"], src=True)]
    sources += [link["href"] for link in html.find_all("link") if link["rel"] != ["canonical"]]
    for source in sources:
        sizes[source] = size(client, source)
        if source.endswith(".css"):
            for inner in re.findall(r"url\([\"']?([^)\"']*)", BUNDLE.read_text()):
                place = source.rpartition("/")[0] + "/" + inner
                sizes[place] = size(client, place)
    return sizes


def size(client, address: str) -> int:
    if address.startswith("/static/"):
        found = finders.find(address.removeprefix("/static/"))
        assert found, address
        with open(found, "rb") as file:
            return len(file.read())
    return len(client.get(address).getvalue())


@pytest.fixture
def great_list():
    """Twenty cards that say all they can, and every filter of the shipped vocabulary."""
    seed_vocabulary()
    areas = [make_area(f"Kommundelen {number:02}") for number in range(30)]
    activities = list(Activity.objects.exclude(parent=None))
    groups, languages = list(TargetGroup.objects.all()), list(Language.objects.all())
    each = -(-len(activities) // 20)
    for number in range(20):
        association = make_association(
            f"Björkviks förening för långa namn nummer {number:02}",
            activities=activities[number * each :][:each],
            areas=areas[number * 2 :][:2] or areas[:2],
            target_groups=groups[number % len(groups) :][:3],
            languages=languages[number * 3 :][:3],
            confirmed_on=date(2026, 3, 1),
        )
        Presentation.objects.filter(association=association).update(
            ingress="Vi gör mycket roligt ihop. " * 11, when_and_where="Tisdagar kl. 18 " * 7
        )
    services.listings.refresh()


class TestWeight:
    def test_a_great_list(self, client, great_list):
        picture = make_picture("Vapen", name="vapen.png")
        site = SiteSettings.load()
        site.logo = picture
        site.save()
        response = client.get(LIST, {"q": "björkviks"})
        html = page(response)
        assert len(html.select(".card")) == 20
        assert len(html.select(".facet input")) > 150
        sizes = fetched(client, response)
        assert sizes[""] <= LIST_BYTES
        assert len(gzip.compress(response.content)) <= HTML_COMPRESSED
        assert len(sizes) <= REQUESTS, sizes
        assert sum(sizes.values()) - sizes[""] <= PAGE_BYTES - HTML_COMPRESSED

    @pytest.mark.parametrize("path", ["/", "/foreningar/koren/", "/finns/inte/"])
    def test_other_pages(self, client, path):
        make_association("Kören", ingress="Vi sjunger. " * 20)
        response = client.get(path)
        sizes = fetched(client, response)
        assert sum(sizes.values()) <= PAGE_BYTES, sizes
        assert len(sizes) <= REQUESTS, sizes

    def test_styles_and_scripts(self):
        assert BUNDLE.stat().st_size <= CSS_BYTES
        scripts = (BUNDLE.parent / "js").glob("*.js")
        assert sum(script.stat().st_size for script in scripts) <= SCRIPT_BYTES

    def test_the_one_stylesheet_is_made_of_its_parts(self):
        assert BUNDLE.read_text() == bundle(), "run manage.py bundle_css"

    def test_the_weight_does_not_grow_with_the_pages(self, client, monkeypatch):
        for number in range(45):
            make_association(f"Lag {number:02}")
        first, last = client.get(LIST), client.get(LIST, {"sida": "3"})
        assert abs(len(first.content) - len(last.content)) < 6_000
        assert Association.objects.count() == 45
