"""A colleague gets another role; the last responsible keeps hers."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from associations import refusals, services
from associations.membership_services import change_role, end_membership
from associations.models import Membership
from tests import cast
from tests.membership.people import actions, roles, rows_agree
from tests.membership.post import delivered

pytestmark = pytest.mark.django_db


def membership(user) -> Membership:
    return Membership.objects.get(user=user, ended_at=None)


@pytest.fixture
def nils(choir, rut):
    return cast.colleague("nils", choir, "answers")


def test_a_responsible_gives_a_colleague_another_role_and_he_is_told(choir, rut, nils):
    change_role(membership(nils), role="responsible", by=rut)
    assert roles(choir) == {"rut": "responsible", "nils": "responsible"}
    assert rows_agree()
    assert actions(choir)[-1] == "associations.change_role"
    [message] = delivered()
    assert message.to == ["nils@bjorkvik.example"]
    assert "Ansvarig" in message.body


def test_no_stranger_and_no_editor_does(choir, rut, nils, stig):
    cast.colleague("edla", choir, "editor")
    for by in (stig, nils, type(rut).objects.get(username="edla")):
        with pytest.raises(PermissionDenied):
            change_role(membership(nils), role="responsible", by=by)
        with pytest.raises(PermissionDenied):
            change_role(membership(rut), role="answers", by=by)
    assert roles(choir) == {"rut": "responsible", "nils": "answers", "edla": "editor"}


def test_the_last_responsible_keeps_hers(choir, rut, nils):
    with pytest.raises(refusals.LastResponsible):
        change_role(membership(rut), role="editor", by=rut)
    assert roles(choir)["rut"] == "responsible"
    change_role(membership(rut), role="editor", by=cast.olga())
    assert roles(choir)["rut"] == "editor"


def test_a_colleague_who_may_not_sign_in_counts_for_nobody(choir, rut, nils):
    change_role(membership(nils), role="responsible", by=rut)
    type(nils).objects.filter(pk=nils.pk).update(is_active=False)
    with pytest.raises(refusals.LastResponsible):
        change_role(membership(rut), role="editor", by=rut)


def test_a_role_there_is_not_is_refused(choir, rut, nils):
    with pytest.raises(ValidationError):
        change_role(membership(nils), role="king", by=rut)
    assert roles(choir)["nils"] == "answers"


def test_what_has_ended_is_not_changed(choir, rut, nils):
    was = membership(nils)
    end_membership(was, by=rut)
    with pytest.raises(refusals.NotAMember):
        change_role(was, role="editor", by=rut)
    services.dissolve(choir, on=date(2026, 3, 1), by=None)
    with pytest.raises(refusals.AssociationEnded):
        change_role(membership(rut), role="editor", by=rut)


def test_the_same_role_again_is_no_change(choir, rut, nils):
    before = actions(choir)
    change_role(membership(nils), role="answers", by=rut)
    change_role(membership(rut), role="responsible", by=rut)
    assert actions(choir) == before
