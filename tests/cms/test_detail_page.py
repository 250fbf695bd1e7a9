"""An association's own page: what, for whom, where, when, how – and nothing private."""

import json
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from associations import services
from associations.models import (
    Association,
    ContactPerson,
    InternalNote,
    LegalForm,
    PaymentDetails,
    Presentation,
)
from cms.models import SiteSettings
from tests.builders import (
    make_activity,
    make_area,
    make_association,
    make_language,
    make_target_group,
)
from tests.pages import links, page, texts, words
from tests.pictures import make_picture

pytestmark = pytest.mark.django_db


def url(association: Association) -> str:
    return f"/foreningar/{association.slug}/"


def get(client, association):
    response = client.get(url(association))
    assert response.status_code == 200
    return page(response)


def section(html, heading: str) -> str:
    """The words under a heading; "" when there is no such heading."""
    found = [part for part in html.select("article section") if words(part.h2) == heading]
    return words(found[0]).removeprefix(heading).strip() if found else ""


def facts(html) -> dict[str, str]:
    return {words(row.dt): words(row.dd) for row in html.select("dl.facts div")}


def jsonld(html) -> dict:
    [script] = html.select('script[type="application/ld+json"]')
    return json.loads(script.string)


@pytest.fixture
def choir():
    """One with everything that may be shown."""
    association = make_association(
        "Norrtuna kör",
        org_number="8020028711",
        activities=[make_activity("Körsång"), make_activity("Teater")],
        areas=[make_area("Norrtuna")],
        target_groups=[make_target_group("Barn 7–12 år"), make_target_group("Vuxna")],
        languages=[make_language("Svenska", "sv"), make_language("Finska", "fi")],
        visiting_address="Storgatan 1",
        postal_code="640 52",
        town="Norrtuna",
        latitude=58.9,
        longitude=17.1,
        founded_year=1971,
        national_federation="Sångförbundet",
        confirmed_on=localdate() - timedelta(days=30),
        email="info@norrtunakor.example",
        phone="0500-12 34 56",
        website="https://www.norrtunakor.example/",
        social_links=[{"kind": "facebook", "url": "https://www.facebook.com/norrtunakor"}],
    )
    presentation = Presentation.objects.get(association=association)
    presentation.ingress = "Vi sjunger för att det är roligt."
    presentation.when_and_where = "Tisdagar kl. 18\nKyrkans sal"
    presentation.how_to_join = "Kom och prova!"
    presentation.body = [
        ("heading", "Repertoar"),
        ("text", "<p>Allt från <b>visor</b> till <i>mässor</i>.</p>"),
    ]
    presentation.save_revision().publish()
    return association


