"""Take in mail that has come back, from a folder, a file, or the mail server itself."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from associations.outbox import mailboxes


class Command(BaseCommand):
    help = (
        "Read returned mail: which mail came back, and which address does not work. Without a"
        " folder or file one mail is read from standard input, as a mail server hands it over."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--maildir", type=Path, help="A Maildir; what is read is deleted.")
        where.add_argument("--mbox", type=Path, help="An mbox file; what is read is deleted.")
        parser.add_argument(
            "--to", default="", help="Standard input only: the address it was delivered to."
        )

    def handle(self, **options) -> None:
        try:
            found = self._read(**options)
        except (OSError, mailboxes.mailbox.Error) as fault:
            raise CommandError(f"The mailbox cannot be read: {fault}") from fault
        for what, count in sorted(found.items()):
            self.stdout.write(f"{what}: {count}")

    def _read(self, *, maildir: Path | None, mbox: Path | None, to: str, **_options) -> dict:
        if maildir:
            return mailboxes.read_maildir(maildir)
        if mbox:
            return mailboxes.read_mbox(mbox)
        return {mailboxes.read_one(sys.stdin.buffer, to=to): 1}
