"""Columns of the register's list."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, StatusTagColumn

from associations.models import Association, Status

# Not on a telephone: the name and the state are what one looks for there.
WIDE = "register-wide"


class OrgNumberColumn(Column):
    """The number as people write it, and whether others have it too."""

    cell_template_name = "associations/admin/cells/org_number.html"

    def get_value(self, instance: Association) -> str:
        number = instance.org_number
        return f"{number[:6]}-{number[6:]}" if number else ""


class StateColumn(StatusTagColumn):
    """Where in its life course, and whether residents see it."""

    cell_template_name = "associations/admin/cells/state.html"


def columns() -> list[Column]:
    """All but the name, which the view adds first with its link and buttons."""
    return [
        OrgNumberColumn(
            "org_number",
            label=_("Organisation number"),
            sort_key="org_number",
            classname=WIDE,
        ),
        StateColumn(
            "status",
            label=_("Status"),
            accessor="get_status_display",
            sort_key="status",
            primary=lambda row: row.status == Status.ACTIVE,
        ),
        Column("town", label=_("Town"), sort_key="town", classname=WIDE),
        Column("source", label=_("Source"), sort_key="source", classname=WIDE),
        ConfirmedColumn(
            "confirmed_on", label=_("Confirmed"), sort_key="confirmed_on", classname=WIDE
        ),
    ]


class ConfirmedColumn(Column):
    empty_value_display = _("never")

    def get_value(self, instance: Association) -> str:
        return instance.confirmed_on.isoformat() if instance.confirmed_on else ""


def checkbox() -> Column:
    return BulkActionsCheckboxColumn("bulk_actions", obj_type="association")
