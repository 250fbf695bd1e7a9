"""What recurs: the jobs of `run_worker`, each small enough to be run twice without harm."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone

from associations import relay
from associations.confirmation_upkeep import keep_confirmations
from associations.duplicates import find_pairs
from associations.membership_upkeep import keep_memberships
from associations.merging import forget_merges
from associations.outbox import mailboxes
from associations.outbox.recipients import forget_marks
from cms.rights.dispose import dispose_expired
from cms.rights.erase import scrub
from cms.users import codes

logger = logging.getLogger(__name__)

MINUTE, HOUR, DAY = 60, 3_600, 86_400
HEARTBEAT = "worker:heartbeat"


@dataclass(frozen=True)
class Job:
    """Something to do once in every `every` seconds, whatever the number of workers."""

    name: str
    every: int
    run: Callable[[], object]


def forget_sign_ins() -> None:
    """Sign-in attempts hold addresses; after a month they protect nobody."""
    before = timezone.now() - timedelta(days=30)
    for model in (AccessLog, AccessAttempt, AccessFailureLog):
        model.objects.filter(attempt_time__lt=before).delete()
    codes.forget_expired()


def read_bounces() -> None:
    """Mail that has come back, where the mailbox for it is a folder that we reach."""
    if settings.BOUNCE_FOLDER:
        mailboxes.read_maildir(Path(settings.BOUNCE_FOLDER))


def dispose() -> None:
    """What is over its time, and out of the database's file too."""
    if dispose_expired():
        scrub()


JOBS = (
    Job("read_bounces", MINUTE, read_bounces),
    Job("publish_scheduled", MINUTE, partial(call_command, "publish_scheduled", verbosity=0)),
    Job("clear_sessions", HOUR, partial(call_command, "clearsessions", verbosity=0)),
    Job("forget_messages", HOUR, relay.forget),
    Job("keep_memberships", HOUR, keep_memberships),
    Job("keep_confirmations", HOUR, keep_confirmations),
    Job("find_duplicates", HOUR, find_pairs),
    Job("forget_merges", DAY, forget_merges),
    Job("forget_broken_addresses", DAY, forget_marks),
    Job("dispose_expired", DAY, dispose),
    Job("forget_sign_ins", DAY, forget_sign_ins),
)


def run_due(now: float | None = None) -> list[str]:
    """Run the jobs whose turn it is and nobody has taken; return their names.

    A turn is claimed in the shared cache, so that several workers divide the work. A job that
    fails is logged, and tried again at its next turn.
    """
    now = time.time() if now is None else now
    done = []
    close_old_connections()
    for job in JOBS:
        turn = f"worker:{job.name}:{int(now // job.every)}"
        if not cache.add(turn, 1, timeout=job.every + MINUTE):
            continue
        try:
            job.run()
        except Exception:
            logger.exception("The recurring job %s failed", job.name)
        else:
            done.append(job.name)
    cache.set(HEARTBEAT, now, timeout=HOUR)
    close_old_connections()
    return done


def is_alive(now: float | None = None) -> bool:
    """Has a worker gone round within the last five minutes?"""
    seen = cache.get(HEARTBEAT)
    return seen is not None and (time.time() if now is None else now) - seen < 5 * MINUTE
