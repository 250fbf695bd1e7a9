"""Add the shipped activities, target groups and languages that are missing."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from associations.vocabulary.seeding import seed_vocabulary


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        added = seed_vocabulary()
        self.stdout.write(
            _(
                "Added %(activities)s activities, %(target_groups)s target groups and "
                "%(languages)s languages."
            )
            % added
        )
