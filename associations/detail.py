"""An association's page as its template shows it: four queries at most, whatever it holds.

The same for residents and for the preview of a proposed presentation.
"""

from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from associations.identifiers import public_url, successor
from associations.models import Association, Direction, Offer, Presentation, Status
from associations.pictures import LOGO, Shown, pictures, shown
from associations.prepared import Prepared
from associations.prose import body_html, shown_pictures
from associations.search import PARAMETERS, Kind
from associations.search.sorting import sort_key
from associations.social import OTHER, is_web_address

# What is read of an offer, in the places where a term has its name, address name and order.
OFFER = ("text", "kind", "id", "when_and_where", "valid_until", "direction")
RELATIONS = ("activities", "areas", "target_groups", "languages")
KNOWN_SITES = {
    "facebook": "Facebook",
    "instagram": "Instagram",
    "youtube": "YouTube",
    "linkedin": "LinkedIn",
    "tiktok": "TikTok",
    "x": "X",
}


class Contact(NamedTuple):
    label: str
    url: str
    text: str
    rel: str = ""


LISTED = Prepared(
    lambda slugs: (
        Association.objects.listed()
        .select_related("presentation", "merged_into")
        .order_by()
        .filter(slug=slugs[0])
    )
)


def listed_association(slug: str) -> Association | None:
    """The association as its page shows it, if residents may know of it."""
    return next(iter(LISTED.rows([slug])), None)


def detail_context(association: Association, text: Presentation) -> dict[str, Any]:
    """All that `associations/detail.html` shows, with `text` as the association's own words."""
    with_terms(association)
    logo = shown_logo(text)
    images = pictures(shown_pictures(text.body) | ({logo} if logo else set()))
    return {
        "association": association,
        "text": text,
        "canonical": public_url(association),
        "list_url": reverse("association_list"),
        "relay_url": reverse("write_to_association", args=[association.slug]),
        "suggest_url": reverse("suggest_change", args=[association.slug]),
        "claim_url": reverse("claim_how", args=[association.slug]),
        "data_url": reverse("api:association-by-slug", args=[association.slug]),
        "body": body_html(text.body, images),
        "picture": images.get(logo),
        "activities": association.activities.all(),
        "activity_parameter": PARAMETERS[Kind.ACTIVITY],
        "target_groups": [term.name for term in association.target_groups.all()],
        "languages": ", ".join(term.name for term in association.languages.all()),
        "address": address(association),
        # A fact that is true at once comes before words that were reviewed some time ago.
        "when_and_where": association.meeting_times or text.when_and_where,
        "offers": offers(association),
        "contacts": contacts(association),
        "facts": facts(association),
        "ended": ended(association),
        "successor": successor(association),
        "confirmed": confirmed(association),
        "is_late": is_late(association.late_on),
    }


def shown_logo(text: Presentation) -> Shown | None:
    return shown(text.logo_id, text.logo_focus, LOGO) if text.logo_id else None


def with_terms(association: Association) -> None:
    """Fill in the four relations and the offers, as a prefetch does but with one query for all.

    In the order of the alphabet, groups in their own.
    """
    found: dict[str, list] = {name: [] for name in RELATIONS}
    with connection.cursor() as cursor:
        cursor.execute(_terms_statement(), [association.pk] * (len(RELATIONS) + 1))
        in_order = sorted(cursor, key=lambda row: (row[3], sort_key(row[1])))
    rows = [dict(zip(OFFER, row[1:], strict=True)) for row in in_order if not row[0]]
    offers = [Offer(**row | {"valid_until": _day(row["valid_until"])}) for row in rows]
    for name, label, slug, *_rest in in_order:
        if name:
            model = Association._meta.get_field(name).related_model
            found[name].append(model(name=label, slug=slug))
    found["offers"] = [offer for offer in offers if not offer.has_run_out]
    association._prefetched_objects_cache = found  # type: ignore[attr-defined]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _terms_statement() -> str:
    """Made once: putting it together takes longer than the database takes to answer it."""
    parts = []
    for name in RELATIONS:
        relation = Association._meta.get_field(name)
        term, link = relation.related_model._meta, relation.remote_field.through._meta
        place = "term.sort_order" if name == "target_groups" else "0"
        parts.append(
            f"SELECT '{name}', term.name, term.slug, {place}, '', NULL, ''"  # noqa: S608 - our own names
            f" FROM {link.db_table} AS link JOIN {term.db_table} AS term"
            f" ON term.{term.pk.column} = link.{relation.m2m_reverse_name()}"
            f" WHERE link.{relation.m2m_column_name()} = %s"
        )
    columns = ", ".join(OFFER).replace("valid_until", "CAST(valid_until AS varchar(10))")
    parts.append(
        f"SELECT '', {columns}"  # noqa: S608 - our own names
        f" FROM {Offer._meta.db_table} WHERE association_id = %s"
    )
    return " UNION ALL ".join(parts)


