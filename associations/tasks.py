"""What there is to do for an association, in words: the lines of the task list of "Mina sidor".

Each part of the pages gives its own lines; `cms.my_pages` puts them together, so that dialogues and
partnerships can add theirs.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TaskState(TextChoices):
    """Said in text: a colour alone says nothing to many."""

    TO_DO = "to_do", _("To do")
    WAITING = "waiting", _("Waiting for others")
    DONE = "done", _("Done")
    OPTIONAL = "optional", _("If you like")


@dataclass(frozen=True)
class Task:
    """One line: what, where it is done, how it stands, and why in a few words.

    `detail` says what is missing or waited for; "" where the state says enough. `heading` puts the
    line under one of the list's headings.
    """

    heading: str
    title: str
    url: str
    state: TaskState
    detail: str = ""
