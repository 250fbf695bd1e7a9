"""Make the public list anew from the facts, or tell where it differs from them."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from associations import listings
from associations.models import Listing


class Command(BaseCommand):
    help = "Make the public list anew from the register, or with --check compare the two."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Change nothing; list the differences and exit with 1 if there are any.",
        )

    def handle(self, *, check: bool, **_options: object) -> None:
        if not check:
            listings.rebuild()
            self.stdout.write(f"{Listing.objects.count()} listings written.")
            return
        differences = listings.check()
        for line in differences:
            self.stdout.write(line)
        if differences:
            raise CommandError(f"{len(differences)} differences; run rebuild_listings.")
        self.stdout.write("The list agrees with the register.")
