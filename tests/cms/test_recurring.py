"""The worker: what recurs is done once, whatever the number of workers."""

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms import recurring
from cms.recurring import DAY, HOUR, MINUTE, Job, run_due

pytestmark = pytest.mark.django_db
NOON = 1_800_000_000


@pytest.fixture(autouse=True)
def _empty_cache(monkeypatch):
    cache.clear()
    # The test's own transaction must outlive a round.
    monkeypatch.setattr(recurring, "close_old_connections", lambda: None)
    yield
    cache.clear()


def test_all_jobs_run_once(monkeypatch):
    assert run_due(NOON) == [
        *("read_bounces", "publish_scheduled", "clear_sessions", "forget_messages"),
        *("keep_memberships", "keep_confirmations", "find_duplicates", "forget_merges"),
        *("forget_broken_addresses", "dispose_expired", "forget_sign_ins"),
    ]
    assert run_due(NOON + 1) == []


def test_each_has_its_own_pace():
    run_due(NOON)
    assert run_due(NOON + MINUTE) == ["read_bounces", "publish_scheduled"]
    assert "clear_sessions" in run_due(NOON + HOUR)
    assert "forget_sign_ins" in run_due(NOON + DAY)


def test_one_that_fails_is_logged_and_stops_no_other(monkeypatch, caplog):
    def fail():
        raise RuntimeError("broken")

    done = []
    jobs = (Job("bad", MINUTE, fail), Job("good", MINUTE, lambda: done.append(1)))
    monkeypatch.setattr(recurring, "JOBS", jobs)
    with caplog.at_level(logging.ERROR):
        assert run_due(NOON) == ["good"]
    assert done
    assert "bad" in caplog.text


def test_old_sign_in_attempts_are_forgotten():
    old = AccessAttempt.objects.create(
        ip_address="192.0.2.7", username="rut", failures_since_start=1
    )
    new = AccessAttempt.objects.create(
        ip_address="192.0.2.7", username="olga", failures_since_start=1
    )
    AccessAttempt.objects.filter(pk=old.pk).update(attempt_time=timezone.now() - timedelta(days=31))
    recurring.forget_sign_ins()
    assert list(AccessAttempt.objects.all()) == [new]


def test_a_worker_that_is_silent_is_missed():
    with pytest.raises(CommandError):
        call_command("run_worker", check=True)
    run_due()
    call_command("run_worker", check=True)
    assert not recurring.is_alive(NOON + 10 * DAY * 365)
