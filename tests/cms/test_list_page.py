"""The page of the list, as a resident without JavaScript meets it."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from associations import services
from associations.models import Presentation
from associations.search import ListingQuery
from cms.listing import Words, initials, pager
from cms.models import AssociationIndexPage
from tests.associations.register import make_register
from tests.builders import make_activity, make_area, make_association
from tests.pages import links, page, texts, words

pytestmark = pytest.mark.django_db

URL = "/foreningar/"


@pytest.fixture
def register():
    make_register()


def get(client, **params):
    response = client.get(URL, params)
    assert response.status_code == 200
    return page(response)


def names(html) -> list[str]:
    return texts(html.select(".card h3"))


def hits(html) -> str:
    return words(html.select_one("#hits"))


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({}, "14 föreningar"),
        ({"q": "fotboll"}, "4 föreningar"),
        ({"q": "teater"}, "1 förening"),
        ({"q": "kvantfysik"}, "0 föreningar"),
        ({"q": "kör", "omrade": "granlunda"}, "0 föreningar"),
        ({"sida": "999"}, "14 föreningar"),
    ],
)
def test_the_number_of_hits_is_always_told(client, register, params, told):
    assert hits(get(client, **params)) == told


def test_the_lead_tells_how_many_there_are_whatever_is_asked(client, register):
    for params in ({}, {"q": "fotboll"}, {"q": "kvantfysik"}):
        assert words(get(client, **params).select_one(".finder .lead")) == (
            "14 föreningar att upptäcka och gå med i."
        )
    lead = Words("", "", ingress="Välj bland {antal}!").ingress_for(12_500)
    assert lead == "Välj bland 12\u00a0500!"


class TestCards:
    def card(self, client):
        return get(client).select_one(".card")

    def test_what_where_when_and_for_how_long_confirmed(self, client):
        association = make_association(
            "Åsa schack",
            activities=[make_activity(name) for name in ("Bridge", "Go", "Kula", "Schack", "Äss")],
            areas=[make_area("Åsa")],
            confirmed_on=localdate() - timedelta(days=20),
            ingress="Vi spelar.",
        )
        Presentation.objects.filter(association=association).update(when_and_where="Tisdagar")
        services.listings.refresh([association.pk])
        card = self.card(client)
        assert links(card) == {"Åsa schack": "/foreningar/asa-schack/"}
        assert words(card.select_one(".meta")) == "Åsa · Tisdagar"
        assert words(card.find("p", class_=None)) == "Vi spelar."
        *tags, confirmed = texts(card.select(".tags li"))
        assert tags == ["Bridge", "Go", "Kula", "Schack"]
        assert confirmed.startswith("✓ Bekräftad ")

    def test_the_month_is_in_swedish(self, client):
        day = localdate().replace(day=1) - timedelta(days=40)
        make_association(confirmed_on=day)
        months = (
            *("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti"),
            *("september", "oktober", "november", "december"),
        )
        told = words(self.card(client).select_one(".fresh"))
        assert told == f"✓ Bekräftad {months[day.month - 1]} {day.year}"

    def test_long_ago_confirmed_is_said(self, client):
        make_association(confirmed_on=date(2019, 3, 1))
        card = self.card(client)
        assert words(card.select_one(".late")) == "Inte bekräftad sedan 2019"
        assert not card.select(".fresh")

    def test_without_an_area_the_town(self, client):
        make_association(town="Granlunda")
        assert words(self.card(client).select_one(".meta")) == "Granlunda"

    def test_dormant_is_said(self, client):
        make_association(status="dormant")
        assert words(self.card(client).select_one(".dormant")) == "Vilar"

    def test_what_an_association_writes_is_text(self, client):
        make_association("<b>Fet & kör</b>", ingress="<script>alert(1)</script>")
        card = self.card(client)
        assert not card.find_all(["b", "script"])
        assert names(get(client)) == ["<b>Fet & kör</b>"]

    @pytest.mark.parametrize(
        ("name", "letters"),
        [
            *(("IK Åsa", "IK"), ("Björkviks flickfotboll", "BF"), ("Ängen", "ÄN")),
            *(("4H Björkvik", "4H"), ("Kvinno-jouren", "KJ"), ("!", "!"), ("”Örn” & Co", "C")),
        ],
    )
    def test_initials(self, name, letters):
        assert initials(name)[: len(letters)] == letters


class TestFilters:
    def legend(self, html, label):
        return next(
            facet for facet in html.select("fieldset.facet") if words(facet.legend) == label
        )

    def values(self, html, label) -> list[str]:
        return texts(self.legend(html, label).select("label"))

    def test_each_kind_has_its_values_with_counts(self, client, register):
        html = get(client)
        assert texts(html.select("fieldset.facet > legend")) == [
            *("Verksamhet", "Område", "För vem", "Språk", "Juridisk form")
        ]
        assert self.values(html, "Område") == [
            *("Norra Björkvik 5", "Granlunda 2", "Åsa 2", "Södra Björkvik 4")
        ]
        # Nothing to be had is not offered.
        assert self.values(html, "Juridisk form") == [
            *("Ideell förening 12", "Ekonomisk förening 1", "Nätverk utan juridisk person 1")
        ]

    def test_what_is_chosen_is_checked_and_stays_when_it_gives_nothing(self, client, register):
        html = get(client, q="teater", sprak="fi")
        checked = html.select("input[checked]")
        assert [(box["name"], box["value"]) for box in checked] == [("sprak", "fi")]
        assert self.values(html, "Språk") == ["Finska 0"]

    def test_several_values_of_a_kind(self, client, register):
        html = get(client, verksamhet=["teater", "odling"])
        assert names(html) == ["Ängens odlare", "Äppelvännerna", "Östra teatern"]

    def test_rare_kinds_are_folded_until_one_is_chosen(self, client, register):
        assert self.legend(get(client), "Språk").details
        assert not self.legend(get(client, sprak="fi"), "Språk").details

    def test_of_many_values_the_most_common_are_seen_and_the_rest_unfold(self, client):
        areas = [make_area(f"Trakten {letter}") for letter in "abcdefghijklmnop"]
        for number, area in enumerate(areas):
            for _more in range(1 + number // 12):
                make_association(areas=[area])
        facet = self.legend(get(client, omrade="trakten-a"), "Område")
        seen = [box["value"] for box in facet.select(":scope > ul input")]
        unfolding = [box["value"] for box in facet.select(":scope details input")]
        assert len(seen) + len(unfolding) == 16
        assert len(seen) <= 10
        # Those with two, and the chosen one.
        assert {"trakten-a", "trakten-m", "trakten-n", "trakten-o", "trakten-p"} <= set(seen)
        assert words(facet.summary) == f"Visa {len(unfolding)} till"

    def test_the_form_is_sent_with_a_button_and_asks_for_the_same_page(self, client, register):
        form = get(client, q="åsa", sortering="namn").select_one("form.finder-form")
        assert form["action"] == URL
        assert form.get("method", "get") == "get"
        assert "Visa föreningar" in texts(form.select("button[type=submit]"))
        assert form.select_one("#q")["value"] == "åsa"
        kept = form.select_one("input[type=hidden]")
        assert (kept["name"], kept["value"]) == ("sortering", "namn")


class TestChips:
    def test_each_leads_to_the_list_without_it(self, client, register):
        html = get(client, q="åsa", verksamhet="korsang", omrade="asa")
        chips = links(html.select_one(".chips"))
        assert list(chips) == [
            *("Ta bort åsa ✕", "Ta bort Körsång ✕", "Ta bort Åsa ✕", "Ta bort alla")
        ]
        assert names(html) == ["Gospelkören Glädje"]
        without_words = page(client.get(URL + chips["Ta bort åsa ✕"]))
        assert names(without_words) == ["Gospelkören Glädje"]
        without_area = page(client.get(URL + chips["Ta bort Åsa ✕"]))
        assert names(without_area) == ["Asa kammarkör", "Gospelkören Glädje"]
        assert hits(page(client.get(URL + chips["Ta bort alla"]))) == "14 föreningar"

    def test_one_needs_no_remove_all(self, client, register):
        chips = links(get(client, omrade="asa").select_one(".chips"))
        assert chips == {"Ta bort Åsa ✕": "?"}

    def test_none_when_nothing_is_chosen(self, client, register):
        assert not get(client).select(".chips")


class TestSorting:
    def test_links_are_there_when_there_are_words(self, client, register):
        assert not get(client).select(".sorts")
        sorts = get(client, q="åsa").select_one(".sorts")
        assert words(sorts.select_one("[aria-current]")) == "Bäst träff först"
        assert links(sorts) == {"A–Ö": "?q=%C3%A5sa&sortering=namn"}

    def test_they_change_the_order(self, client, register):
        assert names(get(client, q="åsa"))[0] == "IK Åsa"
        html = get(client, q="åsa", sortering="namn")
        assert names(html)[0] == "Asa kammarkör"
        sorts = html.select_one(".sorts")
        assert words(sorts.select_one("[aria-current]")) == "A–Ö"
        assert links(sorts) == {"Bäst träff först": "?q=%C3%A5sa"}


class TestPager:
    @pytest.fixture
    def many(self):
        for number in range(45):
            make_association(f"Lag {number:02}")

    def test_leads_on_and_back(self, client, many):
        html = get(client, sida="2")
        assert names(html)[0] == "Lag 20"
        assert html.select_one("ol.cards")["start"] == "21"
        assert links(html.select_one(".pager")) == {
            "Föregående": "?",
            "Sida 1": "?",
            "Sida 3": "?sida=3",
            "Nästa": "?sida=3",
        }
        assert words(html.select_one(".pager [aria-current]")) == "Sida 2"

    def test_ends_have_one_way(self, client, many):
        first, last = links(get(client).select_one(".pager")), get(client, sida="3")
        assert "Föregående" not in first
        assert "Nästa" not in links(last.select_one(".pager"))
        assert len(names(last)) == 5

    def test_one_page_needs_none(self, client, register):
        assert not get(client).select(".pager")

    def test_the_search_is_kept(self, client, many):
        way = links(get(client, q="lag", sortering="namn").select_one(".pager"))
        assert way["Nästa"] == "?q=lag&sortering=namn&sida=2"

    @pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 2_500, 4_997, 4_998, 4_999, 5_000])
    def test_stays_short_with_five_thousand_pages(self, number):
        shown = pager(ListingQuery(), number, 5_000)
        numbers = [found for found, _address in shown.numbers]
        assert len(numbers) <= 7
        assert {1, number, 5_000} <= set(numbers)
        assert [found for found, address in shown.numbers if found and not address] == [number]
        # A gap stands for two pages or more.
        for before, gap, after in zip(numbers, numbers[1:], numbers[2:], strict=False):
            assert gap or after - before > 2

    def test_one_page_has_no_pager(self):
        assert pager(ListingQuery(), 1, 1) is None


class TestNoHits:
    def test_the_nearest_wider_search_is_a_link(self, client, register):
        html = get(client, q="kör", omrade="granlunda")
        box = html.select_one(".no-hits")
        assert words(box.p) == "Det finns träffar om du tar bort: Granlunda."
        button = box.select_one("a.button")
        assert words(button) == "Visa 2 föreningar"
        assert len(names(page(client.get(URL + button["href"])))) == 2

    def test_a_misspelt_word_is_asked_about(self, client, register):
        html = get(client, q="teatr", sprak="fi")
        assert "Menade du ”teater”?" in words(html.select_one(".no-hits"))

    def test_advice_is_given(self, client, register):
        assert texts(get(client, q="kvantfysik").select(".no-hits li")) == [
            "Använd färre ord, eller ett kortare.",
            "Ta bort ett filter här ovanför.",
            "Visa alla föreningar",
        ]

    def test_the_editors_own_advice_stands_instead(self, client, register):
        index = AssociationIndexPage.objects.get()
        index.no_hits_help = "<p>Ring oss på <b>Föreningsservice</b>.</p>"
        index.save_revision().publish()
        box = get(client, q="kvantfysik").select_one(".no-hits")
        assert "Ring oss på Föreningsservice." in words(box)
        assert not box.select("li")

    def test_no_downloads_and_no_orders_of_nothing(self, client, register):
        html = get(client, q="kvantfysik")
        assert not html.select(".downloads, .sorts, .pager, .cards")

    def test_an_empty_register_has_a_page(self, client):
        html = get(client)
        assert hits(html) == "0 föreningar"
        assert not html.select(".no-hits .button")


def test_what_was_searched_for_instead_is_said(client, register):
    html = get(client, q="innebandi")
    assert words(html.select_one(".respelt")) == (
        "Ingen förening nämner ”innebandi”. Vi sökte på innebandy i stället."
    )
    assert names(html) == ["IK Åsa"]


def test_the_address_can_be_shared(client, register):
    """All of a search is in its address, and nothing in the visitor's cookies."""
    params = {"q": "åsa", "verksamhet": ["korsang", "fotboll"], "sortering": "namn"}
    response = client.get(URL, params)
    assert not response.cookies
    assert names(page(response)) == ["Asa kammarkör", "Gospelkören Glädje", "IK Åsa"]


