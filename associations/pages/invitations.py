"""An invitation's link: who invites to what. Reading changes nothing; only a signed-in yes does.

The page is open, so that whoever has the mail sees what it is about before signing in; saying yes
goes through the door that all of "My pages" has.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from associations import access, invitation_services
from associations.models import Association, ColleagueInvitation
from associations.pages.refused import refused
from associations.people import called
from associations.refusals import AssociationEnded, Refusal, WrongAddress


@login_not_required
@never_cache
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the invitation is to. Who sent it is told to the one it was sent to, signed in."""
    found = _found(token)
    if found is None:
        return _unknown(request)
    is_mine = request.user.is_authenticated and _is_for(request, found)
    try:
        if found.association.is_ended:
            raise AssociationEnded
        invitation_services.refuse_closed(found)
        if request.user.is_authenticated and not is_mine:
            raise WrongAddress
    except Refusal as refusal:
        return _refused(request, found.association, refusal)
    context = {
        "invitation": found,
        "association": found.association,
        "token": token,
        "is_mine": is_mine,
        "inviter": _inviter(found) if is_mine else "",
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': request.path})}",
    }
    return render(request, "associations/invitation.html", context)


@never_cache
@require_POST
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Yes."""
    found = _found(token)
    if found is None:
        return _unknown(request)
    try:
        membership = invitation_services.accept_invitation(token, by=request.user)
    except Refusal as refusal:
        return _refused(request, found.association, refusal, token=token)
    messages.success(
        request,
        _("Welcome. Your role: %(role)s.") % {"role": membership.get_role_display()},
    )
    return redirect("my_association", found.association.slug)


def _found(token: str) -> ColleagueInvitation | None:
    try:
        return invitation_services.invitation_for(token)
    except ColleagueInvitation.DoesNotExist:
        return None


def _is_for(request: HttpRequest, found: ColleagueInvitation) -> bool:
    return request.user.email.strip().lower() == found.address


def _inviter(found: ColleagueInvitation) -> str:
    """The colleague who invites; a coordinator is the municipality."""
    if access.role_of(found.invited_by, found.association):
        return called(found.invited_by)
    return _("The municipality")


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "associations/invitation_unknown.html", status=404)


def _refused(
    request: HttpRequest, association: Association, refusal: Refusal, *, token: str = ""
) -> HttpResponse:
    again = ""
    if isinstance(refusal, WrongAddress):
        again = reverse("colleague_invitation", args=[token]) if token else request.path
    return refused(request, association, refusal, again=again)
