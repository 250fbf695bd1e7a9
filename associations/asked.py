"""What a person has asked of associations, and how it stands: for the first of "My pages"."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from associations.models import Claim, ClaimState, JoinRequest, RequestState
from associations.models.joining import OPEN_CLAIM_STATES

# So long a no, or a code that ran out, is still news.
SHOWN_FOR = timedelta(days=30)
_NEWS = (ClaimState.REFUSED, ClaimState.FAILED, ClaimState.EXPIRED)


@dataclass(frozen=True)
class Asked:
    """`url` is where it goes on, "" for what only waits for others; `detail` a reason."""

    association: str
    state: str
    url: str = ""
    detail: str = ""
    is_to_do: bool = False


def asked_by(user: AbstractBaseUser) -> list[Asked]:
    """What waits, and what was lately refused or ran out. Two queries."""
    lately = Q(settled_at__gt=now() - SHOWN_FOR)
    claims = (
        Claim.objects.filter(user=user.pk)
        .filter(Q(state__in=OPEN_CLAIM_STATES) | Q(state__in=_NEWS) & lately)
        .select_related("association")
    )
    requests = (
        JoinRequest.objects.filter(user=user.pk)
        .filter(Q(state=RequestState.WAITING) | Q(state=RequestState.REFUSED) & lately)
        .select_related("association")
    )
    return [_claim(claim) for claim in claims] + [_request(request) for request in requests]


def _claim(claim: Claim) -> Asked:
    state = ClaimState(claim.state_now)
    return Asked(
        association=claim.association.name,
        state=str(state.label),
        url=reverse("my_claim", args=[claim.pk]),
        detail=claim.reason,
        is_to_do=state == ClaimState.CODE_ASKED,
    )


def _request(request: JoinRequest) -> Asked:
    return Asked(
        association=request.association.name,
        state=request.get_state_display(),
        detail=request.reason,
    )