def test_every_link_of_the_page_leads_somewhere(client, register):
    html = get(client, q="åsa", verksamhet="idrott")
    for link in html.find_all("a", href=True):
        href = link["href"]
        if href.startswith("#"):
            assert html.find(id=href[1:]), href
            continue
        response = client.get(URL + href if href.startswith("?") else href, follow=True)
        assert response.status_code == 200, href


@pytest.mark.parametrize(
    "params",
    [
        *({"sida": value} for value in ("", "0", "-3", "två", "1e9", "٣", "99999999999", "1.5")),
        *({"sortering": value} for value in ("", "pris", "-namn", "namn; DROP TABLE")),
        *({"verksamhet": "\0<b>", "omrade": "\0<b>"}, {"malgrupp": ["x"] * 500}),
        *({"okand": "x", "q": ["ett", "två"]}, {"q": "x" * 5_000}, {"q": "\0%s'\""}),
    ],
    ids=str,
)
def test_parameters_that_cannot_be_meant_do_no_harm(client, register, params):
    html = get(client, **params)
    assert hits(html)
    assert len(html.select_one("#q")["value"]) <= 200


def test_an_empty_choice_is_none_and_a_repeated_one_is_one(client, register):
    html = get(client, verksamhet="", omrade=["", "asa", "asa"], q=" ")
    assert list(links(html.select_one(".chips"))) == ["Ta bort Åsa ✕"]
    assert hits(html) == "2 föreningar"


