"""What an association asks to have changed, a form for the one field it is about."""

from django import forms
from django.utils.translation import gettext_lazy as _

from associations.form_fields import GiroFormField, LineFormField, NoteFormField, OrgNumberFormField
from associations.models import LegalForm, LockedField
from associations.payments import validate_bankgiro, validate_plusgiro

_EMPTY = {"required": _("Write what it should be.")}


def _value(field: str) -> forms.Field:
    label = _("What it should be")
    if field == LockedField.LEGAL_FORM:
        return forms.ChoiceField(label=label, choices=LegalForm)
    if field == LockedField.ORG_NUMBER:
        return OrgNumberFormField(label=label, error_messages=_EMPTY)
    if field == LockedField.BANKGIRO:
        return GiroFormField(label=label, validators=[validate_bankgiro], error_messages=_EMPTY)
    if field == LockedField.PLUSGIRO:
        return GiroFormField(label=label, validators=[validate_plusgiro], error_messages=_EMPTY)
    return LineFormField(label=label, max_length=200, error_messages=_EMPTY)


class ChangeForm(forms.Form):
    def __init__(self, *args, field: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"] = _value(field)
        self.fields["message"] = NoteFormField(
            label=_("Why"),
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("For example: decided at the annual meeting, the minutes are handed in."),
            error_messages={"required": _("Write why, so that the municipality can decide.")},
        )
