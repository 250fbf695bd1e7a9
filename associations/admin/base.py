"""What every viewset of the register has in common: nothing is open that is not named."""

from django.core.exceptions import PermissionDenied
from wagtail.admin.viewsets.model import ModelViewSet

from associations import access


class KeeperRequired:
    """Only for those who keep the register; Wagtail tells the others so."""

    def dispatch(self, request, *args, **kwargs):
        if not access.may_keep_register(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ClosedViewSet(ModelViewSet):
    """A viewset with explicit routes, columns and exports.

    Subclasses name their `routes`; `list_display`, `list_export` and `search_fields` have no
    defaults here, so that forgetting one is seen at once.
    """

    routes: tuple[str, ...]
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    list_export: tuple[str, ...] = ()
    sort_order_field = None

    def get_urlpatterns(self):
        return [url for url in super().get_urlpatterns() if url.name in self.routes]

    def get_common_view_kwargs(self, **kwargs):
        """Without the addresses of the routes that are closed."""
        kwargs = super().get_common_view_kwargs(**kwargs)
        for route in ("add", "edit", "delete", "history", "usage"):
            if route not in self.routes:
                kwargs[f"{route}_url_name"] = None
        return kwargs
