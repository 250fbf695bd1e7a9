"""An association whose address only the municipality knows, and a message to it."""

import pytest
from django.urls import reverse

from associations import services
from tests.builders import make_association

ADDRESS = "hemlig@ugglan.example"


@pytest.fixture
def choir():
    association = make_association("Ugglans kör")
    services.set_contact(association, field="email", value=ADDRESS, is_public=False, by=None)
    return association


@pytest.fixture
def written():
    return {"text": "Kan jag sjunga med?", "reply_to": "bo@boende.example", "name": "Bo Ek"}


@pytest.fixture
def write(client, choir, written):
    """Post the form, with some of it changed."""

    def post(association=choir, sender="203.0.113.7", **changed):
        url = reverse("write_to_association", args=[association.slug])
        return client.post(url, {**written, **changed}, REMOTE_ADDR=sender)

    return post
