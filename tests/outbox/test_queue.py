"""Putting mail in the outbox: with the fact, once, and quickly enough for a thousand."""

import pytest
from django.db import transaction

from associations import outbox
from associations.models import Delivery
from associations.outbox import Letter
from associations.outbox.recipients import to_association
from tests.builders import make_association

pytestmark = pytest.mark.django_db


def letters(*associations, **more):
    return [Letter(to_association(a.pk), association=a, **more) for a in associations]


def test_the_same_mail_is_queued_once():
    association = make_association(email="info@kor.example")
    assert outbox.queue("greeting", letters(association)) == 1
    assert outbox.queue("greeting", letters(association)) == 0
    assert outbox.queue("greeting", letters(association, association)) == 0
    assert Delivery.objects.count() == 1


def test_another_version_object_or_kind_is_another_mail():
    association = make_association(email="info@kor.example")
    outbox.queue("greeting", letters(association))
    assert outbox.queue("greeting", letters(association, version="2027")) == 1
    assert outbox.queue("greeting", letters(association, object_id="7")) == 1
    assert outbox.queue("farewell", letters(association)) == 1


def test_no_mail_without_the_fact():
    association = make_association(email="info@kor.example")
    with transaction.atomic():
        outbox.queue("greeting", letters(association))
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


def test_no_address_is_kept():
    association = make_association(email="info@kor.example")
    outbox.queue("greeting", letters(association))
    row = Delivery.objects.values().get()
    assert "kor.example" not in str(row)


@pytest.mark.parametrize("size", [1, 1_000])
def test_many_take_few_queries(size, django_assert_max_num_queries):
    wanted = [Letter(f"association:{number}") for number in range(size)]
    with django_assert_max_num_queries(30):
        assert outbox.queue("greeting", wanted) == size
