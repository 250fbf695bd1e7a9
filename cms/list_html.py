"""The parts of the list that a page has many of, as HTML.

Written out here: a template takes longer over them than over all the rest of the page.
"""

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from associations.search import FacetValue

if TYPE_CHECKING:
    from cms.listing import Card


def check_boxes(name: str, values: Iterable[FacetValue]) -> SafeString:
    """The values of a filter as items of a list."""
    items = []
    for value in values:
        place = f' class="d{value.depth}"' if value.depth else ""
        state = " checked" if value.selected else ""
        items.append(
            f'\n<li{place}><label><input type="checkbox" name="{name}"'
            f' value="{escape(value.slug)}"{state}><span>{escape(value.label)}</span>'
            f"<b>{value.count}</b></label></li>"
        )
    return mark_safe("".join(items))  # noqa: S308 - what is not ours is escaped


def cards(found: "Iterable[Card]") -> SafeString:
    """Associations as items of a list."""
    front = reverse("association_list")
    return mark_safe("".join(_card(card, front) for card in found))  # noqa: S308 - likewise


def _card(card: "Card", front: str) -> str:
    listing = card.listing
    tile = f'<span class="tile" aria-hidden="true">{escape(card.initials)}</span>'
    if listing.logo_url:
        tile = (
            f'<img class="tile" src="{escape(listing.logo_url)}" alt="{escape(listing.logo_alt)}"'
            ' width="64" height="64" loading="lazy">'
        )
    where_when = f'<p class="meta">{escape(card.where_when)}</p>\n' if card.where_when else ""
    ingress = f"<p>{escape(listing.ingress)}</p>\n" if listing.ingress else ""
    return (
        f'\n<li class="card">\n{tile}\n'
        f'<h3><a href="{front}{listing.slug}/">{escape(listing.name)}</a></h3>\n'
        f"{where_when}{ingress}{_tags(card)}</li>"
    )


def _tags(card: "Card") -> str:
    tags = [f"<li>{escape(tag)}</li>" for tag in card.tags]
    if card.listing.is_dormant:
        resting = escape(_("Resting"))
        tags.append(f'<li class="dormant">{resting}</li>')
    if card.is_late:
        tags.append(f'<li class="late">{escape(card.confirmed)}</li>')
    elif card.confirmed:
        tags.append(f'<li class="fresh">✓ {escape(card.confirmed)}</li>')
    return f'<ul class="tags">{"".join(tags)}</ul>\n' if tags else ""
