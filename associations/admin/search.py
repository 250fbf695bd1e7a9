"""Finding in the whole register, the unlisted too. Residents have `associations.search`."""

from django.db.models import Q, QuerySet

SHORTEST_NUMBER = 4


def search(queryset: QuerySet, text: str) -> QuerySet:
    """Those with the text in the name or the town, or a number that begins with its digits."""
    text = text.strip()
    if not text:
        return queryset
    query = Q()
    # SQLite knows no case of å, ä and ö.
    for form in {text, text.lower(), text.upper(), text.capitalize()}:
        query |= Q(name__icontains=form) | Q(town__icontains=form)
    digits = "".join(filter(str.isdecimal, text))
    if len(digits) >= SHORTEST_NUMBER:
        query |= Q(org_number__startswith=digits)
    return queryset.filter(query)
