"""From an association's proposal to the published text, through Wagtail's own pages."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry, TaskState

from associations import services
from associations.models import Listing, Presentation
from tests import cast
from tests.builders import make_association

pytestmark = pytest.mark.django_db

OLD, NEW, NEWER = "Vi sjunger på tisdagar.", "Vi sjunger på torsdagar.", "Vi sjunger jämt."


@pytest.fixture
def association():
    return make_association("Björkviks kör", ingress=OLD)


@pytest.fixture
def olga(client):
    user = cast.olga()
    client.force_login(user)
    return user


@pytest.fixture
def rut(association):
    return cast.rut(association)


def propose(association, rut, text: str) -> Presentation:
    return services.propose_presentation(association, changes={"ingress": text}, by=rut)


def public_text(association) -> str:
    return Presentation.objects.get(association=association).ingress


def review(client, presentation, action: str, **data):
    [state] = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    url = reverse("presentations:workflow_action", args=[presentation.pk, action, state.pk])
    return client.post(url, data)


def editor_form(**changes) -> dict:
    """What the browser sends from the presentation's form."""
    data = {
        "ingress": "",
        "logo": "",
        "logo_alt": "",
        "when_and_where": "",
        "how_to_join": "",
        "body-count": "0",
    }
    return data | changes


def test_the_public_text_stays_until_it_is_approved(client, olga, association, rut):
    presentation = propose(association, rut, NEW)
    assert public_text(association) == OLD
    assert Listing.objects.get(association=association).ingress == OLD
    dashboard = client.get("/admin/").text
    assert "Björkviks kör" in dashboard
    assert reverse("presentations:edit", args=[presentation.pk]) in dashboard
    response = review(client, presentation, "approve")
    assert response.status_code == 302
    assert public_text(association) == NEW
    assert Listing.objects.get(association=association).ingress == NEW
    assert ModelLogEntry.objects.filter(action="wagtail.publish", user=olga).exists()


def test_a_text_sent_back_is_not_published_and_comes_again(client, olga, association, rut):
    presentation = propose(association, rut, NEW)
    review(client, presentation, "reject", comment="Skriv var ni håller till.")
    assert public_text(association) == OLD
    assert not TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exists()
    propose(association, rut, NEWER)
    review(client, presentation, "approve")
    assert public_text(association) == NEWER


def test_the_text_proposed_last_is_the_one_that_is_approved(client, olga, association, rut):
    presentation = propose(association, rut, NEW)
    propose(association, rut, NEWER)
    review(client, presentation, "approve")
    assert public_text(association) == NEWER
    presentation.refresh_from_db()
    assert not presentation.has_unpublished_changes


def test_after_approval_the_next_proposal_starts_anew(client, olga, association, rut):
    presentation = propose(association, rut, NEW)
    review(client, presentation, "approve")
    propose(association, rut, NEWER)
    assert public_text(association) == NEW
    review(client, presentation, "approve")
    assert public_text(association) == NEWER


def test_an_old_draft_writes_back_no_old_fact(client, olga, association, rut):
    presentation = propose(association, rut, NEW)
    services.dissolve(association, on=date(2026, 3, 1), by=olga)
    services.change_facts(association, changes={"name": "Björkviks gamla kör"}, by=olga)
    review(client, presentation, "approve")
    association.refresh_from_db()
    assert (association.status, association.name) == ("dissolved", "Björkviks gamla kör")
    assert not Listing.objects.filter(association=association).exists()


def test_the_coordinator_changes_and_publishes(client, olga, association):
    presentation = Presentation.objects.get(association=association)
    url = reverse("presentations:edit", args=[presentation.pk])
    assert client.get(url).status_code == 200
    client.post(url, editor_form(ingress=NEW))
    assert public_text(association) == OLD
    client.post(url, editor_form(ingress=NEW, **{"action-publish": "1"}))
    assert public_text(association) == NEW
    assert Listing.objects.get(association=association).ingress == NEW


def test_two_versions_are_compared_and_the_history_read(client, olga, association, rut):
    presentation = propose(association, rut, NEW)
    first = presentation.latest_revision
    propose(association, rut, NEWER)
    presentation.refresh_from_db()
    compare = reverse(
        "presentations:revisions_compare",
        args=[presentation.pk, first.pk, presentation.latest_revision_id],
    )
    page = client.get(compare).text
    assert "torsdagar" in page
    assert "jämt" in page
    history = client.get(reverse("presentations:history", args=[presentation.pk]))
    assert history.status_code == 200


def test_a_locked_text_is_not_changed_by_another(client, olga, association):
    presentation = Presentation.objects.get(association=association)
    client.force_login(cast.ada())
    client.post(reverse("presentations:lock", args=[presentation.pk]))
    client.force_login(olga)
    url = reverse("presentations:edit", args=[presentation.pk])
    client.post(url, editor_form(ingress=NEW, **{"action-publish": "1"}))
    assert public_text(association) == OLD
    client.post(reverse("presentations:unlock", args=[presentation.pk]))
    client.post(url, editor_form(ingress=NEW, **{"action-publish": "1"}))
    assert public_text(association) == NEW


def test_the_list_tells_which_wait_for_review(client, olga, association, rut):
    make_association("Utan text")
    propose(association, rut, NEW)
    page = client.get(reverse("presentations:list"), {"in_review": "true"})
    assert [str(row) for row in page.context["object_list"]] == ["Björkviks kör"]


@pytest.mark.parametrize("who", ["edit", "hans"])
def test_others_in_the_admin_neither_see_nor_approve(client, who, association, rut):
    cast.olga()
    presentation = propose(association, rut, NEW)
    client.force_login(getattr(cast, who)())
    assert "Björkviks kör" not in client.get("/admin/").text
    for url in (
        reverse("presentations:list"),
        reverse("presentations:edit", args=[presentation.pk]),
        reverse("presentations:history", args=[presentation.pk]),
    ):
        assert client.get(url).url == "/admin/"
    assert review(client, presentation, "approve").status_code in (302, 403)
    assert public_text(association) == OLD


def test_the_one_who_proposed_cannot_approve(client, association, rut):
    cast.olga()
    presentation = propose(association, rut, NEW)
    client.force_login(rut)
    response = review(client, presentation, "approve")
    assert response.status_code == 404
    assert public_text(association) == OLD


def test_looking_at_a_review_action_approves_nothing(client, olga, association, rut):
    presentation = propose(association, rut, NEW)
    [state] = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    for action in ("approve", "reject"):
        client.get(
            reverse("presentations:workflow_action", args=[presentation.pk, action, state.pk])
        )
    assert public_text(association) == OLD
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS


def test_nobody_adds_or_deletes_a_presentation(client, association):
    """Not even the administrator: it is made with its association and goes with it."""
    client.force_login(cast.ada())
    presentation = Presentation.objects.get(association=association)
    for path in (f"delete/{presentation.pk}/", "add/", f"copy/{presentation.pk}/"):
        assert client.get(f"/admin/presentations/{path}").status_code == 404
    bulk = reverse("wagtail_bulk_action", args=["associations", "presentation", "delete"])
    client.post(f"{bulk}?id={presentation.pk}")
    assert Presentation.objects.filter(pk=presentation.pk).exists()
