"""Two associations side by side, which of their values stay, and the way back."""

from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.dates import MONTHS
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from associations import merging
from associations.admin.base import KeeperRequired
from associations.forms import EndForm
from associations.merging import choices, follows
from associations.merging.choices import BOTH, HEADINGS, KEPT, OTHER, Row
from associations.merging.follows import Fate
from associations.models import Association, LegalForm, Membership, Merge
from associations.refusals import AssociationEnded, CannotUndo, ChangedMeanwhile, DraftWaiting

REFUSED = {
    AssociationEnded: _("One of them has ended since. Look at both again."),
    ChangedMeanwhile: _(
        "Somebody has changed one of them since the page was opened. Look at the values below"
        " and merge again."
    ),
    DraftWaiting: _(
        "A new text of the one you keep waits for review. Decide about it first, or keep its"
        " presentation."
    ),
}


@dataclass(frozen=True)
class Shown:
    """A row of the page: what both say, in words, and what can be chosen."""

    row: Row
    label: str
    kept: list[str]
    other: list[str]
    field: forms.BoundField | None


class CompareForm(EndForm):
    """One choice for each part that differs."""

    people_follow = forms.BooleanField(
        label=_("Those who look after the other's page look after this one too"),
        required=False,
        initial=True,
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, rows: list[Row], **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = [row for row in rows if not row.is_same]
        labels = {KEPT: _("Left"), OTHER: _("Right"), BOTH: _("Both")}
        for row in self.rows:
            self.fields[f"part-{row.part.name}"] = forms.ChoiceField(
                label=row.part.label,
                choices=[(option, labels[option]) for option in row.options],
                initial=row.proposed,
                widget=forms.RadioSelect,
            )

    @property
    def chosen(self) -> dict[str, str]:
        return {row.part.name: self.cleaned_data[f"part-{row.part.name}"] for row in self.rows}


class Compare(KeeperRequired, WagtailAdminTemplateMixin, FormView):
    """`kept` is on the left and stays; `other` on the right merges into it."""

    template_name = "associations/admin/compare.html"
    form_class = CompareForm
    page_title = _("Merge two associations")
    header_icon = "link"

    def dispatch(self, request, *args, **kwargs):
        if kwargs["kept"] == kwargs["other"]:
            return redirect("associations:edit", kwargs["kept"])
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def kept(self) -> Association:
        return get_object_or_404(Association.objects.current(), pk=self.kwargs["kept"])

    @cached_property
    def other(self) -> Association:
        return get_object_or_404(Association.objects.current(), pk=self.kwargs["other"])

    @cached_property
    def rows(self) -> list[Row]:
        return choices.rows(self.kept, self.other)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"rows": self.rows}

    def get_initial(self):
        return super().get_initial() | {"stamp": choices.stamp(self.rows)}

    def form_valid(self, form):
        try:
            made = merging.merge(
                self.other,
                into=self.kept,
                chosen=form.chosen,
                people_follow=form.cleaned_data["people_follow"],
                on=form.cleaned_data["on"],
                by=self.request.user,
                shown=form.cleaned_data["stamp"] or "-",
            )
        except (AssociationEnded, ChangedMeanwhile, DraftWaiting) as refusal:
            messages.error(self.request, REFUSED[type(refusal)])
            return redirect(self.request.path)
        except ValidationError as fault:
            form.add_error(None, fault.messages)
            return self.form_invalid(form)
        text = gettext("%(other)s has merged into %(kept)s. It can be undone for thirty days.")
        words = {"other": self.other.name, "kept": made.kept.name}
        messages.success(self.request, text % words)
        return redirect("associations:edit", self.kept.pk)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("associations:index"), "label": _("Associations")},
            {"url": reverse("associations:edit", args=[self.kept.pk]), "label": self.kept.name},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        people = Membership.objects.current().filter(association=self.other)
        return context | {
            "kept": self.kept,
            "other": self.other,
            "groups": self._groups(context["form"]),
            "follows": _counts(self.kept, self.other),
            "people": people.select_related("user").order_by("role", "pk"),
            "swap_url": reverse("associations:compare", args=[self.other.pk, self.kept.pk]),
        }

    def _groups(self, form: CompareForm) -> list[tuple[str, list[Shown]]]:
        words = _Words(self.rows)
        shown = [
            Shown(
                row,
                row.part.label,
                words.of(row, row.kept),
                words.of(row, row.other),
                form[f"part-{row.part.name}"] if not row.is_same else None,
            )
            for row in self.rows
        ]
        said = [line for line in shown if line.kept or line.other]
        groups = groupby(said, lambda line: line.row.part.table)
        return [(str(HEADINGS[table]), list(lines)) for table, lines in groups]


