"""Shared fixtures. The people live in `cast`, the things in `builders`."""

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client, TransactionTestCase
from django.utils.translation.reloader import translation_file_changed
from hypothesis import settings

from cms.roles import ADMIN
from cms.users.sessions import SECOND_FACTOR
from scripts import compile_messages
from tests import database

# No clock, and the same examples every time: a run fails for what has been changed.
settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.load_profile("suite")


def pytest_addoption(parser):
    parser.addoption(
        "--no-skips", action="store_true", help="A skipped test is a failure (make test)."
    )


def pytest_sessionstart():
    for compiled in compile_messages.main():
        # Django has read the old ones while it was set up.
        translation_file_changed(sender=None, file_path=compiled)


def pytest_collection_modifyitems(config, items):
    """A test for one database only is not skipped on the other: it is no part of that run."""
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    deselected = [item for item in items if item.get_closest_marker(f"{other}_only")]
    if deselected:
        config.hook.pytest_deselected(items=deselected)
        items[:] = [item for item in items if item not in deselected]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.config.option.no_skips:
        report.outcome = "failed"
        report.longrepr = f"Skipped, which is no pass: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, tmp_path_factory):
    """Replaces pytest-django's: the database is a copy of a migrated template."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    folder = tmp_path_factory.mktemp("database")
    with django_db_blocker.unblock():
        ours = database.make(worker, folder, rebuild=request.config.option.create_db)
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: ours.restore())
    yield
    patch.undo()
    with django_db_blocker.unblock():
        ours.drop()


@pytest.fixture(autouse=True)
def _nothing_left_over():
    """No connection to a database that is gone, and no picture that a cache remembers of it.

    A browser's test runs beside an event loop, which has connections of its own.
    """
    for left in connections.all(initialized_only=True):
        if not left.in_atomic_block:
            left.close()
    cache.clear()


@pytest.fixture(autouse=True)
def _signed_in_all_the_way(monkeypatch):
    """`force_login` signs staff in with their second factor, without which no admin opens."""
    sign_in = Client.force_login

    def with_second_factor(client, user, backend=None):
        sign_in(client, user, backend)
        if user.has_perm(ADMIN):
            session = client.session
            session[SECOND_FACTOR] = str(user.pk)
            session.save()

    monkeypatch.setattr(Client, "force_login", with_second_factor)
