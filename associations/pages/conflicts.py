"""Two people at once: the second sees both versions, field by field, and chooses.

What was typed goes along in the page, so that nothing is lost whatever is chosen, and a third
person who saves meanwhile is noticed again. The page is the same for everything that is edited.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict

from associations.models import Association
from associations.pages.base import page

MINE, THEIRS = "mine", "theirs"
VERSION = "version"
_CHOICE, _ASKED = "keep-", "difference"


@dataclass(frozen=True)
class Difference:
    """One field: what it says now, and what this person wrote.

    `choice` is what is marked from the start: MINE, THEIRS, or "" where both have changed it.
    """

    name: str
    label: str
    theirs: str
    mine: str
    choice: str = ""

    @property
    def field(self) -> str:
        return _CHOICE + self.name


def chosen(data: QueryDict) -> dict[str, str]:
    """By field that the conflict page asked about: MINE, THEIRS, or "" where nothing was chosen."""
    answers = {name: data.get(_CHOICE + name, "") for name in data.getlist(_ASKED)}
    return {name: answer if answer in (MINE, THEIRS) else "" for name, answer in answers.items()}


def conflict(
    request: HttpRequest,
    association: Association,
    *,
    differences: list[Difference],
    version: str,
    back: str,
    unanswered: bool = False,
) -> HttpResponse:
    """The page, 409. Sent again, the form has all that was typed, the choices, and `version`."""
    return page(
        request,
        "conflict",
        association,
        status=409,
        differences=differences,
        typed=_typed(request.POST),
        version=version,
        back=back,
        unanswered=unanswered,
    )


def _typed(data: QueryDict) -> list[tuple[str, str]]:
    ours = {VERSION, _ASKED, "csrfmiddlewaretoken"}
    return [
        (name, value)
        for name, values in data.lists()
        if name not in ours and not name.startswith(_CHOICE)
        for value in values
    ]
