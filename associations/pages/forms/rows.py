"""An offer or wish, and a person of the board."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from associations.form_fields import (
    Choices,
    EmailFormField,
    LineFormField,
    NoteFormField,
    PhoneFormField,
)
from associations.models import ContactRole, Direction, OfferKind


def _day(**attrs) -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "short", **attrs}, format="%Y-%m-%d")


WRONG_DAY = {"invalid": _("Write the date as year-month-day, for example 2027-03-31.")}


class OfferForm(forms.Form):
    direction = forms.ChoiceField(
        label=_("Do you offer or seek?"),
        choices=Direction,
        widget=Choices,
        error_messages={"required": _("Choose whether you offer or seek.")},
    )
    kind = forms.ChoiceField(
        label=_("What it is about"),
        choices=[("", _("Choose")), *OfferKind.choices],
        error_messages={"required": _("Choose what it is about.")},
    )
    text = NoteFormField(
        label=_("In your own words"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What, how much, for whom. At most 300 characters. Everyone sees it."),
        error_messages={"required": _("Write what you offer or seek.")},
    )
    when_and_where = LineFormField(
        label=_("When and where (if you like)"), required=False, max_length=200
    )
    valid_until = forms.DateField(
        label=_("Valid until (if you like)"),
        required=False,
        widget=_day(),
        help_text=_("After that day it is no longer shown."),
        error_messages=WRONG_DAY,
    )

    def clean_valid_until(self):
        day = self.cleaned_data["valid_until"]
        if day and day < localdate():
            raise ValidationError(_("Choose today's date or a later one."))
        return day


class PersonForm(forms.Form):
    name = LineFormField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Write the person's name.")},
    )
    role = forms.ChoiceField(label=_("Role"), choices=ContactRole)
    email = EmailFormField(
        label=_("E-mail"),
        required=False,
        help_text=_("Best is an address of the association, such as ordforande@…"),
    )
    phone = PhoneFormField(label=_("Phone"), required=False, max_length=40)
    starts_on = forms.DateField(
        label=_("From (if you like)"), required=False, widget=_day(), error_messages=WRONG_DAY
    )
    ends_on = forms.DateField(
        label=_("Until (if you like)"), required=False, widget=_day(), error_messages=WRONG_DAY
    )

    def clean_ends_on(self):
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data["ends_on"]
        if start and end and end < start:
            raise ValidationError(_("The last day must come after the first."))
        return end
