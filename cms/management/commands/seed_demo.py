"""Fill a demo municipality: associations, the municipality's name, and logins to try with."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from associations.demo import seed_associations, seed_people
from associations.demo_people import seed_keepers
from cms.demo import seed_site

PASSWORD = "prova-samklang"  # noqa: S105 - printed on purpose, and refused in production
LOGINS = {"samordnare": "Samordnare", "redaktor": "Redaktörer", "admin": None}
WAYS_IN = f"""Logins: {", ".join(LOGINS)}. Password for all of them: {PASSWORD}
Anybody else signs in with any address under .example: the code lies among the sent mail.
siv@ik-asa.example looks after an association's page."""


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        if settings.PRODUCTION and not settings.DEMO:
            raise CommandError("Demo data is not for a site in use. SAMKLANG_DEMO=1 allows it.")
        added = seed_associations()
        seed_people()
        seed_keepers()
        seed_site()
        for username, group in LOGINS.items():
            self._login(username, group)
        self.stdout.write(f"{added} demo associations added.")
        self.stdout.write(WAYS_IN)

    def _login(self, username: str, group: str | None) -> None:
        users = get_user_model().objects
        if users.filter(username=username).exists():
            return
        user = users.create_user(
            username=username, email=f"{username}@bjorkvik.example", password=PASSWORD
        )
        if group:
            user.groups.add(Group.objects.get(name=group))
        else:
            user.is_staff = user.is_superuser = True
            user.save(update_fields=["is_staff", "is_superuser"])
