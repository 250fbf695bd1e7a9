"""The whole database, as far as a merger is to leave it as it was."""

from django.apps import apps

# The history of what has happened is to grow, and moments are moments.
GROWS = {
    *("Merge", "ModelLogEntry", "Delivery", "Revision", "ListingVersion", "SearchTerm"),
    *("DuplicatePair", "ReferenceIndex", "Session", "IndexEntry", "SQLiteFTSIndexEntry"),
}
MOMENTS = {"updated_at", "last_published_at", "latest_revision_id", "live_revision_id"}


def state() -> dict[str, list[dict]]:
    """Every row of every table, with many-to-many tables, but moments and histories."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model.__name__ in GROWS or not model._meta.managed:
            continue
        rows = model._base_manager.order_by("pk").values()
        # A relation that is set anew has rows of new numbers.
        left_out = MOMENTS | ({"id"} if model._meta.auto_created else set())
        cut = [{k: v for k, v in row.items() if k not in left_out} for row in rows]
        found[model._meta.label] = sorted(cut, key=repr)
    return found
