"""Apps and passkeys: allauth's views, with our pages, behind our doors."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache

from cms.users.sessions import fresh_required
from cms.users.views import address_page, local_only


class PasskeySignIn(LoginWebAuthnView):
    def form_invalid(self, form: Any) -> HttpResponse:
        return address_page(self.request, status=422, passkey_failed=True)


class SecondStep(AuthenticateView):
    template_name = "sign_in/second_step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # allauth's `site` would stand where our pages have the frame.
        context.pop("site", None)
        return context


def _changes_factors(view: Any) -> Any:
    return never_cache(local_only(fresh_required(view)))


passkey_sign_in = login_not_required(local_only(PasskeySignIn.as_view()))
second_step = login_not_required(local_only(SecondStep.as_view()))
add_app = _changes_factors(ActivateTOTPView.as_view(template_name="sign_in/add_app.html"))
remove_app = _changes_factors(DeactivateTOTPView.as_view(template_name="sign_in/remove.html"))
add_passkey = _changes_factors(AddWebAuthnView.as_view(template_name="sign_in/add_passkey.html"))
remove_passkey = _changes_factors(
    RemoveWebAuthnView.as_view(
        template_name="sign_in/remove.html", success_url=reverse_lazy("mfa_index")
    )
)
