"""Why somebody may not get in, go or decide. Raised by the services; the pages find the words.

None holds a name, an address or a code. Lack of right is Django's `PermissionDenied` instead.
"""


class Refusal(Exception):
    """Base of them all. Nothing has been changed, unless the class says so."""


class AssociationEnded(Refusal):
    """Dissolved or merged, or not yet accepted: nobody begins anything with it."""


class AlreadyMember(Refusal):
    """The person has this role for the association already, or is responsible for it."""


class NotAMember(Refusal):
    """The person has no current role for this association."""


class PersonDeactivated(Refusal):
    """The person may no longer sign in, and so gets no role."""


class LastResponsible(Refusal):
    """The only one responsible: hand over first, or ask the coordinator."""


class NobodyResponsible(Refusal):
    """There is nobody to decide about a request to join: claim the association instead."""


class InvitationClosed(Refusal):
    """Used, taken back or run out, or whoever invited may no longer do so. `state` says which."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class WrongAddress(Refusal):
    """The invitation is for another address than the one signed in with."""


class AlreadyDecided(Refusal):
    """The request or claim is settled: `state` says how."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class NoWorkingAddress(Refusal):
    """No code can be sent: the association has no address, or mail to it comes back."""


class WrongCode(Refusal):
    """The try has been counted; `tries_left` may be 0, and then the claim has failed."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.tries_left = tries_left


class ChangedMeanwhile(Refusal):
    """What somebody chose between is no longer what is stored."""


class DraftWaiting(Refusal):
    """A text waits for review, and another one would overtake it."""


class CannotUndo(Refusal):
    """Something has been changed since, or it is too late. `reasons` in plain words."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(len(reasons))
        self.reasons = reasons


class TooMany(Refusal):
    """As many as a day allows have been asked for or sent."""


class SecondPartyMissing(Refusal):
    """Nobody decides about himself."""


class Outdated(Refusal):
    """Somebody has saved another version since this one was opened."""


class BeingReviewed(Refusal):
    """The text waits for review, and is not changed meanwhile: take it back first."""


class NothingToSend(Refusal):
    """Nothing has been written that is not public already."""


class ReviewMovedOn(Refusal):
    """What was to be approved or sent back has been taken back, changed or settled."""


class PictureGone(Refusal):
    """The draft has no such picture."""


class LinkClosed(Refusal):
    """A link that leads on no more: `state` says whether it ran out or was taken back."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class KeptByTheMunicipality(Refusal):
    """A document that somebody else has handed in, or that a decision rests on."""
