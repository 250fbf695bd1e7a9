"""An association's page in a few lines: what is asked about when it is to be confirmed."""

from django.utils.translation import gettext as _

from associations.detail import address, contacts, facts, with_terms
from associations.models import Association, Presentation

LONGEST = 300


def as_it_stands(association: Association) -> tuple[tuple[str, str], ...]:
    """(label, value) of what everybody may read, and nothing else; two queries at most."""
    with_terms(association)
    text = getattr(association, "presentation", None)
    if text is None or not text.live:
        text = Presentation(association=association)
    rows = [
        (_("Name"), association.name),
        (_("In short"), _short(text.ingress)),
        (_("Activities"), ", ".join(term.name for term in association.activities.all())),
        (_("When and where"), _short(text.when_and_where)),
        (_("Address"), ", ".join(address(association))),
        *((contact.label, contact.text) for contact in contacts(association)),
        *facts(association),
    ]
    return tuple((label, value or _("Not stated")) for label, value in rows)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"
