"""An association with an address, and Rut who is responsible for it."""

import pytest

from tests import cast
from tests.builders import make_association


@pytest.fixture
def choir():
    return make_association("Björkviks kör", email="info@kor.example", ingress="Vi sjunger.")


@pytest.fixture
def rut(choir):
    return cast.rut(choir)


@pytest.fixture
def stig():
    """A stranger, who is responsible for another association."""
    return cast.stig(make_association("Grannkören", email="info@grannkoren.example"))
