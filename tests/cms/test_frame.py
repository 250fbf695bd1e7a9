"""What surrounds every page: name, logo, menu, footer, colours. It follows each edit at once."""

import pytest
from django.db import transaction

from cms import chrome
from cms.models import AssociationIndexPage, SiteSettings
from tests.builders import make_association
from tests.cms.blocks import make_content_page, publish
from tests.pages import links, page, texts, words

pytestmark = pytest.mark.django_db


def get(client, path="/foreningar/"):
    return page(client.get(path))


def change(**values) -> SiteSettings:
    site = SiteSettings.load()
    for name, value in values.items():
        setattr(site, name, value)
    site.full_clean()
    site.save()
    return site


def menu(html):
    return html.select_one(".site-menu")


def footer(html):
    return html.select_one(".site-footer")


def test_the_municipalitys_name_is_on_every_page(client):
    change(municipality_name="Björkviks kommun")
    for path in ("/", "/foreningar/", "/tillganglighet/", "/finns/inte/", "/api/v1/docs/"):
        html = get(client, path)
        assert words(html.select_one(".site-name")) == "Björkviks kommun", path
        assert "Björkviks kommun" in words(footer(html)), path


def test_an_edit_is_seen_at_once_and_an_undone_one_is_not(client):
    assert words(get(client).select_one(".site-name")) == "Kommunen"
    with transaction.atomic():
        change(municipality_name="Granlunda")
        assert words(get(client).select_one(".site-name")) == "Granlunda"
        transaction.set_rollback(True)
    assert words(get(client).select_one(".site-name")) == "Kommunen"


def test_what_is_held_costs_one_query(client, django_assert_num_queries):
    chrome.chrome()
    with django_assert_num_queries(1):
        chrome.chrome()


def test_the_contact_is_in_the_footer(client):
    change(
        contact_name="Föreningsservice",
        contact_email="kansli@bjorkvik.example",
        contact_phone="0500-12 34 56",
        contact_address="Storgatan 4\nÖppet 9–16",
        footer_text="Här finns föreningarna.",
    )
    html = footer(get(client))
    assert links(html)["kansli@bjorkvik.example"] == "mailto:kansli@bjorkvik.example"
    assert links(html)["0500-12 34 56"] == "tel:0500123456"
    assert "Föreningsservice" in words(html)
    assert "Storgatan 4 Öppet 9–16" in words(html)
    assert "Här finns föreningarna." in words(html)


def test_the_statement_open_data_and_the_way_in_are_in_the_footer(client):
    way = links(footer(get(client)))
    assert way == {
        "Tillgänglighet": "/tillganglighet/",
        "Mina sidor": "/mina-sidor/",
        "Personuppgifter": "/personuppgifter/",
        "Öppna data och API": "/api/v1/docs/",
    }
    for address in way.values():
        assert client.get(address, follow=True).status_code == 200


def test_the_editors_links_are_in_the_footer(client):
    about = make_content_page("Om oss")
    gone = make_content_page("Borta")
    gone.unpublish()
    change(
        footer_links=[
            ("link", {"label": "Om registret", "page": about, "url": ""}),
            ("link", {"label": "Kommunen", "page": None, "url": "https://bjorkvik.example/"}),
            ("link", {"label": "Taget ner", "page": gone, "url": ""}),
            ("link", {"label": "Tom", "page": None, "url": ""}),
        ]
    )
    way = links(footer(get(client)))
    assert way["Om registret"] == "/om-oss/"
    assert way["Kommunen"] == "https://bjorkvik.example/"
    assert not {"Taget ner", "Tom"} & set(way)


class TestMenu:
    def test_holds_the_pages_that_are_to_be_in_it(self, client):
        make_content_page("Om oss", show_in_menus=True)
        make_content_page("Utanför")
        hidden = make_content_page("Utkast", show_in_menus=True)
        hidden.unpublish()
        assert links(menu(get(client))) == {"Föreningar": "/foreningar/", "Om oss": "/om-oss/"}

    def test_follows_a_page_that_is_renamed_moved_taken_down_or_removed(self, client):
        about = make_content_page("Om oss", show_in_menus=True)
        assert "Om oss" in links(menu(get(client)))
        about.title = "Om registret"
        publish(about)
        assert "Om registret" in links(menu(get(client)))
        about.move(make_content_page("Annat"), pos="last-child")
        assert "Om registret" not in links(menu(get(client)))
        news = make_content_page("Nytt", show_in_menus=True)
        assert "Nytt" in links(menu(get(client)))
        news.delete()
        assert "Nytt" not in links(menu(get(client)))

    def test_tells_where_one_is(self, client):
        make_association("Kören")
        [here] = menu(get(client)).select("[aria-current=page]")
        assert words(here) == "Föreningar"
        [above] = menu(get(client, "/foreningar/koren/")).select("[aria-current=true]")
        assert words(above) == "Föreningar"
        assert not menu(get(client, "/")).select("[aria-current]")

    def test_a_page_deeper_down_with_the_same_end_is_another(self, client):
        make_content_page("Kontakt", show_in_menus=True)
        about = make_content_page("Om", show_in_menus=True)
        make_content_page("Kontakt", parent=about)
        current = menu(get(client, "/om/kontakt/")).select("[aria-current]")
        assert texts(current) == ["Om"]

    def test_a_menu_without_pages_is_none(self, client):
        AssociationIndexPage.objects.get().delete()
        assert menu(get(client)) is None


class TestLogo:
    def test_without_one_there_is_a_leaf(self, client):
        assert get(client).select_one(".site-name svg.mark")


class TestColours:
    def style(self, client) -> str:
        return get(client).style.string

    def test_are_in_the_one_style_element(self, client):
        change(brand_colour="#123456", accent_colour="#FFDD00")
        style = self.style(client)
        assert "--brand:#123456" in style
        assert "--accent:#FFDD00" in style
        assert "prefers-color-scheme:dark" in style

    def test_the_element_bears_the_policys_nonce(self, client):
        response = client.get("/")
        nonce = page(response).style["nonce"]
        assert len(nonce) >= 16
        assert f"'nonce-{nonce}'" in response["Content-Security-Policy"]
        assert page(client.get("/")).style["nonce"] != nonce
