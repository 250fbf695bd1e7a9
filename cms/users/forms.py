"""Signing in, in plain Swedish and known to password managers."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm


class SignInForm(LoginForm):
    """Wagtail's, which leaves the password's label in English and names neither field's purpose."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        for name, purpose in (("username", "username"), ("password", "current-password")):
            attributes = self.fields[name].widget.attrs
            attributes["autocomplete"] = purpose
            attributes.pop("placeholder", None)
