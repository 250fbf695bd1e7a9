"""No column with somebody's data is kept without saying what for, on which ground and how long."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from associations.models.private import PrivateModel
from cms.rights.register import NOT_PERSONAL, REGISTER, WITHOUT
from tests.canaries import PUBLIC, is_word


def columns_of_people() -> set[str]:
    """What somebody may have written, and who did it, in every table of the system."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        people = [f for f in model._meta.concrete_fields if f.related_model is get_user_model()]
        words = [f for f in model._meta.concrete_fields if is_word(f)]
        if label in WITHOUT or (label in PUBLIC and not people):
            continue
        private = issubclass(model, PrivateModel) or label not in PUBLIC
        found |= {f"{label}.{field.name}" for field in [*people, *(words if private else [])]}
    return found


def named() -> set[str]:
    return {
        f"{label}.{name}"
        for entry in REGISTER
        for label, names in entry.tables.items()
        for name in names.split()
    }


def test_every_column_is_in_the_register():
    missing = columns_of_people() - named() - NOT_PERSONAL.keys()
    assert not missing, f"Say in cms/rights/register.py what is kept in {sorted(missing)}"


def test_the_register_names_nothing_that_is_not_there():
    for label in (*named(), *NOT_PERSONAL):
        model, _dot, name = label.rpartition(".")
        apps.get_model(model)._meta.get_field(name)
    for label in WITHOUT:
        apps.get_model(label)
    assert not named() & NOT_PERSONAL.keys()


@pytest.mark.django_db
def test_the_page_says_all_of_it_to_anyone(client):
    page = client.get("/personuppgifter/").content.decode()
    for text in ("aldrig personnummer", "Trettio dagar", "Rättslig grund", "skyddade"):
        assert text in page
    assert page.count("Rättslig grund") == len(REGISTER)
