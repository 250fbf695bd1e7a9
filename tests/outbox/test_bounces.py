"""Mail that comes back: which address is marked, and what changes nothing."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from associations import outbox
from associations.models import BrokenAddress, Delivery
from associations.outbox import Letter, bounces
from associations.outbox.recipients import is_broken, mark_working, to_association
from tests.builders import make_association
from tests.outbox.reports import dsn, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("greeting")]
ADDRESS = "info@ugglan.example"


@pytest.fixture(autouse=True)
def _mailbox(settings):
    settings.BOUNCE_EMAIL = "studs@samklang.example"


@pytest.fixture
def choir():
    return make_association("Ugglans kör", email=ADDRESS)


@pytest.fixture
def sent(choir):
    """Send one more mail; return it, and its return address."""

    def send(purpose="greeting", *objects) -> tuple[Delivery, str]:
        before = Delivery.objects.count()
        for number in objects or (before,):
            letter = Letter(to_association(choir.pk), object_id=str(number), association=choir)
            outbox.queue(purpose, [letter])
        outbox.deliver_due()
        delivery = Delivery.objects.all().order_by("pk")[before]
        return delivery, bounces.return_path(delivery)

    return send


def fate(delivery) -> tuple[str, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.reason


def test_the_return_address_names_the_mail_and_the_sender_stays(sent, mailoutbox):
    _delivery, path = sent()
    [message] = mailoutbox
    assert message.from_email == path
    assert path.startswith("studs+")
    assert len(path.partition("@")[0]) <= 64
    assert message.message()["From"] == "noreply@127.0.0.1"


def test_no_such_mailbox_marks_the_address_and_nothing_more_is_sent(sent):
    delivery, path = sent()
    assert bounces.take_in(dsn(path)) == "bounced"
    assert fate(delivery) == ("bounced", "Adressen fungerar inte (5.1.1).")
    assert is_broken(ADDRESS)
    following, _path = sent()
    assert fate(following) == ("skipped", "Adressen fungerar inte.")
    kept = f"{Delivery.objects.values()}{BrokenAddress.objects.values()}"
    assert "ugglan.example" not in kept


def test_the_same_report_twice_is_one(sent):
    _delivery, path = sent()
    bounces.take_in(dsn(path))
    mark_working(ADDRESS)
    assert bounces.take_in(dsn(path)) == "known"
    assert not is_broken(ADDRESS)


@pytest.mark.parametrize(
    ("status", "diagnostic"),
    [
        ("4.2.2", "452 4.2.2 mailbox full"),
        ("5.2.2", "552 5.2.2 over quota"),
        ("5.7.1", "554 5.7.1 looks like spam"),
        ("5.3.0", "554 system is ill"),
    ],
)
def test_what_may_pass_marks_only_when_it_is_the_third(sent, status, diagnostic):
    for number in range(1, 4):
        delivery, path = sent()
        bounces.take_in(dsn(path, status=status, diagnostic=diagnostic))
        assert fate(delivery) == ("bounced", f"Kom tillbaka ({status}).")
        assert is_broken(ADDRESS) == (number == 3)


def test_a_delay_is_no_failure(sent):
    delivery, path = sent()
    assert bounces.take_in(dsn(path, action="delayed", status="4.4.1")) == "no report"
    assert fate(delivery)[0] == "sent"


def test_the_servers_own_number_counts_where_the_status_says_nothing(sent):
    _delivery, path = sent()
    bounces.take_in(dsn(path, status="5.0.0", diagnostic="550 5.1.1 no mailbox"))
    assert is_broken(ADDRESS)


def test_where_the_address_forwards_the_next_one_is_not_ours_to_mark(sent):
    delivery, path = sent()
    bounces.take_in(dsn(path, about="siv@annan.example"))
    assert fate(delivery)[0] == "bounced"
    assert not is_broken(ADDRESS)


@pytest.mark.parametrize(
    ("words", "is_marked"),
    [
        ("<info@ugglan.example>: 550 5.1.1 User unknown", True),
        ("Sorry, no such user here. (#5.1.1)", True),
        ("550 No such mailbox", True),
        ("The recipient does not exist.", True),
        ("552 message too big", False),
        ("The mailbox is full (5.2.2).", False),
    ],
)
def test_plain_words_of_a_server_are_understood(sent, words, is_marked):
    delivery, path = sent()
    assert bounces.take_in(plain(path, words)) == "bounced"
    assert fate(delivery)[0] == "bounced"
    assert is_broken(ADDRESS) == is_marked


@pytest.mark.parametrize(
    "words", ["Delayed: 4.2.2, we try again.", "Tack för ditt mejl!", "Ring 5.10.20.30"]
)
def test_other_words_are_no_report(sent, words):
    delivery, path = sent()
    assert bounces.take_in(plain(path, words)) == "no report"
    assert fate(delivery)[0] == "sent"


def test_somebody_who_is_away_has_not_moved(sent):
    delivery, path = sent()
    message = plain(path, "Jag är borta. Fel 550 5.1.1 i skrivaren.", "siv@ugglan.example")
    message["Auto-Submitted"] = "auto-replied"
    del message["Return-Path"]
    assert bounces.take_in(message) == "no report"
    assert fate(delivery)[0] == "sent"


def test_a_persons_letter_to_the_mailbox_is_no_report(sent):
    delivery, path = sent()
    message = plain(path, "550 5.1.1 User unknown", "siv@ugglan.example")
    del message["Return-Path"]
    assert bounces.take_in(message) == "no report"
    assert fate(delivery)[0] == "sent"


def test_forged_and_foreign_reports_change_nothing(sent):
    delivery, path = sent()
    name, _minus, rest = path.partition("-")
    forged = f"{name}-{'0' * 20}@samklang.example"
    other = path.replace(str(delivery.pk), str(delivery.pk + 1))
    for to in (forged, other, "studs@samklang.example", "studs+1-@samklang.example", "", rest):
        assert bounces.take_in(dsn(to)) == "foreign"
    assert fate(delivery)[0] == "sent"
    assert not BrokenAddress.objects.exists()


def test_a_report_about_what_was_not_sent_changes_nothing(choir):
    outbox.queue("greeting", [Letter(to_association(choir.pk), association=choir)])
    waiting = Delivery.objects.get()
    assert bounces.take_in(dsn(bounces.return_path(waiting))) == "known"
    assert fate(waiting)[0] == "waiting"
    assert not BrokenAddress.objects.exists()


def test_a_late_report_says_nothing_of_the_address_as_it_is_now(sent):
    delivery, path = sent()
    Delivery.objects.update(sent_at=now() - timedelta(days=15))
    bounces.take_in(dsn(path))
    assert fate(delivery)[0] == "bounced"
    assert not is_broken(ADDRESS)


def test_all_that_went_in_one_mail_came_back_and_counts_once(sent):
    for number in range(2):
        _delivery, path = sent("question", f"{number}a", f"{number}b")
        bounces.take_in(dsn(path, status="4.2.2"))
    assert set(Delivery.objects.values_list("state", flat=True)) == {"bounced"}
    assert Delivery.objects.count() == 4
    assert not is_broken(ADDRESS)


def test_the_server_may_say_where_it_was_delivered(sent):
    _delivery, path = sent()
    assert bounces.take_in(dsn("undisclosed-recipients:;"), to=path.upper()) == "bounced"


def test_without_a_mailbox_the_sender_gets_the_reports(sent, settings, mailoutbox):
    settings.BOUNCE_EMAIL = ""
    _delivery, path = sent()
    assert path == ""
    assert mailoutbox[0].from_email == settings.DEFAULT_FROM_EMAIL
