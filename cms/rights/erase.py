"""Taking a person out: rows about the person go, and out of every other text the words go.

Kinds of data that are public records are left, and named, until a disposal decision has been noted
for them in `DisposalRule`; so is what is to be handed to the archive.
"""

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.timezone import now
from wagtail.fields import StreamField
from wagtail.search import index

from associations import do_not_publish, granting, listings
from associations.models import (
    Association,
    DataKind,
    DisposalRule,
    DisposalRun,
    EndReason,
    Membership,
    Merge,
    RegisterFile,
    ValueKind,
)
from cms.rights.register import REGISTER, Fate, tables
from cms.rights.subject import Subject, rows_about

GONE = "[borttaget]"
LARGEST_PART = 20_000_000
# Disposed of without a decision of its own: no public record, or gone by itself soon.
FREE = (DataKind.ACCOUNT, DataKind.CONTACTS)
# Parts of a login that Wagtail and allauth would keep.
_NULLED = ("wagtailcore.ModelLogEntry", "wagtailcore.PageLogEntry")
# Not texts: hashes, keys and what the code reads.
_CODES = {"password", "session_data", "session_stamp", "value_hash", "address_hash", "fingerprint"}
# An association's name is not a person's, though a person's may be in it.
_CODES |= {"associations.Association.name"}
_CODES |= {
    "code_hash",
    "token_hash",
    "sender_hash",
    "reply_hash",
    "key_hash",
    "slug",
    "url_path",
    "path",
}


class StaffIsErasedByAdministrator(Exception):
    """A login that opens the admin is taken away by an administrator, and never by its owner."""


def decisions() -> dict[str, DisposalRule]:
    return {rule.kind: rule for rule in DisposalRule.objects.all()}


def may_go(kind: DataKind | None, rules: dict[str, DisposalRule]) -> bool:
    """May this kind be erased: by its nature, or by a decision that somebody has noted?"""
    rule = rules.get(kind) if kind else None
    if rule and rule.action == DisposalRule.Action.ARCHIVE:
        return False
    return kind is None or kind in FREE or bool(rule and rule.decision)


def kept_kinds(rules: dict[str, DisposalRule]) -> list[DataKind]:
    """The kinds that nothing is erased of yet."""
    return [kind for kind in DataKind if not may_go(kind, rules)]


@transaction.atomic
def erase(subject: Subject, *, by: Any) -> DisposalRun:
    """Take the person out of everything that may go; return the counts. Safe to run again.

    The addresses and numbers are put on the list of what is not to be published, so that no import
    shows them again. Files go after the commit. Call `scrub` afterwards, outside a transaction.
    """
    user = subject.user
    if user and user.has_perm("wagtailadmin.access_admin") and not _may_erase_staff(user, by):
        raise StaffIsErasedByAdministrator
    rules, counts = decisions(), Counter()
    if user:
        _end_roles(user)
    for entry, model, _fate in tables(Fate.DELETE):
        if may_go(entry.kind, rules):
            counts[model._meta.label] += _delete(rows_about(entry, model, subject))
    _hide(subject, by)
    counts["associations.RegisterFile"] += _remove_files(subject, rules)
    if user and may_go(DataKind.ACCOUNT, rules):
        counts += _end_login(user, keeps_roles=not may_go(DataKind.ROLES, rules))
    if subject.words:
        counts += _sweep(subject.words, rules)
        listings.rebuild()
    used = {kind: rule.decision for kind, rule in rules.items() if rule.decision}
    return DisposalRun.objects.create(by=_other(by, user), counts=dict(counts), decisions=used)


