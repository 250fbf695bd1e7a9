"""The line about colleagues in the task list: be two, answer who asks, renew in time."""

from collections.abc import Iterator

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.mandates import remind_on
from associations.models import Association, JoinRequest, MemberRole, Membership, RequestState
from associations.tasks import Task, TaskState


def tasks(user: AbstractBaseUser, association: Association) -> list[Task]:
    """One line. Two queries."""
    people = list(Membership.objects.current().filter(association=association))
    mine = next((row for row in people if row.user_id == user.pk), None)
    is_responsible = mine is not None and mine.role == MemberRole.RESPONSIBLE
    to_do = list(_of_responsible(association, people)) if is_responsible else []
    to_do += _of_time(mine)
    return [
        Task(
            heading=_("You who look after the page"),
            title=_("Colleagues"),
            url=reverse("my_colleagues", args=[association.slug]),
            state=TaskState.TO_DO if to_do else TaskState.DONE,
            detail=" ".join(to_do),
        )
    ]


def _of_responsible(association: Association, people: list[Membership]) -> Iterator[str]:
    waiting = JoinRequest.objects.filter(association=association, state=RequestState.WAITING)
    if count := waiting.count():
        yield ngettext(
            "%(n)s person wants to take part and waits for your answer.",
            "%(n)s people want to take part and wait for your answer.",
            count,
        ) % {"n": count}
    if sum(row.role == MemberRole.RESPONSIBLE for row in people) < 2:
        yield _("You are the only one responsible. Be at least two.")


def _of_time(mine: Membership | None) -> list[str]:
    if mine is None or remind_on(mine.ends_on) > localdate():
        return []
    words = _("Your role runs out on %(day)s.")
    return [words % {"day": date_format(mine.ends_on, "j F Y")}]
