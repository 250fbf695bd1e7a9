"""Who may act for an association: those appointed, while they are active, and nobody else."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from guardian.shortcuts import assign_perm

from associations import access
from associations.models import Association
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
    assert not access.may_import(rut)
    assert not access.may_read_register_files(rut)
    assign_perm(access.REPRESENT, rut, two[1])
    assert set(access.represented_by(rut)) == set(two)
