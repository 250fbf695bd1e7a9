"""“Is it still right?”: by the link in a mail without signing in, and on the pages of one's own.

GET only reads: those who look through mail for malice open every link, and press no button.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from associations import access, confirmation_services, confirmation_tasks
from associations.models import Association, ConfirmationLink, ConfirmationState
from associations.pages.base import own_page, page
from associations.refusals import AlreadyDecided, LinkClosed
from associations.summary import as_it_stands

RIGHT, NEW_BOARD = "right", "new_board"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page as it stands and three buttons; each way a link can be closed has its page."""
    try:
        link = confirmation_services.link_for(token)
        confirmation_services.refuse_closed(link)
        if request.method == "POST" and (answer := _answer(request)):
            confirmation_services.answer_by_link(token, is_board_new=answer == NEW_BOARD)
            return redirect("confirm_by_link", token=token)
    except ConfirmationLink.DoesNotExist:
        return _closed(request, "unknown", 404)
    except AlreadyDecided:
        return _answered(request, confirmation_services.link_for(token))
    except LinkClosed as closed:
        is_late = closed.state == ConfirmationState.EXPIRED
        return _closed(request, "expired" if is_late else "revoked", 410)
    except PermissionDenied:
        return _closed(request, "revoked", 403)
    association = link.confirmation.association
    context = {
        "association": association,
        "rows": as_it_stands(association),
        "is_person": link.user is not None,
        "change_url": _change_url(link),
    }
    return render(request, "associations/confirm/ask.html", context)


def _answer(request: HttpRequest) -> str:
    """What was pressed, or "" for something made up."""
    answer = request.POST.get("answer", "")
    return answer if answer in (RIGHT, NEW_BOARD) else ""


def _change_url(link: ConfirmationLink) -> str:
    """Where it is changed: behind the login. Who has no role begins by taking care of the page."""
    association = link.confirmation.association
    if link.user is None and association.is_public:
        return reverse("claim_how", args=[association.slug])
    return reverse("my_association", args=[association.slug])


def _answered(request: HttpRequest, link: ConfirmationLink) -> HttpResponse:
    confirmation = link.confirmation
    context = {
        "association": confirmation.association,
        "confirmation": confirmation,
        "is_board_new": confirmation.state == ConfirmationState.NEW_BOARD,
        "is_person": link.user is not None,
        "board_url": reverse("my_board", args=[confirmation.association.slug]),
    }
    return render(request, "associations/confirm/answered.html", context)


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "associations/confirm/closed.html", {"why": why}, status=status)


@own_page(access.may_edit)
def my_confirmation(request: HttpRequest, association: Association) -> HttpResponse:
    """The same for those who have signed in, asked or not."""
    if request.method == "POST" and (answer := _answer(request)):
        is_board_new = answer == NEW_BOARD
        confirmation_services.confirm_own(association, by=request.user, is_board_new=is_board_new)
        messages.success(request, _("Thank you. The page says that the details are right today."))
        return redirect("my_association", slug=association.slug)
    return page(
        request,
        "confirm",
        association,
        rows=as_it_stands(association),
        standing=confirmation_tasks.standing_of(association),
        change_url=reverse("my_association", args=[association.slug]),
    )
