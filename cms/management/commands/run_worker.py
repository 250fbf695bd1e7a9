"""The worker process: does what recurs until it is told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from associations import outbox
from cms import recurring
from cms.checks import refuse_unsafe_start

# Seconds between rounds: how long a mail may wait for a worker with nothing else to do.
PAUSE = 5


class Command(BaseCommand):
    help = "Send mail and run recurring jobs (publishing, cleaning) until SIGTERM or Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due, then stop.")
        parser.add_argument(
            "--check", action="store_true", help="Only say whether a worker is at work."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            if not recurring.is_alive():
                raise CommandError("No worker has been heard of in five minutes.")
            return
        refuse_unsafe_start()
        if options["once"]:
            self._round()
            return
        stop = threading.Event()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stop.set())
        self.stdout.write("The worker has started.")
        while not stop.is_set():
            self._round()
            stop.wait(PAUSE)
        self.stdout.write("The worker has stopped.")

    def _round(self) -> None:
        for name in recurring.run_due():
            self.stdout.write(f"Done: {name}")
        for state, count in outbox.deliver_due().items():
            self.stdout.write(f"Mail {state}: {count}")
