"""What an association decides about its post."""

from collections.abc import Collection

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import localdate

from associations import granting, outbox, private_services
from associations.models import Association, PostRules
from associations.outbox import Letter, choices
from associations.outbox.recipients import address_of, mark_working, to_association
from associations.refusals import TooMany


@transaction.atomic
def set_post(
    association: Association,
    *,
    takes_messages: bool,
    topics: Collection[str],
    by: AbstractBaseUser | None,
) -> PostRules:
    """Whether residents may write, and which kinds of our mail the address gets."""
    held = granting.locked(association)
    rules = PostRules.objects.filter(association=held).first() or PostRules(association=held)
    if address := address_of(held):
        choices.choose(choices.chooser(to_association(held.pk), address), wanted=topics)
    private_services.save_private(rules, changes={"takes_messages": takes_messages}, by=by)
    return rules


@transaction.atomic
def try_address(association: Association, *, by: AbstractBaseUser | None) -> None:
    """Forget that mail came back, and send one that shows it; raises TooMany the same day."""
    letter = Letter(
        to_association(association.pk),
        version=localdate().isoformat(),
        association=association,
    )
    address = address_of(granting.locked(association))
    if not address or not outbox.queue("address_check", [letter]):
        raise TooMany
    mark_working(address)
