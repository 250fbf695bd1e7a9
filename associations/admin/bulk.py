"""Listing and unlisting many at once, or all that the list shows under its filters."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.views.bulk_action import BulkAction

from associations import access, services
from associations.admin.filters import AssociationFilters
from associations.admin.search import search
from associations.models import Association

SHOWN_NAMES = 20


class SetListed(BulkAction):
    """Subclasses say which way. Everything is asked again when it is posted: rights and rows."""

    models = [Association]
    template_name = "associations/admin/bulk/confirm.html"
    is_listed: bool
    question: str
    icon = "view"

    def dispatch(self, request, *args, **kwargs):
        if not access.may_keep_register(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_all_objects_in_listing_query(self, parent_id):
        """What the list showed when “select all” was chosen: its filters and its search."""
        filters = AssociationFilters(self.request.GET, Association.objects.all())
        rows = filters.qs if filters.is_valid() else Association.objects.none()
        return search(rows, self.request.GET.get("q", "")).order_by().values("pk")

    @classmethod
    def get_queryset(cls, model, object_ids):
        if isinstance(object_ids, list):
            object_ids = [pk for pk in object_ids if pk.isdecimal()]
        return model.objects.filter(pk__in=object_ids).order_by("name", "pk")

    def object_context(self, obj):
        return {"item": obj}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        names = [item["item"].name for item in context["items"]]
        return context | {
            "count": len(names),
            "names": names[:SHOWN_NAMES],
            "more": max(0, len(names) - SHOWN_NAMES),
            "view": self,
        }

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        return services.set_listed(objects, is_listed=cls.is_listed, by=user), 0

    def get_execution_context(self):
        return {"user": self.request.user}


class ListBulkAction(SetListed):
    display_name = _("List for residents")
    action_type = "list"
    # What is seen comes first, so that it can be said to a computer that listens.
    aria_label = _("List for residents: the selected associations")
    action_priority = 10
    is_listed = True
    explanation = _("Residents find them in the list and the search, and other systems read them.")

    def get_success_message(self, changed, _children):
        return ngettext(
            "%(count)s association is now listed for residents.",
            "%(count)s associations are now listed for residents.",
            changed,
        ) % {"count": changed}


class UnlistBulkAction(SetListed):
    display_name = _("Unlist")
    action_type = "unlist"
    aria_label = _("Unlist: the selected associations")
    action_priority = 20
    is_listed = False
    explanation = _(
        "They leave the list and the search, and their pages can no longer be opened by residents."
        " Nothing is deleted."
    )

    def get_success_message(self, changed, _children):
        return ngettext(
            "%(count)s association is no longer listed for residents.",
            "%(count)s associations are no longer listed for residents.",
            changed,
        ) % {"count": changed}


BULK_ACTIONS = (ListBulkAction, UnlistBulkAction)