def test_words_are_shown_as_they_were_typed_and_as_text(client, register):
    html = get(client, q='"><script>alert(1)</script>')
    assert html.select_one("#q")["value"] == '"><script>alert(1)</script>'
    assert [script.get("src") for script in html.find_all("script")] == ["/static/cms/js/unfold.js"]


def test_the_title_tells_searches_apart(client, register):
    assert words(get(client).title) == "Hitta en förening – Kommunen"
    assert words(get(client, q="kör").title) == "kör – Hitta en förening – Kommunen"


def test_robots_keep_the_whole_list_and_not_every_search(client, register):
    assert not get(client).select("meta[name=robots]")
    for params in ({"q": "kör"}, {"omrade": "asa"}):
        robots = get(client, **params).select_one("meta[name=robots]")
        assert robots["content"] == "noindex, follow"


def test_nothing_can_be_posted(client):
    assert client.post(URL).status_code == 405


def test_the_words_around_it_are_the_editors(client, register):
    index = AssociationIndexPage.objects.get()
    index.title, index.heading = "Föreningslivet", "Vad vill du göra?"
    index.ingress, index.search_hint = "Välj bland {antal} föreningar.", "kör, schack"
    index.after_list = "<p>Saknas någon? <a href='https://bjorkvik.example/'>Säg till</a>.</p>"
    index.save_revision().publish()
    html = get(client)
    assert words(html.h1) == "Vad vill du göra?"
    assert words(html.select_one(".finder .lead")) == "Välj bland 14 föreningar."
    assert words(html.select_one("#q-hint")) == "kör, schack"
    assert html.select_one("#q")["aria-describedby"] == "q-hint"
    assert words(html.select_one(".after-list")) == "Saknas någon? Säg till."
    assert "Föreningslivet" in texts(html.select(".site-menu li"))


def test_without_a_page_in_front_there_are_words_too(client, register):
    AssociationIndexPage.objects.get().delete()
    html = get(client)
    assert words(html.h1) == "Hitta en förening"
    assert hits(html) == "14 föreningar"


def test_the_page_in_front_leads_to_the_list(client):
    index = AssociationIndexPage.objects.get()
    assert index.get_url() == URL
    index.slug = "hitta"
    index.save_revision().publish()
    response = client.get("/hitta/")
    assert (response.status_code, response["Location"]) == (302, URL)
