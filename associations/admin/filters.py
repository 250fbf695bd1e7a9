"""What the coordinator can narrow the register to."""

from datetime import date

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.active_filters import ActiveFilter, BaseFilterAdapter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput

from associations.models import Association, PrivateContact, SourceRecord, Status

MISSING_NUMBER = "missing_number"
SHARED_NUMBER = "shared_number"
NO_EMAIL = "no_email"
SUSPECT = "suspect"
ISSUES = (
    (MISSING_NUMBER, _("Lacks an organisation number")),
    (SHARED_NUMBER, _("Shares its number with another")),
    (NO_EMAIL, _("Has no e-mail")),
    (SUSPECT, _("May not be an association")),
)


def without_email(queryset: QuerySet) -> QuerySet:
    """Those that nobody can write to: no e-mail, neither public nor for the municipality."""
    private = PrivateContact.objects.filter(association=OuterRef("pk")).exclude(email="")
    return queryset.filter(~Exists(private), email="")


def not_confirmed_since(queryset: QuerySet, day: date) -> QuerySet:
    """Those whose facts nobody has confirmed on or after this day."""
    return queryset.filter(Q(confirmed_on__lt=day) | Q(confirmed_on__isnull=True))


def suspect(queryset: QuerySet) -> QuerySet:
    """Those an import wondered about, until somebody has looked."""
    wondered = SourceRecord.objects.filter(
        association=OuterRef("pk"), settled_at__isnull=True
    ).exclude(suspicion="")
    return queryset.filter(Exists(wondered))


_NARROW = {
    MISSING_NUMBER: lambda queryset: queryset.filter(org_number=""),
    SHARED_NUMBER: lambda queryset: queryset.sharing_number(),
    NO_EMAIL: without_email,
    SUSPECT: suspect,
}


def narrow(queryset: QuerySet, issue: str) -> QuerySet:
    """Only those with this issue (a key of ISSUES)."""
    return _NARROW[issue](queryset)


def _sources() -> list[tuple[str, str]]:
    names = Association.objects.exclude(source="").values_list("source", flat=True)
    return [(name, name) for name in names.order_by("source").distinct()]


class YesNoAdapter(BaseFilterAdapter):
    """How a list tells that a question of yes or no narrows it; Wagtail would say “True”."""

    def get_active_filters(self):
        answer = _("Yes") if self.value else _("No")
        url = self.get_url_without_filter_param(self.name)
        yield ActiveFilter(self.bound_field.auto_id, self.filter.label, answer, url)


class AssociationFilters(WagtailFilterSet):
    """Several issues together mean all of them; several states mean any."""

    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=Status.choices, widget=forms.CheckboxSelectMultiple
    )
    is_listed = django_filters.ChoiceFilter(
        label=_("Listed"),
        choices=((True, _("Listed for residents")), (False, _("Not listed"))),
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    issue = django_filters.MultipleChoiceFilter(
        label=_("To look at"),
        choices=ISSUES,
        method="filter_issue",
        widget=forms.CheckboxSelectMultiple,
    )
    not_confirmed_since = django_filters.DateFilter(
        label=_("Not confirmed since"), method="filter_not_confirmed", widget=AdminDateInput
    )
    source = django_filters.ChoiceFilter(
        label=_("Source"),
        choices=_sources,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Association
        fields = ["status", "is_listed", "issue", "not_confirmed_since", "source"]

    def filter_issue(self, queryset, name, value):
        for issue in value:
            queryset = narrow(queryset, issue)
        return queryset

    def filter_not_confirmed(self, queryset, name, value):
        return not_confirmed_since(queryset, value)
