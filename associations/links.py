"""Addresses of pages that mails lead to, host included.

The pages are still to be made: whoever makes one lets its builder `reverse` the name given here,
and the mails follow. None of them may change anything on GET: mail scanners open every link.
"""

from django.conf import settings
from django.urls import reverse

from associations.models import Association, Claim


def my_pages() -> str:
    """Route `my_pages`: what a representative has to do."""
    return _address("/mina-sidor/")


def colleagues(association: Association) -> str:
    """Route `my_colleagues`: who may do what, requests, invitations, renewal."""
    return _address(f"/mina-sidor/{association.slug}/kollegor/")


def presentation(association: Association) -> str:
    """Where its people write what the association does."""
    return _address(reverse("my_presentation", args=[association.slug]))


def reviews() -> str:
    """What waits for the municipality's review, in the admin."""
    return _address(reverse("reviews:index"))


def invitation(token: str) -> str:
    """Route `colleague_invitation`: says who invites to what; POST calls `accept_invitation`."""
    return _address(f"/mina-sidor/inbjudan/{token}/")


def claim(claim: Claim) -> str:
    """Route `my_claim`: where the code is written, and how the claim stands."""
    return _address(f"/mina-sidor/ansprak/{claim.pk}/")


def post(association: Association) -> str:
    """Route `own_post`: whether residents may write, and which of our mail the address gets."""
    return _address(reverse("own_post", args=[association.slug]))


def confirmation(token: str) -> str:
    """Route `confirm_by_link`: the page as it stands and three buttons; POST answers."""
    return _address(f"/mina-sidor/bekrafta/{token}/")


def _address(path: str) -> str:
    return settings.BASE_URL + path
