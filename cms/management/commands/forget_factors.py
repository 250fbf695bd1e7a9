"""For somebody who has lost both telephone and recovery codes, and has shown who it is."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.users import services


class Command(BaseCommand):
    help = (
        "Take away a person's second factors and end the sessions; a code by mail is then enough."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who", help="User name or e-mail address.")

    def handle(self, *args: Any, **options: Any) -> None:
        people = get_user_model().objects
        person = (
            people.filter(username=options["who"]).first()
            or people.filter(email=options["who"]).exclude(email="").first()
        )
        if person is None:
            raise CommandError("Nobody has that user name or address.")
        count = services.forget_factors(person)
        self.stdout.write(f"{count} taken away. The sessions have ended.")
