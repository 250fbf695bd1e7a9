"""Claiming an association: how it works, which way, and how a claim stands.

The address on file is never shown, not even in part: a private one may be somebody's own, and two
letters and a domain are enough to guess it. A public one is read on the public page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from associations import access, claim_services, granting
from associations.models import Association, Claim, ClaimState, ClaimWay, JoinRequest, MemberRole
from associations.pages.base import posted
from associations.pages.claim_forms import AskForm, ClaimCodeForm, MessageForm, MinutesForm
from associations.pages.refused import refused
from associations.refusals import Refusal, WrongCode

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


def claimable() -> Any:
    """Those a resident can find, and that are still going."""
    return Association.objects.listed().current()


@login_not_required
@require_safe
def claim_how(request: HttpRequest, slug: str) -> HttpResponse:
    """Is this your association? How to take care of its page; the same for everybody."""
    association = get_object_or_404(claimable(), slug=slug)
    return render(request, "associations/claim/how.html", {"association": association})


def claiming(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of (request, association) for anybody signed in; a refusal is told in words."""

    @never_cache
    @read_or_post
    @wraps(view)
    def inner(request: HttpRequest, slug: str) -> HttpResponse:
        association = get_object_or_404(claimable(), slug=slug)
        if access.role_of(request.user, association) == MemberRole.RESPONSIBLE:
            return redirect("my_association", slug=slug)
        try:
            return view(request, association)
        except Refusal as refusal:
            return refused(request, association, refusal)

    return inner


def _page(
    request: HttpRequest, name: str, association: Association, form: Any = None, **context: Any
) -> HttpResponse:
    status = 422 if form is not None and form.is_bound and form.errors else 200
    context |= {"association": association, "form": form}
    return render(request, f"associations/claim/{name}.html", context, status=status)


@claiming
def claim_start(request: HttpRequest, association: Association) -> HttpResponse:
    """Choose a way. POST sends the code, or asks those who are responsible already."""
    form = MessageForm(posted(request))
    if not (form.is_bound and form.is_valid()):
        ways = claim_services.ways_to_claim(association)
        return _page(
            request,
            "start",
            association,
            form,
            by_code=ClaimWay.CODE in ways,
            to_join=granting.has_responsible(association),
            waiting=_waiting(request, association),
        )
    begun = claim_services.start_claim(
        association, by=request.user, message=form.cleaned_data["message"]
    )
    if isinstance(begun, JoinRequest):
        messages.success(request, _("Those who are responsible have been asked. You get a mail."))
        return redirect("my_pages")
    messages.success(request, _("The code is on its way to the association's address."))
    return redirect("my_claim", pk=begun.pk)


def _waiting(request: HttpRequest, association: Association) -> Claim | None:
    """A claim of this person's that is open already."""
    mine = Claim.objects.filter(user=request.user, association=association)
    return mine.filter(state__in=(ClaimState.CODE_ASKED, ClaimState.TO_DECIDE)).first()


@claiming
def claim_minutes(request: HttpRequest, association: Association) -> HttpResponse:
    """Hand in the annual meeting's minutes; the coordinator decides."""
    is_post = request.method == "POST"
    form = MinutesForm(request.POST, request.FILES) if is_post else MinutesForm()
    if not (form.is_bound and form.is_valid()):
        return _page(request, "minutes", association, form)
    claim = claim_services.claim_with_minutes(
        association,
        content=form.cleaned_data["file"],
        file_type=form.file_type,
        original_name=form.original_name,
        year=form.cleaned_data["year"],
        message=form.cleaned_data["message"],
        by=request.user,
    )
    return redirect("my_claim", pk=claim.pk)


@claiming
def claim_ask(request: HttpRequest, association: Association) -> HttpResponse:
    """Nobody has the login any more, and there are no minutes: ask the coordinator."""
    form = AskForm(posted(request))
    if not (form.is_bound and form.is_valid()):
        return _page(request, "ask", association, form)
    claim = claim_services.ask_municipality(
        association, by=request.user, message=form.cleaned_data["message"]
    )
    return redirect("my_claim", pk=claim.pk)


@never_cache
@read_or_post
def my_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """How my claim stands; POST tries the code that somebody at the association has handed on."""
    mine = Claim.objects.select_related("association").filter(user=request.user)
    claim = get_object_or_404(mine, pk=pk)
    form = ClaimCodeForm(posted(request))
    if claim.state_now != ClaimState.CODE_ASKED or not (form.is_bound and form.is_valid()):
        return _claim_page(request, claim, form)
    try:
        outcome = claim_services.confirm_claim(
            claim, code=form.cleaned_data["code"], by=request.user
        )
    except WrongCode as wrong:
        claim.refresh_from_db()
        if wrong.tries_left:
            form.add_error("code", _("The code is not right. Look in the latest mail."))
        return _claim_page(request, claim, form)
    except Refusal as refusal:
        return refused(request, claim.association, refusal)
    if isinstance(outcome, JoinRequest):
        return redirect("my_claim", pk=pk)
    messages.success(request, _("You now look after the association's page."))
    return redirect("my_association", slug=claim.association.slug)


def _claim_page(request: HttpRequest, claim: Claim, form: ClaimCodeForm) -> HttpResponse:
    is_waiting = claim.state_now == ClaimState.CODE_ASKED
    # What is over has no form; a POST to it has changed nothing.
    gone = request.method == "POST" and not is_waiting
    context = {
        "claim": claim,
        "state": claim.state_now,
        "association": claim.association,
        "form": form if is_waiting else None,
        "is_mine": access.role_of(request.user, claim.association) == MemberRole.RESPONSIBLE,
    }
    status = 410 if gone else 422 if is_waiting and form.errors else 200
    return render(request, "associations/claim/mine.html", context, status=status)
