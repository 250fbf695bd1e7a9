"""The ways in: a colleague's invitation, a request to join, a claim on an association.

Of a link or a code only the hash is kept. States are choices; which follow which is one table each.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from associations.models.membership import MemberRole
from associations.models.private import PrivateModel

MAX_TRIES = 3
Transitions = dict[str, frozenset[str]]


class InvitationState(models.TextChoices):
    OPEN = "open", _("Not answered")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Taken back")
    EXPIRED = "expired", _("Ran out")


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    # Overtaken: the person got in another way.
    DROPPED = "dropped", _("No longer needed")


class ClaimWay(models.TextChoices):
    CODE = "code", _("Code to the association's address")
    MINUTES = "minutes", _("Annual meeting minutes")
    # Nobody has the login any more, and there are no minutes: the coordinator finds out.
    ASKED = "asked", _("Question to the municipality")


class ClaimState(models.TextChoices):
    CODE_ASKED = "code_asked", _("Waiting for the code")
    TO_DECIDE = "to_decide", _("Waiting for the municipality")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    # Three wrong codes.
    FAILED = "failed", _("Wrong code")
    EXPIRED = "expired", _("Ran out")
    # Overtaken: by a new claim, or because the person got in another way.
    DROPPED = "dropped", _("No longer needed")
    # Somebody else had become responsible meanwhile, and decides about the request to join.
    BECAME_REQUEST = "became_request", _("Became a request to join")


INVITATION_TRANSITIONS: Transitions = {
    InvitationState.OPEN: frozenset(
        {InvitationState.ACCEPTED, InvitationState.REVOKED, InvitationState.EXPIRED}
    ),
}
REQUEST_TRANSITIONS: Transitions = {
    RequestState.WAITING: frozenset(
        {RequestState.APPROVED, RequestState.REFUSED, RequestState.DROPPED}
    ),
}
CLAIM_TRANSITIONS: Transitions = {
    ClaimState.CODE_ASKED: frozenset(
        {
            ClaimState.APPROVED,
            ClaimState.REFUSED,
            ClaimState.FAILED,
            ClaimState.EXPIRED,
            ClaimState.DROPPED,
            ClaimState.BECAME_REQUEST,
        }
    ),
    ClaimState.TO_DECIDE: frozenset({ClaimState.APPROVED, ClaimState.REFUSED, ClaimState.DROPPED}),
}
OPEN_CLAIM_STATES = tuple(CLAIM_TRANSITIONS)


class Joining(PrivateModel):
    """Base of the three: about an association, from one state to another."""

    TRANSITIONS: Transitions = {}

    association = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="%(class)ss"
    )
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS.get(self.state, frozenset())


class ColleagueInvitation(Joining):
    """An invitation to one address, to one role. The address goes when it is used or runs out."""

    TRANSITIONS = INVITATION_TRANSITIONS

    # Lower case; "" as soon as the invitation is settled.
    address = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(_("role"), max_length=12, choices=MemberRole)
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState, default=InvitationState.OPEN
    )
    # Of the link that was sent last; "" until one has been.
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField(_("valid until"))

    class Meta:
        verbose_name = _("invitation to a colleague")
        verbose_name_plural = _("invitations to colleagues")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_invitation_per_association_and_address",
                fields=["association", "address"],
                condition=Q(state=InvitationState.OPEN),
            ),
            models.CheckConstraint(
                name="invitation_has_an_address_while_it_is_open",
                condition=Q(state=InvitationState.OPEN) & ~Q(address="")
                | ~Q(state=InvitationState.OPEN) & Q(address=""),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == InvitationState.OPEN and self.expires_at > now()


class JoinRequest(Joining):
    """A person who wants to take part; those responsible decide."""

    TRANSITIONS = REQUEST_TRANSITIONS

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState, default=RequestState.WAITING
    )
    message = models.CharField(_("why you want to take part"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_waiting_request_per_person_and_association",
                fields=["user", "association"],
                condition=Q(state=RequestState.WAITING),
            ),
            models.CheckConstraint(
                name="refused_request_says_why",
                condition=~Q(state=RequestState.REFUSED) | ~Q(reason=""),
            ),
        ]


class Claim(Joining):
    """A person who says to act for an association that nobody looks after.

    Settled by a second party alone: whoever reads the association's mail, or the coordinator.
    """

    TRANSITIONS = CLAIM_TRANSITIONS

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims"
    )
    way = models.CharField(_("way"), max_length=8, choices=ClaimWay)
    state = models.CharField(_("state"), max_length=14, choices=ClaimState)
    # Why this person should look after the association, in the person's own words.
    message = models.CharField(_("your part in the association"), max_length=500, blank=True)
    document = models.ForeignKey(
        "associations.RegisterFile",
        verbose_name=_("minutes"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Of the code that was sent last; "" until one has been, and when the claim is settled.
    code_hash = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("claim on an association")
        verbose_name_plural = _("claims on associations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_claim_per_person_association_and_way",
                fields=["user", "association", "way"],
                condition=Q(state__in=OPEN_CLAIM_STATES),
            ),
            models.CheckConstraint(
                name="code_of_a_claim_runs_out",
                condition=~Q(way=ClaimWay.CODE) | Q(expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="settled_claim_keeps_no_code",
                condition=Q(state=ClaimState.CODE_ASKED) | Q(code_hash=""),
            ),
            models.CheckConstraint(
                name="code_is_tried_three_times", condition=Q(tries__lte=MAX_TRIES)
            ),
            models.CheckConstraint(
                name="refused_claim_says_why",
                condition=~Q(state=ClaimState.REFUSED) | ~Q(reason=""),
            ),
        ]

    @property
    def tries_left(self) -> int:
        return MAX_TRIES - self.tries

    @property
    def state_now(self) -> str:
        """The state, also where the time for the code is over and nobody has noted it yet."""
        is_late = self.expires_at is not None and self.expires_at <= now()
        is_over = self.state == ClaimState.CODE_ASKED and is_late
        return ClaimState.EXPIRED if is_over else self.state
