"""What happens to people who sign in: they come into being, and change what they sign in with."""

from secrets import token_hex, token_urlsafe

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from cms.users.models import User, canonical


def person_for(address: str) -> User:
    """Whoever signs in with this address, active or not; made now if nobody does.

    Only for an address that has just proved itself. A new person may do nothing at all until a
    claim or an invitation says so.
    """
    wanted = {"email": canonical(address)}
    try:
        with transaction.atomic():
            person, _new = User.objects.get_or_create(**wanted, defaults=new_person())
    except IntegrityError:
        # Made in the same moment by another browser with the same mailbox.
        person = User.objects.get(**wanted)
    return person


def new_person() -> dict[str, str]:
    """What a person without a password begins with. The user name tells nothing."""
    return {"username": f"p-{token_hex(8)}", "password": make_password(None)}


def end_sessions(person: User) -> None:
    """Sign the person out everywhere, at the next request of each browser."""
    person.session_stamp = token_urlsafe(16)
    person.save(update_fields=["session_stamp"])


@transaction.atomic
def forget_factors(person: User) -> int:
    """Take away app, keys and recovery codes, and sign out; return how many there were.

    For someone who has lost them all; whoever asks for it has been recognised by other means.
    """
    count, _rows = Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    return count
