"""What could not be done, in plain words, and what to do instead: a page for every `Refusal`."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from associations import refusals
from associations.models import Association, InvitationState
from associations.refusals import Refusal


@dataclass(frozen=True)
class Words:
    """`way` is the route of what to do instead, about the association, and `label` its link."""

    status: int
    heading: Any
    text: Any
    way: str = ""
    label: Any = ""


WORDS: dict[type[Refusal], Words] = {
    refusals.AssociationEnded: Words(
        410,
        _("The association is no longer in the register"),
        _("It has been dissolved, has merged into another, or is not accepted yet."),
    ),
    refusals.AlreadyMember: Words(
        409,
        _("You are in already"),
        _("The person has this role for the association, or a larger one."),
        "my_association",
        _("To the association's tasks"),
    ),
    refusals.NotAMember: Words(
        409,
        _("The person no longer has a role"),
        _("Somebody else has ended the role, or it has run out. Nothing has been changed."),
        "my_colleagues",
        _("See who looks after the page"),
    ),
    refusals.PersonDeactivated: Words(
        403,
        _("The person can no longer sign in"),
        _("The municipality has closed the login. Nothing has been changed."),
    ),
    refusals.LastResponsible: Words(
        409,
        _("Somebody must be responsible"),
        _(
            "This is the only person who is responsible for the page. Make somebody else"
            " responsible first, or ask us at the municipality for help."
        ),
        "my_colleagues",
        _("See who looks after the page"),
    ),
    refusals.NobodyResponsible: Words(
        409,
        _("There is nobody to ask"),
        _("Nobody is responsible for the page, so you can take care of it yourself."),
        "claim_start",
        _("Take care of the page"),
    ),
    refusals.WrongAddress: Words(
        403,
        _("The invitation is for another address"),
        _("Sign in with the e-mail address that the invitation was sent to."),
    ),
    refusals.AlreadyDecided: Words(
        409,
        _("This has been decided already"),
        _("Somebody was before you, or the person got in another way. Nothing has been changed."),
    ),
    refusals.NoWorkingAddress: Words(
        409,
        _("We cannot send a code to the association"),
        _("We have no address that works. Choose another way."),
        "claim_start",
        _("See the other ways"),
    ),
    refusals.WrongCode: Words(
        422,
        _("The code is not right"),
        _("Look in the latest mail to the association, and write the code again."),
    ),
    refusals.TooMany: Words(
        429,
        _("That is all for today"),
        _("As much as a day allows has been asked for. Wait until tomorrow and try again."),
    ),
    refusals.SecondPartyMissing: Words(
        403,
        _("Somebody else must decide"),
        _("Nobody decides about his or her own role. Ask a colleague."),
    ),
}

CLOSED: dict[str, Words] = {
    InvitationState.ACCEPTED: Words(
        410,
        _("The invitation has been used"),
        _("Somebody has said yes with this link. If it was you, sign in and go on."),
    ),
    InvitationState.REVOKED: Words(
        410,
        _("The invitation has been taken back"),
        _("Whoever invited you has taken it back, or may no longer invite. Ask for a new one."),
    ),
    InvitationState.EXPIRED: Words(
        410,
        _("The invitation has run out"),
        _("An invitation is good for fourteen days. Ask whoever invited you for a new one."),
    ),
}


def words_for(refusal: Refusal) -> Words:
    """The words of a refusal; those of a closed invitation say how it was closed."""
    if isinstance(refusal, refusals.InvitationClosed):
        return CLOSED.get(refusal.state, CLOSED[InvitationState.REVOKED])
    return WORDS[type(refusal)]


def refused(
    request: HttpRequest, association: Association, refusal: Refusal, **context: Any
) -> HttpResponse:
    """The page that says no; nothing has been changed."""
    words = words_for(refusal)
    context |= {"association": association, "words": words}
    return render(request, "associations/refused.html", context, status=words.status)
