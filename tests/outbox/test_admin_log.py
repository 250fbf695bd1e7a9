"""The coordinator's log of mails: how each went, and one more copy by hand."""

import pytest
from django.urls import reverse

from associations import outbox
from associations.models import Delivery, DeliveryState
from associations.outbox import Letter
from associations.outbox.recipients import to_association
from tests import cast
from tests.builders import make_association

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("greeting")]


@pytest.fixture
def olga(client):
    client.force_login(cast.olga())
    return client


@pytest.fixture
def delivery():
    association = make_association("Ugglans kör", email="info@ugglan.example")
    outbox.queue("greeting", [Letter(to_association(association.pk), association=association)])
    return Delivery.objects.get()


def read(delivery) -> str:
    return reverse("deliveries:read", args=[delivery.pk])


def test_the_log_says_what_to_whom_and_how_it_went_without_the_address(olga, delivery):
    outbox.deliver_due()
    for url in (reverse("deliveries:index"), read(delivery)):
        page = olga.get(url).text
        assert "Hälsning" in page
        assert "Ugglans kör" in page
        assert "Skickat" in page
        assert "ugglan.example" not in page


def test_the_log_is_narrowed_by_state(olga, delivery):
    for state, found in ((DeliveryState.WAITING, 1), (DeliveryState.SENT, 0)):
        response = olga.get(reverse("deliveries:index"), {"state": state})
        assert len(response.context["object_list"]) == found


def test_one_more_copy_is_a_button_and_only_when_the_first_has_settled(olga, delivery):
    olga.post(read(delivery))
    assert Delivery.objects.count() == 1
    outbox.deliver_due()
    olga.get(read(delivery))
    assert Delivery.objects.count() == 1
    olga.post(read(delivery))
    assert Delivery.objects.filter(state=DeliveryState.WAITING).count() == 1
