"""Signing in and out, and what a person signs in with."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import consume
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import (
    can_generate_recovery_codes,
    generate_recovery_codes,
)
from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from associations.outbox.recipients import mark_working
from cms.roles import ADMIN
from cms.users import codes, mails, oidc, services, sessions
from cms.users.forms import AddressForm, CodeForm, StaffForm

View = Callable[..., HttpResponse]
read_or_post = require_http_methods(["GET", "HEAD", "POST"])

# In the session: the key of the code that is on its way, and where to go then.
PENDING = "sign_in.pending"


def local_only(view: View) -> View:
    """Not there at all where the municipality's identity provider is the only way in."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.SSO_ONLY:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"sign_in/{name}.html", context, status=status)


@login_not_required
@never_cache
@read_or_post
def sign_in(request: HttpRequest) -> HttpResponse:
    """The one way in. Whether anybody has the address is not asked here, so it cannot be told."""
    next_url = get_next_redirect_url(request) or ""
    if request.user.is_authenticated:
        return redirect(next_url or settings.LOGIN_REDIRECT_URL)
    if request.method != "POST":
        return address_page(request)
    if settings.SSO_ONLY:
        raise Http404
    form = AddressForm(request.POST)
    if not form.is_valid():
        return address_page(request, status=422, form=form)
    address = form.cleaned_data["address"]
    if not consume(request, action="request_login_code", key=address):
        return address_page(request, status=429, form=form, too_many=True)
    _withdraw(request)
    key, code = codes.issue(address)
    try:
        mails.send_code(address, code)
    except mails.MailDown:
        codes.withdraw(key)
        return address_page(request, status=503, form=form, mail_down=True)
    request.session[PENDING] = {"key": key, "next": next_url}
    return redirect("sign_in_code")


def address_page(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    """The page with all the ways in, and what went wrong if anything did."""
    ways = {
        "form": AddressForm(),
        "next": get_next_redirect_url(request) or "",
        "sso": oidc.name(),
        "sso_only": settings.SSO_ONLY,
        "passwords": settings.STAFF_PASSWORDS,
    }
    return _page(request, "address", status=status, **(ways | context))


def _withdraw(request: HttpRequest) -> None:
    if pending := request.session.pop(PENDING, None):
        codes.withdraw(pending["key"])


@login_not_required
@never_cache
@read_or_post
@local_only
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Three tries at the code, in the browser that asked for it."""
    pending = request.session.get(PENDING)
    address = codes.address_of(pending["key"]) if pending else ""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if not address:
        return _page(request, "code_over", status=410 if pending else 404)
    context = {"address": address, "next": pending["next"]}
    if request.method != "POST":
        return _page(request, "code", form=CodeForm(), **context)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, "code", status=422, form=form, **context)
    outcome, address = codes.redeem(pending["key"], form.cleaned_data["code"])
    if outcome is codes.Outcome.WRONG:
        return _page(request, "code", status=422, form=form, wrong=True, **context)
    del request.session[PENDING]
    if outcome is codes.Outcome.OVER:
        return _page(request, "code_over", status=410)
    # Whoever has the code has got mail.
    mark_working(address)
    return perform_login(
        request, services.person_for(address), redirect_url=pending["next"] or None
    )


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@read_or_post
@local_only
def staff_password(request: HttpRequest) -> HttpResponse:
    """For staff where it is allowed; the second factor is asked for all the same."""
    if not settings.STAFF_PASSWORDS:
        raise Http404
    next_url = get_next_redirect_url(request) or ""
    if request.user.is_authenticated:
        return redirect(next_url or settings.LOGIN_REDIRECT_URL)
    form = StaffForm(request, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return perform_login(request, form.get_user(), redirect_url=next_url or None)
    status = 422 if form.is_bound else 200
    return _page(request, "password", status=status, form=form, next=next_url)


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]
) -> HttpResponse:
    """Too many wrong passwords: say how long to wait, not whether there is such a user."""
    minutes = round(get_cool_off(request).total_seconds() / 60)
    return _page(request, "locked_out", status=429, minutes=minutes)


@login_not_required
@never_cache
def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Wagtail's own pages for signing in lead to ours."""
    by_password = settings.STAFF_PASSWORDS and not settings.SSO_ONLY
    url = reverse("staff_password" if by_password else "account_login")
    next_url = get_next_redirect_url(request)
    return redirect(f"{url}?{urlencode({'next': next_url})}" if next_url else url)


@never_cache
@read_or_post
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Before something that a forgotten session may not do."""
    next_url = get_next_redirect_url(request) or reverse("mfa_index")
    if request.method != "POST":
        return _page(request, "again", next=next_url)
    logout(request)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': next_url})}")


@never_cache
@read_or_post
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "sign_out")
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@login_not_required
@require_safe
def inactive(request: HttpRequest) -> HttpResponse:
    """Shown to those who have proved who they are, and to anybody who asks."""
    return _page(request, "inactive")


@login_not_required
@never_cache
@require_safe
def sso_start(request: HttpRequest) -> HttpResponse:
    if not settings.OIDC:
        raise Http404
    try:
        return oidc.begin(request, get_next_redirect_url(request))
    except (RequestException, oidc.Refused, KeyError, ValueError) as fault:
        oidc.log_fault(fault)
        return _page(request, "sso_failed", status=503)


@login_not_required
@never_cache
@require_safe
def sso_callback(request: HttpRequest) -> HttpResponse:
    if not settings.OIDC:
        raise Http404
    try:
        return oidc.finish(request)
    except ImmediateHttpResponse as answer:
        return answer.response
    except (KeyError, TypeError, ValueError) as fault:
        # What the provider sent is not what the standard says.
        oidc.log_fault(fault)
        return _page(request, "sso_failed", status=403)


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What this person signs in with, and what may be added."""
    rows = Authenticator.objects.filter(user=request.user).order_by("created_at")
    by_type: dict[str, list[Authenticator]] = {}
    for row in rows:
        by_type.setdefault(row.type, []).append(row)
    return _page(
        request,
        "index",
        app=by_type.get(Authenticator.Type.TOTP),
        passkeys=by_type.get(Authenticator.Type.WEBAUTHN, []),
        recovery=by_type.get(Authenticator.Type.RECOVERY_CODES),
        sso=sessions.is_by_sso(request),
        sso_only=settings.SSO_ONLY,
        is_staff=request.user.has_perm(ADMIN),
        is_strong=sessions.is_strong(request) or not settings.STAFF_NEED_SECOND_FACTOR,
    )


@never_cache
@read_or_post
@local_only
@sessions.fresh_required
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes that are left; POST makes new ones, and the old ones are no longer good."""
    if not can_generate_recovery_codes(request.user):
        return redirect("mfa_index")
    if request.method == "POST":
        generate_recovery_codes(request)
        return redirect("mfa_view_recovery_codes")
    kept = get_object_or_404(
        Authenticator, user=request.user, type=Authenticator.Type.RECOVERY_CODES
    )
    return _page(request, "recovery_codes", codes=kept.wrap().get_unused_codes())
