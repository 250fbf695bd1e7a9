"""The forms of signing in: what is asked for, in which words."""

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
)
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.roles import ADMIN
from cms.users.models import canonical

_WRITE_ADDRESS = _("Write the e-mail address as name@example.se.")


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _WRITE_ADDRESS,
            "max_length": _WRITE_ADDRESS,
        },
    )

    def clean_address(self) -> str:
        return canonical(self.cleaned_data["address"])


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code from the mail"),
        max_length=40,
        error_messages={
            "required": _("Write the code from the mail."),
            "max_length": _("The code has eight digits."),
        },
    )


class StaffForm(AuthenticationForm):
    """User name and password, for those alone who may open the admin."""

    error_messages = {
        "invalid_login": _("The user name or the password is wrong. Check both."),
        "inactive": _("The user name or the password is wrong. Check both."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["username"].error_messages["required"] = _("Write your user name.")
        self.fields["password"].label = _("Password")
        self.fields["password"].error_messages["required"] = _("Write your password.")

    def confirm_login_allowed(self, user) -> None:
        super().confirm_login_allowed(user)
        if not user.has_perm(ADMIN):
            raise ValidationError(self.error_messages["invalid_login"], code="invalid_login")


class FactorForm(AuthenticateForm):
    """The code from the app, or one of the recovery codes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say_code(self, _("Code from the app, or a recovery code"))


class ActivateAppForm(ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say_code(self, _("The code that the app shows"))


# What the parsers of allauth and fido2 raise for a credential that no browser made.
_MALFORMED = (AttributeError, KeyError, TypeError, ValueError)


class AddPasskeyForm(AddWebAuthnForm):
    name = forms.CharField(label=_("What you call it"), max_length=60, required=False)

    def clean(self) -> dict:
        try:
            return super().clean()
        except _MALFORMED:
            raise ValidationError(_("The passkey cannot be read."), code="malformed") from None


class _Readable:
    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except _MALFORMED:
            raise ValidationError(_("The passkey cannot be read."), code="malformed") from None


class UsePasskeyForm(_Readable, AuthenticateWebAuthnForm):
    pass


class PasskeySignInForm(_Readable, LoginWebAuthnForm):
    pass


def _say_code(form: forms.Form, label) -> None:
    form.fields["code"].label = label
    form.fields["code"].error_messages["required"] = _("Write the code.")
