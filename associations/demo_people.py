"""Who looks after the demo's pages, so that its desk has something of everything. Nobody exists."""

from django.contrib.auth import get_user_model
from django.db import transaction

from associations import services
from associations.membership_services import appoint_representative
from associations.models import Association
from associations.slugs import slugify

# Each fourth has nobody yet; each other of the rest has two.
PARTS = ("ordforande", "kassor")
CLOSED = "Hundklubben Noset"


@transaction.atomic
def seed_keepers() -> int:
    """Appoint people where nobody has ever been; return how many. Does nothing the second time."""
    made = 0
    if get_user_model().objects.filter(username__startswith=f"{PARTS[0]}-").exists():
        return made
    # Not for what has been imported: those are somebody's.
    untouched = Association.objects.current().filter(
        source="", memberships=None, joinrequests=None, claims=None
    )
    for number, association in enumerate(untouched.order_by("pk")):
        for part in PARTS[: (2, 1, 2, 0)[number % 4]]:
            address = f"{part}@{slugify(association.name)}.example"
            user = get_user_model().objects.create_user(username=f"{part}-{number}", email=address)
            appoint_representative(association, user=user, note="Enligt protokollet.", by=None)
            made += 1
    for association in Association.objects.filter(name=CLOSED):
        services.suggest_change(
            association,
            topic="closed",
            text="Klubben lade ner i våras, tror jag.",
            reply_to="",
            sender="192.0.2.7",
        )
    return made
