"""The one user table, staff and representatives alike; our own from the first migration."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _
from guardian.mixins import GuardianUserMixin


class User(GuardianUserMixin, AbstractUser):
    """A person who signs in. What the person may do is asked of `associations.access`."""

    def __str__(self) -> str:
        # Ends in logs, choosers and mails: a kind and a number, never a name or an address.
        return _("User %(number)s") % {"number": self.pk}
