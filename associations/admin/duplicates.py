"""The queue of those that may be the same, and the warning while one is being added."""

import django_filters
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin

from associations import duplicates
from associations.admin.base import ClosedViewSet, KeeperRequired
from associations.models import DuplicatePair, PairState


class PairFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=PairState.choices)

    class Meta:
        model = DuplicatePair
        fields = ["state", "likeness"]


class PairIndex(IndexView):
    any_permission_required = ["change"]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("first", "second")

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "first",
                label=_("Association"),
                accessor=lambda pair: pair.first.name,
                get_url=lambda pair: reverse("duplicates:read", args=[pair.pk]),
            ),
            Column("second", label=_("May be the same as"), accessor=lambda pair: pair.second.name),
            Column("likeness", label=_("Why"), accessor="get_likeness_display"),
            Column("state", label=_("State"), accessor="get_state_display"),
            DateColumn("found_at", label=_("Found"), sort_key="found_at"),
        ]


class PairRead(KeeperRequired, WagtailAdminTemplateMixin, TemplateView):
    """The two, with the ways on; POST says that they are two."""

    template_name = "associations/admin/pair.html"
    page_title = _("Possible duplicate")
    header_icon = "copy"

    @cached_property
    def pair(self) -> DuplicatePair:
        rows = DuplicatePair.objects.select_related("first", "second", "settled_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def post(self, request, pk):
        duplicates.say_different(self.pair, by=request.user)
        messages.success(request, _("Noted: they are two associations."))
        return redirect(reverse("duplicates:index") + "?state=open")

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("duplicates:index"), "label": _("Possible duplicates")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        pair = self.pair
        return super().get_context_data(**kwargs) | {
            "pair": pair,
            "both": (pair.first, pair.second),
            "is_open": pair.state == PairState.OPEN,
        }


class DuplicateViewSet(ClosedViewSet):
    model = DuplicatePair
    icon = "copy"
    url_namespace = "duplicates"
    url_prefix = "associations/duplicates"
    menu_label = _("Possible duplicates")
    routes = ("index", "index_results")
    index_view_class = PairIndex
    filterset_class = PairFilters
    list_display = ("first",)
    search_fields = ("first__name", "second__name")
    ordering = ("state", "likeness", "pk")
    form_fields = ()

    def get_urlpatterns(self):
        read = path("read/<int:pk>/", PairRead.as_view(), name="read")
        return [*super().get_urlpatterns(), read]
