"""Pages that editors write, with every block, and the accessibility statement."""

import pytest
from django.core.files.base import ContentFile

from cms.media.models import PublicDocument
from cms.models import AccessibilityStatementPage, SiteSettings
from tests.cms.blocks import every_content_block, make_content_page, publish
from tests.pages import links, page, texts, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    file = ContentFile(b"%PDF-1.7 " + b"x" * 2_000, name="stadgar.pdf")
    return PublicDocument.objects.create(title="Mall för stadgar", file=file)


@pytest.fixture
def full(document):
    return make_content_page(
        "Starta en förening", ingress="Det är lätt.", body=every_content_block(document)
    )


def get(client, path="/starta-en-forening/"):
    response = client.get(path)
    assert response.status_code == 200
    return page(response)


def test_title_and_ingress(client, full):
    html = get(client)
    assert words(html.title) == "Starta en förening – Kommunen"
    assert words(html.h1) == "Starta en förening"
    assert words(html.select_one(".lead")) == "Det är lätt."
    assert html.select_one("meta[name=description]")["content"] == "Det är lätt."


def test_headings_and_text(client, full):
    article = get(client).article
    assert texts(article.find_all(["h2", "h3"])) == ["Så gör du", "Mer", "Bra att veta"]
    assert links(article)["länk"] == "/foreningar/"
    assert words(article.b) == "ord"


def test_a_picture_is_small_and_described(client, full):
    figure = get(client).figure
    assert figure.img["alt"] == "En vy"
    assert figure.img["loading"] == "lazy"
    assert words(figure.figcaption) == "Utsikt mot sjön"
    assert figure.img["src"].endswith(".webp")
    assert client.get(figure.img["src"]).status_code == 200


def test_a_fact_box_steps_and_a_question(client, full):
    article = get(client).article
    assert words(article.select_one(".fact-box")) == "Bra att veta Det kostar inget."
    assert texts(article.select("ol.steps > li")) == ["Välj En förening.", "Skriv"]
    question = article.select_one("details.question")
    assert words(question.summary) == "Vad kostar det?"
    assert words(question) == "Vad kostar det? Inget."


def test_a_file_tells_its_type_and_size_and_can_be_fetched(client, full):
    file = get(client).select_one("p.file")
    assert words(file).replace("\xa0", " ") == "Mall för stadgar (PDF, 2,0 kB)"
    response = client.get(file.a["href"])
    assert response.status_code == 200
    assert response.getvalue().startswith(b"%PDF")


def test_the_way_here_and_pages_below(client, full):
    below = make_content_page("Skriva stadgar", parent=full, show_in_menus=True)
    make_content_page("Utanför menyn", parent=full)
    html = get(client)
    assert links(html.select_one(".crumbs")) == {"Start": "/"}
    assert words(html.select_one(".crumbs [aria-current]")) == "Starta en förening"
    assert links(html.select_one("nav.children")) == {"Skriva stadgar": below.url}
    html = get(client, below.url)
    assert links(html.select_one(".crumbs")) == {"Start": "/", "Starta en förening": full.url}


def test_editors_cannot_write_markup_that_runs(client):
    make_content_page(
        "Farlig",
        body=[
            ("heading", "<script>alert(1)</script>"),
            ("facts", {"heading": "<img src=x onerror=alert(1)>", "text": ""}),
        ],
    )
    article = get(client, "/farlig/").article
    assert not article.find_all(["script", "img"])


def test_a_draft_and_a_page_taken_down_are_not_there(client, full):
    full.unpublish()
    assert client.get("/starta-en-forening/").status_code == 404


class TestAccessibilityStatement:
    def test_the_parts_the_law_asks_for(self, client):
        html = get(client, "/tillganglighet/")
        assert words(html.h1) == "Så tillgänglig är Föreningsregistret"
        assert texts(html.article.find_all("h2")) == [
            "Hur tillgänglig är tjänsten?",
            "Vad som inte är tillgängligt",
            "Vad kan du göra om du inte kan använda en del av tjänsten?",
            "Tillsyn",
            "Hur vi har prövat tjänsten",
        ]
        assert links(html.article)["Anmäl till Digg"] == "https://www.digg.se/tdosanmalan"

    @pytest.mark.parametrize(
        ("compliance", "told"),
        [
            ("full", "Tjänsten är helt förenlig med lagen."),
            ("partial", "Tjänsten är delvis förenlig med lagen."),
            ("none", "Tjänsten är inte förenlig med lagen."),
        ],
    )
    def test_how_far_it_complies(self, client, compliance, told):
        statement = AccessibilityStatementPage.objects.get()
        statement.compliance = compliance
        publish(statement)
        assert told in words(get(client, "/tillganglighet/").article)

    def test_how_to_report(self, client):
        site = SiteSettings.load()
        site.contact_email = "kansli@bjorkvik.example"
        site.save()
        html = get(client, "/tillganglighet/")
        assert "kansli@bjorkvik.example" in links(html.article)
        statement = AccessibilityStatementPage.objects.get()
        statement.report_email, statement.report_phone = "digital@bjorkvik.example", "0500-12 34"
        statement.report_url, statement.reply_days = "https://bjorkvik.example/anmal", 1
        statement.burdensome = "<p>Filmer från 2019.</p>"
        statement.outside_law = "<p>Kartor.</p>"
        publish(statement)
        article = get(client, "/tillganglighet/").article
        assert "kansli@bjorkvik.example" not in links(article)
        assert links(article)["Anmäl med vårt formulär"] == "https://bjorkvik.example/anmal"
        for told in ("0500-12 34", "inom 1 arbetsdag.", "12 §", "9 §", "Filmer från 2019."):
            assert told in words(article), told
