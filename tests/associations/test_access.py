"""Who may act for an association: those appointed, while they are active, and nobody else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.utils.timezone import localdate
from guardian.shortcuts import assign_perm, remove_perm

from associations import access
from associations.models import Association, Membership, Status
from associations.models.association import ENDED_STATES
from tests import cast
from tests.builders import make_association

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return make_association(), make_association()


def test_rut_represents_hers_alone(two):
    hers, _other = two
    assert set(access.represented_by(cast.rut(hers))) == {hers}


def test_nobody_else_does(two):
    assert not access.represented_by(AnonymousUser()).exists()
    assert not access.represented_by(cast.stig()).exists()
    assert not access.represented_by(cast.ada()).exists()


def test_a_deactivated_person_is_out_at_once(two):
    rut = cast.rut(two[0])
    rut.is_active = False
    rut.save(update_fields=["is_active"])
    assert not access.represented_by(rut).exists()


def test_the_right_to_all_associations_makes_nobody_a_representative(two):
    stig = cast.stig()
    stig.user_permissions.add(Permission.objects.get(codename="represent_association"))
    assert not access.represented_by(stig).exists()


def test_rights_die_with_the_association(two):
    """A new association under the old primary key inherits nobody."""
    hers, _other = two
    rut = cast.rut(hers)
    pk = hers.pk
    hers.delete()
    Association.objects.create(pk=pk, name="Nya föreningen", slug="nya-foreningen")
    assert not access.represented_by(rut).exists()


def test_representing_gives_no_right_to_the_register(two):
    rut = cast.rut(two[0])
    assert not access.may_keep_register(rut)
    assert not access.may_decide_claims(rut)
    assert not access.may_import(rut)
    assert not access.may_read_register_files(rut)


def test_neither_guardians_row_nor_a_membership_is_enough_alone(two):
    """The membership is the truth, and the row follows it: one without the other is a fault."""
    hers, other = two
    rut = cast.rut(hers)
    assign_perm(access.REPRESENT, rut, other)
    assert set(access.represented_by(rut)) == {hers}
    remove_perm(access.REPRESENT, rut, hers)
    assert not access.represented_by(rut).exists()


def test_a_group_represents_nothing(two):
    stig = cast.stig(two[0])
    remove_perm(access.REPRESENT, stig, two[0])
    stig.groups.add(group := Group.objects.create(name="Alla"))
    assign_perm(access.REPRESENT, group, two[0])
    assert not access.represented_by(stig).exists()


def test_the_last_day_counts_and_the_day_after_does_not(two):
    rut = cast.rut(two[0])
    today = localdate()
    for ends_on, is_in in ((today, True), (today - timedelta(days=1), False)):
        Membership.objects.update(starts_on=ends_on, ends_on=ends_on)
        assert access.represented_by(rut).exists() is is_in
        assert bool(access.role_of(rut, two[0])) is is_in
        assert access.may_edit(rut, two[0]) is is_in


def test_an_old_session_of_a_deactivated_person_is_out_too(two):
    """The request that began before still holds a person who is active."""
    rut = cast.rut(two[0])
    type(rut).objects.update(is_active=False)
    assert rut.is_active
    assert not access.represented_by(rut).exists()
    assert not access.may_answer(rut, two[0])


@pytest.mark.parametrize("status", Status)
def test_nobody_acts_for_what_no_longer_exists_until_it_is_taken_up_again(two, status):
    hers, other = two
    rut = cast.rut(hers)
    target = other if status == Status.MERGED else None
    Association.objects.filter(pk=hers.pk).update(status=status, merged_into=target)
    is_in = status not in ENDED_STATES
    assert access.represented_by(rut).exists() is is_in
    assert access.may_manage_colleagues(rut, hers) is is_in
    assert not access.represented_by(rut).filter(pk=other.pk).exists()
    Association.objects.filter(pk=hers.pk).update(status=Status.ACTIVE, merged_into=None)
    assert set(access.represented_by(rut)) == {hers}


@pytest.mark.parametrize(
    ("role", "manages", "edits", "answers"),
    [
        ("responsible", True, True, True),
        ("editor", False, True, False),
        ("answers", False, False, True),
    ],
)
def test_each_role_may_what_it_says_and_for_its_association_alone(
    two, role, manages, edits, answers
):
    hers, other = two
    person = cast.colleague("nils", hers, role)
    questions = (access.may_manage_colleagues, access.may_edit, access.may_answer)
    assert [may(person, hers) for may in questions] == [manages, edits, answers]
    assert not any(may(person, other) for may in questions)
    assert access.role_of(person, hers) == role
    assert access.role_of(person, other) == ""


@pytest.mark.parametrize("who", ["olga", "edit", "hans", "ada"])
def test_those_in_the_admin_represent_nobody_and_the_coordinator_manages_all(two, who):
    person = getattr(cast, who)()
    assert access.may_manage_colleagues(person, two[0]) is (who in ("olga", "ada"))
    assert not access.may_edit(person, two[0])
    assert not access.may_answer(person, two[0])


def test_the_anonymous_may_nothing(two):
    nobody = AnonymousUser()
    for may in (access.may_manage_colleagues, access.may_edit, access.may_answer):
        assert not may(nobody, two[0])
    assert not access.may_decide_claims(nobody)
