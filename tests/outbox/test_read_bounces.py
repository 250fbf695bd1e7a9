"""From a mail that a real server refuses to an address that is marked: folder, file and pipe."""

import io
import mailbox
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from associations import outbox
from associations.models import Delivery
from associations.outbox import Letter, bounces
from associations.outbox.recipients import is_broken, to_association
from cms import recurring
from tests.builders import make_association
from tests.outbox.reports import dsn, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("greeting")]
ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "info@ugglan.example"


@pytest.fixture
def path(settings, server):
    """The return address of a mail that a server has taken."""
    settings.BOUNCE_EMAIL = "studs@samklang.example"
    choir = make_association("Ugglans kör", email=ADDRESS)
    outbox.queue("greeting", [Letter(to_association(choir.pk), association=choir)])
    assert outbox.deliver_due() == {"sent": 1}
    return server.senders[0]


def read(**where) -> str:
    said = io.StringIO()
    call_command("read_bounces", stdout=said, **where)
    return said.getvalue()


def test_a_folder_is_read_and_emptied(path, tmp_path):
    box = mailbox.Maildir(tmp_path / "studs", create=True)
    for message in (dsn(path), dsn("studs@samklang.example"), plain(path, "Hej!")):
        box.add(message)
    assert read(maildir=tmp_path / "studs") == "bounced: 1\nforeign: 1\nno report: 1\n"
    assert is_broken(ADDRESS)
    assert len(box) == 0
    assert read(maildir=tmp_path / "studs") == ""


def test_the_worker_reads_the_folder(path, tmp_path, settings):
    folder = tmp_path / "studs"
    mailbox.Maildir(folder, create=True).add(dsn(path))
    recurring.read_bounces()
    assert not is_broken(ADDRESS)
    settings.BOUNCE_FOLDER = str(folder)
    recurring.read_bounces()
    assert is_broken(ADDRESS)


def test_a_file_is_read_and_emptied(path, tmp_path):
    file = tmp_path / "studs.mbox"
    mailbox.mbox(file, create=True).add(dsn(path))
    assert read(mbox=file) == "bounced: 1\n"
    assert is_broken(ADDRESS)
    assert read(mbox=file) == ""


@pytest.mark.parametrize("where", ["maildir", "mbox"])
def test_a_mailbox_that_is_not_there_is_said_so(where, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        read(**{where: tmp_path / "borta"})
    assert not (tmp_path / "borta").exists()


def test_broken_mail_stops_nothing(path, tmp_path):
    folder = tmp_path / "studs"
    mailbox.Maildir(folder, create=True).add(dsn(path))
    for number, content in enumerate((b"", b"\xff\xfe\x00", b"Content-Type: multipart/report\n\n")):
        (folder / "new" / f"{number}.x").write_bytes(content)
    said = read(maildir=folder)
    assert "bounced: 1" in said
    assert "foreign: 3" in said


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_hands_one_over(path):
    code = (
        "import os, django; django.setup()\n"
        "from django.db import connection\n"
        "connection.settings_dict['NAME'] = os.environ['TEST_DATABASE']\n"
        "from django.core.management import call_command\n"
        "call_command('read_bounces')"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        input=dsn(path).as_bytes(),
        capture_output=True,
        check=True,
    )
    assert done.stdout == b"bounced: 1\n"
    assert is_broken(ADDRESS)
    assert Delivery.objects.get().state == "bounced"
    assert bounces.return_path(Delivery.objects.get()) == path
