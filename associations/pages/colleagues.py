"""Who looks after the page: invited, let in, changed, renewed, handed over, gone.

Readable for all of them; only those responsible change anything but their own leaving.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from associations import access, granting, invitation_services, membership_services
from associations import request_services as requests
from associations.mandates import end_of_mandate, remind_on
from associations.models import (
    Association,
    ColleagueInvitation,
    InvitationState,
    JoinRequest,
    MemberRole,
    Membership,
    RequestState,
)
from associations.pages.base import own_page, page, posted
from associations.pages.colleague_forms import HandOverForm, InviteForm, ReasonForm, RoleForm
from associations.pages.refused import refused
from associations.people import called
from associations.refusals import Refusal

ENOUGH = 2


@own_page()
def colleagues(request: HttpRequest, association: Association) -> HttpResponse:
    """Everybody who may act, and what waits. Four queries, however many they are."""
    # Those responsible first.
    people = list(_people(association).order_by("-role", "user__email"))
    may_manage = access.may_manage_colleagues(request.user, association)
    responsible = sum(row.role == MemberRole.RESPONSIBLE for row in people)
    return page(
        request,
        "colleagues",
        association,
        people=[_row(row, association, request.user) for row in people],
        may_manage=may_manage,
        may_hand_over=access.may_hand_over(request.user, association) and len(people) > 1,
        is_too_few=responsible < ENOUGH,
        requests=_waiting(association) if may_manage else (),
        invitations=_open(association) if may_manage else (),
    )


def _row(row: Membership, association: Association, user: Any) -> dict[str, Any]:
    longest = end_of_mandate(localdate(), association.annual_meeting_month)
    return {
        "membership": row,
        "name": called(row.user),
        "is_me": row.user_id == user.pk,
        "ends_soon": remind_on(row.ends_on) <= localdate(),
        "may_go_on": longest > row.ends_on,
    }


def _people(association: Association) -> Any:
    people = Membership.objects.current().filter(association=association)
    return people.select_related("user", "association")


def _waiting(association: Association) -> Any:
    waiting = JoinRequest.objects.filter(association=association, state=RequestState.WAITING)
    return waiting.select_related("user")


def _open(association: Association) -> Any:
    return ColleagueInvitation.objects.filter(association=association, state=InvitationState.OPEN)


def _step(
    request: HttpRequest,
    association: Association,
    take: Callable[[dict[str, Any]], Any],
    *,
    form: Form | None = None,
    done: str,
    then: str = "my_colleagues",
    **words: str,
) -> HttpResponse:
    """One thing to do: told about by GET, done by POST. `words` are heading, lead and button."""
    if request.method != "POST" or (form is not None and not form.is_valid()):
        return page(request, "step", association, form=form, **words)
    try:
        take(form.cleaned_data if form is not None else {})
    except Refusal as refusal:
        return refused(request, association, refusal)
    messages.success(request, done)
    return redirect(then, *([association.slug] if then != "my_pages" else []))


@own_page(access.may_manage_colleagues)
def invite(request: HttpRequest, association: Association) -> HttpResponse:
    """Invite by e-mail. Whether anybody has the address is not asked, so it cannot be told."""
    return _step(
        request,
        association,
        lambda given: invitation_services.invite_colleague(
            association, address=given["address"], role=given["role"], by=request.user
        ),
        form=InviteForm(posted(request), initial={"role": MemberRole.EDITOR}),
        heading=_("Invite a colleague"),
        lead=_(
            "We send a mail with a link. Nothing happens until your colleague has signed in and"
            " said yes. The invitation is good for fourteen days."
        ),
        button=_("Send the invitation"),
        done=_("The invitation is on its way."),
    )


def _invitation(association: Association, pk: int) -> ColleagueInvitation:
    return get_object_or_404(_open(association), pk=pk)


@own_page(access.may_manage_colleagues)
def revoke(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = _invitation(association, pk)
    return _step(
        request,
        association,
        lambda _given: invitation_services.revoke_invitation(invitation, by=request.user),
        heading=_("Take the invitation back?"),
        lead=_("The link in the mail to %(address)s stops working.")
        % {"address": invitation.address},
        button=_("Take back"),
        done=_("The invitation has been taken back."),
    )


@own_page(access.may_manage_colleagues)
def send_again(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    """A new invitation to the same address and role, in place of the old one."""
    invitation = _invitation(association, pk)
    return _step(
        request,
        association,
        lambda _given: invitation_services.invite_colleague(
            association, address=invitation.address, role=invitation.role, by=request.user
        ),
        heading=_("Send the invitation again?"),
        lead=_("%(address)s gets a new mail. The link in the old one stops working.")
        % {"address": invitation.address},
        button=_("Send again"),
        done=_("The invitation is on its way."),
    )


@own_page(access.may_manage_colleagues)
def join_request(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    """Somebody wants to take part: yes, in a role, or no, with a reason."""
    asked = get_object_or_404(_waiting(association), pk=pk)
    is_no = request.POST.get("decision") == "refuse"
    yes = RoleForm(None if is_no else posted(request), initial={"role": MemberRole.EDITOR})
    no = ReasonForm(posted(request) if is_no else None)
    chosen: Form = no if is_no else yes
    if not (chosen.is_bound and chosen.is_valid()):
        context = {"asked": asked, "name": called(asked.user), "yes": yes, "no": no}
        return page(request, "request", association, form=chosen, **context)
    try:
        if is_no:
            requests.refuse_request(asked, by=request.user, **no.cleaned_data)
            messages.success(request, _("You have said no. The person gets a mail."))
        else:
            requests.approve_request(asked, by=request.user, **yes.cleaned_data)
            messages.success(request, _("Your colleague has been let in, and gets a mail."))
    except Refusal as refusal:
        return refused(request, association, refusal)
    return redirect("my_colleagues", association.slug)


def _colleague(association: Association, pk: int) -> Membership:
    return get_object_or_404(_people(association), pk=pk)


@own_page(access.may_manage_colleagues)
def change_role(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    """Another role for somebody."""
    row = _colleague(association, pk)
    return _step(
        request,
        association,
        lambda given: membership_services.change_role(row, role=given["role"], by=request.user),
        form=RoleForm(posted(request), initial={"role": row.role}),
        heading=_("Change a role"),
        lead=called(row.user),
        button=_("Save"),
        done=_("The role has been changed."),
    )


@own_page(access.may_manage_colleagues)
def renew(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    """Let somebody go on until the next annual meeting."""
    row = _colleague(association, pk)
    until = max(row.ends_on, end_of_mandate(localdate(), association.annual_meeting_month))
    return _step(
        request,
        association,
        lambda _given: membership_services.renew_membership(row, by=request.user),
        heading=_("Go on to the next annual meeting?"),
        lead=_("%(who)s keeps the role until %(day)s.")
        % {"who": called(row.user), "day": date_format(until, "j F Y")},
        note=_("Renew only those whom the annual meeting has chosen again."),
        button=_("Renew the role"),
        done=_("The role has been renewed."),
    )


@own_page(access.may_manage_colleagues)
def end(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    """Take a colleague's role away; one's own is left on a page of its own."""
    row = _colleague(association, pk)
    if row.user_id == request.user.pk:
        return redirect("my_leave", association.slug)
    return _step(
        request,
        association,
        lambda _given: membership_services.end_membership(row, by=request.user),
        heading=_("End the role?"),
        lead=_("%(who)s can no longer change anything, and gets a mail about it.")
        % {"who": called(row.user)},
        button=_("End the role"),
        done=_("The role has been ended."),
    )


@own_page(access.may_hand_over)
def hand_over(request: HttpRequest, association: Association) -> HttpResponse:
    """Make a colleague responsible and leave, in one step."""
    others = _people(association).exclude(user=request.user.pk)
    return _step(
        request,
        association,
        lambda given: membership_services.hand_over(association, to=given["to"], by=request.user),
        form=HandOverForm(posted(request), colleagues=others),
        heading=_("Hand over and leave"),
        lead=_("Your colleague becomes responsible, and your own role ends at once."),
        button=_("Hand over and leave"),
        done=_("You have handed over. Thank you for your work."),
        then="my_pages",
    )


@own_page()
def leave(request: HttpRequest, association: Association) -> HttpResponse:
    """Give up one's own role; the last one responsible is told what to do instead."""
    mine = granting.membership_of(association, request.user)
    try:
        granting.keep_one_responsible(mine)
    except Refusal as refusal:
        if request.method != "POST":
            has_colleague = _people(association).exclude(pk=mine.pk).exists()
            return page(request, "last_one", association, has_colleague=has_colleague)
        return refused(request, association, refusal)
    return _step(
        request,
        association,
        lambda _given: membership_services.leave(association, by=request.user),
        heading=_("Leave the association's page?"),
        lead=_("You can no longer change anything for %(association)s.")
        % {"association": association.name},
        button=_("Leave"),
        done=_("You have left. Thank you for your work."),
        then="my_pages",
    )
