"""The register of personal data: what is kept, for what, on which ground, for how long.

`tests/rights/test_register.py` finds the column that is not here. The page /personuppgifter/ is
made of it, and so are the copy, the erasing and the disposal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from associations.models import DataKind

Words = str | Promise


class Fate(Enum):
    """What becomes of a person's row when the person is erased."""

    # It is about the person.
    DELETE = "delete"
    # It is about something else: the person's name, address and number are taken out of it.
    CLEAN = "clean"


@dataclass(frozen=True)
class Entry:
    """One kind of data on the page, and the tables and columns it is in."""

    what: Words
    purpose: Words
    ground: Words
    time: Words
    # "app.Model" → columns with somebody's data.
    tables: dict[str, str]
    kind: DataKind | None = None
    fate: dict[str, Fate] = field(default_factory=dict)


TASK = _(
    "A task in the public interest (GDPR article 6.1 e): keeping the municipality's register of"
    " associations."
)
LAW = _("A legal obligation (GDPR article 6.1 c): the rules on public records and archives.")
SAFETY = _("A task in the public interest (GDPR article 6.1 e): keeping the service safe.")
POST = _("As long as the post lasts, and then by the municipality's disposal decision.")
BY_DECISION = _("By the municipality's disposal decision.")

DELETED = Fate.DELETE

