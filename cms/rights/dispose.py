"""What has been kept as long as its rule says goes by itself. Safe to run twice, and at once."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import now

from associations.models import DataKind, DisposalRun
from cms.rights import erase

BATCH = 500
UPLOADS = timedelta(days=7)
MONTH = timedelta(days=30.44)

Over = Callable[[datetime], QuerySet]


def _rows(label: str) -> QuerySet:
    return apps.get_model(label)._base_manager.all()


def _roles(before: datetime) -> QuerySet:
    return _rows("associations.Membership").filter(ended_at__lt=before)


def _settled(label: str) -> Over:
    return lambda before: _rows(label).filter(settled_at__lt=before)


# When a row was last needed, by kind; the age is counted from there.
OVER: dict[DataKind, tuple[Over, ...]] = {
    DataKind.CONTACTS: (
        lambda before: _rows("associations.ContactPerson").filter(ends_on__lt=before.date()),
    ),
    DataKind.ROLES: (
        _roles,
        _settled("associations.ColleagueInvitation"),
        _settled("associations.JoinRequest"),
        _settled("associations.Claim"),
    ),
    DataKind.SUGGESTIONS: (
        lambda before: _rows("associations.Suggestion").filter(handled_at__lt=before),
    ),
    DataKind.NOTES: (
        lambda before: _rows("associations.InternalNote").filter(created_at__lt=before),
    ),
    DataKind.FILES: (
        lambda before: _rows("associations.RegisterFile").filter(uploaded_at__lt=before),
    ),
    DataKind.MAIL: (
        lambda before: _rows("associations.Delivery").filter(
            created_at__lt=before,
            state__in=("sent", "uncertain", "skipped", "failed", "bounced"),
        ),
    ),
    DataKind.HISTORY: (
        lambda before: _rows("wagtailcore.ModelLogEntry").filter(timestamp__lt=before),
        lambda before: _rows("wagtailcore.PageLogEntry").filter(timestamp__lt=before),
        # Not the revision that is shown, or waits to be.
        lambda before: (
            _rows("wagtailcore.Revision")
            .filter(created_at__lt=before, approved_go_live_at=None)
            .exclude(pk__in=_in_use())
        ),
    ),
    DataKind.ACCOUNT: (lambda before: idle_logins(before),),
}


def idle_logins(before: datetime) -> QuerySet:
    """Those who have not signed in since, and act for nobody; never staff."""
    held = _rows("associations.Membership").filter(user=OuterRef("pk"), ended_at=None)
    return (
        get_user_model()
        .objects.filter(~Exists(held), is_superuser=False, groups=None)
        .filter(Q(last_login__lt=before) | Q(last_login=None, date_joined__lt=before))
        .exclude(email="", is_active=False)
    )


def _in_use() -> list[int]:
    used: set[int] = set()
    for model in apps.get_models():
        for name in ("latest_revision", "live_revision"):
            if name in {field.name for field in model._meta.concrete_fields}:
                used.update(
                    model._base_manager.exclude(**{name: None}).values_list(name, flat=True)
                )
    return list(used | set(_rows("wagtailcore.TaskState").values_list("revision", flat=True)))


def dispose_expired() -> dict[str, int]:
    """Dispose of what is over its time by a rule; return how many of each table.

    Only kinds with a number of months, and a decision where one is needed. Each batch is a
    transaction of its own: whatever stops it, what is gone is gone and the rest goes next time.
    """
    counts: Counter = Counter()
    rules = erase.decisions()
    used = {}
    for kind, sources in OVER.items():
        rule = rules.get(kind)
        if rule is None or not rule.months or not erase.may_go(kind, rules):
            continue
        before = now() - rule.months * MONTH
        for over in sources:
            if count := _dispose(over, before, kind):
                counts[over(before).model._meta.label] += count
                used[kind] = rule.decision
    old = _rows("associations.ImportUpload").filter(uploaded_at__lt=now() - UPLOADS)
    if count := _dispose(lambda before: old, now(), None):
        counts["associations.ImportUpload"] += count
    if counts:
        DisposalRun.objects.create(counts=dict(counts), decisions=used)
    return dict(counts)


def _dispose(over: Over, before: datetime, kind: DataKind | None) -> int:
    """Batch by batch; another run at the same time takes other rows or finds them gone."""
    total = 0
    while True:
        with transaction.atomic():
            rows = over(before).order_by("pk")
            # The rows themselves and no joined ones; those that another run holds are its own.
            keys = list(rows.values_list("pk", flat=True)[:BATCH])
            if not keys:
                return total
            held = (
                over(before).model._base_manager.select_for_update(of=("self",)).filter(pk__in=keys)
            )
            gone = list(held.order_by("pk"))
            for row in gone:
                if kind == DataKind.ACCOUNT:
                    erase._end_login(row, keeps_roles=True)
                else:
                    erase._remove_files_of(row)
                    row.delete()
            total += len(gone)
