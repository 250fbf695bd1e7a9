"""Letters to many at once: who gets one, who does not and why, and never twice."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.urls import reverse
from django.utils.timezone import now

from associations import confirmation_services, desk, reminding
from associations.models import (
    Ask,
    Association,
    BrokenAddress,
    Claim,
    Confirmation,
    Delivery,
    OptOut,
)
from associations.outbox.recipients import address_hash
from tests import cast
from tests.builders import make_association
from tests.membership.people import actions
from tests.membership.post import delivered

pytestmark = pytest.mark.django_db
DESK, REMIND = reverse("associations_desk:desk"), reverse("associations_desk:remind")


@pytest.fixture
def olga(client):
    olga = cast.olga()
    client.force_login(olga)
    return olga


def reasons(rows=None):
    made = reminding.plan(rows if rows is not None else desk.on_desk())
    return {reason: [a.name for a in left] for reason, left in made.left_out.items() if left}


def test_who_is_left_out_and_why():
    make_association("Utan adress")
    make_association("Studsar", email="fel@studs.example")
    BrokenAddress.objects.create(address_hash=address_hash("fel@studs.example"))
    declined = make_association("Vill inte", email="nej@nej.example")
    OptOut.objects.create(
        recipient=f"association:{declined.pk}",
        address_hash=address_hash("nej@nej.example"),
        topic="questions",
    )
    lately = make_association("Nyss", email="nyss@nyss.example")
    confirmation_services.ask([lately])
    full = make_association("Full", email="full@full.example")
    for number in range(4):
        Ask.objects.create(association=full, kind="question", about=str(number), asked_at=now())
    claimed = make_association("Väntar", email="a@vantar.example")
    Claim.objects.create(
        association=claimed, user=cast.somebody(), way="minutes", state="to_decide"
    )
    make_association("Ny", status="applied", email="ny@ny.example")
    make_association("Får brev", email="ja@ja.example")
    made = reminding.plan(desk.on_desk())
    assert [one.name for one in made.to] == ["Får brev"]
    assert reasons() == {
        "no_address": ["Utan adress"],
        "broken": ["Studsar"],
        "declined": ["Vill inte"],
        "asked": ["Nyss"],
        "budget": ["Full"],
        "claim": ["Väntar"],
        "not_going": ["Ny"],
    }


def test_the_address_that_is_only_for_the_municipality_is_used():
    from associations import services

    choir = make_association()
    services.set_contact(choir, field="email", value="a@b.example", is_public=False, by=None)
    assert len(reminding.plan(desk.on_desk()).to) == 1


def test_the_preview_shows_the_real_mail_and_sends_nothing(client, olga):
    make_association("Björkviks kör", email="info@kor.example", ingress="Vi sjunger.")
    page = client.get(REMIND).content.decode()
    assert "1 förening får frågan" in page
    assert "Stämmer sidan om Björkviks kör?" in page
    assert "Vi sjunger." in page
    assert not Delivery.objects.exists()
    assert not Confirmation.objects.exists()


def test_sent_logged_and_not_sent_again(client, olga):
    choir = make_association("Björkviks kör", email="info@kor.example")
    for _click in range(2):
        client.post(REMIND)
    assert [mail.to for mail in delivered()] == [["info@kor.example"]]
    assert actions(choir).count("associations.ask") == 1
    assert Confirmation.objects.count() == Ask.objects.count() == 1


def test_only_what_the_filters_show(client, olga):
    make_association("Kören", email="a@kor.example")
    net = make_association("Nätet", email="a@nat.example", legal_form="network")
    client.post(f"{REMIND}?legal_form=network")
    assert [d.association for d in Delivery.objects.all()] == [net]


def test_only_those_that_were_ticked(client, olga):
    first = make_association("Kören", email="a@kor.example")
    make_association("Nätet", email="a@nat.example")
    client.post(f"{REMIND}?id={first.pk}&id=x&id=99999")
    assert [d.association for d in Delivery.objects.all()] == [first]


@pytest.mark.parametrize("query", ["area=99999", "activity=x", "legal_form=nonsense", "status=zz"])
def test_filters_that_are_wrong_reach_nobody(client, olga, query):
    make_association(email="a@kor.example")
    client.post(f"{REMIND}?{query}")
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("who", ["rut", "edit"])
def test_others_may_not(client, who):
    choir = make_association(email="a@kor.example")
    user = cast.rut(choir) if who == "rut" else cast.edit()
    client.force_login(user)
    client.post(REMIND)
    assert not Delivery.objects.filter(purpose="confirm_details").exists()
    with pytest.raises(PermissionDenied):
        reminding.remind(desk.on_desk(), by=user)


def test_many_cost_no_more_queries_than_few(client, olga, django_assert_max_num_queries):
    for number in range(30):
        make_association(email=f"a{number}@kor.example")
    client.get(DESK)
    with django_assert_max_num_queries(22):
        client.get(DESK)
    with django_assert_max_num_queries(30):
        client.get(REMIND)
    with django_assert_max_num_queries(45):
        reminding.remind(desk.on_desk(), by=olga)
    assert Delivery.objects.count() == 30


def test_five_clicks(client, olga):
    """Home → the unconfirmed → all of them → sent."""
    for number in range(3):
        make_association(email=f"a{number}@kor.example")
    home = client.get("/admin/").content.decode()
    assert f'href="{DESK}?unconfirmed=on"' in home
    shown = client.get(f"{DESK}?unconfirmed=on").content.decode()
    assert f'href="{REMIND}?unconfirmed=on"' in shown
    client.post(f"{REMIND}?unconfirmed=on")
    assert Delivery.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_send_one_letter():
    olga = cast.olga()
    for number in range(6):
        make_association(email=f"a{number}@kor.example")
    barrier = threading.Barrier(2)

    def run():
        barrier.wait()
        try:
            reminding.remind(desk.on_desk(), by=get_user_model().objects.get(pk=olga.pk))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Delivery.objects.count() == Confirmation.objects.count() == 6
    assert all(actions(one).count("associations.ask") == 1 for one in Association.objects.all())