def is_late(late_on: date | None) -> bool:
    """Whether nobody has answered for so long that residents are told: see `schedule`."""
    return late_on is not None and late_on <= localdate()


def confirmed(association: Association) -> str:
    """How far the details can be trusted, in words."""
    day = association.confirmed_on
    if day is None:
        return _("The details come from the municipality's register.")
    if is_late(association.late_on):
        return _("The details have not been confirmed since %(month)s.") % {
            "month": format_date(day, "F Y")
        }
    return _("The details were confirmed on %(day)s.") % {"day": format_date(day, "j F Y")}


def ended(association: Association) -> str:
    """That the association is no more, or ""."""
    if not association.is_ended:
        return ""
    day = {"day": format_date(association.ended_on, "j F Y")} if association.ended_on else None
    if association.status == Status.MERGED:
        return _("The association has merged into another.")
    if association.status == Status.MOVED:
        return _("The association has moved to another municipality.")
    if day is None:
        return _("The association has been dissolved.")
    return _("The association was dissolved on %(day)s.") % day


def address(association: Association) -> list[str]:
    town = f"{association.postal_code} {association.town}".strip()
    return [line for line in (association.visiting_address, town) if line]


def offers(association: Association) -> list[tuple[str, list[Offer]]]:
    """By heading: what the association offers, and what it seeks."""
    rows = association.offers.all()
    found = [
        (str(direction.label), [row for row in rows if row.direction == direction])
        for direction in Direction
    ]
    return [(heading, some) for heading, some in found if some]


def contacts(association: Association) -> list[Contact]:
    """The public ways to reach the organisation; no person is among them."""
    found = []
    if association.email:
        found.append(Contact(_("E-mail"), f"mailto:{association.email}", association.email))
    if association.phone:
        dialled = "".join(sign for sign in association.phone if sign in "+0123456789")
        found.append(Contact(_("Phone"), f"tel:{dialled}", association.phone))
    if is_web_address(association.website):
        shown = bare(association.website)
        found.append(Contact(_("Website"), association.website, shown, "nofollow ugc"))
    for link in association.social_links:
        name = KNOWN_SITES.get(link.get("kind", OTHER), "")
        url = link.get("url", "")
        if is_web_address(url):
            found.append(Contact(name or _("More"), url, bare(url), "nofollow ugc"))
    return found


def bare(url: str) -> str:
    """An address as people read it: without scheme, www and closing slash."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def facts(association: Association) -> list[tuple[str, str]]:
    """(label, value) of the facts at the side; those that are not known are left out."""
    areas = ", ".join(term.name for term in association.areas.all())
    number = association.org_number
    rows = (
        (_("Area"), areas),
        (_("Legal form"), association.get_legal_form_display()),
        (_("Organisation number"), number and f"{number[:6]}-{number[6:]}"),
        (_("Founded"), association.founded_year),
        (_("National federation"), association.national_federation),
    )
    return [(label, str(value)) for label, value in rows if value]
