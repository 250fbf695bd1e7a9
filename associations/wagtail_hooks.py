"""Registers the register's admin; the classes live in `viewsets`, `admin` and `log_actions`."""

import django_filters
from wagtail import hooks
from wagtail.admin.active_filters import register_filter_adapter_class
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from associations.admin import desk, log, reviews, rules
from associations.admin.bulk import BULK_ACTIONS
from associations.admin.choosers import chooser_viewset
from associations.admin.filters import YesNoAdapter
from associations.admin.home import add_to_do, admin_css
from associations.admin.imports import ImportMenuItem, admin_urls
from associations.admin.presentations import PresentationPolicy
from associations.admin.private import PRIVATE_VIEWSETS
from associations.focus import image_operations
from associations.log_actions import register_actions
from associations.models import Presentation
from associations.viewsets import RegisterGroup

register_permission_policy(Presentation, PresentationPolicy(Presentation), exact_class=True)
register_snippet(RegisterGroup)
register_filter_adapter_class(django_filters.BooleanFilter, YesNoAdapter)
hooks.register(
    "register_admin_viewset", lambda: [chooser_viewset, *(v() for v in PRIVATE_VIEWSETS)]
)
hooks.register("register_admin_urls", admin_urls)
hooks.register("register_admin_menu_item", ImportMenuItem)
for part in (desk, rules, log):
    hooks.register("register_admin_urls", part.admin_urls)
hooks.register("register_admin_menu_item", desk.DeskMenuItem)
hooks.register("register_admin_menu_item", rules.RulesMenuItem)
hooks.register("register_admin_menu_item", log.LogMenuItem)
hooks.register("register_admin_urls", reviews.admin_urls)
hooks.register("register_admin_menu_item", reviews.ReviewMenuItem)
hooks.register("register_image_operations", image_operations)
hooks.register("register_log_actions", register_actions)
hooks.register("construct_homepage_panels", add_to_do)
hooks.register("insert_global_admin_css", admin_css)
for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action)
