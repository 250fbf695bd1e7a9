"""Who may open which route. A route that is not here fails `test_permissions`.

Every entry is about those who may; everyone else must be turned away.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

RESIDENT, RUT, STIG = "resident", "rut", "stig"
EDIT, HANS, OLGA, ADA = "edit", "hans", "olga", "ada"
PEOPLE = (RESIDENT, RUT, STIG, EDIT, HANS, OLGA, ADA)

EVERYONE = frozenset(PEOPLE)
STAFF = frozenset({EDIT, HANS, OLGA, ADA})
KEEPERS = frozenset({OLGA, ADA})
EDITORS = frozenset({EDIT, ADA})
MEDIA = frozenset({EDIT, OLGA, ADA})
ADMIN = frozenset({ADA})

World = SimpleNamespace

# What those who may are answered.
OK = "ok"  # a page or a file
DONE = "done"  # done, and sent on
NO_METHOD = "405"
REFUSED = "422"  # the form was empty
ON = "login"  # sent on to where one signs in


@dataclass(frozen=True)
class Route:
    """`args` are the parts of the address, `query` its parameters, `data` what is posted.

    `instead` is what others may be answered besides being turned away.
    """

    who: frozenset[str]
    args: Callable[[World], tuple] = lambda world: ()
    get: str = OK
    post: str = OK
    query: str = ""
    data: Callable[[World], dict] = lambda world: {}
    instead: frozenset[str] = frozenset()


def _of(name: str) -> Callable[[World], tuple]:
    return lambda world: (getattr(world, name).pk,)


def _list(namespace: str, who: frozenset[str], index: str = "index") -> dict[str, Route]:
    return {
        f"{namespace}:{index}": Route(who, post=NO_METHOD),
        f"{namespace}:{index}_results": Route(who, post=NO_METHOD),
    }


def _history(namespace: str, row: str) -> dict[str, Route]:
    return {
        f"{namespace}:{name}": Route(KEEPERS, _of(row), post=NO_METHOD)
        for name in ("history", "history_results")
    }


def _terms(namespace: str, row: str) -> dict[str, Route]:
    return {
        **_list(namespace, KEEPERS),
        **_history(namespace, row),
        f"{namespace}:add": Route(KEEPERS),
        f"{namespace}:edit": Route(KEEPERS, _of(row)),
        f"{namespace}:delete": Route(KEEPERS, _of(row), post=DONE),
    }


def _private(namespace: str, row: str) -> dict[str, Route]:
    return {
        f"{namespace}:add": Route(KEEPERS, _of("association")),
        f"{namespace}:edit": Route(KEEPERS, _of(row)),
        f"{namespace}:delete": Route(KEEPERS, _of(row), post=DONE),
    }


def _task(action: str):
    return lambda world: (world.presentation.pk, action, world.task_state.pk)


def _revision(world: World) -> tuple:
    return world.presentation.pk, world.presentation.latest_revision_id


REGISTER = {
    **_list("associations", KEEPERS),
    **_history("associations", "association"),
    "associations:add": Route(KEEPERS),
    "associations:edit": Route(KEEPERS, _of("association")),
    "associations:delete": Route(KEEPERS, _of("association"), post=DONE),
    "associations:confirm": Route(KEEPERS, _of("association"), post=DONE),
    "associations:rest": Route(KEEPERS, _of("association"), post=DONE),
    "associations:activate": Route(KEEPERS, _of("applied"), post=DONE),
    "associations:dissolve": Route(KEEPERS, _of("association")),
    "associations:merge": Route(KEEPERS, _of("association")),
    "associations:move_out": Route(KEEPERS, _of("association")),
    "associations:like": Route(KEEPERS, post=NO_METHOD),
    "associations:compare": Route(
        KEEPERS, lambda world: (world.other.pk, world.association.pk), post=REFUSED
    ),
    # It can no longer be undone.
    "associations:undo_merge": Route(KEEPERS, _of("merger"), post=REFUSED),
    **_list("duplicates", KEEPERS),
    **_list("do_not_publish", KEEPERS),
    "do_not_publish:add": Route(KEEPERS, post=REFUSED),
    "do_not_publish:delete": Route(KEEPERS, _of("hidden"), post=DONE),
    **_list("disposal_rules", KEEPERS),
    "disposal_rules:add": Route(KEEPERS),
    "disposal_rules:edit": Route(KEEPERS, _of("rule")),
    "disposal_rules:delete": Route(KEEPERS, _of("rule"), post=DONE),
    "person_data": Route(KEEPERS, post=REFUSED),
    "duplicates:read": Route(KEEPERS, _of("pair"), post=DONE),
    "wagtail_bulk_action": Route(
        KEEPERS,
        lambda world: ("associations", "association", "unlist"),
        post=DONE,
        query="id=all",
    ),
    "association_chooser:choose": Route(STAFF, post=NO_METHOD),
    "association_chooser:choose_results": Route(STAFF, post=NO_METHOD),
    "association_chooser:chosen": Route(STAFF, _of("association"), post=NO_METHOD),
    "association_chooser:chosen_multiple": Route(STAFF, post=NO_METHOD),
    **_private("contact_persons", "person"),
    **_private("internal_notes", "note"),
    **_private("register_files", "file"),
    "register_files:open": Route(KEEPERS, _of("file"), post=NO_METHOD),
    "payment_details:edit": Route(KEEPERS, _of("association"), post=DONE),
    **_terms("activities", "activity"),
    **_terms("areas", "area"),
    **_terms("target_groups", "target_group"),
    **_terms("languages", "language"),
    "associations_desk:desk": Route(KEEPERS, post=NO_METHOD),
    # All have just been made, by nobody who could be asked.
    "associations_desk:remind": Route(KEEPERS, post=DONE),
    "associations_log": Route(KEEPERS, post=NO_METHOD),
    "associations_rules:list": Route(KEEPERS, post=NO_METHOD),
    "associations_rules:edit": Route(KEEPERS, lambda world: ("alla", "alla"), post=REFUSED),
    **_list("change_requests", KEEPERS),
    "change_requests:read": Route(KEEPERS, _of("change_request"), post=DONE),
    **_list("suggestions", KEEPERS),
    **_list("claims", KEEPERS),
    **_list("join_requests", KEEPERS),
    "claims:read": Route(KEEPERS, _of("claim"), post=DONE),
    "join_requests:read": Route(KEEPERS, _of("joinrequest"), post=REFUSED),
    "associations:appoint": Route(KEEPERS, _of("association"), post=REFUSED),
    "associations:end_role": Route(KEEPERS, _of("membership"), post=DONE),
    **_list("deliveries", KEEPERS),
    "deliveries:rules": Route(KEEPERS),
    "deliveries:broken": Route(
        KEEPERS, post=DONE, data=lambda world: {"association": world.association.pk}
    ),
    "deliveries:read": Route(KEEPERS, _of("delivery"), post=DONE),
    "suggestions:read": Route(KEEPERS, _of("suggestion"), post=DONE),
}

_one = _of("presentation")


def _text(world: World) -> dict:
    return {"ingress": "Ny text", "body-count": "0"}


PRESENTATIONS = {
    **_list("presentations", KEEPERS, index="list"),
    **_history("presentations", "presentation"),
    "presentations:edit": Route(KEEPERS, _one, post=DONE, data=_text),
    "presentations:preview_on_edit": Route(KEEPERS, _one),
    "presentations:revisions_view": Route(KEEPERS, _revision, post=NO_METHOD),
    "presentations:revisions_revert": Route(KEEPERS, _revision, post=DONE, data=_text),
    "presentations:revisions_compare": Route(
        KEEPERS, lambda world: (world.presentation.pk, "earliest", "latest"), post=NO_METHOD
    ),
    "presentations:revisions_unschedule": Route(KEEPERS, _revision, post=DONE),
    "reviews:index": Route(KEEPERS, post=NO_METHOD),
    "reviews:review": Route(KEEPERS, _one),
    "reviews:trust": Route(KEEPERS, _of("association"), post=DONE),
    "presentations:unpublish": Route(KEEPERS, _one, post=DONE),
    "presentations:lock": Route(KEEPERS, _one, get=NO_METHOD, post=DONE),
    # What waits for review is unlocked by its review.
    "presentations:unlock": Route(KEEPERS, _of("other_presentation"), get=NO_METHOD, post=DONE),
    "presentations:workflow_action": Route(KEEPERS, _task("approve"), post=DONE),
    "presentations:collect_workflow_action_data": Route(KEEPERS, _task("reject")),
    "presentations:confirm_workflow_cancellation": Route(KEEPERS, _one),
    "presentations:workflow_history": Route(KEEPERS, _one, post=NO_METHOD),
    "presentations:workflow_history_detail": Route(
        KEEPERS,
        lambda world: (world.presentation.pk, world.task_state.workflow_state_id),
        post=NO_METHOD,
    ),
    "presentations:workflow_preview": Route(
        KEEPERS, lambda world: (world.presentation.pk, world.task_state.task_id), post=NO_METHOD
    ),
}

# Whoever uploaded the file goes on with it; a half-finished import is nobody else's business.
_upload = _of("upload")
IMPORT = {
    "associations_import:start": Route(KEEPERS),
    "associations_import:all_words": Route(KEEPERS, post=DONE),
    "associations_import:columns": Route(frozenset({OLGA}), _upload),
    "associations_import:words": Route(frozenset({OLGA}), _upload, post=DONE),
    "associations_import:preview": Route(frozenset({OLGA}), _upload, post=DONE),
    "associations_import:report": Route(frozenset({OLGA}), _upload, post=NO_METHOD),
    "associations_import:run": Route(frozenset({OLGA}), _upload, get=NO_METHOD, post=DONE),
    "associations_import:discard": Route(frozenset({OLGA}), _upload, get=NO_METHOD, post=DONE),
    "associations_import:done": Route(KEEPERS, _of("run"), post=NO_METHOD),
}


def _slug(world: World) -> tuple:
    return (world.association.slug,)


def _slug_and(name: str) -> Callable[[World], tuple]:
    return lambda world: (world.association.slug, getattr(world, name).pk)


PUBLIC = {
    "health": Route(EVERYONE, post=NO_METHOD),
    "personal_data": Route(EVERYONE, post=NO_METHOD),
    "rendition": Route(EVERYONE, lambda world: ("no-such-picture.webp",), "404", NO_METHOD),
    "association_list": Route(EVERYONE, post=NO_METHOD),
    "association_detail": Route(EVERYONE, _slug, post=NO_METHOD),
    # An empty form is shown again, with what is missing.
    "suggest_change": Route(EVERYONE, _slug, post=OK),
    # No address, and so no form: what is said instead.
    "write_to_association": Route(EVERYONE, _slug, post=OK),
    "written_to_association": Route(EVERYONE, _slug, post=NO_METHOD),
    "suggest_change_sent": Route(EVERYONE, _slug, post=NO_METHOD),
    "claim_how": Route(EVERYONE, _slug, post=NO_METHOD),
    "association_download": Route(EVERYONE, lambda world: ("csv",), post=NO_METHOD),
    "sitemap": Route(EVERYONE, post=NO_METHOD),
    "sitemap_section": Route(EVERYONE, lambda world: ("sidor",), post=NO_METHOD),
    # Whoever holds a link chooses; this one is made up.
    "mail_choices": Route(EVERYONE, lambda world: ("made-up",), get="404", post="404"),
    "robots": Route(EVERYONE, post=NO_METHOD),
    "api:association-list": Route(EVERYONE, post=NO_METHOD),
    "api:association-ended": Route(EVERYONE, post=NO_METHOD),
    "api:association-detail": Route(
        EVERYONE, lambda world: (world.association.public_id,), post=NO_METHOD
    ),
    "api:association-by-slug": Route(EVERYONE, _slug, post=NO_METHOD),
    "api:schema": Route(EVERYONE, post=NO_METHOD),
    "api:docs": Route(EVERYONE, post=NO_METHOD),
    # Says in JSON that there is nothing here.
    "api:not-found": Route(EVERYONE, get="404", post=NO_METHOD),
}

SIGNED_IN = EVERYONE - {RESIDENT}
STRANGERS = frozenset({RESIDENT})

# Those who are in already are sent on.
SENT_ON = frozenset({DONE, "home"})

SIGN_IN = {
    "account_login": Route(STRANGERS, post=REFUSED, instead=SENT_ON),
    "staff_password": Route(STRANGERS, post=REFUSED, instead=SENT_ON),
    # Nobody has asked for a code, or come half way.
    "sign_in_code": Route(STRANGERS, get="404", post="404", instead=SENT_ON),
    "mfa_authenticate": Route(STRANGERS, get=ON, post=ON, instead=SENT_ON),
    "mfa_login_webauthn": Route(STRANGERS, get=ON, post=REFUSED, instead=SENT_ON),
    # There is no identity provider here.
    "sso_start": Route(EVERYONE, get="404", post=NO_METHOD),
    "sso_callback": Route(EVERYONE, get="404", post=NO_METHOD),
    "account_inactive": Route(EVERYONE, post=NO_METHOD),
    "wagtailadmin_login": Route(EVERYONE, get=DONE, post=DONE),
    "wagtailcore_login": Route(EVERYONE, get=DONE, post=DONE),
    "account_logout": Route(SIGNED_IN, post=DONE),
    "sign_in_again": Route(SIGNED_IN, post=ON),
    "mfa_index": Route(SIGNED_IN, post=NO_METHOD),
    "mfa_activate_totp": Route(SIGNED_IN),
    "mfa_deactivate_totp": Route(frozenset(), post="404"),
    "mfa_add_webauthn": Route(SIGNED_IN),
    # Another's passkey, to everybody.
    "mfa_remove_webauthn": Route(frozenset(), _of("authenticator")),
    "mfa_view_recovery_codes": Route(SIGNED_IN, get=DONE, post=DONE),
}

REPRESENTATIVE = frozenset({RUT})


def _own(name: str) -> Callable[[World], tuple]:
    return lambda world: (world.association.slug, getattr(world, name).pk)


def _nothing(world: World) -> dict:
    return {"text": "", "name": ""}


OWN = {
    # Straight on for those with one association.
    "my_pages": Route(
        SIGNED_IN - {RUT, STIG}, post=NO_METHOD, instead=frozenset({DONE, NO_METHOD})
    ),
    "my_mail": Route(SIGNED_IN, post=DONE),
    "my_data": Route(SIGNED_IN, post=NO_METHOD),
    "my_data_file": Route(SIGNED_IN, post=NO_METHOD),
    "my_association": Route(REPRESENTATIVE, _slug, post=NO_METHOD),
    # The text waits for review.
    "my_presentation": Route(REPRESENTATIVE, _slug, post="409"),
    "my_presentation_preview": Route(REPRESENTATIVE, _slug),
    "my_presentation_send": Route(REPRESENTATIVE, _slug, get=DONE, post=DONE),
    "my_presentation_withdraw": Route(REPRESENTATIVE, _slug, get=DONE, post=DONE),
    "my_presentation_logo": Route(REPRESENTATIVE, _slug, get=DONE, post=DONE),
    "my_presentation_add_picture": Route(REPRESENTATIVE, _slug, get=DONE, post=DONE),
    "my_presentation_picture": Route(
        REPRESENTATIVE, lambda world: (world.association.slug, uuid.UUID(int=7)), DONE, DONE
    ),
    "own_post": Route(REPRESENTATIVE, _slug, post=DONE),
    "own_post_try": Route(REPRESENTATIVE, _slug, get=DONE, post=DONE),
    "my_confirmation": Route(REPRESENTATIVE, _slug),
    # A link that nobody has been sent.
    "confirm_by_link": Route(EVERYONE, lambda world: ("abc",), get="404", post="404"),
    # What is empty is sent empty; who sees a contact detail must be chosen.
    "my_details": Route(REPRESENTATIVE, _slug, post=DONE),
    "my_activities": Route(REPRESENTATIVE, _slug, post=DONE),
    "my_meetings": Route(REPRESENTATIVE, _slug, post=DONE),
    "my_contacts": Route(REPRESENTATIVE, _slug, post="422"),
    "my_colleagues": Route(REPRESENTATIVE, _slug, post=OK),
    "invite_colleague": Route(REPRESENTATIVE, _slug, post=REFUSED),
    "revoke_invitation": Route(REPRESENTATIVE, _slug_and("colleagueinvitation"), post=DONE),
    "invite_again": Route(REPRESENTATIVE, _slug_and("colleagueinvitation"), post=DONE),
    "join_request": Route(REPRESENTATIVE, _slug_and("joinrequest"), post=REFUSED),
    "change_colleague": Route(REPRESENTATIVE, _slug_and("membership"), post=REFUSED),
    "renew_colleague": Route(REPRESENTATIVE, _slug_and("membership"), post=DONE),
    "end_colleague": Route(REPRESENTATIVE, _slug_and("membership"), post=DONE),
    "hand_over": Route(REPRESENTATIVE, _slug, post=REFUSED),
    # The only one responsible.
    "my_leave": Route(REPRESENTATIVE, _slug, post="409"),
    # A link that leads nowhere, to everybody.
    "colleague_invitation": Route(EVERYONE, lambda world: ("no-such-link",), "404", NO_METHOD),
    "accept_invitation": Route(SIGNED_IN, lambda world: ("no-such-link",), NO_METHOD, "404"),
    # Who is responsible already is sent on. POST asks those who are.
    "claim_start": Route(SIGNED_IN - {RUT}, _slug, post=DONE, instead=frozenset({DONE})),
    "claim_minutes": Route(SIGNED_IN - {RUT}, _slug, post=REFUSED, instead=frozenset({DONE})),
    "claim_ask": Route(SIGNED_IN - {RUT}, _slug, post=REFUSED, instead=frozenset({DONE})),
    # The claim of one of them.
    "my_claim": Route(frozenset({HANS}), _of("claim"), post=REFUSED),
    "my_changes": Route(REPRESENTATIVE, _slug),
    "my_change": Route(REPRESENTATIVE, lambda world: (world.association.slug, "name"), post="422"),
    "my_offers": Route(REPRESENTATIVE, _slug),
    "my_offer_add": Route(REPRESENTATIVE, _slug, data=_nothing, post="422"),
    "my_offer": Route(REPRESENTATIVE, _own("offer"), data=_nothing, post="422"),
    "my_offer_remove": Route(REPRESENTATIVE, _own("offer"), post=DONE),
    "my_board": Route(REPRESENTATIVE, _slug),
    "my_person_add": Route(REPRESENTATIVE, _slug, data=_nothing, post="422"),
    "my_person": Route(REPRESENTATIVE, _own("person"), data=_nothing, post="422"),
    "my_person_end": Route(REPRESENTATIVE, _own("person"), post=DONE),
    "my_documents": Route(REPRESENTATIVE, _slug, post="422"),
    "my_document": Route(REPRESENTATIVE, _own("file"), post=OK),
    "my_document_remove": Route(REPRESENTATIVE, _own("file"), post=DONE),
}

ROUTES = REGISTER | PRESENTATIONS | IMPORT | PUBLIC | SIGN_IN | OWN

# Wagtail's own routes, by the beginning of the name; the longest beginning counts. Those without
# arguments are opened by everyone in the matrix; the others are Wagtail's to test.
CORE = {
    "wagtail_serve": EVERYONE,
    "wagtailcore_": EVERYONE,
    "wagtaildocs_serve": EVERYONE,
    "wagtaildocs_authenticate_with_password": EVERYONE,
    # Nobody has a password that may be set anew.
    "wagtailadmin_password_reset": frozenset(),
    "wagtailadmin_": STAFF,
    "wagtailadmin_explore": EDITORS,
    "wagtailadmin_pages:": EDITORS,
    "wagtailadmin_collections:": ADMIN,
    "wagtailadmin_workflows:": ADMIN,
    # Names of review steps, nothing else.
    "wagtailadmin_workflows:task_cho": STAFF,
    "wagtailadmin_reports:": EDITORS,
    # Each sees there what happened to what they may change.
    "wagtailadmin_reports:site_history": STAFF,
    "wagtaildocs:": MEDIA,
    "wagtailimages:": MEDIA,
    # Empty for those who may choose nothing.
    "wagtaildocs_chooser:": STAFF,
    "wagtaildocs_chooser:create": MEDIA,
    "wagtailimages_chooser:": STAFF,
    "wagtailimages_chooser:create": MEDIA,
    "wagtailembeds:": STAFF,
    "wagtailredirects:": ADMIN,
    "wagtailsettings:": ADMIN,
    "wagtailsites:": ADMIN,
    # Every kind of snippet has a menu of its own, so that this page is never there.
    "wagtailsnippets:": frozenset(),
    "wagtailusers_": ADMIN,
}
