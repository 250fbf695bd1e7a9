"""The coordinator's pages in the admin, one of each, read from the routes of the matrix."""

from collections.abc import Iterator

from django.urls import reverse

from tests.routes import IMPORT, OK, OLGA, PRESENTATIONS, REGISTER, World

# No pages of their own: parts of pages, files, what fills a frame or a dialog.
PARTS = (
    "_results",
    ":open",
    ":like",
    ":report",
    ":preview_on_edit",
    ":workflow_action",
    ":collect_workflow_action_data",
    ":confirm_workflow_cancellation",
)


# The same pages as the activities'.
ALIKE = ("areas:", "target_groups:", "languages:")


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Name and address of all that Olga may open."""
    for name, route in (REGISTER | PRESENTATIONS | IMPORT).items():
        is_whole = "chooser" not in name and not name.endswith(PARTS)
        if is_whole and route.get == OK and OLGA in route.who:
            address = reverse(name, args=route.args(world))
            yield name, f"{address}?{route.query}" if route.query else address
