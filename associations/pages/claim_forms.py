"""What a person who claims an association is asked for."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from associations.forms import RegisterFileForm
from associations.models import Claim

MESSAGE_LENGTH = Claim._meta.get_field("message").max_length


class MessageForm(forms.Form):
    """The person's part in the association, for whoever decides."""

    message = forms.CharField(
        label=_("Your part in the association (optional)"),
        help_text=_("For example “I was chosen treasurer at the annual meeting in March”."),
        max_length=MESSAGE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Write at most 500 characters.")},
    )


class AskForm(MessageForm):
    """To the coordinator, who has nothing else to go on."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["message"]
        field.required = True
        field.label = _("What has happened, and what is your part in the association?")
        field.help_text = _(
            "Say whom we can ask, for example the chair's role and where the minutes are. Write no"
            " personal identity numbers."
        )
        field.widget.attrs["rows"] = 6
        field.error_messages["required"] = _("Write why you should look after the page.")


class MinutesForm(RegisterFileForm, MessageForm):
    """The annual meeting's minutes: a year, a file that is what it says, and a message."""

    kind = None
    year = forms.IntegerField(
        label=_("The year of the annual meeting"),
        initial=lambda: localdate().year,
        min_value=1900,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Write the year of the annual meeting, for example 2026."),
            "invalid": _("Write the year of the annual meeting, for example 2026."),
            "min_value": _("Write the year of the annual meeting, for example 2026."),
        },
    )
    field_order = ["file", "year", "message"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        file = self.fields["file"]
        file.label = _("The minutes")
        file.error_messages["required"] = _("Choose the file with the minutes.")
        file.error_messages["empty"] = _("The file is empty. Choose another one.")

    def clean_year(self):
        if self.cleaned_data["year"] > localdate().year:
            raise forms.ValidationError(_("The annual meeting must have been held."))
        return self.cleaned_data["year"]


class ClaimCodeForm(forms.Form):
    """Eight digits, as somebody at the association has handed them on."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Eight digits. You may paste them, with or without a space."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Write the code from the mail to the association."),
            "max_length": _("Write the eight digits of the code and nothing else."),
        },
    )
