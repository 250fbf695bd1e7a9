"""An association, Rut who is responsible for it, and Stig who is so for another."""

import pytest

from tests import cast
from tests.builders import make_association


@pytest.fixture
def choir():
    return make_association("Björkviks kör", email="info@kor.example", town="Björkvik")


@pytest.fixture
def rut(choir):
    return cast.rut(choir)


@pytest.fixture
def stig():
    return cast.stig(make_association("Grannkören", email="info@grannkoren.example"))
