"""Puts the starting vocabulary into the database. What the municipality has changed stays."""

from django.db import transaction

from associations.models import Activity, Language, TargetGroup
from associations.slugs import slugify
from associations.vocabulary import shipped


@transaction.atomic
def seed_vocabulary() -> dict[str, int]:
    """Add the shipped words that are missing, by slug; return how many of each kind were added."""
    return {
        "activities": _seed_activities(),
        "target_groups": _seed_target_groups(),
        "languages": _seed_languages(),
    }


def _seed_activities() -> int:
    known = {activity.slug: activity for activity in Activity.objects.all()}
    added = 0
    for entry in shipped.activities():
        slug = slugify(entry.name)
        if slug in known:
            continue
        # A parent stands before its children in the file.
        known[slug] = Activity.objects.create(
            name=entry.name,
            slug=slug,
            parent=known[slugify(entry.parent)] if entry.parent else None,
            icnpo=entry.icnpo,
            synonyms="\n".join(entry.synonyms),
        )
        added += 1
    return added


def _seed_target_groups() -> int:
    known = set(TargetGroup.objects.values_list("slug", flat=True))
    return len(
        TargetGroup.objects.bulk_create(
            TargetGroup(
                name=entry.name,
                slug=slugify(entry.name),
                age_from=entry.age_from,
                age_to=entry.age_to,
                sort_order=order,
            )
            for order, entry in enumerate(shipped.target_groups())
            if slugify(entry.name) not in known
        )
    )


def _seed_languages() -> int:
    known = set(Language.objects.values_list("slug", flat=True))
    return len(
        Language.objects.bulk_create(
            Language(name=name, slug=code)
            for code, name in shipped.languages().items()
            if code not in known
        )
    )
