"""Claiming with the annual meeting's minutes: kept, and left to the coordinator."""

import io
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from associations import refusals, services
from associations.claim_services import PER_PERSON_AND_DAY, claim_with_minutes, start_claim
from associations.models import Claim, ClaimState, FileKind, RegisterFile
from associations.uploads import PDF
from tests import cast
from tests.builders import make_association
from tests.membership.people import actions, may_act
from tests.membership.post import delivered

pytestmark = pytest.mark.django_db


def hand_in(association, by, **more) -> Claim:
    return claim_with_minutes(
        association,
        content=io.BytesIO(b"%PDF-1.7 protokoll"),
        file_type=PDF,
        original_name="protokoll.pdf",
        year=2026,
        by=by,
        **more,
    )


def test_the_minutes_are_kept_for_the_coordinator_and_nobody_is_let_in(choir, stig):
    claim = hand_in(choir, stig, message="Ny styrelse")
    assert claim.state == ClaimState.TO_DECIDE
    assert not may_act(stig, choir)
    file = RegisterFile.objects.get()
    assert claim.document == file
    assert (file.kind, file.year, file.association) == (FileKind.MINUTES, 2026, choir)
    assert (file.uploaded_by, file.file.read()) == (stig, b"%PDF-1.7 protokoll")
    assert actions(choir)[-1] == "associations.start_claim"
    assert delivered() == []


def test_also_where_somebody_is_responsible(choir, rut, stig):
    """A new board may have lost touch with the old one: the coordinator decides."""
    assert hand_in(choir, stig).state == ClaimState.TO_DECIDE


def test_handed_in_again_it_replaces_the_first(choir, stig):
    first = hand_in(choir, stig)
    second = hand_in(choir, stig)
    first.refresh_from_db()
    assert (first.state, second.state) == (ClaimState.DROPPED, ClaimState.TO_DECIDE)


def test_beside_a_code_that_has_not_come(choir, stig):
    by_code = start_claim(choir, by=stig)
    hand_in(choir, stig)
    by_code.refresh_from_db()
    assert by_code.state == ClaimState.CODE_ASKED


@pytest.mark.parametrize("bad", [{"message": "x" * 501}, {"year": -1}])
def test_what_is_wrong_is_refused(choir, stig, bad):
    with pytest.raises(ValidationError):
        claim_with_minutes(
            choir,
            **{
                "content": io.BytesIO(b"%PDF-"),
                "file_type": PDF,
                "original_name": "protokoll.pdf",
                "year": 2026,
                "by": stig,
            }
            | bad,
        )
    assert not Claim.objects.exists()
    assert not RegisterFile.objects.exists()


def test_who_is_responsible_claims_nothing(choir, rut):
    with pytest.raises(refusals.AlreadyMember):
        hand_in(choir, rut)
    assert not RegisterFile.objects.exists()


def test_not_what_no_longer_exists(choir, stig):
    services.dissolve(choir, on=date(2026, 3, 1), by=None)
    with pytest.raises(refusals.AssociationEnded):
        hand_in(choir, stig)


def test_a_deactivated_person_hands_in_nothing(choir, stig):
    get_user_model().objects.filter(pk=stig.pk).update(is_active=False)
    with pytest.raises(refusals.PersonDeactivated):
        hand_in(choir, stig)
    assert not RegisterFile.objects.exists()


def test_a_person_claims_ten_a_day(stig):
    for _number in range(PER_PERSON_AND_DAY):
        hand_in(make_association(), stig)
    with pytest.raises(refusals.TooMany):
        hand_in(make_association(), stig)
    assert hand_in(make_association(), cast.colleague("nils", make_association()))
