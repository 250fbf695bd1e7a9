"""The lines of the task list about what an association keeps true about itself."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from associations import access, fact_services, own_services
from associations.models import Association, FileKind, RequestState
from associations.services import CONTACT_FIELDS
from associations.tasks import Task, TaskState

YOUR_PAGE = _("Your page")


def tasks(user: AbstractBaseUser, association: Association) -> Iterable[Task]:
    """A line for each part; none for those who do not look after the page."""
    if not access.may_edit(user, association):
        return
    yield _facts(association, "my_details", _("Details"), {"town": _("town"), "areas": _("areas")})
    yield _facts(
        association,
        "my_activities",
        _("Activities and target groups"),
        {"activities": _("activities"), "target_groups": _("target groups")},
    )
    yield _meetings(association)
    yield _contacts(association)
    yield _offers(association)


def private_tasks(user: AbstractBaseUser, association: Association) -> Iterable[Task]:
    """The lines about what only the municipality sees."""
    if not access.may_edit(user, association):
        return
    yield _board(association)
    yield _documents(association)
    yield _changes(association)


def line(
    association: Association, route: str, title: Promise, state: TaskState, detail: str = ""
) -> Task:
    """A line under the heading of the public page."""
    url = reverse(route, args=[association.slug])
    return Task(str(YOUR_PAGE), str(title), url, state, detail)


def _facts(
    association: Association, route: str, title: Promise, wanted: dict[str, Promise]
) -> Task:
    held = fact_services.stored(association, wanted)
    missing = [str(words) for name, words in wanted.items() if not held[name]]
    if not missing:
        return line(association, route, title, TaskState.DONE)
    detail = gettext("Missing: %(what)s.") % {"what": ", ".join(missing)}
    return line(association, route, title, TaskState.TO_DO, detail)


def _meetings(association: Association) -> Task:
    """If you like: not all associations meet at set times."""
    state = TaskState.DONE if association.meeting_times else TaskState.OPTIONAL
    detail = "" if association.meeting_times else gettext("Nothing is written yet.")
    return line(association, "my_meetings", _("When and where you meet"), state, detail)


def _contacts(association: Association) -> Task:
    """Done when the municipality can write to them; said when residents cannot reach them."""
    held = fact_services.stored(association, CONTACT_FIELDS)
    state, detail = TaskState.DONE, ""
    if not held["email"][0]:
        state, detail = TaskState.TO_DO, gettext("Missing: an e-mail address.")
    elif not any(is_public for _value, is_public in held.values()):
        detail = gettext("Nobody but the municipality sees how to reach you.")
    return line(association, "my_contacts", _("Contact details"), state, detail)


def _offers(association: Association) -> Task:
    rows = list(association.offers.all())
    state = TaskState.DONE if rows else TaskState.OPTIONAL
    detail = "" if rows else gettext("Nothing is written yet.")
    if any(row.has_run_out for row in rows):
        detail = gettext("Something has run out, and is no longer shown.")
    return line(association, "my_offers", _("Offers and wishes"), state, detail)


def _board(association: Association) -> Task:
    if association.contact_persons.exclude(ends_on__lt=localdate()).exists():
        return _own(association, "my_board", _("Board and contact persons"), TaskState.DONE)
    detail = gettext("Missing: somebody to turn to.")
    return _own(association, "my_board", _("Board and contact persons"), TaskState.TO_DO, detail)


def _documents(association: Association) -> Task:
    """Which documents are asked for, and when, is the municipality's rules: here only bylaws."""
    if own_services.documents_of(association).filter(kind=FileKind.BYLAWS).exists():
        return _own(association, "my_documents", _("Documents"), TaskState.DONE)
    detail = gettext("No bylaws have been handed in.")
    return _own(association, "my_documents", _("Documents"), TaskState.OPTIONAL, detail)


def _changes(association: Association) -> Task:
    title = _("Requested changes")
    if association.changerequests.filter(state=RequestState.WAITING).exists():
        detail = gettext("The municipality has a request to decide about.")
        return _own(association, "my_changes", title, TaskState.WAITING, detail)
    detail = gettext("Name, organisation number, legal form and payment numbers.")
    return _own(association, "my_changes", title, TaskState.OPTIONAL, detail)


def _own(
    association: Association, route: str, title: Promise, state: TaskState, detail: str = ""
) -> Task:
    """A line under the heading of what only the municipality sees."""
    url = reverse(route, args=[association.slug])
    return Task(gettext("For the municipality"), str(title), url, state, detail)