REGISTER: tuple[Entry, ...] = (
    Entry(
        _("Contact persons of associations: name, role, e-mail and phone"),
        _("So that the municipality can reach the association. Not shown to residents."),
        TASK,
        POST,
        {"associations.ContactPerson": "name email phone"},
        DataKind.CONTACTS,
        {"associations.ContactPerson": DELETED},
    ),
    Entry(
        _("An association's own details: name, address, e-mail, phone, website, payment"),
        _(
            "So that residents find the association. What the association hides only the"
            " municipality reads. A person's own address or number can be among them."
        ),
        TASK,
        _("As long as the association is in the register."),
        {
            "associations.Association": "email phone website social_links name slug org_number"
            " visiting_address postal_code town national_federation source source_id meeting_times",
            "associations.PrivateContact": "email phone website social_links",
            "associations.PaymentDetails": "bankgiro plusgiro",
            "associations.Presentation": "ingress body when_and_where how_to_join logo_alt"
            " locked_by",
            "media.Picture": "title description uploaded_by_user",
            "media.PublicDocument": "title file uploaded_by_user",
        },
    ),
    Entry(
        _("Who may act for an association: roles, invitations, requests and claims"),
        _(
            "So that nobody touches another association's page, and so that it can be seen who gave"
            " whom the right."
        ),
        TASK,
        _(
            "As long as the role lasts, and then by the municipality's disposal decision. The"
            " address of an invitation goes when it is answered or runs out."
        ),
        {
            "associations.Membership": "user granted_by ended_by note",
            "associations.AssociationUserObjectPermission": "user",
            "associations.ColleagueInvitation": "address token_hash invited_by",
            "associations.JoinRequest": "user decided_by message reason",
            "associations.Claim": "user decided_by message reason code_hash",
            "associations.TrustedAssociation": "granted_by",
            "associations.ChangeRequest": "asked_by decided_by value message reason",
        },
        DataKind.ROLES,
        {
            "associations.Membership": DELETED,
            "associations.AssociationUserObjectPermission": DELETED,
            "associations.ColleagueInvitation": DELETED,
            "associations.JoinRequest": DELETED,
            "associations.Claim": DELETED,
        },
    ),
    Entry(
        _("Suggestions from residents: the text, and an e-mail address if one was left"),
        _("So that the municipality can correct the register and answer."),
        TASK,
        BY_DECISION,
        {"associations.Suggestion": "text reply_to sender_hash handled_by"},
        DataKind.SUGGESTIONS,
    ),
    Entry(
        _("Messages from residents to associations: name, text and e-mail address"),
        _("So that the association gets the message and can answer."),
        TASK,
        _("Until the message has been delivered, at most a week."),
        {"associations.RelayMessage": "name text reply_to reply_hash sender_hash"},
        None,
        {"associations.RelayMessage": DELETED},
    ),
    Entry(
        _("The municipality's notes about associations"),
        _("So that whoever takes over knows what has been agreed."),
        TASK,
        BY_DECISION,
        {"associations.InternalNote": "text written_by"},
        DataKind.NOTES,
    ),
    Entry(
        _("Documents that associations hand in: bylaws, minutes, annual reports"),
        _("So that the municipality can check who the association is. They are public records."),
        LAW,
        BY_DECISION,
        {"associations.RegisterFile": "file original_name uploaded_by"},
        DataKind.FILES,
    ),
    Entry(
        _("The log of mail: to whom, about what and how it went. Never the text or the address"),
        _("So that nobody gets the same mail twice, and so that it can be seen what was sent."),
        TASK,
        BY_DECISION,
        {
            "associations.Delivery": "key recipient reason message_id address_hash",
            "associations.BrokenAddress": "address_hash",
            "associations.OptOut": "recipient address_hash",
            "associations.Ask": "about",
            "associations.Confirmation": "answered_by",
            "associations.ConfirmationLink": "user token_hash address_hash",
            "associations.RuleSet": "made_by",
        },
        DataKind.MAIL,
        {
            "associations.ConfirmationLink": DELETED,
            "associations.Delivery": DELETED,
            "associations.BrokenAddress": DELETED,
            "associations.OptOut": DELETED,
        },
    ),
    Entry(
        _("History: who changed what and when, drafts, reviews and comments"),
        _("So that a mistake can be found and undone, and so that nobody changes unseen."),
        LAW,
        BY_DECISION,
        {
            "wagtailcore.ModelLogEntry": "label data user",
            "wagtailcore.PageLogEntry": "label data user",
            "wagtailcore.Revision": "object_str content user",
            "wagtailcore.WorkflowState": "requested_by",
            "wagtailcore.TaskState": "comment finished_by",
            "wagtailcore.Comment": "text user resolved_by",
            "wagtailcore.CommentReply": "text user",
            "wagtailcore.Page": "title draft_title slug seo_title search_description"
            " locked_by owner",
            "associations.FieldComment": "text",
            "associations.DisposalRun": "by",
        },
        DataKind.HISTORY,
    ),
    Entry(
        _("Mergers that can be undone, possible duplicates, and what is not to be published"),
        _(
            "So that a mistake can be put back, and so that what is hidden stays hidden. Values are"
            " kept as keyed hashes."
        ),
        TASK,
        _("What a merger changed: thirty days. The rest as long as it is needed."),
        {
            "associations.Merge": "journal by undone_by",
            "associations.DuplicatePair": "settled_by",
            "associations.DoNotPublish": "value_hash reason added_by",
        },
    ),
    Entry(
        _("Imported registers: rows as the other system wrote them"),
        _("So that the next import knows what the source has changed."),
        TASK,
        _(
            "As long as the association is in the register. The file itself is removed when the"
            " import is done, or after a week."
        ),
        {
            "associations.SourceRecord": "source source_id values fingerprint settled_by",
            "associations.ImportUpload": "file original_name targets answers uploaded_by",
            "associations.ImportRun": "file_name counts mapping imported_by",
            "associations.TermMapping": "word key",
        },
    ),
    Entry(
        _("Your login: e-mail address, name if you have given one, app, passkeys, sessions"),
        _("So that only you can sign in as you. We never keep personal identity numbers."),
        TASK,
        _(
            "Until you or we take the login away. A session at most two weeks, a code at most an"
            " hour."
        ),
        {
            "users.User": "username first_name last_name email password session_stamp",
            "users.User_groups": "user",
            "users.User_user_permissions": "user",
            "users.SignInCode": "key address code_hash",
            "sessions.Session": "session_data",
            "mfa.Authenticator": "data user",
            "account.EmailAddress": "email user",
            "account.EmailConfirmation": "key",
            "socialaccount.SocialAccount": "uid extra_data user",
            "socialaccount.SocialToken": "token token_secret",
            "wagtailusers.UserProfile": "avatar dismissibles user",
            "wagtailadmin.EditingSession": "user",
            "wagtailadmin.FormState": "data user",
            "wagtailcore.APIToken": "name user",
            "wagtailcore.UploadedFile": "file uploaded_by_user",
            "wagtailcore.PageSubscription": "user",
            "guardian.UserObjectPermission": "user",
        },
        DataKind.ACCOUNT,
        {
            "users.SignInCode": DELETED,
            "account.EmailAddress": DELETED,
            "wagtailcore.UploadedFile": DELETED,
            "wagtailadmin.FormState": DELETED,
        },
    ),
    Entry(
        _("Attempts to sign in with a password: user name, network address, browser"),
        _("So that nobody can guess passwords."),
        SAFETY,
        _("Thirty days."),
        {
            "axes.AccessAttempt": "username ip_address user_agent get_data post_data",
            "axes.AccessLog": "username ip_address user_agent session_hash",
            "axes.AccessFailureLog": "username ip_address user_agent",
        },
        DataKind.ACCOUNT,
        {
            "axes.AccessAttempt": DELETED,
            "axes.AccessLog": DELETED,
            "axes.AccessFailureLog": DELETED,
        },
    ),
)