class TestContent:
    def test_what_for_whom_when_where_and_how_to_join(self, client, choir):
        html = get(client, choir)
        assert words(html.h1) == "Norrtuna kör"
        assert words(html.select_one(".lead")) == "Vi sjunger för att det är roligt."
        assert section(html, "Det här gör vi").startswith("Repertoar Allt från visor till mässor")
        assert section(html, "För vem") == "Barn 7–12 år Vuxna Språk: Finska, Svenska."
        assert section(html, "När och var") == (
            "Tisdagar kl. 18 Kyrkans sal Storgatan 1 640 52 Norrtuna"
        )
        assert section(html, "Bli med") == "Kom och prova!"

    def test_contact_is_the_organisations(self, client, choir):
        contacts = get(client, choir).select_one(".contacts")
        assert texts(contacts.select("span")) == ["E-post", "Telefon", "Webbplats", "Facebook"]
        assert links(contacts) == {
            "info@norrtunakor.example": "mailto:info@norrtunakor.example",
            "0500-12 34 56": "tel:0500123456",
            "norrtunakor.example": "https://www.norrtunakor.example/",
            "facebook.com/norrtunakor": "https://www.facebook.com/norrtunakor",
        }
        outside = contacts.select('a[href^="https"]')
        assert {tuple(link["rel"]) for link in outside} == {("nofollow", "ugc")}

    def test_facts(self, client, choir):
        assert facts(get(client, choir)) == {
            "Område": "Norrtuna",
            "Juridisk form": "Ideell förening",
            "Organisationsnummer": "802002-8711",
            "Bildad": "1971",
            "Riksorganisation": "Sångförbundet",
        }

    def test_each_activity_leads_to_others_with_it(self, client, choir):
        tags = links(get(client, choir).select_one(".tags"))
        assert tags == {
            "Körsång": "/foreningar/?verksamhet=korsang",
            "Teater": "/foreningar/?verksamhet=teater",
        }
        html = page(client.get(tags["Teater"]))
        assert texts(html.select(".card h3")) == ["Norrtuna kör"]

    def test_words_come_in_swedish_order_and_groups_in_their_own(self, client):
        association = make_association(
            areas=[make_area(name) for name in ("Älvnäs", "Zon ett", "Åsen")],
            target_groups=[
                make_target_group("Alla", sort_order=3),
                make_target_group("Äldre", sort_order=2),
                make_target_group("Barn", sort_order=1),
            ],
        )
        html = get(client, association)
        assert facts(html)["Område"] == "Zon ett, Åsen, Älvnäs"
        assert section(html, "För vem") == "Barn Äldre Alla"

    def test_the_way_here_and_on(self, client, choir):
        html = get(client, choir)
        assert links(html.select_one(".crumbs")) == {"Start": "/", "Föreningar": "/foreningar/"}
        foot = links(html.select_one(".association-foot"))
        assert foot["Föreslå en ändring"] == "/foreningar/norrtuna-kor/foresla-andring/"
        assert client.get(foot["JSON"]).json()["name"] == "Norrtuna kör"

    def test_title_and_description(self, client, choir):
        html = get(client, choir)
        assert words(html.title) == "Norrtuna kör – Kommunen"
        description = html.select_one("meta[name=description]")
        assert description["content"] == "Vi sjunger för att det är roligt."

    def test_one_with_nothing_has_a_page(self, client):
        html = get(client, make_association("Tysta klubben"))
        assert section(html, "Det här gör vi") == (
            "Föreningen har inte skrivit något om sig själv än."
        )
        assert section(html, "Kontakta oss") == (
            "Föreningen har inga publika kontaktuppgifter. Skriv till föreningen genom webbplatsen"
        )
        assert not section(html, "För vem")
        assert not section(html, "När och var")
        assert not section(html, "Bli med")

    def test_without_contact_the_municipality_passes_it_on(self, client):
        SiteSettings.objects.update(contact_email="kansli@bjorkvik.example")
        site = SiteSettings.load()
        site.save()
        html = get(client, make_association())
        said = "Skriv till kansli@bjorkvik.example, så förmedlar vi det."
        assert said in section(html, "Kontakta oss")

    def test_dormant_is_said(self, client):
        html = get(client, make_association(status="dormant"))
        assert words(html.select_one(".notice")) == "Föreningen vilar just nu."

    def test_pictures_are_small_and_described(self, client, choir):
        picture = make_picture(name="fågel.png", size=(2_000, 1_500))
        presentation = Presentation.objects.get(association=choir)
        presentation.logo, presentation.logo_alt = picture, "En fågel"
        presentation.body = [
            ("picture", {"image": picture, "alt": "Kören på trappan", "caption": "Våren <3"})
        ]
        presentation.save_revision().publish()
        html = get(client, choir)
        logo = html.select_one("img.association-picture")
        assert (logo["alt"], logo["width"], logo["height"]) == ("En fågel", "960", "720")
        figure = html.select_one("figure")
        assert (figure.img["alt"], words(figure.figcaption)) == ("Kören på trappan", "Våren <3")
        assert figure.img["src"].endswith(".webp")
        assert client.get(figure.img["src"]).status_code == 200

    def test_what_an_association_writes_is_text(self, client):
        association = make_association("<b>Kör</b>", town="<i>Ort</i>")
        presentation = Presentation.objects.get(association=association)
        presentation.ingress = '"><script>alert(1)</script>'
        presentation.when_and_where = "<img src=x onerror=alert(1)>"
        presentation.how_to_join = "<a href='javascript:alert(1)'>kom</a>"
        presentation.body = [("heading", "<svg onload=alert(1)>")]
        presentation.save_revision().publish()
        article = get(client, association).article
        assert not article.find_all(["script", "img", "b", "i", "svg"])
        assert not article.select('a[href^="javascript"]')
        assert words(article.h1) == "<b>Kör</b>"

    @pytest.mark.parametrize(
        "address", ["javascript:alert(1)", "data:text/html,x", "//ond.example/", "mailto:a"]
    )
    def test_only_web_addresses_become_links(self, client, address):
        association = make_association()
        Association.objects.filter(pk=association.pk).update(
            social_links=[{"kind": "x", "url": address}]
        )
        assert address not in client.get(url(association)).text


