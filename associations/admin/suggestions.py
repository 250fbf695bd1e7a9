"""What residents have suggested, as a queue to work through."""

import django_filters
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets import BooleanRadioSelect

from associations import private_services
from associations.admin.base import ClosedViewSet
from associations.models import Suggestion

EXCERPT = 80


class SuggestionFilters(WagtailFilterSet):
    waiting = django_filters.BooleanFilter(
        label=_("Waiting to be handled"),
        field_name="handled_at",
        lookup_expr="isnull",
        widget=BooleanRadioSelect,
    )

    class Meta:
        model = Suggestion
        fields = ["waiting", "topic"]


class SuggestionIndex(IndexView):
    any_permission_required = ["change"]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("association")

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "association",
                label=_("Association"),
                url_name="suggestions:read",
                sort_key="association__name",
            ),
            Column("topic", label=_("About"), accessor="get_topic_display"),
            Column(
                "text",
                label=_("Suggestion"),
                accessor=lambda row: Truncator(row.text).chars(EXCERPT),
            ),
            DateColumn("created_at", label=_("Sent"), sort_key="created_at"),
            DateColumn("handled_at", label=_("Handled"), sort_key="handled_at"),
        ]


class SuggestionRead(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One suggestion in full; POST notes that it has been handled."""

    model = Suggestion
    permission_required = "change"
    template_name = "associations/admin/suggestion.html"
    page_title = _("Suggested change")
    header_icon = "comment"

    @cached_property
    def suggestion(self) -> Suggestion:
        rows = Suggestion.objects.select_related("association", "handled_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return self.suggestion.association.name

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("suggestions:index"), "label": _("Suggested changes")},
            {"url": "", "label": self.suggestion.association.name},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"suggestion": self.suggestion}

    def post(self, request, pk):
        private_services.handle_suggestion(self.suggestion, by=request.user)
        messages.success(request, _("The suggestion is noted as handled."))
        return redirect("suggestions:index")


class SuggestionViewSet(ClosedViewSet):
    model = Suggestion
    icon = "comment"
    url_namespace = "suggestions"
    url_prefix = "associations/suggestions"
    menu_label = _("Suggested changes")
    routes = ("index", "index_results")
    index_view_class = SuggestionIndex
    filterset_class = SuggestionFilters
    list_display = ("association",)
    search_fields = ("association__name", "text")
    ordering = ("handled_at", "-created_at")
    form_fields = ()

    def get_urlpatterns(self):
        read = path("read/<int:pk>/", SuggestionRead.as_view(), name="read")
        return [*super().get_urlpatterns(), read]
