"""Everything between a new release and its first visitor, safe to run again at every start."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from associations.rule_services import ship_rules


class Command(BaseCommand):
    help = "Migrate, make the cache table, the roles and the first rules; fill a demo on request."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo",
            action="store_true",
            default=settings.DEMO,
            help="Fill a demo municipality, with logins (SAMKLANG_DEMO=1 asks for the same).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # One process for all of them: starting Django costs more than most of these.
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("sync_roles", verbosity=0)
        ship_rules()
        if options["demo"]:
            call_command("seed_demo", stdout=self.stdout)
        self.stdout.write("The database is ready.")
