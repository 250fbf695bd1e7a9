"""An association in the words of schema.org, for search engines and other readers of JSON-LD."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from associations.identifiers import org_id, public_url
from associations.models import Association, LegalForm, Status
from associations.social import is_web_address

# What is run to make money for its members is no NGO in schema.org's sense.
NOT_NGO = {LegalForm.COOPERATIVE, LegalForm.JOINT_PROPERTY}
# Characters that could end the script element, open a comment in it or break a line of JavaScript.
UNSAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def association_jsonld(association: Association) -> dict[str, Any]:
    """The public facts as a schema.org object; empty ones are left out.

    Reads `presentation`, the areas, the activities and the languages: prefetch them.
    """
    address = public_url(association)
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization" if association.legal_form in NOT_NGO else "NGO",
        "@id": f"{address}#{association.public_id}",
        "name": association.name,
        "url": address,
        "mainEntityOfPage": address,
        "description": _ingress(association),
        "identifier": _identifiers(association),
        "email": association.email,
        "telephone": association.phone,
        "sameAs": [link for link in _links(association) if is_web_address(link)],
        "address": _postal_address(association),
        "location": _place(association),
        "foundingDate": str(association.founded_year or ""),
        "dissolutionDate": _dissolved_on(association),
        "areaServed": [area.name for area in association.areas.all()],
        "knowsAbout": [activity.name for activity in association.activities.all()],
        "knowsLanguage": [language.slug for language in association.languages.all()],
        "parentOrganization": _federation(association),
    }
    return {name: value for name, value in facts.items() if value}


def as_script(data: dict[str, Any]) -> SafeString:
    """A script element with the data, which cannot end the element whatever it says."""
    text = json.dumps(data, ensure_ascii=False).translate(UNSAFE)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def _ingress(association: Association) -> str:
    presentation = getattr(association, "presentation", None)
    return presentation.ingress if presentation is not None and presentation.live else ""


def _identifiers(association: Association) -> list[dict[str, str]]:
    identifiers = [("uuid", str(association.public_id))]
    if association.org_number:
        identifiers.append(("SE-ON", org_id(association.org_number)))
    return [
        {"@type": "PropertyValue", "propertyID": kind, "value": value}
        for kind, value in identifiers
    ]


def _links(association: Association) -> list[str]:
    social = [link.get("url", "") for link in association.social_links if isinstance(link, dict)]
    return [association.website, *social]


def _postal_address(association: Association) -> dict[str, str]:
    parts = {
        "streetAddress": association.visiting_address,
        "postalCode": association.postal_code,
        "addressLocality": association.town,
    }
    parts = {name: value for name, value in parts.items() if value}
    return {"@type": "PostalAddress", "addressCountry": "SE", **parts} if parts else {}


def _place(association: Association) -> dict[str, Any]:
    if association.latitude is None:
        return {}
    position = {"latitude": association.latitude, "longitude": association.longitude}
    return {"@type": "Place", "geo": {"@type": "GeoCoordinates", **position}}


def _dissolved_on(association: Association) -> str:
    if association.status != Status.DISSOLVED or association.ended_on is None:
        return ""
    return association.ended_on.isoformat()


def _federation(association: Association) -> dict[str, str]:
    name = association.national_federation
    return {"@type": "Organization", "name": name} if name else {}
