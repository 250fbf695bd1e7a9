"""The groups hold exactly what `cms.roles` says, however often and wherever it is run."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Site,
    Workflow,
)

from associations.models import Presentation
from cms import roles
from tests import cast

pytestmark = pytest.mark.django_db


def sync() -> str:
    out = StringIO()
    call_command("sync_roles", stdout=out)
    return out.getvalue()


def held(name: str) -> set[str]:
    rows = Permission.objects.filter(group__name=name).select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}" for row in rows}


def snapshot() -> list:
    return [
        sorted(Group.permissions.through.objects.values_list("group", "permission")),
        sorted(GroupPagePermission.objects.values_list("pk", "group", "page", "permission")),
        sorted(GroupCollectionPermission.objects.values_list("pk", "group", "permission")),
        sorted(Collection.objects.values_list("pk", "name")),
        sorted(Workflow.objects.values_list("pk", "name", "active")),
    ]


@pytest.mark.parametrize("role", roles.ROLES, ids=lambda role: role.name)
def test_each_group_holds_exactly_its_row_of_the_table(role):
    sync()
    assert held(role.name) == set(role.permissions)
    rights = GroupPagePermission.objects.filter(group__name=role.name)
    root = Site.objects.get().root_page_id
    assert set(rights.values_list("page_id", "permission__codename")) == {
        (root, codename) for codename in role.pages
    }


def test_running_twice_changes_nothing():
    sync()
    before = snapshot()
    assert sync().strip() == "The roles are as they should be."
    assert snapshot() == before


def test_a_right_given_by_hand_is_taken_away_and_named():
    sync()
    extra = Permission.objects.get(codename="delete_user", content_type__app_label="users")
    Group.objects.get(name="Redaktörer").permissions.add(extra)
    assert "Redaktörer: taken permission users.delete_user" in sync()
    assert "users.delete_user" not in held("Redaktörer")


def test_a_right_lost_comes_back():
    sync()
    group = Group.objects.get(name="Samordnare")
    group.permissions.remove(Permission.objects.get(codename="publish_presentation"))
    assert "Samordnare: given 1 × permission" in sync()
    assert "associations.publish_presentation" in held("Samordnare")


def test_other_groups_and_people_are_left_alone():
    ada, olga = cast.ada(), cast.olga()
    own = Group.objects.create(name="Fritidsgårdarna")
    own.permissions.add(Permission.objects.get(codename="change_user"))
    olga.groups.add(own)
    sync()
    assert held("Fritidsgårdarna") == {"users.change_user"}
    ada.refresh_from_db()
    assert ada.is_superuser
    assert list(ada.groups.all()) == []
    assert set(olga.groups.values_list("name", flat=True)) == {"Samordnare", "Fritidsgårdarna"}


def test_wagtails_starting_groups_go_unless_someone_is_in_them():
    stig = cast.stig()
    stig.groups.add(Group.objects.get(name="Editors"))
    sync()
    assert Group.objects.filter(name="Editors").exists()
    stig.groups.clear()
    sync()
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


def test_presentations_are_reviewed_by_the_coordinators():
    sync()
    workflow = Presentation.get_default_workflow()
    assert workflow.name == "Granskning av föreningssidor"
    [task] = workflow.tasks.specific()
    assert [group.name for group in task.groups.all()] == ["Samordnare"]


def test_a_database_without_the_permissions_is_told_what_to_do():
    Permission.objects.filter(codename="publish_presentation").delete()
    with pytest.raises(CommandError, match=r"run migrate first: associations\.publish_present"):
        sync()


def test_the_reviewers_right_to_publish_is_in_the_table():
    """Without it Wagtail refuses the approval after the reviewer has clicked."""
    assert "associations.publish_presentation" in roles.COORDINATOR.permissions
