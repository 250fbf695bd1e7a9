"""The one user table, staff and representatives alike; our own from the first migration."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin


def canonical(address: str) -> str:
    """An e-mail address as it is stored, compared and written to: one text for all three.

    Written to as it is compared, so that no letter that folds into another lets a mailbox answer
    for somebody else's login.
    """
    return address.strip().lower()


class AddressField(models.EmailField):
    """An e-mail address that the database only ever sees in its canonical form."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return canonical(value) if isinstance(value, str) else value


class User(GuardianUserMixin, AbstractUser):
    """A person who signs in. What the person may do is asked of `associations.access`."""

    email = AddressField(_("e-mail address"), blank=True)
    # Changed to end every session of this person: see `cms.users.sessions`.
    session_stamp = models.CharField(max_length=22, default="", editable=False)

    class Meta(AbstractUser.Meta):
        abstract = False
        constraints = (
            models.UniqueConstraint(
                fields=["email"],
                condition=~Q(email=""),
                name="one_person_per_address",
                violation_error_message=_("Somebody else signs in with this address already."),
            ),
        )

    def __str__(self) -> str:
        # Ends in logs, choosers and mails: a kind and a number, never a name or an address.
        return gettext("User %(number)s") % {"number": self.pk}

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must know: it ends when any of these is another."""
        known = (self.password, canonical(self.email), self.is_superuser, self.session_stamp)
        return salted_hmac(
            "cms.users.models.User.session",
            "\n".join(map(str, known)),
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class SignInCode(models.Model):
    """A code on its way to a mailbox. The browser that asked holds the key, the mail the code."""

    key = models.CharField(max_length=43, unique=True)
    address = AddressField()
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"SignInCode {self.pk}"
