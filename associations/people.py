"""People as the register knows them: what they are called, and who has an address."""

from secrets import token_hex

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction


def called(user: AbstractUser) -> str:
    """Name and address; most have given no name. For those who act for the same association, and
    those who keep the register; never for residents, nor for logs.
    """
    name = user.get_full_name()
    return f"{name}, {user.email}" if name and user.email else name or user.email or str(user)


def person_at(address: str) -> AbstractUser:
    """Whoever signs in with this address, active or not; made now if nobody does.

    A new person has no password and a name that tells nothing.
    """
    people = get_user_model().objects
    address = address.strip().lower()
    known = people.filter(email=address).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return people.create_user(username=f"p-{token_hex(8)}", email=address)
    except IntegrityError:
        # Made in the same moment by another browser with the same mailbox.
        return people.get(email=address)
