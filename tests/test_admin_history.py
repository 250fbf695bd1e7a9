"""What Wagtail's own pages tell those who have nothing to do with the register: nothing."""

import pytest
from django.urls import reverse

from associations import private_services, services
from associations.models import ContactPerson
from tests import cast
from tests.builders import make_association

pytestmark = pytest.mark.django_db

SITE_HISTORY = "wagtailadmin_reports:site_history"


@pytest.mark.parametrize(("who", "sees"), [("olga", True), ("edit", False), ("hans", False)])
def test_the_sites_history_tells_of_the_register_to_its_keepers_alone(client, who, sees):
    association = make_association("Dolda kören", listed=False)
    person = ContactPerson(association=association)
    private_services.save_private(person, changes={"name": "Siv Granlund"}, by=None)
    client.force_login(getattr(cast, who)())
    page = client.get(reverse(SITE_HISTORY)).text
    assert ("Dolda kören" in page) is sees
    assert "Siv Granlund" not in page


@pytest.mark.parametrize("who", ["olga", "edit", "hans", "ada"])
def test_the_admin_writes_no_private_word_where_it_is_not_asked(client, who):
    """Start page, search for pages and reports: none of them reads the private tables."""
    association = make_association("Björkviks kör")
    for model, changes in ((ContactPerson, {"name": "Siv Granlund"}),):
        private_services.save_private(model(association=association), changes=changes, by=None)
    services.set_contact(
        association, field="email", value="kassor@kor.example", is_public=False, by=None
    )
    client.force_login(getattr(cast, who)())
    for name in (
        "wagtailadmin_home",
        "wagtailadmin_pages:search",
        SITE_HISTORY,
        "wagtailadmin_reports:workflow",
        "association_chooser:choose",
        "associations:index",
        "presentations:list",
    ):
        text = client.get(reverse(name)).text
        assert "Siv Granlund" not in text
        assert "kassor@kor" not in text
