"""The coordinator's desk: every association with one status, and letters to many at once."""

from urllib.parse import urlencode

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import redirect
from django.urls import include, path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from associations import access, desk, reminding
from associations.admin.base import KeeperRequired
from associations.admin.ordering import swedish
from associations.admin.search import search
from associations.desk import MEANING, DeskStatus
from associations.links import confirmation as confirmation_link
from associations.mails.confirmations import letter
from associations.mails.wording import closing
from associations.models import Activity, Area, Association, LegalForm
from associations.outbox.mail import message

PER_PAGE = 50
SHOWN_NAMES = 30
PICKED_AT_MOST = PER_PAGE


class DeskFilters(forms.Form):
    """What the desk is narrowed to. All of it stands in the address."""

    q = forms.CharField(label=_("Name, town or number"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("All")), *DeskStatus.choices]
    )
    area = forms.ModelChoiceField(
        label=_("Area"), queryset=Area.objects.all(), required=False, empty_label=_("All")
    )
    activity = forms.ModelChoiceField(
        label=_("Activity"), queryset=Activity.objects.all(), required=False, empty_label=_("All")
    )
    legal_form = forms.ChoiceField(
        label=_("Legal form"), required=False, choices=[("", _("All")), *LegalForm.choices]
    )
    unconfirmed = forms.BooleanField(label=_("Only those not confirmed"), required=False)

    def narrow(self, rows: QuerySet[Association]) -> QuerySet[Association]:
        """By everything but the status, which the counts beside are about."""
        asked = self.cleaned_data
        if area := asked.get("area"):
            rows = rows.filter(areas=area)
        if activity := asked.get("activity"):
            below = Activity.objects.filter(parent=activity).values("pk")
            rows = rows.filter(activities__in=[activity.pk, *(row["pk"] for row in below)])
        if asked.get("legal_form"):
            rows = rows.filter(legal_form=asked["legal_form"])
        if asked.get("unconfirmed"):
            rows = rows.filter(desk.unconfirmed())
        # Two activities of one association are one row.
        rows = search(rows, asked.get("q", ""))
        return desk.on_desk().filter(pk__in=rows.order_by().values("pk"))


class DeskView(KeeperRequired, WagtailAdminTemplateMixin, TemplateView):
    """What the list and the letters have in common: the selection that the address names."""

    header_icon = "tasks"

    @cached_property
    def filters(self) -> DeskFilters:
        return DeskFilters(self.request.GET)

    @cached_property
    def narrowed(self) -> QuerySet:
        """All that the filters leave, whatever its status; nothing for filters that are wrong."""
        if not self.filters.is_valid():
            return desk.with_status(desk.on_desk().none())
        return desk.with_status(self.filters.narrow(desk.on_desk()))

    @cached_property
    def selected(self) -> QuerySet:
        """Of those, the ones of the chosen status; or those that were ticked."""
        rows = self.narrowed
        if status := self.filters.cleaned_data.get("status"):
            rows = rows.filter(desk_status=status)
        picked = [pk for pk in self.request.GET.getlist("id") if pk.isdecimal()]
        return rows.filter(pk__in=picked[:PICKED_AT_MOST]) if picked else rows

    @property
    def chosen(self) -> dict[str, str]:
        """The filters as they stand in the address."""
        names = self.filters.fields
        return {name: value for name in names if (value := self.request.GET.get(name, ""))}

    def address(self, view: str = "associations_desk:desk", **change: str) -> str:
        asked = {name: value for name, value in (self.chosen | change).items() if value}
        return reverse(view) + (f"?{urlencode(asked)}" if asked else "")


class Desk(DeskView):
    """Every association with its status; the counts are links."""

    template_name = "associations/admin/desk/list.html"
    page_title = _("The associations today")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        counted = desk.counts(self.narrowed)
        status = self.chosen.get("status", "")
        total = counted.get(status, 0) if status else sum(counted.values())
        rows = self.selected.order_by(desk.by_status(), swedish("name"), "pk")
        page = _Paginator(rows, PER_PAGE, total=total).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            filters=self.filters,
            statuses=[
                {
                    "label": one.label,
                    "count": counted[one],
                    "url": self.address(status=one.value),
                    "is_chosen": status == one.value,
                }
                for one in DeskStatus
            ],
            meaning=MEANING.get(status, ""),
            all_url=self.address(status=""),
            all_count=sum(counted.values()),
            is_all=not status,
            rows=page,
            labels=dict(DeskStatus.choices),
            total=total,
            remind_url=self.address("associations_desk:remind"),
            before_url=self._page(page, page.number - 1),
            after_url=self._page(page, page.number + 1),
            hidden=self.chosen,
            **kwargs,
        )

    def _page(self, page, number: int) -> str:
        return self.address(p=str(number)) if 1 <= number <= page.paginator.num_pages else ""


class _Paginator(Paginator):
    """Knows how many there are from the counts beside the list."""

    def __init__(self, *args, total: int) -> None:
        super().__init__(*args)
        self.total = total

    @cached_property
    def count(self) -> int:
        return self.total


class Remind(DeskView):
    """The letter and who gets it, who does not and why; POST queues it."""

    template_name = "associations/admin/desk/remind.html"
    page_title = _("Ask whether the details are right")
    header_icon = "mail"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": self.address(), "label": Desk.page_title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        made = reminding.plan(self.selected)
        return super().get_context_data(
            plan=made,
            names=[association.name for association in made.to[:SHOWN_NAMES]],
            more=max(0, len(made.to) - SHOWN_NAMES),
            reasons=[
                {
                    "words": words,
                    "count": len(rows),
                    "rows": rows[:SHOWN_NAMES],
                    "more": max(0, len(rows) - SHOWN_NAMES),
                }
                for words, rows in made.reasons
            ],
            mail=_example(made.to[0]) if made.to else None,
            post_url=self.request.get_full_path(),
            back_url=self.address(),
            **kwargs,
        )

    def post(self, request):
        made = reminding.remind(self.selected, by=request.user)
        if made.to:
            text = ngettext(
                "%(count)s association is asked. The mail is queued.",
                "%(count)s associations are asked. The mails are queued.",
                len(made.to),
            )
            button = messages.button(reverse("deliveries:index"), _("See the mails"))
            text %= {"count": intcomma(len(made.to))}
            messages.success(request, text, buttons=[button])
        else:
            messages.warning(request, _("Nobody was asked: all have just been, or cannot be."))
        return redirect(self.address())


def _example(association: Association) -> dict[str, str]:
    """The real mail to the first of them, with a link that leads nowhere in place of theirs."""
    row = Association.objects.select_related("presentation").get(pk=association.pk)
    made = letter(
        row,
        to="",
        link=confirmation_link("…"),
        is_reminder=False,
        closing=closing(str(_("You get this mail since you look after the page."))),
    )
    return {"name": row.name, "subject": made.subject, "text": message(made, "").body}


class DeskMenuItem(MenuItem):
    """The first thing the coordinator sees."""

    def __init__(self) -> None:
        super().__init__(
            _("The associations today"),
            reverse_lazy("associations_desk:desk"),
            icon_name="tasks",
            order=1,
        )

    def is_shown(self, request) -> bool:
        return access.may_keep_register(request.user)


urlpatterns = [
    path("", Desk.as_view(), name="desk"),
    path("fraga/", Remind.as_view(), name="remind"),
]


def admin_urls():
    return [path("laget/", include((urlpatterns, "associations_desk")))]
