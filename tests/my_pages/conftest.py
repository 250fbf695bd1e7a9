"""An association whose people write, and the municipality that reads."""

import pytest
from django.test import Client

from tests import cast
from tests.builders import make_association


@pytest.fixture
def choir():
    return make_association("Björkviks kör", ingress="Vi sjunger.")


@pytest.fixture
def rut(choir, olga):
    return cast.rut(choir)


@pytest.fixture
def olga():
    return cast.olga()


@pytest.fixture
def client_of():
    """A browser of somebody's own."""

    def client_of(user) -> Client:
        client = Client()
        # As the person is now: what a session must match may have changed.
        client.force_login(type(user).objects.get(pk=user.pk))
        return client

    return client_of
