"""The register's log: who changed which field of which association when. Never a value.

For everybody in the municipality who may see the register, not only those who keep it.
"""

from datetime import datetime, time
from urllib.parse import urlencode

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import path, reverse, reverse_lazy
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from associations import access
from associations.models import Association

PER_PAGE = 50
# The system's own columns, which nobody changes by hand.
NOT_CHANGED = {"id", "public_id", "slug", "is_listed", "status", "imported_at", "ask_on", "late_on"}


def fields() -> list[tuple[str, str]]:
    """What is changed in an association, as people call it."""
    own = (*Association._meta.concrete_fields, *Association._meta.many_to_many)
    named = [
        (field.name, str(field.verbose_name))
        for field in own
        if field.name not in NOT_CHANGED and not field.name.endswith("_at")
    ]
    return [("", _("All")), *sorted(named, key=lambda pair: pair[1])]


class LogFilters(forms.Form):
    association = forms.CharField(label=_("Association"), required=False, max_length=100)
    field = forms.ChoiceField(label=_("Field"), required=False, choices=fields)
    person = forms.CharField(label=_("Person"), required=False, max_length=100)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def narrow(self, rows: QuerySet[ModelLogEntry]) -> QuerySet[ModelLogEntry]:
        asked = self.cleaned_data
        if asked["association"]:
            rows = rows.filter(label__icontains=asked["association"])
        if asked["field"]:
            # Names only stand in the data; both databases read it as text.
            rows = rows.annotate(told=Cast("data", TextField()))
            rows = rows.filter(told__contains=f'"{asked["field"]}"')
        if asked["person"]:
            rows = rows.filter(user__in=_people(asked["person"]))
        if asked["since"]:
            rows = rows.filter(timestamp__gte=make_aware(datetime.combine(asked["since"], time())))
        if asked["until"]:
            end = make_aware(datetime.combine(asked["until"], time.max))
            rows = rows.filter(timestamp__lte=end)
        return rows


def _people(text: str) -> QuerySet:
    query = Q()
    for name in ("username", "first_name", "last_name"):
        query |= Q(**{f"{name}__icontains": text})
    return get_user_model().objects.filter(query).values("pk")


class RegisterLog(WagtailAdminTemplateMixin, TemplateView):
    template_name = "associations/admin/log/list.html"
    page_title = _("What has been changed")
    header_icon = "history"

    def dispatch(self, request, *args, **kwargs):
        if not access.may_read_register(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        filters = LogFilters(self.request.GET)
        about = ContentType.objects.get_for_model(Association)
        rows = ModelLogEntry.objects.filter(content_type=about).select_related("user")
        rows = filters.narrow(rows) if filters.is_valid() else rows.none()
        page = Paginator(rows.order_by("-timestamp", "-pk"), PER_PAGE).get_page(
            self.request.GET.get("p")
        )
        return super().get_context_data(
            filters=filters,
            rows=page,
            may_keep=access.may_keep_register(self.request.user),
            before_url=self._page(page.number - 1, page.paginator.num_pages),
            after_url=self._page(page.number + 1, page.paginator.num_pages),
            **kwargs,
        )

    def _page(self, number: int, pages: int) -> str:
        if not 1 <= number <= pages:
            return ""
        asked = {name: self.request.GET.get(name, "") for name in LogFilters.base_fields}
        kept = {name: value for name, value in asked.items() if value}
        return f"{reverse('associations_log')}?{urlencode(kept | {'p': number})}"


class LogMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            _("What has been changed"),
            reverse_lazy("associations_log"),
            icon_name="history",
            order=920,
        )

    def is_shown(self, request) -> bool:
        return access.may_read_register(request.user)


def admin_urls():
    return [path("andringar/", RegisterLog.as_view(), name="associations_log")]
