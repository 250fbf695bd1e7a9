"""The demo has people to try the pages with."""

import pytest

from associations.demo import CLAIMED, LOOKED_AFTER, seed_associations, seed_people
from associations.models import Association, Claim, ClaimState, JoinRequest, Membership

pytestmark = pytest.mark.django_db


def test_once_however_often_it_is_run():
    seed_associations()
    for _run in range(2):
        seed_people()
    club = Association.objects.get(name=LOOKED_AFTER)
    assert Membership.objects.current().filter(association=club).count() == 2
    assert JoinRequest.objects.get().association == club
    claim = Claim.objects.get()
    assert (claim.association.name, claim.state) == (CLAIMED, ClaimState.TO_DECIDE)
