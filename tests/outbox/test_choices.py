"""Mail that one may decline: honoured when it is sent, by one click, by link, and signed in."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from associations import outbox
from associations.models import Delivery, MailTopic, OptOut
from associations.outbox import Letter, choices
from associations.outbox.recipients import to_association, to_user
from tests import cast
from tests.builders import make_association

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("greeting")]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def choir():
    return make_association("Ugglans kör", email="info@ugglan.example")


def post(association, purpose="question", version=""):
    letter = Letter(to_association(association.pk), version=version, association=association)
    outbox.queue(purpose, [letter])
    return outbox.deliver_due()


def link_in(message) -> str:
    """The path of the link that a mail program gets."""
    return re.search(r"<https?://[^/]+(/.+)>", message["List-Unsubscribe"])[1]


def strict() -> Client:
    """A browser, or a mail program, that Django asks for its token."""
    return Client(enforce_csrf_checks=True)


def test_what_may_be_declined_says_how_in_header_text_and_html(choir, server):
    post(choir)
    [message] = server.messages
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link_in(message)
    assert path in message.get_body(["plain"]).get_content()
    assert path in message.get_body(["html"]).get_content()


def test_what_must_come_says_nothing_of_it_and_comes_all_the_same(choir, server):
    choices.decline(choices.chooser(to_association(choir.pk), choir.email), MailTopic.values)
    assert post(choir, "greeting") == {"sent": 1}
    [message] = server.messages
    assert message["List-Unsubscribe"] is None
    assert "utskick" not in str(message)


def test_one_click_declines_what_the_mail_was_about_and_it_is_honoured(choir, server):
    post(choir)
    answer = strict().post(link_in(server.messages[0]), ONE_CLICK)
    # RFC 8058: no sending on.
    assert answer.status_code == 200
    assert list(OptOut.objects.values_list("topic", flat=True)) == ["questions"]
    assert post(choir, version="2") == {"skipped": 1}
    assert Delivery.objects.latest("pk").reason == (
        "Mottagaren har avstått från sådana mejl: Frågor och inbjudningar."
    )


def test_looking_changes_nothing_and_shows_nobodys_name(choir, server):
    post(choir)
    path = link_in(server.messages[0])
    for method in ("get", "head"):
        answer = getattr(Client(), method)(path)
        assert answer.status_code == 200
    page = Client().get(path).text
    assert "Ugglans" not in page
    assert "ugglan.example" not in page
    assert page.count("checked") == 2
    assert not OptOut.objects.exists()


def test_the_page_chooses_and_chooses_back(choir, server):
    post(choir)
    path = link_in(server.messages[0])
    Client().post(path, {"topics": ["reminders"]})
    assert list(OptOut.objects.values_list("topic", flat=True)) == ["questions"]
    Client().post(path, {"topics": ["reminders"]})
    Client().post(path, {"topics": ["reminders", "questions"]})
    assert not OptOut.objects.exists()
    assert Client().post(path, {"topics": ["everything"]}).status_code == 422


def test_a_link_that_is_not_ours_is_no_page(choir, server):
    post(choir)
    path = link_in(server.messages[0])
    payload, seal = path.rstrip("/").rsplit(":", 1)
    other = choices.token(choices.chooser(to_association(choir.pk + 1), "x@y.example"))
    forged = f"/utskick/{other.rsplit(':', 1)[0]}:{seal}/"
    for wrong in (forged, f"{payload}:{'0' * len(seal)}/", "/utskick/hej/", "/utskick/a:b:c/"):
        assert strict().post(wrong, ONE_CLICK).status_code == 404
    assert not OptOut.objects.exists()


def test_a_new_address_of_the_association_has_not_declined_anything(choir, server):
    """Whoever read the old one does not decide for the new board."""
    choices.decline(choices.chooser(to_association(choir.pk), choir.email), ["questions"])
    choir.email = "ny@ugglan.example"
    choir.save()
    assert post(choir) == {"sent": 1}


def test_a_persons_choice_follows_to_a_new_address(choir):
    rut = cast.rut(choir)
    choices.decline(choices.chooser(to_user(rut.pk), rut.email), ["reminders"])
    assert "reminders" in choices.declined(choices.chooser(to_user(rut.pk), "ny@ruts.example"))


def test_one_recipients_choice_is_nobody_elses(choir, server):
    other = make_association("Grannkören", email="info@ugglan.example")
    choices.decline(choices.chooser(to_association(choir.pk), choir.email), ["questions"])
    assert post(other) == {"sent": 1}


def test_the_signed_in_choose_for_themselves_alone(choir, client):
    rut, stig = cast.rut(choir), cast.stig()
    client.force_login(rut)
    page = client.get(reverse("my_mail")).text
    assert rut.email in page
    assert not OptOut.objects.exists()
    answer = client.post(reverse("my_mail"), {"topics": ["questions"], "user": stig.pk})
    assert answer.status_code == 302
    assert OptOut.objects.values_list("recipient", "topic").get() == (f"user:{rut.pk}", "reminders")
    assert client.post(reverse("my_mail"), {"topics": ["codes"]}).status_code == 422


def test_no_address_is_kept(choir):
    choices.decline(choices.chooser(to_association(choir.pk), choir.email), ["questions"])
    assert "ugglan" not in str(OptOut.objects.values().get())
