"""Addresses of pages that mails lead to, host included.

None of the pages may change anything on GET: mail scanners open every link.
"""

from django.conf import settings
from django.urls import reverse

from associations.models import Association, Claim


def my_pages() -> str:
    """What a representative has to do."""
    return _address(reverse("my_pages"))


def colleagues(association: Association) -> str:
    """Who may do what, requests, invitations, renewal."""
    return _address(reverse("my_colleagues", args=[association.slug]))


def presentation(association: Association) -> str:
    """Where its people write what the association does."""
    return _address(reverse("my_presentation", args=[association.slug]))


def reviews() -> str:
    """What waits for the municipality's review, in the admin."""
    return _address(reverse("reviews:index"))


def invitation(token: str) -> str:
    """Says who invites to what; only its POST accepts."""
    return _address(reverse("colleague_invitation", args=[token]))


def claim(claim: Claim) -> str:
    """Where the code is written, and how the claim stands."""
    return _address(reverse("my_claim", args=[claim.pk]))


def post(association: Association) -> str:
    """Whether residents may write, and which of our mail the address gets."""
    return _address(reverse("own_post", args=[association.slug]))


def confirmation(token: str) -> str:
    """The page as it stands and three buttons; POST answers."""
    return _address(reverse("confirm_by_link", args=[token]))


def _address(path: str) -> str:
    return settings.BASE_URL + path
