"""Where allauth asks us: addresses, words, rights to come in, and the one identity provider."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.chrome import chrome
from cms.roles import ADMIN
from cms.users import oidc
from cms.visitors import client_address


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _("Too many wrong codes. Wait five minutes and try again."),
        "rate_limited": _("Too many wrong codes. Wait five minutes and try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_login_stages(self) -> list[str]:
        """Address or password first, which is ours; then the second factor, which is allauth's."""
        return [] if settings.SSO_ONLY else ["allauth.mfa.stages.AuthenticateStage"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.user.has_perm(ADMIN):
            return reverse("wagtailadmin_home")
        return super().get_login_redirect_url(request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come into being by `services.person_for`, and nowhere else."""
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Nothing: our pages say what happened."""

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Nothing of allauth's own: see `cms.users.mails`."""


class FactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right. Wait for the next one and try again."),
    }

    def _get_site_name(self) -> str:
        return chrome().settings.municipality_name

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = user.authenticator_set.filter(type=type).count()
        return gettext("Passkey %(number)s") % {"number": count + 1}


class SsoAdapter(DefaultSocialAccountAdapter):
    """One provider, from the environment alone: what the database says of others is not read."""

    def list_apps(self, request: Any, provider: Any = None, client_id: Any = None) -> list:
        return [oidc.app()] if settings.OIDC and provider in (None, *oidc.NAMES) else []

    def get_provider(self, request: HttpRequest, provider: str, client_id: Any = None) -> Any:
        if not settings.OIDC or provider not in oidc.NAMES:
            raise Http404
        return oidc.MunicipalProvider(request, oidc.app())

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        oidc.recognise(sociallogin)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        fault = kwargs.get("exception")
        oidc.log_fault(fault or kwargs.get("error"))
        context = {"fault": fault, "reason": fault if isinstance(fault, oidc.Refused) else ""}
        raise ImmediateHttpResponse(render(request, "sign_in/sso_failed.html", context, status=403))
