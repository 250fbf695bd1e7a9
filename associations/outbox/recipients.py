"""To whom: names that are stored with a mail in place of an address, and what they stand for."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext as _

from associations.models import Association, ColleagueInvitation, PrivateContact
from associations.models.delivery import BrokenAddress, Delivery
from associations.outbox.mail import NotSent

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


MARKS_HOLD = timedelta(days=365)


def to_user(pk: int) -> str:
    return f"user:{pk}"


def to_association(pk: int) -> str:
    """The association's own address, public or for the municipality."""
    return f"association:{pk}"


def to_invitation(pk: int) -> str:
    """Whoever a colleague has invited by address: the address is kept with the invitation."""
    return f"invitation:{pk}"


def user_of(delivery: Delivery) -> "AbstractUser":
    """The person a mail is for; raises NotSent when that person no longer may sign in."""
    user = get_user_model().objects.filter(pk=_key(delivery, "user"), is_active=True).first()
    if user is None or not user.email:
        raise NotSent(_("The person no longer has a login or an address."))
    return user


def association_of(delivery: Delivery) -> tuple[Association, str]:
    """The association a mail is for and its address; raises NotSent when there is none."""
    association = Association.objects.filter(pk=_key(delivery, "association")).first()
    address = association and address_of(association)
    if not association or not address:
        raise NotSent(_("The association has no address."))
    return association, address


def invitation_of(delivery: Delivery) -> ColleagueInvitation:
    """The invitation a mail carries; raises NotSent when it is settled and its address gone."""
    found = ColleagueInvitation.objects.select_related("association", "invited_by")
    invitation = found.filter(pk=_key(delivery, "invitation")).first()
    if invitation is None or not invitation.is_open or invitation.association.is_ended:
        raise NotSent(_("The invitation is no longer open."))
    return invitation


def address_of(association: Association) -> str:
    """Where to write to an association: "" when nowhere. For the municipality's own mail only."""
    return _own_address(association)


def _own_address(association: Association) -> str:
    private: PrivateContact | None = getattr(association, "private_contact", None)
    return association.email or (private.email if private else "")


def address_hash(address: str) -> str:
    """What an address is known by where the address itself must not be kept."""
    return salted_hmac("address", address.strip().lower(), secret=settings.SECRET_KEY).hexdigest()


def is_broken(address: str) -> bool:
    """True when a server has said that there is no such address."""
    return BrokenAddress.objects.filter(address_hash=address_hash(address)).exists()


def mark_broken(*, hashed: str, code: str) -> None:
    """Note that mail to an address does not arrive: nothing more is sent to it."""
    BrokenAddress.objects.get_or_create(address_hash=hashed, defaults={"code": code})


def mark_working(address: str) -> None:
    """Somebody has used a code or a link that was sent there, or asks us to try again."""
    BrokenAddress.objects.filter(address_hash=address_hash(address)).delete()


def forget_marks() -> None:
    """After a year an address is tried again; most of the marked are no longer used by then."""
    BrokenAddress.objects.filter(since__lt=now() - MARKS_HOLD).delete()


def with_broken_address() -> list[Association]:
    """The associations that mail does not reach though they have an address. Two queries.

    Addresses are known by their hashes alone, so that all of them are hashed and compared.
    """
    broken = set(BrokenAddress.objects.values_list("address_hash", flat=True))
    if not broken:
        return []
    theirs = Association.objects.current().select_related("private_contact").order_by("name")
    return [one for one in theirs if (to := _own_address(one)) and address_hash(to) in broken]


def _key(delivery: Delivery, kind: str) -> int:
    name, _colon, key = delivery.recipient.partition(":")
    if name != kind or not key.isdigit():
        raise NotSent(_("The mail has nobody to go to."))
    return int(key)
