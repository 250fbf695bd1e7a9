"""Reads returned mail from where the mail server has put it. What has been read is deleted."""

import mailbox
from collections import Counter
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import BinaryIO

from associations.outbox import bounces

# A report quotes the mail it is about; nothing of ours comes near this.
MAX_BYTES = 2_000_000


def read_one(stream: BinaryIO, *, to: str = "") -> str:
    """Take in one mail that a mail server hands over; return what came of it."""
    return bounces.take_in(message_from_bytes(stream.read(MAX_BYTES)), to=to)


def read_maildir(folder: Path) -> Counter[str]:
    """Take in all mail of a Maildir, and delete it; several may do so at once.

    Raises FileNotFoundError where there is none: a folder that is made up here would be read for
    ever and never get a mail.
    """
    if not (folder / "new").is_dir():
        raise FileNotFoundError(f"{folder} is no Maildir")
    box = mailbox.Maildir(folder, factory=None, create=False)
    return _read(box)


def read_mbox(file: Path) -> Counter[str]:
    """Take in all mail of an mbox file, and delete it from there; the file is locked meanwhile."""
    box = mailbox.mbox(file, factory=None, create=False)
    box.lock()
    try:
        return _read(box)
    finally:
        box.flush()
        box.unlock()
        box.close()


def _read(box: mailbox.Mailbox) -> Counter[str]:
    """Noted first and deleted then: whoever dies between the two notes nothing new next time."""
    found: Counter[str] = Counter()
    for key in box.keys():  # noqa: SIM118 - iterating a mailbox gives its mails
        if (message := _message(box, key)) is not None:
            found[bounces.take_in(message)] += 1
            box.discard(key)
    return found


def _message(box: mailbox.Mailbox, key: str) -> Message | None:
    try:
        return message_from_bytes(box.get_bytes(key)[:MAX_BYTES])
    except (KeyError, FileNotFoundError):
        # Another worker was faster.
        return None
