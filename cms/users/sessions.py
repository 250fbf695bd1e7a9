"""What a session knows of how it began, and what is asked of it.

A session ends when the person's address, password, factors or groups change, except the one that
changes its own factors, and when somebody else changes or takes the person's role for an
association: the stamp of the person is part of what each session must match.
"""

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.users.models import User
from cms.users.services import end_sessions

SIGNED_IN_AT = "sign_in.at"
BY_SSO = "sign_in.sso"
SECOND_FACTOR = "sign_in.second_factor"

# Seconds after signing in within which factors may be changed.
FRESH = 15 * 60
# Seconds until the identity provider is asked again.
SSO_LASTS = 12 * 60 * 60


def note_sign_in(request: HttpRequest) -> None:
    request.session[SIGNED_IN_AT] = time.time()


def note_sso(request: HttpRequest) -> None:
    """The provider is asked anew each day: who has left the municipality has left here too."""
    request.session[BY_SSO] = True
    request.session.set_expiry(SSO_LASTS)


def note_second_factor(request: HttpRequest, person: User) -> None:
    """By person, since it is noted before the sign-in is complete and might never be."""
    request.session[SECOND_FACTOR] = str(person.pk)


def is_by_sso(request: HttpRequest) -> bool:
    return bool(request.session.get(BY_SSO))


def is_strong(request: HttpRequest) -> bool:
    """Two factors, or the municipality's own identity provider, which answers for them."""
    return is_by_sso(request) or request.session.get(SECOND_FACTOR) == str(request.user.pk)


def is_fresh(request: HttpRequest) -> bool:
    return time.time() - request.session.get(SIGNED_IN_AT, 0) < FRESH


def end_others(request: HttpRequest, person: User) -> None:
    """Sign the person out everywhere but here, where the session gets a new key."""
    end_sessions(person)
    update_session_auth_hash(request, person)


def fresh_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A stolen or forgotten session changes no factors: sign in again after fifteen minutes."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        # Back to a page, also when it was a form that came too late.
        query = urlencode({"next": reverse("mfa_index")})
        return redirect(f"{reverse('sign_in_again')}?{query}")

    return wrapped