class _Words:
    """Values as people read them."""

    def __init__(self, rows: list[Row]) -> None:
        self.terms: dict[str, dict[int, str]] = {}
        for row in rows:
            if row.part.table == "relation":
                model = Association._meta.get_field(row.part.name).related_model
                keys = {*row.kept[0], *row.other[0]}
                found = model.objects.filter(pk__in=keys).values_list("pk", "name")
                self.terms[row.part.name] = dict(found)

    def of(self, row: Row, value: tuple) -> list[str]:
        part = row.part
        if part.table == "relation":
            return [self.terms[part.name][key] for key in value[0]]
        if part.table == "contact":
            return [*_lines(value[0], _("public")), *_lines(value[1], _("for the municipality"))]
        if part.name == "legal_form":
            return [str(LegalForm(value[0]).label)]
        if part.name == "annual_meeting_month":
            return [str(MONTHS[value[0]])] if value[0] else []
        if part.name == "body":
            return [text for block in value[0] or [] if (text := _prose(block))]
        if part.name == "logo":
            return [value[1] or gettext("A picture")] if value[0] else []
        return [", ".join(str(text) for text in value if text not in ("", None))] * any(value)


def _lines(value, who: str) -> list[str]:
    texts = [link["url"] for link in value] if isinstance(value, list) else [value]
    return [f"{text} ({who})" for text in texts if text]


def _prose(block: dict) -> str:
    """A block of the presentation without its formatting."""
    value = block["value"]
    return strip_tags(value if isinstance(value, str) else value.get("alt", ""))


def _counts(kept: Association, other: Association) -> list[tuple[str, int]]:
    """What follows without being chosen: the kind and how many."""
    found = (
        (field.model._meta.verbose_name_plural, follows.that_move(field, merged=other, kept=kept))
        for field in follows.fields_with(Fate.MOVES, Fate.OPEN_MOVES)
    )
    return [(str(kind), len(rows)) for kind, rows in found if rows]


class Undo(KeeperRequired, WagtailAdminTemplateMixin, TemplateView):
    """Told about by GET, done by POST."""

    template_name = "associations/admin/undo.html"
    page_title = _("Undo the merger")
    header_icon = "undo"

    @cached_property
    def merge(self) -> Merge:
        rows = Merge.objects.select_related("kept", "merged", "by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def post(self, request, pk):
        try:
            merging.undo(self.merge, by=request.user)
        except CannotUndo:
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, gettext("The merger is undone."))
        return redirect("associations:edit", self.merge.merged_id)

    def get_breadcrumbs_items(self):
        kept = self.merge.kept
        return [
            *self.breadcrumbs_items,
            {"url": reverse("associations:index"), "label": _("Associations")},
            {"url": reverse("associations:edit", args=[kept.pk]), "label": kept.name},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        reasons = merging.why_not_undone(Merge.objects.get(pk=self.merge.pk))
        return super().get_context_data(**kwargs) | {"merge": self.merge, "reasons": reasons}


def urlpatterns() -> list:
    return [
        path("compare/<int:kept>/<int:other>/", Compare.as_view(), name="compare"),
        path("undo-merge/<int:pk>/", Undo.as_view(), name="undo_merge"),
    ]
