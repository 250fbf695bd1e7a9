"""The layout shows the architecture: import directions, and the doors private tables keep shut."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from wagtail.models import DraftStateMixin, RevisionMixin
from wagtail.search.index import Indexed

from associations.models.private import PrivateModel

ROOT = Path(__file__).resolve().parents[1]
PRIVATE = [model for model in apps.get_models() if issubclass(model, PrivateModel)]


def test_imports_point_downwards():
    command = [str(Path(sys.executable).with_name("lint-imports"))]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_there_are_private_tables():
    kept = {"ContactPerson", "InternalNote", "RegisterFile", "PaymentDetails", "Delivery"}
    people = {"Membership", "ColleagueInvitation", "JoinRequest", "Claim"}
    assert kept | people <= {model.__name__ for model in PRIVATE}


@pytest.mark.parametrize("model", PRIVATE, ids=lambda model: model.__name__)
def test_private_tables_keep_their_doors_shut(model):
    assert not issubclass(model, RevisionMixin | DraftStateMixin | Indexed)
    assert model.wagtail_reference_index_ignore
    assert str(model(pk=17)) == f"{model.__name__} 17"


@pytest.mark.parametrize("model", PRIVATE, ids=lambda model: model.__name__)
def test_private_tables_are_no_ones_child(model):
    """A ParentalKey would copy the rows into the parent's revisions."""
    assert not [f for f in model._meta.get_fields() if type(f).__name__ == "ParentalKey"]
