"""The people of the tests. Each has one reason to be there."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command

from associations.membership_services import appoint_representative

User = get_user_model()


def _person(username: str, **extra):
    return User.objects.create_user(
        username=username,
        email=f"{username}@bjorkvik.example",
        password="Granbarr-7-mossa",
        **extra,
    )


def appointed(user, association, role="responsible"):
    appoint_representative(association, user=user, role=role, note="Enligt protokollet.", by=None)
    return user


def rut_alone():
    """Rut before she represents anybody."""
    return _person("rut")


def rut(association):
    """Represents one association, and is responsible for it."""
    return appointed(_person("rut"), association)


def colleague(name: str, association, role="editor"):
    """Another one who represents it."""
    return appointed(_person(name), association, role)


def stig(association=None):
    """A stranger: represents another association, or none."""
    user = _person("stig")
    return appointed(user, association) if association else user


def somebody():
    """Anyone else: nothing of theirs is anyone's business."""
    return _person("somebody")


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


def lena():
    """A reader: may see what is done to the register, and nothing more."""
    return _in_group("lena", "Läsare")


def ada():
    """The administrator."""
    return User.objects.create_superuser("ada", "ada@bjorkvik.example", "Granbarr-7-mossa")
