"""An association's own facts: a few to a form, each form one screen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from associations import fact_services
from associations.form_fields import (
    Choices,
    EmailFormField,
    GroupedTermsField,
    LineFormField,
    NoteFormField,
    PhoneFormField,
    SocialLinksField,
    TermsField,
    WebFormField,
)
from associations.forms import PUBLIC_UNLESS_TOLD
from associations.models import Activity, Area, Association, Language, TargetGroup
from associations.services import CONTACT_FIELDS, RELATIONS

OLDEST = 1500


def _room(name: str) -> int:
    return Association._meta.get_field(name).max_length


def _line(name: str, label, **kwargs) -> LineFormField:
    return LineFormField(label=label, required=False, max_length=_room(name), **kwargs)


class OwnFactsForm(forms.Form):
    """Base: begins with what is stored, and gives back what `fact_services` takes."""

    FACTS: tuple[str, ...] = ()

    @classmethod
    def of(cls, association: Association) -> dict[str, Any]:
        """What the form begins with."""
        return fact_services.stored(association, cls.FACTS)

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FACTS}

    def label_of(self, name: str) -> str:
        return str(self.fields[name].label)

    def words(self, name: str, value: Any) -> str:
        """A stored value as people read it."""
        if name in RELATIONS:
            terms = self.fields[name].queryset.filter(pk__in=value)
            return ", ".join(terms.order_by("name").values_list("name", flat=True))
        if name == "annual_meeting_month":
            return str(MONTHS.get(value, ""))
        return "" if value is None else str(value)


class DetailsForm(OwnFactsForm):
    FACTS = (
        *("visiting_address", "postal_code", "town", "areas", "languages"),
        *("founded_year", "national_federation", "annual_meeting_month"),
    )

    visiting_address = _line(
        "visiting_address",
        _("Visiting address"),
        help_text=_("Where people find you. Leave it empty if it is somebody's home."),
    )
    postal_code = LineFormField(
        label=_("Postal code"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    town = _line("town", _("Town"))
    areas = GroupedTermsField(
        queryset=Area.objects.all(), label=_("Areas where you are active"), required=False
    )
    languages = TermsField(
        queryset=Language.objects.all(),
        label=_("Languages that work with you"),
        required=False,
    )
    founded_year = forms.IntegerField(
        label=_("Founded in the year"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={"invalid": _("Write the year with four digits, for example 1987.")},
    )
    national_federation = _line(
        "national_federation",
        _("National federation"),
        help_text=_("The federation you belong to, if any."),
    )
    annual_meeting_month = forms.TypedChoiceField(
        label=_("Month of the annual meeting"),
        required=False,
        choices=[("", _("Not known")), *MONTHS.items()],
        coerce=int,
        empty_value=None,
        help_text=_("We ask if everything is still right after your annual meeting, not before."),
    )

    def clean_postal_code(self) -> str:
        """Five digits, stored as 123 45."""
        digits = "".join(self.cleaned_data["postal_code"].split())
        if not digits:
            return ""
        if not (digits.isascii() and digits.isdigit() and len(digits) == 5):
            raise ValidationError(_("Write the postal code with five digits, for example 123 45."))
        return f"{digits[:3]} {digits[3:]}"

    def clean_founded_year(self) -> int | None:
        year = self.cleaned_data["founded_year"]
        if year is not None and not OLDEST <= year <= localdate().year:
            raise ValidationError(_("Write the year with four digits, for example 1987."))
        return year


class MeetingsForm(OwnFactsForm):
    FACTS = ("meeting_times",)

    meeting_times = NoteFormField(
        label=_("When and where you meet"),
        required=False,
        max_length=_room("meeting_times"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Day, time and place, one line for each. For example: Tuesdays at 17, Norrvallen."
        ),
    )


class ActivitiesForm(OwnFactsForm):
    FACTS = ("activities", "target_groups")

    activities = GroupedTermsField(
        queryset=Activity.objects.all(),
        label=_("What you do"),
        required=False,
        help_text=_("Open a heading and tick what is right. People find you by these words."),
    )
    target_groups = TermsField(
        queryset=TargetGroup.objects.all(), label=_("For whom"), required=False
    )


def _who_sees(label) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=((True, _("Everyone")), (False, _("Only the municipality"))),
        coerce=lambda value: value == "True",
        widget=Choices,
        error_messages={"required": _("Choose who sees it.")},
    )


class ContactForm(OwnFactsForm):
    FACTS = CONTACT_FIELDS

    email = EmailFormField(
        label=_("E-mail"),
        required=False,
        help_text=_(
            "Best is an address that belongs to the association, such as info@… or ordforande@…:"
            " then it need not be changed when the person does."
        ),
    )
    email_is_public = _who_sees(_("Who sees the e-mail"))
    phone = PhoneFormField(
        label=_("Phone"),
        required=False,
        max_length=_room("phone"),
        help_text=_("Is it somebody's own number? Then let only the municipality see it."),
    )
    phone_is_public = _who_sees(_("Who sees the phone number"))
    website = WebFormField(label=_("Website"), required=False, max_length=_room("website"))
    website_is_public = _who_sees(_("Who sees the website"))
    social_links = SocialLinksField(
        label=_("Social media"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("One web address per line."),
    )
    social_links_is_public = _who_sees(_("Who sees the social media"))

    @classmethod
    def of(cls, association: Association) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        for name, (value, is_public) in super().of(association).items():
            initial[name] = value
            initial[f"{name}_is_public"] = is_public if value else PUBLIC_UNLESS_TOLD[name]
        return initial

    def changes(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {name: (data[name], data[f"{name}_is_public"]) for name in CONTACT_FIELDS}

    def words(self, name: str, value: Any) -> str:
        content, is_public = value
        if not content:
            return ""
        text = "\n".join(link["url"] for link in content) if name == "social_links" else content
        seen = gettext("seen by everyone") if is_public else gettext("seen by the municipality")
        return f"{text} ({seen})"
