"""What an association is called by other systems: addresses and identifiers that never change."""

from django.conf import settings
from django.urls import reverse

from associations.models import Association


def public_url(association: Association) -> str:
    """The address of the association's page, host included; the same in every answer."""
    return settings.BASE_URL + reverse("association_detail", args=[association.slug])


def org_id(org_number: str) -> str:
    """The number as org-id.guide writes it (`SE-ON-8020024280`), or "" for none."""
    return f"SE-ON-{org_number}" if org_number else ""


def successor(association: Association) -> Association | None:
    """The association that carries on, if residents may know of it."""
    target = association.merged_into
    return target if target is not None and target.is_public else None
