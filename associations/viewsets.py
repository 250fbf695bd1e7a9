"""The register's menu in the admin, put together from `associations.admin`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from associations.admin import life, merging, panels, people, register, taxonomy
from associations.admin.base import ClosedViewSet
from associations.admin.change_requests import ChangeRequestViewSet
from associations.admin.claims import ClaimViewSet, JoinRequestViewSet
from associations.admin.deliveries import DeliveryViewSet
from associations.admin.duplicates import DuplicateViewSet
from associations.admin.filters import AssociationFilters
from associations.admin.presentations import PresentationViewSet
from associations.admin.rights import DisposalRuleViewSet, DoNotPublishViewSet
from associations.admin.suggestions import SuggestionViewSet
from associations.forms import AssociationForm
from associations.models import Association


class AssociationViewSet(ClosedViewSet):
    model = Association
    icon = "group"
    url_namespace = "associations"
    url_prefix = "associations"
    menu_label = _("Associations")
    routes = (
        "index",
        "index_results",
        "add",
        "edit",
        "delete",
        "history",
        "history_results",
    )
    index_view_class = register.RegisterIndex
    add_view_class = register.RegisterCreate
    edit_view_class = register.RegisterEdit
    delete_view_class = register.RegisterDelete
    history_view_class = register.RegisterHistory
    index_template_name = "associations/admin/index.html"
    filterset_class = AssociationFilters
    list_display = ("name",)
    search_fields = ("name", "town", "org_number")
    ordering = "name"
    list_per_page = 50
    edit_handler = panels.edit_handler(AssociationForm)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("like/", register.Like.as_view(), name="like"),
            *life.urlpatterns(),
            *merging.urlpatterns(),
            *people.urlpatterns(),
        ]


class RegisterGroup(SnippetViewSetGroup):
    menu_label = _("Association register")
    menu_icon = "group"
    menu_order = 150
    items = (
        AssociationViewSet,
        PresentationViewSet,
        SuggestionViewSet,
        ChangeRequestViewSet,
        DuplicateViewSet,
        ClaimViewSet,
        JoinRequestViewSet,
        DoNotPublishViewSet,
        DisposalRuleViewSet,
        DeliveryViewSet,
        *taxonomy.TERM_VIEWSETS,
    )
