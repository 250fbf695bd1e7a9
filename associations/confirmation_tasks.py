"""What “Mina sidor” says about the yearly confirmation: is it right, and is the board filled in?"""

from collections.abc import Iterator

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from associations import access
from associations.models import Association, Confirmation, ConfirmationState, ContactPerson
from associations.rules import Standing, standing
from associations.tasks import Task, TaskState

BOARD_CHANGES = ("add", "change", "remove")


def tasks(user: AbstractBaseUser, association: Association) -> Iterator[Task]:
    """The lines of the task list; for those who may edit."""
    if not access.may_edit(user, association):
        return
    latest = association.confirmations.order_by("-pk").first()
    yield Task(
        heading=_("Is it still right?"),
        title=_("Are the details right?"),
        url=reverse("my_confirmation", args=[association.slug]),
        state=TaskState.TO_DO if is_asked(association, latest) else TaskState.DONE,
        detail=_detail(association),
    )
    if latest and latest.state == ConfirmationState.NEW_BOARD:
        is_done = board_changed_since(latest)
        yield Task(
            heading=_("Is it still right?"),
            title=_("Fill in the new board"),
            url=reverse("my_board", args=[association.slug]),
            state=TaskState.DONE if is_done else TaskState.TO_DO,
            detail="" if is_done else _("You said that the board is new."),
        )


def is_asked(association: Association, latest: Confirmation | None) -> bool:
    """Is there a question to answer, or has nobody ever confirmed, or not for too long?"""
    if association.confirmed_on is None or (latest and latest.is_open):
        return True
    return association.late_on is not None and association.late_on <= localdate()


def board_changed_since(confirmation: Confirmation) -> bool:
    """Has somebody changed the persons since it was said that the board is new?"""
    entries = ModelLogEntry.objects.for_instance(confirmation.association).filter(
        timestamp__gt=confirmation.settled_at,
        action__in=[f"associations.{verb}_private" for verb in BOARD_CHANGES],
        data__kind=ContactPerson._meta.model_name,
    )
    return entries.exists()


def standing_of(association: Association) -> Standing:
    """What the municipality's rules find missing, in words."""
    return standing(association)


def _detail(association: Association) -> str:
    if association.confirmed_on is None:
        return _("Nobody has said so yet.")
    day = date_format(association.confirmed_on, "j F Y")
    return _("Confirmed on %(day)s.") % {"day": day}
