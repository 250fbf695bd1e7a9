"""“Is it still right?”: what an association was asked about its page, and what it answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from associations.models.private import PrivateModel


class ConfirmationState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    RIGHT = "right", _("All is right")
    NEW_BOARD = "new_board", _("Right, but the board is new")
    EXPIRED = "expired", _("No answer")
    # The association is gone, or the municipality took the question back.
    WITHDRAWN = "withdrawn", _("Taken back")


ANSWERED_STATES = (ConfirmationState.RIGHT, ConfirmationState.NEW_BOARD)
TRANSITIONS = {
    ConfirmationState.OPEN: frozenset(
        {*ANSWERED_STATES, ConfirmationState.EXPIRED, ConfirmationState.WITHDRAWN}
    )
}


class ConfirmedHow(models.TextChoices):
    LINK = "link", _("By the link in the mail")
    PAGES = "pages", _("Signed in")
    MUNICIPALITY = "municipality", _("By the municipality")


class Confirmation(PrivateModel):
    """One asking of one association: open until it is answered, and kept as history."""

    association = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="confirmations"
    )
    # The version that said when to ask; none for what was answered unasked.
    rules = models.ForeignKey(
        "associations.RuleSet", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(_("to be asked"))
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    # Times asked, the first included; every one has a letter of its own.
    times_asked = models.PositiveSmallIntegerField(_("times asked"), default=0)
    last_asked_at = models.DateTimeField(_("last asked"), null=True, blank=True)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ConfirmationState, default=ConfirmationState.OPEN
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    how = models.CharField(_("how"), max_length=12, choices=ConfirmedHow, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_confirmation_per_association",
                fields=["association"],
                condition=Q(state=ConfirmationState.OPEN),
            ),
            models.CheckConstraint(
                name="settled_confirmation_says_when",
                condition=Q(state=ConfirmationState.OPEN, settled_at__isnull=True)
                | ~Q(state=ConfirmationState.OPEN) & Q(settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="answered_confirmation_says_how",
                condition=~Q(state__in=ANSWERED_STATES) | ~Q(how=""),
            ),
        ]

    @property
    def is_open(self) -> bool:
        if self.state != ConfirmationState.OPEN:
            return False
        return self.expires_at is None or self.expires_at > now()

    def may_become(self, state: str) -> bool:
        return state in TRANSITIONS.get(self.state, frozenset())  # type: ignore[call-overload]


class ConfirmationLink(PrivateModel):
    """A link in one letter: for one confirmation, to one person or the association's address.

    Of the token only the hash is kept. What the bearer may do is asked when it is used.
    """

    confirmation = models.ForeignKey(Confirmation, on_delete=models.CASCADE, related_name="links")
    # None: it went to the association's address, whose hash is kept.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address_hash = models.CharField(max_length=64, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("link of a confirmation")
        verbose_name_plural = _("links of confirmations")
        constraints = [
            models.CheckConstraint(
                name="link_is_a_persons_or_an_address",
                condition=Q(user__isnull=False, address_hash="")
                | Q(user__isnull=True) & ~Q(address_hash=""),
            ),
        ]
