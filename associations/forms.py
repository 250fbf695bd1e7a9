"""The admin's forms: what is asked, in which words. What happens is in the services."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from associations import uploads
from associations.form_fields import (
    GiroFormField,
    NoteFormField,
    OrgNumberFormField,
    SocialLinksField,
    TreeChoicesField,
    VisibilityField,
)
from associations.models import Activity, Area, Association, FileKind, PrivateContact
from associations.services import CONTACT_FIELDS, RELATIONS

PLAIN_FACTS = (
    "name",
    "org_number",
    "legal_form",
    "founded_year",
    "national_federation",
    "annual_meeting_month",
    "meeting_times",
    "visiting_address",
    "postal_code",
    "town",
    "latitude",
    "longitude",
)
FACTS = (*PLAIN_FACTS, *RELATIONS)
# What a new detail is, until somebody says otherwise: a telephone is often a person's own.
PUBLIC_UNLESS_TOLD = {"website": True, "social_links": True, "email": False, "phone": False}


class AssociationForm(WagtailAdminModelForm):
    """Facts, and contact details with who sees each."""

    org_number = OrgNumberFormField(
        label=_("Organisation number"),
        required=False,
        help_text=_(
            "Ten digits, for example 802002-4280. Leave empty if there is none; never a personal"
            " identity number."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    activities = TreeChoicesField(
        queryset=Activity.objects.all(), label=_("Activities"), required=False
    )
    areas = TreeChoicesField(queryset=Area.objects.all(), label=_("Areas"), required=False)
    social_links = SocialLinksField(
        label=_("Social media"), required=False, help_text=_("One web address per line.")
    )
    email_is_public = VisibilityField(_("Who sees the e-mail"))
    phone_is_public = VisibilityField(_("Who sees the phone number"))
    website_is_public = VisibilityField(_("Who sees the website"))
    social_links_is_public = VisibilityField(_("Who sees the social media"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in RELATIONS:
            if name in self.fields:
                self.fields[name].widget.attrs["class"] = "register-terms"
                self.fields[name].help_text = self._chosen(name)
        self._show_contact()

    def _chosen(self, name: str) -> str:
        """The words it has now, which are hard to see among all that could be ticked."""
        if not self.instance.pk:
            return ""
        words = getattr(self.instance, name).values_list("name", flat=True)
        return gettext("Now: %(words)s") % {"words": ", ".join(words)} if words else ""

    def _show_contact(self) -> None:
        """The value of each contact detail, wherever it is kept, and where that is."""
        association: Association = self.instance
        private = PrivateContact()
        if association.pk:
            private = PrivateContact.objects.filter(association=association).first() or private
        for name in CONTACT_FIELDS:
            public_value, private_value = getattr(association, name), getattr(private, name)
            self.initial[name] = public_value or private_value
            is_kept = bool(public_value or private_value)
            self.initial[f"{name}_is_public"] = (
                bool(public_value) if is_kept else PUBLIC_UNLESS_TOLD[name]
            )

    @property
    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in FACTS}

    @property
    def contact(self) -> dict:
        """By field: the value, and whether it is for everyone."""
        return {
            name: (self.cleaned_data[name], self.cleaned_data[f"{name}_is_public"])
            for name in CONTACT_FIELDS
        }


class InternalNoteForm(WagtailAdminModelForm):
    text = NoteFormField(label=_("Note"), max_length=4000)


class PaymentDetailsForm(WagtailAdminModelForm):
    bankgiro = GiroFormField(label=_("Bankgiro"), required=False)
    plusgiro = GiroFormField(label=_("Plusgiro"), required=False)


class RegisterFileForm(forms.Form):
    """A document to keep: what it is, and a file that is what it says."""

    kind = forms.ChoiceField(label=_("Kind"), choices=FileKind)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1800, max_value=2100)
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, Word (docx), OpenDocument (odt), Excel (xlsx), JPG or PNG, at most 10 MB. Not"
            " lists of members, and nothing with personal identity numbers."
        ),
    )

    def clean_file(self):
        """The file; its `file_type` and `original_name` are set for the service."""
        file = self.cleaned_data["file"]
        if file.size > uploads.MAX_SIZE:
            raise ValidationError(_("The file is larger than 10 MB. Choose a smaller one."))
        file_type = uploads.sniff(file)
        if file_type is None:
            raise ValidationError(
                _(
                    "The register keeps PDF, Word (docx), OpenDocument (odt), Excel (xlsx), JPG and"
                    " PNG files. Save the document as one of these and try again."
                )
            )
        self.file_type = file_type
        self.original_name = uploads.display_name(file.name, file_type)
        return file


class EndForm(forms.Form):
    """The day something happened: today or earlier."""

    on = forms.DateField(label=_("Date"), initial=localdate, widget=AdminDateInput)

    def clean_on(self):
        if self.cleaned_data["on"] > localdate():
            raise ValidationError(_("Choose today's date or an earlier one."))
        return self.cleaned_data["on"]


class OtherAssociationForm(EndForm):
    """With another association, that carries on. `association` is the one that ends."""

    target = forms.ModelChoiceField(
        label=_("Association that carries on"), queryset=Association.objects.current()
    )

    def __init__(self, *args, association: Association, widget, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        field.queryset = field.queryset.exclude(pk=association.pk)
        field.widget = widget
        field.error_messages["invalid_choice"] = _(
            "Choose another association, one that is still going."
        )


class DissolveForm(OtherAssociationForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].required = False
        self.fields["target"].label = _("Association that carries on, if any")


class MergeForm(OtherAssociationForm):
    """The day is asked on the next page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["on"]
