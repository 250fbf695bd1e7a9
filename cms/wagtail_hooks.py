"""Registers what the site adds to the admin, and takes away what is not for those who use it."""

from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.branding import admin_css
from cms.rights.admin import PersonMenuItem, admin_urls


def without_help(request, menu_items: list[MenuItem]) -> None:
    """Wagtail's help is links to its own guides, in English and outside the municipality."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]


def without_page_types(request, menu_items: list[MenuItem]) -> None:
    """How many pages there are of each class, by the names of the classes: for programmers."""
    menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]


hooks.register("register_admin_urls", admin_urls)
hooks.register("register_admin_menu_item", PersonMenuItem)
hooks.register("construct_main_menu", without_help)
hooks.register("construct_reports_menu", without_page_types)
hooks.register("insert_global_admin_css", admin_css, order=-1)
