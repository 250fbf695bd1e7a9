"""Who wants in: claims on associations, and requests to join that nobody answers.

The coordinator is the second party: reads who asks and why, opens the minutes, says yes or no.
"""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin
from wagtail.admin.widgets import BooleanRadioSelect

from associations import claim_services, request_services
from associations.admin.base import ClosedViewSet, KeeperRequired
from associations.membership_upkeep import ASK_LAST
from associations.models import (
    Claim,
    ClaimState,
    ClaimWay,
    JoinRequest,
    MemberRole,
    Membership,
    RequestState,
)
from associations.pages.refused import words_for
from associations.people import called
from associations.refusals import Refusal


def unanswered(requests: QuerySet) -> QuerySet:
    """Those that wait since more than eight days, the last reminder, or have nobody to answer."""
    waiting = requests.filter(state=RequestState.WAITING)
    somebody = Membership.objects.current().responsible().values("association")
    late = waiting.filter(created_at__lte=now() - ASK_LAST)
    return late | waiting.exclude(association__in=somebody)


class ClaimFilters(WagtailFilterSet):
    waiting = django_filters.BooleanFilter(
        label=_("Waiting for the municipality"), method="is_waiting", widget=BooleanRadioSelect
    )

    def is_waiting(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        asked = {"state": ClaimState.TO_DECIDE}
        return queryset.filter(**asked) if value else queryset.exclude(**asked)

    class Meta:
        model = Claim
        fields = ["waiting", "state", "way"]


class RequestFilters(WagtailFilterSet):
    unanswered = django_filters.BooleanFilter(
        label=_("Nobody answers"), method="is_unanswered", widget=BooleanRadioSelect
    )

    def is_unanswered(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        late = unanswered(JoinRequest.objects.order_by()).values("pk")
        return queryset.filter(pk__in=late) if value else queryset.exclude(pk__in=late)

    class Meta:
        model = JoinRequest
        fields = ["unanswered", "state"]


class AskedIndex(KeeperRequired, IndexView):
    any_permission_required = ["view"]
    read_url_name: str

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("association", "user")

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "association",
                label=_("Association"),
                url_name=self.read_url_name,
                sort_key="association__name",
            ),
            Column("user", label=_("Who asks"), accessor=lambda row: called(row.user)),
            *self.own_columns(),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
            DateColumn("created_at", label=_("Asked"), sort_key="created_at"),
        ]

    def own_columns(self) -> list[Column]:
        return []


class ClaimIndex(AskedIndex):
    read_url_name = "claims:read"

    def own_columns(self):
        return [Column("way", label=_("Way"), accessor="get_way_display", sort_key="way")]


class RequestIndex(AskedIndex):
    read_url_name = "join_requests:read"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you say no?"),
        help_text=_("The person who asked gets your words by mail."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why. The person who asked gets your words.")},
    )


class YesForm(forms.Form):
    """To minutes there is nothing to add."""


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("What the decision rests on"),
        help_text=_("For example a case number, or whom you have spoken to."),
        max_length=Membership._meta.get_field("note").max_length,
        error_messages={"required": _("Write what the decision rests on.")},
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"), choices=MemberRole, initial=MemberRole.EDITOR, widget=forms.RadioSelect
    )


class Decide(KeeperRequired, WagtailAdminTemplateMixin, TemplateView):
    """One that asks, in full; POST with `decision` says yes or no."""

    model: Any
    index: str
    list_label: Any
    header_icon = "user"
    template_name = "associations/admin/asked.html"

    def yes_form_class(self) -> type[forms.Form]:
        raise NotImplementedError

    def may_decide(self) -> bool:
        raise NotImplementedError

    def approve(self, given: dict[str, Any]) -> None:
        raise NotImplementedError

    def refuse(self, reason: str) -> None:
        raise NotImplementedError

    @cached_property
    def asked(self) -> Any:
        rows = self.model.objects.select_related("association", "user", "decided_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return self.asked.association.name

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index), "label": self.list_label},
            {"url": "", "label": self.asked.association.name},
        ]

    def get_context_data(self, **kwargs):
        context = {
            "asked": self.asked,
            "who": called(self.asked.user),
            "may_decide": self.may_decide(),
            "document": getattr(self.asked, "document", None),
            "people": [
                (called(row.user), row.get_role_display(), row.ends_on)
                for row in Membership.objects.current()
                .filter(association=self.asked.association)
                .select_related("user")
            ],
            "yes": self.yes_form_class()(),
            "no": ReasonForm(),
        }
        return super().get_context_data(**kwargs) | context | kwargs

    def post(self, request, pk):
        is_no = request.POST.get("decision") == "refuse"
        form = ReasonForm(request.POST) if is_no else self.yes_form_class()(request.POST)
        if not form.is_valid():
            context = self.get_context_data(**{"no" if is_no else "yes": form})
            return self.render_to_response(context, status=422)
        try:
            if is_no:
                self.refuse(form.cleaned_data["reason"])
                messages.success(request, _("You have said no. The person gets a mail."))
            else:
                self.approve(form.cleaned_data)
                messages.success(request, _("The person has been let in, and gets a mail."))
        except Refusal as refusal:
            words = words_for(refusal)
            messages.error(request, f"{words.heading}. {words.text}")
        except ValidationError as fault:
            messages.error(request, " ".join(fault.messages))
        return redirect(self.index)


class ClaimRead(Decide):
    model = Claim
    index = "claims:index"
    list_label = _("Want to look after the page")
    page_title = _("Claim to look after a page")

    def yes_form_class(self):
        return NoteForm if self.asked.way == ClaimWay.ASKED else YesForm

    def may_decide(self):
        return self.asked.state == ClaimState.TO_DECIDE

    def approve(self, given):
        claim_services.approve_claim(self.asked, by=self.request.user, **given)

    def refuse(self, reason):
        claim_services.refuse_claim(self.asked, reason=reason, by=self.request.user)


class RequestRead(Decide):
    model = JoinRequest
    index = "join_requests:index"
    list_label = _("Requests to join")
    page_title = _("Request to join")

    def yes_form_class(self):
        return RoleForm

    def may_decide(self):
        return self.asked.state == RequestState.WAITING

    def approve(self, given):
        request_services.approve_request(self.asked, by=self.request.user, **given)

    def refuse(self, reason):
        request_services.refuse_request(self.asked, reason=reason, by=self.request.user)


class AskedViewSet(ClosedViewSet):
    """A queue, and a page for each that asks."""

    icon = "user"
    routes = ("index", "index_results")
    list_display = ("association",)
    search_fields = ("association__name",)
    form_fields = ()
    read_view_class: type[Decide]

    def get_urlpatterns(self):
        read = path("read/<int:pk>/", self.read_view_class.as_view(), name="read")
        return [*super().get_urlpatterns(), read]


class ClaimViewSet(AskedViewSet):
    model = Claim
    url_namespace = "claims"
    url_prefix = "associations/claims"
    menu_label = _("Want to look after the page")
    index_view_class = ClaimIndex
    read_view_class = ClaimRead
    filterset_class = ClaimFilters
    ordering = ("-created_at",)


class JoinRequestViewSet(AskedViewSet):
    model = JoinRequest
    url_namespace = "join_requests"
    url_prefix = "associations/requests"
    menu_label = _("Requests to join")
    index_view_class = RequestIndex
    read_view_class = RequestRead
    filterset_class = RequestFilters
    ordering = ("-created_at",)
