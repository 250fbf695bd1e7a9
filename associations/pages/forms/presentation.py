"""What an association writes about itself: plain fields, and a text that is plain text too."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from associations import writing
from associations.focus import Focus
from associations.form_fields import NoteFormField
from associations.models import Presentation
from associations.picture_uploads import PictureField
from associations.presentation_standing import Standing

TEXT_LENGTH = 10_000
HEADING_LENGTH = 100


class PresentationForm(forms.Form):
    """`version` and `kept` say what it was opened with: see `presentation_services.save_draft`."""

    ingress = NoteFormField(
        label=_("In one or two sentences"),
        help_text=_("What you do and for whom. Shown in the list, at most 300 characters."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    about = NoteFormField(
        label=_("This is what we do"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "data-text-tools": "text-tools"}),
    )
    when_and_where = NoteFormField(
        label=_("When and where"),
        help_text=_("Days, times and places. The address is shown by itself."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    how_to_join = NoteFormField(
        label=_("How to join"),
        help_text=_("What somebody does who wants to try, and what it costs."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    COLUMNS = ("ingress", "when_and_where", "how_to_join")

    def __init__(self, *args, standing: Standing, **kwargs):
        self.draft = standing.draft
        written = writing.write(self.draft.body)
        initial = {name: getattr(self.draft, name) for name in self.COLUMNS} | {
            "about": written.text,
            "kept": " ".join(written.kept),
            "version": standing.version or 0,
        }
        super().__init__(*args, initial=initial, **kwargs)
        if self.draft.association.meeting_times:
            self.fields["when_and_where"].help_text = _(
                "Not shown as long as times are written under “When and where you meet”."
            )

    def clean_about(self):
        text = self.cleaned_data["about"]
        if bad := writing.bad_links(text):
            raise ValidationError(
                _("The link to “%(address)s” lacks its beginning. Write it as https://example.se."),
                params={"address": bad[0]},
            )
        if any(len(heading) > HEADING_LENGTH for heading in writing.headings(text)):
            raise ValidationError(_("A heading is too long. Use at most 100 characters."))
        return text

    def clean_version(self):
        return self.cleaned_data["version"] or 0

    @property
    def changes(self) -> dict:
        """The columns as they were written."""
        plain = {name: _one_kind_of_line(self.cleaned_data[name]) for name in self.COLUMNS}
        plain["ingress"] = " ".join(plain["ingress"].split())
        return plain | {"body": self.body}

    @property
    def body(self):
        kept = self.cleaned_data["kept"].split()
        return writing.read(self.cleaned_data["about"], kept=kept, body=self.draft.body)

    def as_version(self) -> Presentation:
        """What was typed as a presentation, to be compared with."""
        typed = Presentation(association=self.draft.association, **self.changes)
        typed.logo, typed.logo_alt = self.draft.logo, self.draft.logo_alt
        typed.logo_focus = self.draft.logo_focus
        return typed


class PictureForm(forms.Form):
    """A picture: the file when there is none yet, what it shows, and what matters most in it."""

    file = PictureField(label=_("Picture"), help_text=_("JPG, PNG or WebP, at most 10 MB."))
    alt = NoteFormField(
        label=_("What does the picture show?"),
        help_text=_(
            "One sentence, read aloud to those who cannot see the picture. Write no names of"
            " private persons."
        ),
        max_length=200,
        widget=forms.TextInput,
        error_messages={"required": _("Write what the picture shows.")},
    )
    caption = NoteFormField(
        label=_("Caption (optional)"), max_length=200, required=False, widget=forms.TextInput
    )
    focus = forms.ChoiceField(
        label=_("What is most important in the picture?"),
        help_text=_("Choose a place, and the picture is cropped around it."),
        choices=[("", _("Show the whole picture")), *Focus.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, *args, words: dict | None = None, is_logo: bool = False, **kwargs):
        initial = {**(words or {}), "seen": json.dumps(words or {}, sort_keys=True)}
        super().__init__(*args, initial=initial, **kwargs)
        if is_logo:
            del self.fields["caption"]

    def clean_seen(self):
        try:
            seen = json.loads(self.cleaned_data["seen"] or "{}")
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    @property
    def words(self) -> dict[str, str]:
        names = (name for name in ("alt", "caption", "focus") if name in self.fields)
        return {name: self.cleaned_data[name] for name in names}


def _one_kind_of_line(text: str) -> str:
    return "\n".join(text.splitlines())
