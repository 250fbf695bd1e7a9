"""A resident suggests a change: it goes to the coordinator, and nothing else happens."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from associations.models import Association, Suggestion
from associations.suggestions import IN_ALL, PER_SENDER
from cms.models import SiteSettings
from tests.builders import make_association
from tests.pages import links, page, texts, words

pytestmark = pytest.mark.django_db

URL = "/foreningar/bjorkviks-kor/foresla-andring/"
GOOD = {"topic": "outdated", "text": "Vi övar på torsdagar nu.", "reply_to": ""}


@pytest.fixture(autouse=True)
def choir():
    return make_association("Björkviks kör")


def send(client, **changes):
    headers = changes.pop("headers", None)
    return client.post(URL, {**GOOD, **changes}, headers=headers)


def test_it_is_kept_for_the_coordinator(client, choir):
    response = send(client, reply_to="rut@bjorkvik.example")
    assert (response.status_code, response["Location"]) == (302, URL + "tack/")
    kept = Suggestion.objects.get()
    assert (kept.association, kept.topic, kept.text) == (choir, "outdated", GOOD["text"])
    assert kept.reply_to == "rut@bjorkvik.example"
    assert kept.handled_at is None


def test_what_happens_next_is_told(client):
    html = page(client.get(send(client)["Location"]))
    assert words(html.h1) == "Tack för ditt förslag"
    assert "Vi har fått ditt förslag om Björkviks kör." in words(html.main)
    assert links(html.main)["Tillbaka till Björkviks kör"] == "/foreningar/bjorkviks-kor/"


def test_the_association_itself_is_not_changed(client, choir):
    before = Association.objects.filter(pk=choir.pk).values().get()
    send(client, topic="closed")
    assert Association.objects.filter(pk=choir.pk).values().get() == before


def test_the_form_has_a_label_for_each_field_and_is_checked_by_the_server(client):
    html = page(client.get(URL))
    form = html.select_one("form[method=post]")
    assert form.has_attr("novalidate")
    for field in form.select("input:not([type=hidden]):not([type=radio]), textarea"):
        assert form.select_one(f'label[for="{field["id"]}"]'), field
    assert texts(form.select("label.choice")) == [
        *("Något är inaktuellt", "Något är fel", "Föreningen finns inte längre", "Något saknas")
    ]
    assert words(html.title) == "Föreslå en ändring – Björkviks kör"
    assert not html.select(".error-summary")


FAULTS = {
    "no topic": ({"topic": ""}, {"Välj vad ditt förslag gäller.": "#topic"}),
    "another topic": ({"topic": "ost"}, {"Välj vad ditt förslag gäller.": "#topic"}),
    "no text": ({"text": "  "}, {"Skriv vad som ska ändras.": "#text"}),
    "a long text": ({"text": "x" * 2_001}, {"Skriv högst 2 000 tecken.": "#text"}),
    "no address": (
        {"reply_to": "rut"},
        {"Skriv e-postadressen som namn@example.se, eller lämna fältet tomt.": "#reply_to"},
    ),
    "all of it": (
        {"topic": "", "text": "", "reply_to": "@"},
        {
            "Välj vad ditt förslag gäller.": "#topic",
            "Skriv vad som ska ändras.": "#text",
            "Skriv e-postadressen som namn@example.se, eller lämna fältet tomt.": "#reply_to",
        },
    ),
}


@pytest.mark.parametrize(("changes", "faults"), FAULTS.values(), ids=FAULTS)
def test_faults_are_summed_up_and_lead_to_their_fields(client, changes, faults):
    response = send(client, **changes)
    assert response.status_code == 422
    html = page(response)
    assert words(html.title) == "Fel: Föreslå en ändring – Björkviks kör"
    summary = html.select_one(".error-summary")
    assert summary["role"] == "alert"
    assert words(summary.h2) == "Det finns ett problem"
    told = {text: link.replace("\xa0", " ") for text, link in links(summary).items()}
    assert {text.replace("\xa0", " "): link for text, link in told.items()} == faults
    for text, link in faults.items():
        field = html.select_one(link)
        assert field, link
        beside = [words(error).replace("\xa0", " ") for error in html.select(".field-error")]
        assert text in beside
    assert Suggestion.objects.count() == 0


def test_a_fault_is_read_with_its_field(client):
    html = page(send(client, text="", reply_to="rut", topic=""))
    for field in (html.select_one("#text"), html.select_one("#reply_to")):
        assert field["aria-invalid"] == "true"
        ids = field["aria-describedby"].split()
        assert all(html.find(id=name) for name in ids)
        assert f"{field['id']}-error" in ids
    group = html.select_one("fieldset.has-error")
    assert html.find(id=group["aria-describedby"])


def test_what_was_typed_is_still_there(client):
    html = page(send(client, topic="missing", text="<b>Ny</b> sal", reply_to="rut"))
    assert html.select_one("input[type=radio][checked]")["value"] == "missing"
    assert html.select_one("#text").text == "<b>Ny</b> sal"
    assert html.select_one("#reply_to")["value"] == "rut"


def test_nul_and_half_letters_are_faults_and_no_crash(client):
    assert send(client, text="Ny\0sal").status_code == 422
    assert send(client, topic="\0", reply_to="\0@x.example").status_code == 422


def test_a_robot_is_thanked_and_nothing_is_kept(client):
    response = send(client, homepage="https://reklam.example/")
    assert (response.status_code, response["Location"]) == (302, URL + "tack/")
    assert Suggestion.objects.count() == 0


def test_people_do_not_meet_the_robots_field(client):
    trap = page(client.get(URL)).select_one(".trap")
    assert trap["aria-hidden"] == "true"
    assert trap.input["tabindex"] == "-1"


class TestLimit:
    def test_a_sender_may_leave_some_in_an_hour(self, client):
        for _number in range(PER_SENDER):
            assert send(client).status_code == 302
        response = send(client, text="En till")
        assert response.status_code == 429
        html = page(response)
        assert words(html.title).startswith("Fel: ")
        assert "vänta en timme" in words(html.select_one(".error-summary"))
        # The text is not lost.
        assert html.select_one("#text").text == "En till"
        assert Suggestion.objects.count() == PER_SENDER

    def test_another_sender_may_still(self, client):
        for _number in range(PER_SENDER):
            send(client)
        assert send(Client(REMOTE_ADDR="192.0.2.9")).status_code == 302

    def test_a_made_up_address_makes_no_new_sender(self, client):
        for number in range(PER_SENDER):
            send(client, headers={"X-Forwarded-For": f"192.0.2.{number}"})
        for name in ("X-Forwarded-For", "X-Real-Ip", "Forwarded", "Client-Ip"):
            assert send(client, headers={name: "198.51.100.7"}).status_code == 429, name

    def test_behind_a_trusted_proxy_the_address_it_saw_counts(self, client, settings):
        settings.TRUSTED_PROXIES = 1
        for number in range(PER_SENDER):
            send(client, headers={"X-Forwarded-For": f"198.51.100.{number}, 192.0.2.7"})
        spoofed = {"X-Forwarded-For": "203.0.113.5, 192.0.2.7"}
        assert send(client, headers=spoofed).status_code == 429
        assert send(client, headers={"X-Forwarded-For": "192.0.2.8"}).status_code == 302

    def test_after_an_hour_one_may_again(self, client):
        for _number in range(PER_SENDER):
            send(client)
        Suggestion.objects.update(created_at=now() - timedelta(minutes=61))
        assert send(client).status_code == 302

    def test_all_together_have_a_limit_too(self, client, choir):
        Suggestion.objects.bulk_create(
            Suggestion(association=choir, topic="wrong", text="Fel.", sender_hash=str(number))
            for number in range(IN_ALL)
        )
        assert send(client).status_code == 429

    def test_the_municipalitys_address_is_another_way(self, client):
        site = SiteSettings.load()
        site.contact_email = "kansli@bjorkvik.example"
        site.save()
        for _number in range(PER_SENDER):
            send(client)
        summary = page(send(client)).select_one(".error-summary")
        assert links(summary) == {"kansli@bjorkvik.example": "mailto:kansli@bjorkvik.example"}

    def test_faults_and_robots_do_not_count(self, client):
        for _number in range(PER_SENDER + 1):
            send(client, text="")
            send(client, homepage="x")
        assert send(client).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_one_by_one(choir):
    """Counting and keeping are one step: else all would count before any is kept."""
    senders = 2 * PER_SENDER
    start = Barrier(senders)

    def post(_number: int) -> int:
        client = Client()
        start.wait()
        try:
            return send(client).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(senders) as pool:
        answers = sorted(pool.map(post, range(senders)))
    assert answers == [302] * PER_SENDER + [429] * PER_SENDER
    assert Suggestion.objects.count() == PER_SENDER


class TestDoors:
    def test_looking_changes_nothing(self, client):
        with CaptureQueriesContext(connection) as queries:
            client.get(URL, GOOD)
            client.get(URL + "tack/")
            client.head(URL)
        verbs = {query["sql"].split(" ", 1)[0] for query in queries}
        assert verbs <= {"SELECT"}
        assert Suggestion.objects.count() == 0

    def test_a_form_from_elsewhere_is_refused_and_it_is_said_why(self):
        client = Client(enforce_csrf_checks=True)
        response = client.post(URL, GOOD)
        assert response.status_code == 403
        html = page(response)
        assert words(html.h1) == "Formuläret hade varit öppet för länge"
        assert words(html.title) == "Formuläret hade varit öppet för länge – Kommunen"
        assert Suggestion.objects.count() == 0

    def test_a_form_from_here_is_accepted(self):
        client = Client(enforce_csrf_checks=True)
        token = page(client.get(URL)).select_one("[name=csrfmiddlewaretoken]")["value"]
        response = client.post(URL, {**GOOD, "csrfmiddlewaretoken": token})
        assert response.status_code == 302

    def test_only_forms_are_read(self, client):
        assert client.put(URL).status_code == 405
        assert client.post(URL + "tack/").status_code == 405

    def test_one_that_has_ended_can_be_written_about(self, client, choir):
        Association.objects.filter(pk=choir.pk).update(status="dissolved")
        assert send(client).status_code == 302

    def test_robots_stay_away(self, client):
        for path in (URL, URL + "tack/"):
            robots = page(client.get(path)).select_one("meta[name=robots]")
            assert robots["content"] == "noindex"
