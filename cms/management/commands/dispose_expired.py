"""Dispose of what has been kept as long as its rule says; the worker does it by itself."""

from django.core.management.base import BaseCommand

from cms.rights.dispose import dispose_expired
from cms.rights.erase import scrub


class Command(BaseCommand):
    help = "Dispose of personal data that is over its time, by the municipality's rules."

    def handle(self, **_options: object) -> None:
        counts = dispose_expired()
        for table, count in sorted(counts.items()):
            self.stdout.write(f"{table}: {count}")
        if counts:
            scrub()
        else:
            self.stdout.write("Nothing was over its time.")
