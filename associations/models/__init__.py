"""The register's tables. `private` is known to this app alone; the others are public facts."""

from associations.models.association import Association, AssociationQuerySet, LegalForm, Status
from associations.models.delivery import BrokenAddress, Delivery, DeliveryState
from associations.models.importing import (
    ImportRun,
    ImportUpload,
    SourceRecord,
    Suspicion,
    TermKind,
    TermMapping,
    TermState,
)
from associations.models.listing import Listing, ListingText, ListingVersion, SearchTerm
from associations.models.permissions import (
    AssociationGroupObjectPermission,
    AssociationUserObjectPermission,
)
from associations.models.presentation import Presentation
from associations.models.private import (
    ContactPerson,
    ContactRole,
    FileKind,
    InternalNote,
    PaymentDetails,
    PrivateContact,
    RegisterFile,
    Suggestion,
    SuggestionTopic,
)
from associations.models.taxonomy import Activity, Area, Language, TargetGroup

__all__ = [
    "Activity",
    "Area",
    "Association",
    "AssociationGroupObjectPermission",
    "AssociationQuerySet",
    "AssociationUserObjectPermission",
    "BrokenAddress",
    "ContactPerson",
    "ContactRole",
    "Delivery",
    "DeliveryState",
    "FileKind",
    "ImportRun",
    "ImportUpload",
    "InternalNote",
    "Language",
    "LegalForm",
    "Listing",
    "ListingText",
    "ListingVersion",
    "PaymentDetails",
    "Presentation",
    "PrivateContact",
    "RegisterFile",
    "SearchTerm",
    "SourceRecord",
    "Status",
    "Suggestion",
    "SuggestionTopic",
    "Suspicion",
    "TargetGroup",
    "TermKind",
    "TermMapping",
    "TermState",
]
