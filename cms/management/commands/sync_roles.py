"""Make the groups, their permissions and the review workflow agree with `cms.roles`."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Model, Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowTask,
)

from cms import roles

# Wagtail's own starting point, in English and with other rights than ours.
WAGTAIL_GROUPS = ("Moderators", "Editors")
WAGTAIL_WORKFLOW = "Moderators approval"


class Command(BaseCommand):
    help = "Give the groups exactly the rights of cms/roles.py. Safe to run again."

    @transaction.atomic
    def handle(self, *args, **options):
        """Idempotent; says what it changed, or nothing. People and superusers are not touched."""
        self.changes: list[str] = []
        self._remove_wagtails_own()
        collections = {name: self._collection(name) for name in self._collection_names()}
        for role in roles.ROLES:
            group, created = Group.objects.get_or_create(name=role.name)
            if created:
                self.changes.append(f"{role.name}: made")
            self._give_permissions(group, role)
            self._give_pages(group, role)
            self._give_collections(group, role, collections)
        self._review_workflow(Group.objects.get(name=roles.COORDINATOR.name))
        if options["verbosity"]:
            for change in self.changes or ["The roles are as they should be."]:
                self.stdout.write(change)

    def _give_permissions(self, group: Group, role: roles.Role) -> None:
        wanted = _permissions(role.permissions)
        have = {_label(p) for p in group.permissions.select_related("content_type")}
        self._note(role.name, "permission", have=have, want=set(wanted))
        group.permissions.set(wanted.values())

    def _give_pages(self, group: Group, role: roles.Role) -> None:
        roots = list(Site.objects.values_list("root_page_id", flat=True))
        permissions = Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=role.pages
        )
        self._sync_rows(
            group,
            GroupPagePermission,
            "page_id",
            {(root, permission.pk) for root in roots for permission in permissions},
        )

    def _give_collections(self, group: Group, role: roles.Role, collections: dict) -> None:
        wanted = _permissions(label for _collection, label in role.collections)
        self._sync_rows(
            group,
            GroupCollectionPermission,
            "collection_id",
            {(collections[name].pk, wanted[label].pk) for name, label in role.collections},
        )

    def _sync_rows(self, group: Group, model: type[Model], place: str, want: set) -> None:
        """Rows (group, place, permission) of `model`: exactly those in `want`."""
        rows = {
            (getattr(row, place), row.permission_id): row
            for row in model._default_manager.filter(group=group)
        }
        self._note(group.name, model.__name__, have=set(rows), want=want)
        for key in rows.keys() - want:
            rows[key].delete()
        for key in want - rows.keys():
            model._default_manager.create(group=group, permission_id=key[1], **{place: key[0]})

    def _note(self, name: str, kind: str, *, have: set, want: set) -> None:
        if given := want - have:
            self.changes.append(f"{name}: given {len(given)} × {kind}")
        # What somebody gave by hand is named, so that it can be given to a group of its own.
        self.changes += [f"{name}: taken {kind} {taken}" for taken in sorted(have - want)]

    def _collection_names(self) -> set[str]:
        return {name for role in roles.ROLES for name, _permission in role.collections}

    def _collection(self, name: str) -> Collection:
        root = Collection.get_first_root_node()
        found = root.get_children().filter(name=name).first()
        if found:
            return found
        self.changes.append(f"Collection {name}: made")
        return root.add_child(name=name)

    def _review_workflow(self, reviewers: Group) -> None:
        workflow = self._named(Workflow, roles.REVIEW_WORKFLOW)
        task = self._named(GroupApprovalTask, roles.REVIEW_TASK)
        if set(task.groups.all()) != {reviewers}:
            task.groups.set([reviewers])
            self.changes.append(f"{task.name}: reviewed by {reviewers.name}")
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
        content_type = ContentType.objects.get_by_natural_key(*roles.REVIEWED_MODEL.split("."))
        WorkflowContentType.objects.update_or_create(
            content_type=content_type, defaults={"workflow": workflow}
        )

    def _named(self, model: type[Model], name: str):
        # Neither name is unique to the database, so not `get_or_create`: take the oldest.
        found = model._default_manager.filter(name=name, active=True).order_by("pk").first()
        if found:
            return found
        self.changes.append(f"{name}: made")
        return model._default_manager.create(name=name)

    def _remove_wagtails_own(self) -> None:
        """Take away the groups and the workflow that Wagtail starts with, unless they are used."""
        used = Group.objects.filter(name__in=WAGTAIL_GROUPS, user__isnull=False)
        if used.exists():
            return
        removed, _rows = Group.objects.filter(name__in=WAGTAIL_GROUPS).delete()
        workflow = Workflow.objects.filter(name=WAGTAIL_WORKFLOW, active=True).first()
        if workflow:
            # Editors publish what they write; there is nobody left to approve it.
            workflow.deactivate()
        if removed or workflow:
            self.changes.append("Wagtail's starting groups and workflow: taken away")


def _label(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


def _permissions(labels: Iterable[str]) -> dict[str, Permission]:
    """The permissions by label; raise CommandError, naming them, when the database lacks some."""
    wanted = set(labels)
    if not wanted:
        return {}
    query = Q()
    for label in wanted:
        app, codename = label.split(".")
        query |= Q(content_type__app_label=app, codename=codename)
    found = {_label(p): p for p in Permission.objects.filter(query).select_related("content_type")}
    if missing := wanted - found.keys():
        names = ", ".join(sorted(missing))
        raise CommandError(f"These permissions do not exist, run migrate first: {names}")
    return found
