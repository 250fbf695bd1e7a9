"""The people of the tests. Each has one reason to be there."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from guardian.shortcuts import assign_perm

from associations.access import REPRESENT

User = get_user_model()


def _person(username: str, **extra):
    return User.objects.create_user(
        username=username,
        email=f"{username}@bjorkvik.example",
        password="Granbarr-7-mossa",
        **extra,
    )


def rut(association):
    """Represents one association."""
    user = _person("rut")
    assign_perm(REPRESENT, user, association)
    return user


def stig(association=None):
    """A stranger: represents another association, or none."""
    user = _person("stig")
    if association:
        assign_perm(REPRESENT, user, association)
    return user


def _in_group(username: str, group: str):
    call_command("sync_roles", verbosity=0)
    user = _person(username)
    user.groups.add(Group.objects.get(name=group))
    return user


def olga():
    """The coordinator: keeps the register."""
    return _in_group("olga", "Samordnare")


def edit():
    """An editor of the site's pages."""
    return _in_group("edit", "Redaktörer")


def hans():
    """An officer who leads dialogues and partnerships."""
    return _in_group("hans", "Handläggare")


def ada():
    """The administrator."""
    return User.objects.create_superuser("ada", "ada@bjorkvik.example", "Granbarr-7-mossa")