class TestConfirmation:
    @pytest.mark.parametrize(
        ("confirmed_on", "told", "marks"),
        [
            (None, "Uppgifterna kommer från kommunens register.", []),
            (date(2019, 3, 1), "Uppgifterna är inte bekräftade sedan mars 2019.", ["late"]),
        ],
    )
    def test_how_sure_it_is(self, client, confirmed_on, told, marks):
        html = get(client, make_association(confirmed_on=confirmed_on))
        confirmed = html.select_one(".confirmed")
        assert (words(confirmed), confirmed["class"]) == (told, ["confirmed", *marks])

    @pytest.mark.parametrize(("days", "mark"), [(0, "fresh"), (395, "fresh"), (396, "late")])
    def test_a_year_and_a_month_is_not_late(self, client, days, mark):
        association = make_association(confirmed_on=localdate() - timedelta(days=days))
        assert mark in get(client, association).select_one(".confirmed")["class"]

    def test_the_day_is_told_in_swedish(self, client):
        day = localdate() - timedelta(days=3)
        association = make_association(confirmed_on=day)
        told = words(get(client, association).select_one(".confirmed"))
        assert told.startswith(f"Uppgifterna bekräftades {day.day} ")
        assert told.endswith(f" {day.year}.")


class TestEnded:
    DAY = date(2025, 6, 1)

    def test_dissolved_says_so_and_points_on(self, client, choir):
        heir = make_association("Nya kören")
        services.dissolve(choir, on=self.DAY, continues_in=heir, by=None)
        html = get(client, choir)
        notice = html.select_one(".notice-ended")
        assert words(notice) == (
            "Föreningen upplöstes 1 juni 2025. Verksamheten fortsätter i Nya kören."
        )
        assert links(notice) == {"Nya kören": url(heir)}
        assert client.get(url(heir)).status_code == 200
        assert section(html, "Det här gjorde vi")

    def test_nobody_is_asked_to_join_or_write(self, client, choir):
        services.dissolve(choir, on=self.DAY, by=None)
        html = get(client, choir)
        assert not section(html, "Bli med")
        assert not section(html, "Kontakta oss")
        assert "norrtunakor.example" not in words(html.article)

    def test_merged_says_so_and_points_on(self, client, choir):
        heir = make_association("Nya kören")
        services.merge_into(choir, target=heir, on=self.DAY, by=None)
        notice = get(client, choir).select_one(".notice-ended")
        assert words(notice) == (
            "Föreningen har gått ihop med en annan. Verksamheten fortsätter i Nya kören."
        )

    def test_an_heir_that_residents_may_not_know_of_is_not_told(self, client, choir):
        heir = make_association("Hemliga kören", listed=False)
        services.merge_into(choir, target=heir, on=self.DAY, by=None)
        html = get(client, choir)
        assert "Hemliga" not in html.text
        assert words(html.select_one(".notice-ended")) == "Föreningen har gått ihop med en annan."

    def test_without_a_day_it_is_said_too(self, client):
        association = make_association()
        services.dissolve(association, on=self.DAY, by=None)
        Association.objects.filter(pk=association.pk).update(ended_on=None)
        html = get(client, association)
        assert words(html.select_one(".notice-ended")) == "Föreningen är upplöst."
        assert not section(html, "Det här gjorde vi")

    def test_one_that_wrote_nothing_is_not_asked_to(self, client):
        association = make_association(activities=[make_activity("Schack")])
        services.dissolve(association, on=self.DAY, by=None)
        told = section(get(client, association), "Det här gjorde vi")
        assert told == "Föreningen skrev inget om sig själv. Schack"

    def test_they_are_not_in_the_list(self, client, choir):
        services.dissolve(choir, on=self.DAY, by=None)
        for params in ({}, {"q": "Norrtuna kör"}, {"verksamhet": "korsang"}):
            assert not page(client.get("/foreningar/", params)).select(".card")


