"""Who may do what inside the admin, as one table. `sync_roles` makes the database agree with it.

The groups hold exactly this. A permission given to one of them by hand is taken away again: a
municipality that wants to give more makes a group of its own beside these.
"""

from dataclasses import dataclass

from associations.pictures import COLLECTION

ADMIN = "wagtailadmin.access_admin"

ASSOCIATION_COLLECTION = COLLECTION
SITE_COLLECTION = "Webbplatsen"

REVIEW_WORKFLOW = "Granskning av föreningssidor"
REVIEW_TASK = "Samordnaren granskar"
REVIEWED_MODEL = "associations.presentation"


@dataclass(frozen=True)
class Role:
    """A group: model permissions, page permissions on every site's root, collection permissions."""

    name: str
    permissions: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    # (collection, permission)
    collections: tuple[tuple[str, str], ...] = ()


def _full(*models: str, verbs: str = "add change delete view") -> tuple[str, ...]:
    return tuple(f"associations.{verb}_{model}" for model in models for verb in verbs.split())


def _media(collection: str) -> tuple[tuple[str, str], ...]:
    # Wagtail asks for the rights of its own tables, also where the site has others in their place.
    return tuple(
        (collection, f"{app}.{verb}_{model}")
        for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
        for verb in ("add", "change", "choose")
    )


COORDINATOR = Role(
    name="Samordnare",
    permissions=(
        ADMIN,
        *_full("association"),
        "associations.import_associations",
        *_full("activity", "area", "targetgroup", "language"),
        # Made with the association and gone with it; approving one needs `publish`.
        *_full("presentation", verbs="change view publish lock unlock"),
        *_full("contactperson", "internalnote", "registerfile"),
        *_full("paymentdetails", "privatecontact", verbs="add change view"),
        *_full("suggestion", "changerequest", verbs="change view"),
        *_full("delivery", verbs="view"),
        *_full("duplicatepair", verbs="change view"),
        # Decided about, and appointed, through pages of their own.
        *_full("claim", "joinrequest", "membership", verbs="view"),
        *_full("donotpublish", "disposalrule"),
    ),
    collections=_media(ASSOCIATION_COLLECTION),
)

EDITOR = Role(
    name="Redaktörer",
    permissions=(ADMIN,),
    pages=("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    collections=(
        *_media(SITE_COLLECTION),
        # May show an association's picture on a page, not change it.
        (ASSOCIATION_COLLECTION, "wagtailimages.choose_image"),
    ),
)

# Anybody in the municipality: sees who has changed what in the register, and changes nothing.
READER = Role(name="Läsare", permissions=(ADMIN, "associations.view_association"))

# Each dialogue and partnership is given to its officers one by one, not to the group.
OFFICER = Role(name="Handläggare", permissions=(ADMIN,))

ROLES = (COORDINATOR, EDITOR, OFFICER, READER)
