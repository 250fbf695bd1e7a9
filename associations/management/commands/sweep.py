"""Send what waits in the outbox; for a timer where no worker runs, harmless beside one."""

from django.core.management.base import BaseCommand

from associations import outbox


class Command(BaseCommand):
    help = "Send the mail that is due, and settle what a dead worker left behind."

    def handle(self, **_options: object) -> None:
        fates = outbox.deliver_due()
        for state, count in sorted(fates.items()):
            self.stdout.write(f"{state}: {count}")
        if not fates:
            self.stdout.write("No mail was due.")
