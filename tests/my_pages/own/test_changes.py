"""What is locked is asked for, and changed by the coordinator alone."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from associations import change_services, outbox
from associations.models import ChangeRequest, PaymentDetails
from associations.refusals import AlreadyDecided
from tests import cast
from tests.my_pages.own.forms import own

pytestmark = pytest.mark.django_db


def ask(client, association, field="name", value="Norrkören", message="Årsmötet."):
    url = own("my_change", association, field)
    return client.post(url, {"value": value, "message": message})


@pytest.fixture
def asked(client, choir, rut):
    client.force_login(rut)
    assert ask(client, choir).status_code == 302
    return ChangeRequest.objects.get()


def decide(client, row, **data):
    client.force_login(cast.olga())
    return client.post(reverse("change_requests:read", args=[row.pk]), {"value": row.value, **data})


def test_asking_changes_nothing_until_the_coordinator_says_yes(client, choir, asked):
    choir.refresh_from_db()
    assert choir.name == "Björkviks kör"
    decide(client, asked, answer="approve")
    choir.refresh_from_db()
    assert choir.name == "Norrkören"
    outbox.deliver_due()
    assert "Ändrat" in mail.outbox[-1].subject


def test_a_no_has_a_reason_and_is_mailed(client, choir, asked):
    decide(client, asked, answer="refuse", reason="")
    asked.refresh_from_db()
    assert asked.state == "waiting"
    client.post(
        reverse("change_requests:read", args=[asked.pk]),
        {"value": asked.value, "answer": "refuse", "reason": "Protokollet saknas."},
    )
    asked.refresh_from_db()
    assert asked.state == "refused"
    outbox.deliver_due()
    assert "Protokollet saknas." in mail.outbox[-1].body


def test_payment_numbers_go_to_their_private_table(client, choir, rut):
    client.force_login(rut)
    ask(client, choir, "bankgiro", "991-2346")
    decide(client, ChangeRequest.objects.get(), answer="approve")
    assert PaymentDetails.objects.get().bankgiro == "9912346"


@pytest.mark.parametrize(
    ("field", "value"),
    [("org_number", "19500101-1234"), ("bankgiro", "123"), ("legal_form", "x"), ("name", "")],
)
def test_what_is_wrong_is_not_asked(client, choir, rut, field, value):
    client.force_login(rut)
    assert ask(client, choir, field, value).status_code == 422
    assert not ChangeRequest.objects.exists()


def test_another_field_cannot_be_asked_for(client, choir, rut):
    client.force_login(rut)
    assert ask(client, choir, "status").status_code == 404


def test_a_stranger_asks_nothing_and_decides_nothing(client, choir, stig, asked):
    client.force_login(stig)
    assert ask(client, choir).status_code == 404
    with pytest.raises(PermissionDenied):
        change_services.approve_change(asked, by=stig)
    with pytest.raises(PermissionDenied):
        change_services.approve_change(asked, by=asked.asked_by)


def test_what_was_written_over_is_not_approved_unread(client, choir, rut, asked):
    ask(client, choir, value="Någon annans kör")
    with pytest.raises(AlreadyDecided):
        change_services.approve_change(asked, by=cast.olga())
    choir.refresh_from_db()
    assert choir.name == "Björkviks kör"