def scrub() -> None:
    """Overwrite what the database file still holds of what has been erased.

    SQLite leaves deleted text in free pages, in the write-ahead log and in its text indexes, where
    a copy of the file would show it. PostgreSQL's own cleaning does this by itself, and a dump
    never holds it. Must not be called in a transaction.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'")
        for [name] in cursor.fetchall():
            table = connection.ops.quote_name(name)
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _may_erase_staff(user: Any, by: Any) -> bool:
    return by is not None and by.is_superuser and by.pk != user.pk


def _other(by: Any, user: Any) -> Any:
    """Whoever did it, unless that is the one who is gone."""
    return None if by is None or (user and by.pk == user.pk) else by


def _delete(rows: models.QuerySet) -> int:
    for row in rows:
        _remove_files_of(row)
    _count, each = rows.delete()
    return each.get(rows.model._meta.label, 0)


def _remove_files_of(row: models.Model) -> None:
    for field in row._meta.concrete_fields:
        if isinstance(field, models.FileField) and (file := getattr(row, field.name)):
            storage, name = file.storage, file.name
            transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))


def _end_roles(user: Any) -> None:
    for membership in Membership.objects.filter(user=user, ended_at=None).order_by("association"):
        granting.locked(membership.association)
        granting.end(membership, reason=EndReason.LEFT, by=None)


def _remove_files(subject: Subject, rules: dict[str, DisposalRule]) -> int:
    """Of the documents of the person's associations, those with the person's words in them."""
    if not may_go(DataKind.FILES, rules) or not subject.words:
        return 0
    mine = Q(uploaded_by=subject.user) if subject.user else Q(pk__in=[])
    own = Association.objects.filter(memberships__user=subject.user) if subject.user else []
    gone = 0
    for row in RegisterFile.objects.filter(mine | Q(association__in=own)).distinct():
        if _is_in_file(row.file, subject.words):
            gone += _delete(RegisterFile.objects.filter(pk=row.pk))
    return gone


def _is_in_file(file: Any, words: tuple[str, ...]) -> bool:
    """Does the text of a file, or of the files in it, have one of the words?"""
    with file.storage.open(file.name) as opened:
        content = opened.read()
    parts = [content]
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = [i for i in archive.infolist() if i.file_size <= LARGEST_PART]
            parts += [archive.read(info) for info in inside]
    texts = [part.decode("utf-8", "ignore").casefold() for part in parts]
    return any(word.casefold() in text for word in words for text in texts)


def _end_login(user: Any, *, keeps_roles: bool) -> Counter:
    """Take the login away; where its roles are records that stay, what is left is a number."""
    counts: Counter = Counter()
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
            counts["sessions.Session"] += 1
    for label in _NULLED:
        apps.get_model(label).objects.filter(user=user.pk).update(user=None)
    if not keeps_roles:
        counts["users.User"] += 1
        user.delete()
        return counts
    for entry in REGISTER:
        if entry.kind == DataKind.ACCOUNT:
            for label in set(entry.tables) - {"users.User"}:
                model = apps.get_model(label)
                subject = Subject(user, (user.email,) if user.email else ())
                counts[label] += _delete(rows_about(entry, model, subject))
    user.first_name = user.last_name = user.email = ""
    user.username, user.is_active = f"p-{uuid4().hex[:16]}", False
    user.set_unusable_password()
    user.save()
    counts["users.User"] += 1
    return counts


def _hide(subject: Subject, by: Any) -> None:
    for kind, values in (
        (ValueKind.EMAIL, subject.addresses),
        (ValueKind.PHONE, subject.phones),
    ):
        for value in values:
            do_not_publish.hide_value(kind, value, reason="", by=_other(by, subject.user))


def _sweep(words: tuple[str, ...], rules: dict[str, DisposalRule]) -> Counter:
    """Take the words out of every text of every table, Wagtail's too, by introspection."""
    counts: Counter = Counter()
    held = {label for e in REGISTER if not may_go(e.kind, rules) for label in e.tables}
    # In Swedish letters, and as JSON writes them.
    forms = [form for word in words for form in dict.fromkeys((word, _in_json(word)))]
    pattern = re.compile("|".join(map(re.escape, forms)), re.IGNORECASE)
    for model in apps.get_models():
        if model._meta.label in held or not model._meta.managed or model._meta.proxy:
            continue
        if fields := list(_texts(model)):
            for row in _with_words(model, fields, words):
                counts[model._meta.label] += _clean(row, fields, pattern)
    return +counts


def _texts(model: type[models.Model]) -> Iterator[models.Field]:
    kinds = models.CharField | models.TextField | models.JSONField | models.FileField
    kinds |= StreamField
    for field in model._meta.local_concrete_fields:
        label = f"{model._meta.label}.{field.name}"
        if isinstance(field, kinds) and not field.choices and not {field.name, label} & _CODES:
            yield field


def _with_words(
    model: type[models.Model], fields: list[models.Field], words: tuple[str, ...]
) -> models.QuerySet:
    query, as_text = Q(), {}
    for field in fields:
        name = field.name
        if isinstance(field, models.JSONField | StreamField):
            name = f"text_of_{field.name}"
            as_text[name] = Cast(field.name, models.TextField())
        for word in words:
            # SQLite knows no case of å, ä and ö. JSON escapes them, and JSON in JSON twice.
            for form in {word, word.lower(), word.upper(), word.title()}:
                for escaped in {form, _in_json(form), _in_json(_in_json(form))}:
                    query |= Q(**{f"{name}__icontains": escaped})
    return model._base_manager.annotate(**as_text).filter(query).order_by("pk")


def _in_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _clean(row: models.Model, fields: list[models.Field], pattern: re.Pattern[str]) -> int:
    changed: dict[str, Any] = {}
    if isinstance(row, Merge):
        # What cannot be put back as it was is not put back.
        return Merge.objects.filter(pk=row.pk).update(journal=[], forgotten_at=now())
    for field in fields:
        value = getattr(row, field.name)
        if isinstance(field, models.FileField):
            if value and pattern.search(value.name):
                changed[field.name] = _renamed(value)
            continue
        if is_stream := isinstance(field, StreamField):
            value = field.get_prep_value(value)
        cleaned = _cleaned(value, field, pattern)
        if cleaned != value:
            changed[field.name] = field.to_python(cleaned) if is_stream else cleaned
    if changed:
        type(row)._base_manager.filter(pk=row.pk).update(**changed)
        if isinstance(row, index.Indexed):
            # Wagtail's own search has the words in a table, and analysed on PostgreSQL.
            index.insert_or_update_object(type(row)._base_manager.get(pk=row.pk))
    return bool(changed)


def _cleaned(value: Any, field: models.Field, pattern: re.Pattern[str]) -> Any:
    """The value without the words; a column that is only an address or a number is emptied."""
    if isinstance(value, dict):
        return {_cleaned(k, field, pattern): _cleaned(v, field, pattern) for k, v in value.items()}
    if isinstance(value, list):
        return [_cleaned(part, field, pattern) for part in value]
    if not isinstance(value, str):
        return value
    if isinstance(field, models.EmailField | models.URLField) or field.name == "phone":
        return "" if pattern.search(value) else value
    cleaned = pattern.sub(GONE, value)
    limit = getattr(field, "max_length", None)
    return cleaned[:limit] if limit else cleaned


def _renamed(file: Any) -> str:
    """The file under a name that says nothing; the old one goes after the commit."""
    storage, old = file.storage, file.name
    folder, _slash, name = old.rpartition("/")
    _stem, dot, ending = name.rpartition(".")
    with storage.open(old) as content:
        new = storage.save(f"{folder}/{uuid4().hex}{dot}{ending}".lstrip("/"), content)
    transaction.on_commit(lambda: storage.delete(old))
    return new
