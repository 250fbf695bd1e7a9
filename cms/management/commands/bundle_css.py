"""`manage.py bundle_css`: write the stylesheet that pages load."""

from django.core.management.base import BaseCommand

from cms.styles import BUNDLE, bundle


class Command(BaseCommand):
    help = "Put the parts of the stylesheet together."
    requires_system_checks: list[str] = []

    def handle(self, *args, **options):
        BUNDLE.write_text(bundle())
        self.stdout.write(f"{BUNDLE.name}: {BUNDLE.stat().st_size:,} bytes")
