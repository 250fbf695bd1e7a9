"""What the preview says of a change, also when there is nothing on one side of it."""

import pytest

from associations.importing.types import Change
from associations.importing.wording import Wording

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "old", "new", "said"),
    [
        ("change", "Ekö", "Åsa", "Ort: ”Ekö” blir ”Åsa”"),
        ("change", "", "Åsa", "Ort: ”Åsa” läggs till"),
        ("change", "Ekö", "", "Ort: ”Ekö” tas bort"),
        ("kept", "Ekö", "Åsa", "Ort: ”Ekö” behålls; källan säger ”Åsa”"),
        ("kept", "", "Åsa", "Ort: förblir tomt; källan säger ”Åsa”"),
        ("kept", "Ekö", "", "Ort: ”Ekö” behålls; källan säger ingenting"),
    ],
)
def test_a_change_is_said_in_words(kind, old, new, said):
    line = Wording()._change(kind, Change("town", old, new))
    assert line.text == said
    assert (line.before, line.after) == (old, new)
