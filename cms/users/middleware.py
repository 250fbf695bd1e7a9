"""Who gets past the door: everyone to what is open, the signed in to the rest, staff to the admin.

One place for all of the Wagtail admin, whatever view an address leads to.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from cms.roles import ADMIN
from cms.users import sessions


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's, and then: is this session good enough for what it asks for?"""

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict
    ) -> HttpResponseBase | None:
        is_admin = _is_admin(request.path)
        # Where everyone is let in nobody is asked: that reads the session, and the answer would say
        # that it depends on the visitor's cookies. The admin goes by address, since some of its
        # views, such as its API's, call themselves open.
        if not is_admin and not getattr(view_func, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return self.handle_no_permission(request, view_func)
        if settings.SSO_ONLY and not sessions.is_by_sso(request):
            # Began before the other ways in were closed.
            logout(request)
            return self.handle_no_permission(request, view_func)
        return _admin_door(request) if is_admin else None


def _is_admin(path: str) -> bool:
    return path.startswith(reverse("wagtailadmin_home")) and path != reverse("wagtailadmin_login")


def _admin_door(request: HttpRequest) -> HttpResponseBase | None:
    """None for staff with two factors; others go and get one, or are told there is nothing."""
    if not request.user.has_perm(ADMIN):
        raise Http404
    if settings.STAFF_NEED_SECOND_FACTOR and not sessions.is_strong(request):
        return redirect("mfa_index")
    return None