# Columns of the same tables and others that hold nobody's data, each with the reason.
NOT_PERSONAL: dict[str, str] = {
    "associations.Delivery.purpose": "the kind of mail",
    "associations.Delivery.version": "the year or the role a mail is about",
    "associations.BrokenAddress.code": "a mail server's code",
    "associations.ImportUpload.source": "the name of a system",
    "associations.ImportRun.source": "the name of a system",
    "associations.TermMapping.source": "the name of a system",
    "associations.DisposalRule.decision": "the number of a decision",
    "associations.DisposalRun.counts": "numbers",
    "associations.DisposalRun.decisions": "numbers of decisions",
    "axes.AccessAttempt.http_accept": "what a browser reads",
    "axes.AccessAttempt.path_info": "an address of the site",
    "axes.AccessLog.http_accept": "what a browser reads",
    "axes.AccessLog.path_info": "an address of the site",
    "axes.AccessFailureLog.http_accept": "what a browser reads",
    "axes.AccessFailureLog.path_info": "an address of the site",
    "socialaccount.SocialAccount.provider": "the name of the identity provider",
    "wagtailusers.UserProfile.preferred_language": "a language",
    "wagtailusers.UserProfile.current_time_zone": "a time zone",
    "wagtailcore.APIToken.key_hash": "a hash of a random key",
    "wagtailcore.APIToken.prefix": "the beginning of a random key",
    "wagtailcore.Comment.position": "a place in a text",
    "guardian.UserObjectPermission.object_pk": "the number of a row",
    "wagtailcore.CollectionViewRestriction.password": "shared by many",
    "wagtailcore.PageViewRestriction.password": "shared by many",
}
# Whole tables without anybody's data, or that are never filled here.
WITHOUT = {
    "wagtailembeds.Embed",
    "socialaccount.SocialApp",
    # Replaced by the site's own.
    "wagtaildocs.Document",
    "wagtailimages.Image",
    # The words of the site, which its editors write; the page's own row is in the register.
    "cms.HomePage",
    "cms.AssociationIndexPage",
    "cms.ContentPage",
    "cms.AccessibilityStatementPage",
}


def tables(*fates: Fate) -> Iterator[tuple[Entry, type[models.Model], Fate]]:
    """Every table of the register that is there, with what becomes of a person's rows in it."""
    for entry in REGISTER:
        for label in entry.tables:
            fate = entry.fate.get(label, Fate.CLEAN)
            if not fates or fate in fates:
                yield entry, apps.get_model(label), fate
