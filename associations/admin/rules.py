"""The municipality's rules, as the coordinator reads and changes them. An edit is a new version."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse, reverse_lazy
from django.utils.dates import MONTHS
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from associations import access, rule_services
from associations.admin.base import KeeperRequired
from associations.demands import DOCUMENTS, FIELDS, MOST_RESPONSIBLE, OLDEST, Demands
from associations.models import Activity, AskWhen, FileKind, LegalForm, RuleSet

STATES = ("registered", "eligible")


def ages() -> list[tuple[str, str]]:
    """How old a document may be."""
    older = gettext("At most %(years)s years old")
    return [
        ("", gettext("Not demanded")),
        ("0", gettext("Demanded, of any year")),
        ("1", gettext("From the latest annual meeting")),
        *[(str(years), older % {"years": years}) for years in (2, 3, 5)],
    ]


class RulesForm(forms.Form):
    """A version of the rules: when to ask, and what is demanded in two steps."""

    valid_from = forms.DateField(
        label=_("Valid from"),
        help_text=_("The rules before hold until then. Write the date as 2027-01-31."),
        initial=localdate,
    )
    basis = forms.CharField(
        label=_("Decision that the rules rest on"),
        required=False,
        max_length=200,
        help_text=_("For example the board and the paragraph."),
    )
    ask_when = forms.ChoiceField(
        label=_("When do you ask?"), choices=AskWhen.choices, widget=forms.RadioSelect
    )
    ask_months = forms.IntegerField(
        label=_("Number of months"),
        min_value=0,
        max_value=60,
        required=False,
        help_text=_("After the annual meeting, or after the last confirmation."),
    )
    ask_day = forms.IntegerField(label=_("Day"), min_value=1, max_value=31, required=False)
    ask_month = forms.TypedChoiceField(
        label=_("Month"),
        choices=[("", "–"), *MONTHS.items()],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Only where you ask on the same day every year."),
    )
    remind_days = forms.CharField(
        label=_("Reminders"),
        required=False,
        help_text=_("Days after the question, with commas between: 10, 20."),
    )
    silence_days = forms.IntegerField(
        label=_("Days without an answer"),
        min_value=1,
        max_value=365,
        help_text=_("Then residents see that the details are not confirmed."),
    )

    def __init__(self, *args, rules: RuleSet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for state in STATES:
            self._add(state, Demands.read(getattr(rules, state)))

    def _add(self, state: str, held: Demands) -> None:
        self.fields[f"{state}_fields"] = forms.MultipleChoiceField(
            label=_("Details that must be filled in"),
            choices=[(name, _up(fact.label)) for name, fact in FIELDS.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=list(held.fields),
        )
        for kind in DOCUMENTS:
            years = held.documents.get(kind)
            self.fields[f"{state}_{kind}"] = forms.ChoiceField(
                label=FileKind(kind).label,
                choices=ages(),
                required=False,
                initial="" if years is None else str(min(years, OLDEST)),
            )
        self.fields[f"{state}_responsible"] = forms.IntegerField(
            label=_("At least so many responsible for the page"),
            min_value=0,
            max_value=MOST_RESPONSIBLE,
            initial=held.responsible,
        )
        self.fields[f"{state}_confirmed"] = forms.BooleanField(
            label=_("The details are confirmed"), required=False, initial=held.confirmed
        )

    def part(self, state: str) -> list:
        return [self[name] for name in self.fields if name.startswith(f"{state}_")]

    @property
    def asking(self) -> list:
        return [self[name] for name in self.base_fields]

    @property
    def registered(self) -> list:
        return self.part("registered")

    @property
    def eligible(self) -> list:
        return self.part("eligible")

    def clean_remind_days(self) -> list[int]:
        words = self.cleaned_data["remind_days"].replace(",", " ").split()
        if not all(word.isdecimal() and 1 <= int(word) <= 365 for word in words):
            raise ValidationError(_("Write the days as numbers with commas between: 10, 20."))
        return sorted({int(word) for word in words})

    def clean(self):
        asked = super().clean()
        when = asked.get("ask_when")
        if when == AskWhen.FIXED and not (asked.get("ask_day") and asked.get("ask_month")):
            self.add_error("ask_day", _("Say which day and month you ask on."))
        if when == AskWhen.ROLLING and not asked.get("ask_months"):
            self.add_error("ask_months", _("Say after how many months you ask."))
        return asked

    def content(self) -> dict:
        """What the service is given."""
        asked = self.cleaned_data
        names = [name for name in self.base_fields if name != "valid_from"]
        content = {name: asked[name] for name in names} | {
            state: self._demands(state).kept() for state in STATES
        }
        return content | {"ask_months": asked["ask_months"] or 0}

    def _demands(self, state: str) -> Demands:
        asked = self.cleaned_data
        return Demands(
            fields=tuple(asked[f"{state}_fields"]),
            documents={
                kind: int(asked[f"{state}_{kind}"])
                for kind in DOCUMENTS
                if asked[f"{state}_{kind}"]
            },
            responsible=asked[f"{state}_responsible"],
            confirmed=asked[f"{state}_confirmed"],
        )


def _up(words) -> str:
    words = str(words)
    return words[:1].upper() + words[1:]


class RulesView(KeeperRequired, WagtailAdminTemplateMixin):
    header_icon = "list-ul"
    page_title = _("Rules")

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("associations_rules:list"), "label": _("Rules")},
        ]


class RulesList(RulesView, TemplateView):
    """For whom there are rules, and where others can be made."""

    template_name = "associations/admin/rules/list.html"

    def get_context_data(self, **kwargs):
        latest: dict[tuple, RuleSet] = {}
        for rules in RuleSet.objects.select_related("activity").order_by("version"):
            latest[rules.scope] = rules
        in_force = {rules.scope: rules for rules in RuleSet.objects.in_force()}
        rows = [
            {"latest": rules, "in_force": in_force.get(scope), "url": _address("edit", rules)}
            for scope, rules in sorted(latest.items(), key=lambda item: item[1].scope_words)
        ]
        taken = set(latest)
        others = [
            {"label": label, "url": reverse("associations_rules:edit", args=["form", value])}
            for value, label in LegalForm.choices
            if (value, None) not in taken
        ]
        return super().get_context_data(
            rows=rows,
            others=others,
            activities=Activity.objects.filter(parent=None),
            today=localdate(),
            general_url=reverse("associations_rules:edit", args=["alla", "alla"]),
            **kwargs,
        )


def _address(view: str, rules: RuleSet) -> str:
    if rules.activity_id:
        return reverse(f"associations_rules:{view}", args=["verksamhet", str(rules.activity_id)])
    if rules.legal_form:
        return reverse(f"associations_rules:{view}", args=["form", rules.legal_form])
    return reverse(f"associations_rules:{view}", args=["alla", "alla"])


class RulesEdit(RulesView, FormView):
    """The rules for some associations; saving makes the next version."""

    template_name = "associations/admin/rules/edit.html"
    form_class = RulesForm

    @cached_property
    def scope(self) -> RuleSet:
        kind, key = self.kwargs["kind"], self.kwargs["key"]
        if kind == "verksamhet" and key.isdecimal():
            return RuleSet(activity=get_object_or_404(Activity, pk=key))
        if kind == "form" and key in LegalForm.values:
            return RuleSet(legal_form=key)
        if (kind, key) == ("alla", "alla"):
            return RuleSet()
        raise Http404

    @cached_property
    def versions(self) -> list[RuleSet]:
        return list(RuleSet.objects.versions_of(self.scope).select_related("made_by"))

    @cached_property
    def held(self) -> RuleSet:
        """What the form begins with: the latest version, or else the general rules."""
        if self.versions:
            return self.versions[0]
        general = [rules for rules in RuleSet.objects.in_force() if rules.scope == ("", None)]
        return general[0] if general else RuleSet()

    def get_page_subtitle(self):
        return self.scope.scope_words

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"rules": self.held}

    def get_initial(self):
        names = [name for name in RulesForm.base_fields if name != "valid_from"]
        initial = {name: getattr(self.held, name) for name in names}
        return initial | {
            "remind_days": ", ".join(map(str, self.held.remind_days)),
            "valid_from": localdate(),
        }

    def form_valid(self, form):
        try:
            self._save(valid_from=form.cleaned_data["valid_from"], **form.content())
        except ValidationError as error:
            for name, words in error.message_dict.items():
                form.add_error(name if name in form.fields else None, words)
            return self.form_invalid(form)
        messages.success(self.request, _("The rules are saved as a new version."))
        return redirect("associations_rules:list")

    def post(self, request, *args, **kwargs):
        if "stop" in request.POST and self.versions and self.scope.scope != ("", None):
            names = (*rule_services.CONTENT[:-1],)
            kept = {name: getattr(self.held, name) for name in names}
            self._save(valid_from=localdate(), is_used=False, **kept)
            messages.success(request, _("The general rules hold again."))
            return redirect("associations_rules:list")
        return super().post(request, *args, **kwargs)

    def _save(self, **content) -> None:
        rule_services.save_rules(
            legal_form=self.scope.legal_form,
            activity=self.scope.activity,
            by=self.request.user,
            **content,
        )

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            versions=self.versions,
            is_general=self.scope.scope == ("", None),
            may_stop=bool(self.versions) and self.versions[0].is_used,
            back_url=reverse("associations_rules:list"),
            **kwargs,
        )


class RulesMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            _("Rules"), reverse_lazy("associations_rules:list"), icon_name="list-ul", order=910
        )

    def is_shown(self, request) -> bool:
        return access.may_keep_register(request.user)


urlpatterns = [
    path("", RulesList.as_view(), name="list"),
    path("<slug:kind>/<slug:key>/", RulesEdit.as_view(), name="edit"),
]


def admin_urls():
    return [path("regler/", include((urlpatterns, "associations_rules")))]
