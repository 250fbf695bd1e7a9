"""An association with an address, Rut who is responsible for it, and Stig who is a stranger."""

import pytest
from django.core.files.storage import FileSystemStorage
from django.test import Client

from associations.models import RegisterFile
from tests import cast
from tests.builders import make_association


@pytest.fixture
def choir():
    return make_association("Björkviks kör", email="info@kor.example")


@pytest.fixture
def rut(choir):
    return cast.rut(choir)


@pytest.fixture
def stig():
    """A stranger, who is responsible for another association."""
    return cast.stig(make_association("Grannkören", email="info@grannkoren.example"))


@pytest.fixture
def as_person():
    """A browser in which this person has signed in."""

    def as_person(user) -> Client:
        client = Client()
        # As the person is now: what a session must match may have changed.
        client.force_login(type(user).objects.get(pk=user.pk))
        return client

    return as_person


@pytest.fixture(autouse=True)
def private_folder(monkeypatch, tmp_path):
    storage = FileSystemStorage(location=tmp_path, base_url=None)
    monkeypatch.setattr(RegisterFile._meta.get_field("file"), "storage", storage)
