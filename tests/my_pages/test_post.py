"""The association's post: what it chooses, and an address that does not work."""

import pytest
from django.urls import reverse

from associations import outbox, relay
from associations.models import BrokenAddress, Delivery, OptOut, PostRules
from associations.outbox import choices
from associations.outbox.recipients import (
    address_hash,
    is_broken,
    mark_broken,
    to_association,
    with_broken_address,
)
from tests import cast
from tests.builders import make_association

pytestmark = pytest.mark.django_db
ADDRESS = "info@ugglan.example"
BOTH = {"takes_messages": "on", "topics": ["questions", "reminders"]}


@pytest.fixture
def choir():
    return make_association("Ugglans kör", email=ADDRESS)


@pytest.fixture
def rut(client, choir):
    client.force_login(cast.rut(choir))
    return client


def url(association, name="own_post"):
    return reverse(name, args=[association.slug])


def tasks(client, association) -> str:
    return client.get(reverse("my_association", args=[association.slug])).text


def test_residents_are_let_in_and_shut_out(rut, choir):
    assert "checked" in rut.get(url(choir)).text
    assert relay.is_open(choir)
    assert rut.post(url(choir), {"topics": BOTH["topics"]}).status_code == 302
    assert not relay.is_open(choir)
    assert "får inte skriva" in tasks(rut, choir)
    rut.post(url(choir), BOTH)
    assert relay.is_open(choir)
    assert PostRules.objects.count() == 1


def test_kinds_of_mail_are_chosen_for_the_address(rut, choir):
    rut.post(url(choir), {**BOTH, "topics": ["questions"]})
    who = choices.chooser(to_association(choir.pk), ADDRESS)
    assert choices.declined(who) == {"reminders"}
    assert rut.post(url(choir), {**BOTH, "topics": ["codes"]}).status_code == 422


def test_an_address_that_does_not_work_is_something_to_do(rut, choir):
    assert "fungerar inte" not in tasks(rut, choir)
    mark_broken(hashed=address_hash(ADDRESS), code="550")
    assert f"Adressen {ADDRESS} fungerar inte: byt den" in tasks(rut, choir)
    assert "kommer tillbaka" in rut.get(url(choir)).text
    assert [one.pk for one in with_broken_address()] == [choir.pk]
    # Another address, and the mark is no longer about it.
    choir.email = "ny@ugglan.example"
    choir.save()
    assert "fungerar inte" not in tasks(rut, choir)
    assert with_broken_address() == []


def test_the_address_is_tried_once_a_day(rut, choir, mailoutbox):
    mark_broken(hashed=address_hash(ADDRESS), code="550")
    rut.get(url(choir, "own_post_try"))
    assert is_broken(ADDRESS)
    rut.post(url(choir, "own_post_try"))
    assert not is_broken(ADDRESS)
    outbox.deliver_due()
    assert [message.to for message in mailoutbox] == [[ADDRESS]]
    mark_broken(hashed=address_hash(ADDRESS), code="550")
    said = rut.post(url(choir, "own_post_try"), follow=True).text
    assert "provats i dag" in said
    assert is_broken(ADDRESS)


def test_a_code_that_was_used_shows_that_the_address_works(client):
    mark_broken(hashed=address_hash("siv@ugglan.example"), code="550")
    from cms.users import codes

    client.post(reverse("account_login"), {"address": "siv@ugglan.example"})
    key = client.session["sign_in.pending"]["key"]
    wrong, right = codes.issue("siv@ugglan.example")
    session = client.session
    session["sign_in.pending"] = {**session["sign_in.pending"], "key": wrong}
    session.save()
    assert key != wrong
    client.post(reverse("sign_in_code"), {"code": "00000000"})
    assert BrokenAddress.objects.exists()
    client.post(reverse("sign_in_code"), {"code": right})
    assert not BrokenAddress.objects.exists()


def test_the_page_tells_of_the_latest_mails(rut, choir, mailoutbox):
    rut.post(url(choir, "own_post_try"))
    outbox.deliver_due()
    page = rut.get(url(choir)).text
    assert "Prov av en adress" in page
    assert "Skickat" in page


@pytest.mark.parametrize("name", ["own_post", "own_post_try"])
def test_nobody_elses_post_is_touched(client, choir, name):
    mark_broken(hashed=address_hash(ADDRESS), code="550")
    stig = cast.stig(make_association("Grannkören", email="info@grannkoren.example"))
    answers_only = cast.colleague("siv", choir, role="answers")
    for person in (stig, answers_only):
        client.force_login(person)
        assert client.get(url(choir, name)).status_code == 404
        assert client.post(url(choir, name), {}).status_code == 404
    assert is_broken(ADDRESS)
    kept = (PostRules, OptOut, Delivery.objects.filter(purpose="address_check"))
    assert not any(getattr(rows, "objects", rows).exists() for rows in kept)
