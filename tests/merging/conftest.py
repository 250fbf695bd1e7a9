"""Two rows of one choir, each with something the other has not, and the coordinator."""

import pytest

from associations.models import Area, Association
from tests import cast
from tests.builders import make_area, make_association


@pytest.fixture
def olga():
    return cast.olga()


@pytest.fixture
def kept() -> Association:
    return make_association(
        "Björkviks kör",
        email="info@kor.example",
        founded_year=1950,
        ingress="Vi sjunger.",
        areas=[make_area("Norr")],
    )


@pytest.fixture
def other() -> Association:
    Area.objects.get_or_create(name="Söder", slug="soder")
    return make_association(
        "Björkviks kör, ideell förening",
        phone="08-123 45 67",
        founded_year=1948,
        town="Björkvik",
        ingress="Kör för alla.",
        areas=[Area.objects.get(slug="soder")],
    )
