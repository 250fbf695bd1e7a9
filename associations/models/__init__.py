"""The register's tables. `private` is known to this app alone; the others are public facts."""

from associations.models.asks import Ask, AskAnswer, AskKind, AskRules, OverBudget
from associations.models.association import Association, AssociationQuerySet, LegalForm, Status
from associations.models.change_request import ChangeRequest, LockedField
from associations.models.confirmation import (
    Confirmation,
    ConfirmationLink,
    ConfirmationState,
    ConfirmedHow,
)
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
from associations.models.joining import (
    Claim,
    ClaimState,
    ClaimWay,
    ColleagueInvitation,
    InvitationState,
    JoinRequest,
    RequestState,
)
from associations.models.listing import Listing, ListingText, ListingVersion, SearchTerm
from associations.models.mail_choices import MailTopic, OptOut
from associations.models.membership import Basis, EndReason, MemberRole, Membership
from associations.models.merging import DuplicatePair, Likeness, Merge, PairState
from associations.models.offer import Direction, Offer, OfferKind
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
from associations.models.relay import PostRules, RelayMessage
from associations.models.reviewing import FieldComment, ReviewedField, TrustedAssociation
from associations.models.rights import (
    DataKind,
    DisposalRule,
    DisposalRun,
    DoNotPublish,
    ValueKind,
)
from associations.models.rules import AskWhen, RuleSet
from associations.models.taxonomy import Activity, Area, Language, TargetGroup

__all__ = [
    "Activity",
    "Area",
    "Ask",
    "AskAnswer",
    "AskKind",
    "AskRules",
    "AskWhen",
    "Association",
    "AssociationGroupObjectPermission",
    "AssociationQuerySet",
    "AssociationUserObjectPermission",
    "Basis",
    "BrokenAddress",
    "ChangeRequest",
    "Claim",
    "ClaimState",
    "ClaimWay",
    "ColleagueInvitation",
    "Confirmation",
    "ConfirmationLink",
    "ConfirmationState",
    "ConfirmedHow",
    "ContactPerson",
    "ContactRole",
    "DataKind",
    "Delivery",
    "DeliveryState",
    "Direction",
    "DisposalRule",
    "DisposalRun",
    "DoNotPublish",
    "DuplicatePair",
    "EndReason",
    "FieldComment",
    "FileKind",
    "ImportRun",
    "ImportUpload",
    "InternalNote",
    "InvitationState",
    "JoinRequest",
    "Language",
    "LegalForm",
    "Likeness",
    "Listing",
    "ListingText",
    "ListingVersion",
    "LockedField",
    "MailTopic",
    "MemberRole",
    "Membership",
    "Merge",
    "Offer",
    "OfferKind",
    "OptOut",
    "OverBudget",
    "PairState",
    "PaymentDetails",
    "PostRules",
    "Presentation",
    "PrivateContact",
    "RegisterFile",
    "RelayMessage",
    "RequestState",
    "ReviewedField",
    "RuleSet",
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
    "TrustedAssociation",
    "ValueKind",
]
