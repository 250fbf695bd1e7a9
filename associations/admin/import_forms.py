"""Forms of the import's steps."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from associations.importing.columns import TARGETS
from associations.importing.desk import Column
from associations.importing.faults import ImportFault
from associations.importing.plan import SEPARATE
from associations.importing.readers import open_table
from associations.importing.types import Plan
from associations.models import (
    Activity,
    Area,
    Association,
    Language,
    LegalForm,
    TargetGroup,
    TermKind,
    TermMapping,
    TermState,
)
from associations.slugs import slugify

LEAVE, IGNORE, CREATE = "", "ignore", "create"
TERM_MODELS = {
    TermKind.ACTIVITY: Activity,
    TermKind.AREA: Area,
    TermKind.TARGET_GROUP: TargetGroup,
    TermKind.LANGUAGE: Language,
}


class UploadForm(forms.Form):
    """The register file, and the name its source goes by from one import to the next."""

    file = forms.FileField(
        label=_("Register file"),
        help_text=_("The file your present system exports: CSV, Excel (.xlsx) or JSON."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.json"}),
        error_messages={"empty": _("The file is empty."), "required": _("Choose a file.")},
    )
    source = forms.CharField(
        label=_("Source system"),
        max_length=60,
        help_text=_(
            "What you call the register the file comes from. Use the same name every time, so that"
            " the next import knows the associations again."
        ),
        widget=forms.TextInput(attrs={"list": "sources"}),
        error_messages={"required": _("Write what the source is called, for example Bokningen.")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            open_table(file)
        except ImportFault as fault:
            raise forms.ValidationError(str(fault)) from None
        file.seek(0)
        return file


class ColumnsForm(forms.Form):
    """One choice for each column of the file."""

    def __init__(self, *args, columns: list[Column], targets: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = columns
        choices = [("", _("Leave out")), *TARGETS.items()]
        for index, (column, target) in enumerate(zip(columns, targets, strict=True)):
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=column.heading or _("Without heading"),
                choices=choices,
                initial=target,
                required=False,
            )

    def rows(self):
        """Each column with its field, for the template."""
        return zip(self.columns, list(self), strict=True)

    def targets(self) -> list[str]:
        return [self.cleaned_data[f"column-{index}"] for index in range(len(self.columns))]

    def clean(self):
        cleaned = super().clean()
        chosen = [value for value in cleaned.values() if value]
        twice = sorted({str(TARGETS[value]) for value in chosen if chosen.count(value) > 1})
        if twice:
            raise forms.ValidationError(
                gettext("Two columns cannot both be %(target)s. Leave one of them out.")
                % {"target": ", ".join(twice)}
            )
        if "name" not in chosen:
            raise forms.ValidationError(gettext("Say which column is the association's name."))
        return cleaned


class WordsForm(forms.Form):
    """What each word of a source means: a term, a new area, nothing, or left for later."""

    def __init__(
        self,
        *args,
        proposals: dict[tuple[str, str], tuple[str, int]],
        decided: dict[tuple[str, str], TermMapping] | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.proposals = dict(proposals)
        decided = decided or {}
        choices = {kind: self._choices(kind) for kind in {kind for kind, _key in proposals}}
        for number, (at, (word, uses)) in enumerate(self.proposals.items()):
            kind, _key = at
            field = forms.ChoiceField(label=word, choices=choices[kind], required=False)
            # A municipality's own name for a part of itself is seldom anything else.
            unsaid = CREATE if kind == TermKind.AREA else LEAVE
            field.initial = _choice(decided[at]) if at in decided else unsaid
            field.uses, field.kind = uses, TermKind(kind).label
            self.fields[f"word-{number}"] = field

    def _choices(self, kind: str) -> list[Any]:
        general = [(LEAVE, _("Decide later")), (IGNORE, _("Means nothing here"))]
        if kind == TermKind.TYPE:
            activities = [(f"activity-{a.pk}", a.name) for a in Activity.objects.all()]
            return [
                *general,
                (_("Legal form"), [(f"form-{value}", label) for value, label in LegalForm.choices]),
                (_("Activity"), activities),
            ]
        model = TERM_MODELS[TermKind(kind)]
        if kind == TermKind.AREA:
            general.append((CREATE, _("Add as a new area")))
        return [*general, *((str(term.pk), term.name) for term in model.objects.all())]

    @transaction.atomic
    def save(self, *, source: str = "") -> int:
        """Keep the decisions for this import and the next; return how many there were.

        `source` is where the words were met, when that is new.
        """
        decided, met = 0, {"source": source} if source else {}
        for number, ((kind, key), (word, uses)) in enumerate(self.proposals.items()):
            choice = self.cleaned_data[f"word-{number}"]
            field = self.fields[f"word-{number}"]
            if choice == LEAVE or (choice == field.initial and choice != CREATE):
                continue
            TermMapping.objects.update_or_create(
                kind=kind,
                key=key[:200],
                defaults={"word": word[:200], "uses": uses, **met, **_decision(kind, word, choice)},
            )
            decided += 1
        return decided


UNDECIDED = {
    "activity_id": None,
    "area_id": None,
    "target_group_id": None,
    "language_id": None,
    "legal_form": "",
}


def _choice(decided: TermMapping) -> str:
    """The choice that a decision was made with; the other way round than `_decision`."""
    if decided.state == TermState.PROPOSED:
        return CREATE if decided.kind == TermKind.AREA else LEAVE
    if decided.legal_form:
        return f"form-{decided.legal_form}"
    if decided.kind == TermKind.TYPE and decided.activity_id:
        return f"activity-{decided.activity_id}"
    keys = (getattr(decided, column) for column in UNDECIDED if column != "legal_form")
    return next((str(key) for key in keys if key), IGNORE)


def _decision(kind: str, word: str, choice: str) -> dict[str, Any]:
    return UNDECIDED | _decided(kind, word, choice)


def _decided(kind: str, word: str, choice: str) -> dict[str, Any]:
    if choice == IGNORE:
        return {"state": TermState.IGNORED}
    if choice == CREATE:
        area, _made = Area.objects.get_or_create(
            slug=slugify(word)[:120], defaults={"name": word[:120]}
        )
        return {"state": TermState.MAPPED, "area": area}
    if choice.startswith("form-"):
        return {"state": TermState.MAPPED, "legal_form": choice.removeprefix("form-")}
    key = int(choice.removeprefix("activity-"))
    column = "activity_id" if kind == TermKind.TYPE else f"{kind}_id"
    return {"state": TermState.MAPPED, column: key}


class DoubtsForm(forms.Form):
    """For each doubtful row: the association it is, or one of its own."""

    def __init__(self, *args, plan: Plan, answers: dict[str, int | str], **kwargs):
        super().__init__(*args, **kwargs)
        doubtful = [planned for planned in plan.rows if planned.doubts]
        names = Association.objects.in_bulk({pk for row in doubtful for pk in row.doubts})
        for planned in doubtful:
            choices = [("", _("Decide later: brought in as one of its own, to look at"))]
            choices += [
                (str(pk), gettext("It is %(name)s") % {"name": _place(names[pk])})
                for pk in planned.doubts
            ]
            choices.append((SEPARATE, _("It is another association")))
            town = planned.row.values.get("town", "")
            self.fields[f"row-{planned.row.number}"] = forms.ChoiceField(
                label=gettext("Row %(number)s: %(name)s")
                % {
                    "number": planned.row.number,
                    "name": ", ".join(filter(None, (planned.row.values["name"], town))),
                },
                choices=choices,
                required=False,
                initial=str(answers.get(str(planned.row.number), "")),
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[str, int | str]:
        return {
            name.removeprefix("row-"): choice if choice == SEPARATE else int(choice)
            for name, choice in self.cleaned_data.items()
            if choice
        }


def _place(association: Association) -> str:
    return ", ".join(filter(None, (association.name, association.town)))
