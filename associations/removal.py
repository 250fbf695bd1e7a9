"""Taking an association out of the register for good: test rows and other mistakes only.

What has been an association is dissolved or merged instead, and keeps its page.
"""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from associations import listings
from associations.models import Association


def why_kept(association: Association) -> str:
    """Why the association may not be removed, in plain words; "" when it may."""
    if association.is_listed:
        return _("It is listed for residents. Unlist it first.")
    if association.merged_from.exists():
        return _("Another association has continued in it, and points here.")
    return ""


@transaction.atomic
def remove_association(association: Association, *, by: AbstractBaseUser | None) -> None:
    """Remove it with all that hangs on it, files too; raises ValueError when it is to be kept."""
    if why_kept(association):
        raise ValueError("A listed association, or one that another continues in, is kept")
    files = [(row.file.storage, row.file.name) for row in association.register_files.all()]
    log(association, "wagtail.delete", user=by)
    pk = association.pk
    association.delete()
    listings.refresh([pk])
    for storage, name in files:
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
