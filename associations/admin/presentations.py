"""Presentations: what the associations write, and the coordinator reviews."""

import django_filters
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.views.generic import workflow
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.models import WorkflowState
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from associations.models import Presentation


class PresentationPolicy(ModelPermissionPolicy):
    """A presentation is made with its association and goes with it: nobody adds or deletes one."""

    CLOSED = frozenset({"add", "delete"})

    def user_has_permission(self, user, action):
        return action not in self.CLOSED and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, set(actions) - self.CLOSED)

    def users_with_any_permission(self, actions):
        return super().users_with_any_permission(set(actions) - self.CLOSED)


class PresentationFilters(WagtailFilterSet):
    in_review = django_filters.BooleanFilter(
        label=_("Waiting for review"), method="filter_in_review", widget=BooleanRadioSelect
    )

    class Meta:
        model = Presentation
        fields = ["in_review", "has_unpublished_changes"]

    def filter_in_review(self, queryset, name, value):
        return queryset.filter(is_in_review=value)


class PresentationIndex(IndexView):
    """The list, without the bulk deletion that snippets otherwise have."""

    @cached_property
    def columns(self):
        _checkbox, *columns = super().columns
        return columns

    def get_base_queryset(self):
        waiting = WorkflowState.objects.filter(
            base_content_type__app_label="associations",
            base_content_type__model="presentation",
            object_id=Cast(OuterRef("pk"), CharField()),
            status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
        )
        return (
            super()
            .get_base_queryset()
            .select_related("association")
            .annotate(is_in_review=Exists(waiting))
        )


class ConfirmCancellation(PermissionCheckedMixin, workflow.ConfirmWorkflowCancellation):
    """Wagtail asks nobody here who they are."""

    permission_required = "change"


class PresentationViewSet(SnippetViewSet):
    model = Presentation
    icon = "doc-full"
    menu_label = _("Presentations")
    url_namespace = "presentations"
    url_prefix = "presentations"
    index_view_class = PresentationIndex
    index_template_name = "wagtailadmin/generic/index.html"
    confirm_workflow_cancellation_view_class = ConfirmCancellation
    list_display = ["association", LiveStatusTagColumn(), UpdatedAtColumn()]
    list_export = ()
    search_fields = ["association__name", "ingress"]
    search_backend_name = None
    filterset_class = PresentationFilters
    ordering = "association__name"
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = True  # which pictures are in use
    edit_handler = ObjectList(
        [
            FieldPanel("ingress"),
            MultiFieldPanel(
                [FieldPanel("logo"), FieldPanel("logo_alt"), FieldPanel("logo_focus")],
                heading=_("Logo or picture"),
            ),
            FieldPanel("body"),
            FieldPanel("when_and_where"),
            FieldPanel("how_to_join"),
        ]
    )
    CLOSED_ROUTES = frozenset({"add", "delete", "preview_on_add", "usage"})

    def get_urlpatterns(self):
        return [url for url in super().get_urlpatterns() if url.name not in self.CLOSED_ROUTES]

    def get_common_view_kwargs(self, **kwargs):
        closed = {"add_url_name": None, "delete_url_name": None, "usage_url_name": None}
        return super().get_common_view_kwargs(**kwargs) | closed

    def register_chooser_viewset(self):
        """No chooser: a presentation is reached through its association."""