class TestHidden:
    @pytest.mark.parametrize("path", ["", "foresla-andring/", "foresla-andring/tack/"])
    @pytest.mark.parametrize(
        "facts", [{"listed": False}, {"status": "applied"}, {"listed": False, "status": "dormant"}]
    )
    def test_what_is_not_listed_does_not_exist(self, client, facts, path):
        association = make_association("Dolda kören", **facts)
        response = client.get(url(association) + path)
        assert response.status_code == 404
        assert "Dolda" not in response.text

    def test_an_unlisted_one_does_not_exist_when_it_has_ended_either(self, client):
        association = make_association(listed=False)
        services.dissolve(association, on=date(2025, 6, 1), by=None)
        assert client.get(url(association)).status_code == 404

    @pytest.mark.parametrize("slug", ["finns-inte", "NORRTUNA-KOR", "a" * 3_000])
    def test_an_address_that_leads_nowhere(self, client, choir, slug):
        assert client.get(f"/foreningar/{slug}/").status_code == 404

    def test_no_private_detail_is_ever_shown(self, client, choir):
        for field, value in (
            ("email", "siv.granlund@hemligt.example"),
            ("phone", "070-999 88 77"),
            ("website", "https://hemligt.example/siv"),
            ("social_links", [{"kind": "other", "url": "https://hemligt.example/krets"}]),
        ):
            services.set_contact(choir, field=field, value=value, is_public=False, by=None)
        ContactPerson.objects.create(
            association=choir, name="Siv Granlund", email="siv@hemligt.example", phone="0709998877"
        )
        InternalNote.objects.create(association=choir, text="Hemligt: ringde Siv.")
        PaymentDetails.objects.create(association=choir, bankgiro="50501055")
        html = client.get(url(choir)).text
        for secret in ("emligt", "Siv", "siv", "070-999", "0709998877", "5050-1055", "50501055"):
            assert secret not in html, secret
        assert "Föreningen har inga publika kontaktuppgifter." in html

    def test_a_draft_is_not_shown(self, client, choir):
        presentation = Presentation.objects.get(association=choir)
        presentation.ingress = "Hemligt utkast"
        presentation.save_revision()
        assert "Hemligt utkast" not in client.get(url(choir)).text

    def test_an_unpublished_text_is_not_shown_and_the_facts_are(self, client, choir):
        Presentation.objects.get(association=choir).unpublish()
        html = get(client, choir)
        assert not html.select(".lead")
        assert not section(html, "Bli med")
        assert jsonld(html)["name"] == "Norrtuna kör"
        assert "description" not in jsonld(html)

    def test_nothing_can_be_posted(self, client, choir):
        assert client.post(url(choir)).status_code == 405


class TestJsonld:
    def test_the_facts_in_the_words_of_schema_org(self, client, choir):
        data = jsonld(get(client, choir))
        assert data["@context"] == "https://schema.org"
        assert data["@type"] == "NGO"
        assert data["name"] == "Norrtuna kör"
        assert data["url"].endswith(url(choir))
        assert data["description"] == "Vi sjunger för att det är roligt."
        assert data["address"] == {
            "@type": "PostalAddress",
            "addressCountry": "SE",
            "streetAddress": "Storgatan 1",
            "postalCode": "640 52",
            "addressLocality": "Norrtuna",
        }
        assert data["location"]["geo"] == {
            "@type": "GeoCoordinates",
            "latitude": 58.9,
            "longitude": 17.1,
        }
        assert {"propertyID": "SE-ON", "value": "SE-ON-8020028711"}.items() <= (
            data["identifier"][1].items()
        )
        assert data["knowsAbout"] == ["Körsång", "Teater"]
        assert data["knowsLanguage"] == ["fi", "sv"]
        assert data["foundingDate"] == "1971"
        assert data["sameAs"] == [
            "https://www.norrtunakor.example/",
            "https://www.facebook.com/norrtunakor",
        ]

    def test_the_canonical_address_is_the_same(self, client, choir):
        html = get(client, choir)
        assert html.select_one("link[rel=canonical]")["href"] == jsonld(html)["url"]

    def test_what_is_not_known_is_not_said(self, client):
        data = jsonld(get(client, make_association(legal_form=LegalForm.COOPERATIVE)))
        assert set(data) == {
            *("@context", "@type", "@id", "name", "url", "mainEntityOfPage", "identifier")
        }
        assert data["@type"] == "Organization"

    def test_an_end_is_said(self, client, choir):
        services.dissolve(choir, on=date(2025, 6, 1), by=None)
        assert jsonld(get(client, choir))["dissolutionDate"] == "2025-06-01"

    @pytest.mark.parametrize(
        "name",
        [
            "</script><script>alert(1)</script>",
            "<!--<script>",
            "]]>&lt;\u2028\u2029\\\"'",
            "\\u003c",
        ],
    )
    def test_it_cannot_end_the_element_it_stands_in(self, client, name):
        response = client.get(url(make_association(name, national_federation=name)))
        html = page(response)
        assert jsonld(html)["name"] == name
        sources = [script for script in html.find_all("script") if not script.get("src")]
        assert len(sources) == 1
        assert not set(sources[0].string) & set("<>&\u2028\u2029")
