"""Every refusal on the way in, and out, has a page in plain words."""

import pytest

from associations import (
    claim_services,
    granting,
    invitation_services,
    membership_services,
    refusals,
    request_services,
)
from associations.models import InvitationState
from associations.pages.refused import CLOSED, WORDS
from associations.refusals import Refusal

SERVICES = (
    claim_services,
    granting,
    invitation_services,
    membership_services,
    request_services,
)


def test_every_refusal_has_words():
    raised = {
        kind
        for module in SERVICES
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Refusal)
    }
    assert len(raised) > 10
    assert raised <= {*WORDS, refusals.InvitationClosed, Refusal}


@pytest.mark.parametrize("state", [state for state in InvitationState if state != "open"])
def test_every_way_an_invitation_is_closed_has_words(state):
    assert CLOSED[state].status == 410
