"""The tables of states: complete, and the database agrees with them."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from associations.models import (
    Claim,
    ClaimState,
    ColleagueInvitation,
    InvitationState,
    JoinRequest,
    Membership,
    RequestState,
)
from associations.models.joining import (
    CLAIM_TRANSITIONS,
    INVITATION_TRANSITIONS,
    REQUEST_TRANSITIONS,
)
from tests import cast

TABLES = [
    (InvitationState, INVITATION_TRANSITIONS),
    (RequestState, REQUEST_TRANSITIONS),
    (ClaimState, CLAIM_TRANSITIONS),
]


@pytest.mark.parametrize(("states", "table"), TABLES)
def test_every_state_is_a_beginning_or_can_be_reached_and_settled_is_settled(states, table):
    reached = frozenset().union(*table.values())
    assert set(states) == set(table) | reached
    assert not set(table) & reached


@pytest.mark.parametrize(
    ("model", "row", "name"),
    [
        (ColleagueInvitation, {"address": "", "state": "open"}, "has_an_address"),
        (ColleagueInvitation, {"address": "a@b.example", "state": "revoked"}, "has_an_address"),
        (JoinRequest, {"state": "refused"}, "refused_request_says_why"),
        (Claim, {"way": "minutes", "state": "refused"}, "refused_claim_says_why"),
        (Claim, {"way": "code", "state": "code_asked", "expires_at": None}, "runs_out"),
        (Claim, {"way": "code", "state": "failed", "code_hash": "x"}, "keeps_no_code"),
        (Claim, {"way": "code", "state": "code_asked", "tries": 4}, "tried_three_times"),
        (Membership, {"ended_at": now()}, "says_why"),
        (Membership, {"end_reason": "left"}, "says_why"),
        (Membership, {"ends_on": "2020-01-01"}, "runs_forward"),
        (Membership, {"note": ""}, "says_on_what"),
    ],
)
@pytest.mark.django_db
def test_the_database_refuses_what_the_rules_refuse(choir, model, row, name):
    user = cast.stig()
    defaults = {
        ColleagueInvitation: {"role": "editor", "expires_at": now()},
        JoinRequest: {"user": user},
        Claim: {"user": user, "expires_at": now()},
        Membership: {
            "user": user,
            "role": "editor",
            "basis": "coordinator",
            "note": "Beslut",
            "starts_on": "2026-01-01",
            "ends_on": "2027-01-01",
        },
    }[model]
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(association=choir, **defaults | row)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "row"),
    [
        (ColleagueInvitation, {"address": "a@b.example", "role": "editor", "expires_at": now()}),
        (JoinRequest, {"user": True}),
        (Claim, {"user": True, "way": "code", "state": "code_asked", "expires_at": now()}),
        (Claim, {"user": True, "way": "minutes", "state": "to_decide"}),
    ],
)
def test_the_database_holds_one_open_of_each(choir, model, row):
    row = {**row, **({"user": cast.stig()} if "user" in row else {})}
    model.objects.create(association=choir, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(association=choir, **row)
