"""What associations ask to have changed, as a queue to decide about."""

import django_filters
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin

from associations import change_services
from associations.admin.base import ClosedViewSet, KeeperRequired
from associations.models import ChangeRequest, RequestState
from associations.pages.changes import in_words
from associations.refusals import Refusal


class ChangeRequestFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=RequestState.choices)

    class Meta:
        model = ChangeRequest
        fields = ["state"]


class ChangeRequestIndex(IndexView):
    any_permission_required = ["change"]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("association")

    @cached_property
    def columns(self):
        return [
            TitleColumn("association", label=_("Association"), url_name="change_requests:read"),
            Column("field", label=_("What to change"), accessor="get_field_display"),
            Column("state", label=_("State"), accessor="get_state_display"),
            DateColumn("created_at", label=_("Sent"), sort_key="created_at"),
        ]


class ChangeRequestRead(KeeperRequired, WagtailAdminTemplateMixin, TemplateView):
    """What is asked for, beside what the register has; POST decides."""

    template_name = "associations/admin/change_request.html"
    page_title = _("Request for a change")
    header_icon = "edit"

    @cached_property
    def row(self) -> ChangeRequest:
        rows = ChangeRequest.objects.select_related("association", "asked_by", "decided_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return self.row.association.name

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("change_requests:index"), "label": _("Requests for changes")},
            {"url": "", "label": self.row.association.name},
        ]

    def get_context_data(self, **kwargs):
        row = self.row
        value = change_services.value_now(row.association, row.field)
        return super().get_context_data(**kwargs) | {
            "row": row,
            "before": in_words(row.field, value),
            "after": in_words(row.field, row.value),
            "is_waiting": row.state == RequestState.WAITING,
        }

    def post(self, request, pk):
        # What was read, and not what has been written over it since.
        self.row.value = request.POST.get("value", "")
        try:
            if request.POST.get("answer") == "approve":
                change_services.approve_change(self.row, by=request.user)
            else:
                reason = request.POST.get("reason", "")
                change_services.refuse_change(self.row, reason=reason, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("change_requests:read", pk)
        except Refusal:
            messages.error(
                request, gettext("It has been changed or decided meanwhile. Read it again.")
            )
            return redirect("change_requests:read", pk)
        messages.success(request, gettext("Decided. Whoever asked gets a mail."))
        return redirect("change_requests:index")


class ChangeRequestViewSet(ClosedViewSet):
    model = ChangeRequest
    icon = "edit"
    url_namespace = "change_requests"
    url_prefix = "associations/change-requests"
    menu_label = _("Requests for changes")
    routes = ("index", "index_results")
    index_view_class = ChangeRequestIndex
    filterset_class = ChangeRequestFilters
    list_display = ("association",)
    search_fields = ("association__name",)
    ordering = ("-created_at",)
    form_fields = ()

    def get_urlpatterns(self):
        read = path("read/<int:pk>/", ChangeRequestRead.as_view(), name="read")
        return [*super().get_urlpatterns(), read]
