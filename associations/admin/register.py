"""The register's list, and the page where one association is kept."""

from collections.abc import Mapping
from tempfile import TemporaryFile

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history
from wagtail.admin.widgets.button import Button

from associations import access, duplicates, removal, services
from associations.admin import columns
from associations.admin.base import KeeperRequired
from associations.admin.life import steps_for
from associations.admin.ordering import swedish
from associations.admin.search import search
from associations.exporting import write_export
from associations.identifiers import public_url
from associations.models import Association, DuplicatePair, Merge, PairState
from associations.orgnumber import OrgNumber
from associations.rules import standing

LEAST_LETTERS = 3
EXPORT_NAME = "foreningsregister"


class RegisterIndex(generic.IndexView):
    """Every association, listed or not, narrowed by what is to be looked at."""

    any_permission_required = ["change"]

    def get_base_queryset(self):
        others = Association.objects.filter(org_number=OuterRef("org_number")).exclude(
            pk=OuterRef("pk")
        )
        shares = Exists(others.exclude(org_number=""))
        return super().get_base_queryset().annotate(shares_number=shares)

    @cached_property
    def columns(self):
        return [columns.checkbox(), *super().columns, *columns.columns()]

    def _get_title_column(self, field_name, **kwargs):
        return super()._get_title_column(
            field_name, get_title_id=lambda row: f"association_{row.pk}_title", **kwargs
        )

    @cached_property
    def show_export_buttons(self):
        return access.may_import(self.request.user)

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """What the list shows under its filters, in the one shape that the import reads again."""
        if not access.may_import(self.request.user):
            raise PermissionDenied
        shown = Association.objects.filter(pk__in=self.get_queryset().order_by().values("pk"))
        # In a file of its own, gone when it has been sent: a register can be large.
        file = TemporaryFile()  # noqa: SIM115
        write_export(shown, file, extension=spreadsheet_format)
        file.seek(0)
        return FileResponse(
            file, as_attachment=True, filename=f"{EXPORT_NAME}.{spreadsheet_format}"
        )

    def order_queryset(self, queryset):
        if self.ordering in ("name", "-name"):
            order = swedish("name")
            return queryset.order_by(order.desc() if self.ordering[0] == "-" else order, "pk")
        return queryset.order_by(self.ordering, swedish("name"), "pk")

    def search_queryset(self, queryset):
        return search(queryset, self.search_query)


class RegisterForm:
    """Saving through the services, which log and refresh; the form's own instance is dropped."""

    def get_success_url(self):
        return reverse("associations:edit", args=[self.object.pk])

    def get_success_buttons(self):
        return [messages.button(reverse("associations:index"), _("To the list"))]


class Like(KeeperRequired, TemplateView):
    """Those that may be the one whose name or number is being typed; a part of a page."""

    template_name = "associations/admin/like.html"

    def get_context_data(self, **kwargs):
        typed = {key: self.request.GET.get(key, "")[:200] for key in ("name", "org_number", "town")}
        return super().get_context_data(**kwargs) | {"alike": alike(typed)}


def alike(typed: Mapping[str, str]) -> list[duplicates.Alike]:
    """Nothing is asked about the first letters of a name."""
    try:
        number = OrgNumber.parse(typed.get("org_number") or "").digits
    except ValueError:
        number = ""
    name = (typed.get("name") or "").strip()
    if len(name) < LEAST_LETTERS and not number:
        return []
    return duplicates.like(name=name, number=number, town=typed.get("town") or "")


class RegisterCreate(RegisterForm, generic.CreateView):
    """Says first which others it may be, and adds it when told that it is none of them."""

    page_title = _("New association")
    template_name = "associations/admin/create.html"
    success_message = _("%(object)s is in the register, not yet listed for residents.")

    def form_valid(self, form):
        self.alike = alike(form.cleaned_data)
        if self.alike and "add_anyway" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"alike": getattr(self, "alike", [])}

    def save_instance(self):
        association = services.register_association(by=self.request.user, **self.form.facts)
        return services.change_details(
            association, facts={}, contact=self.form.contact, by=self.request.user
        )


class RegisterEdit(RegisterForm, generic.EditView):
    template_name = "associations/admin/edit.html"
    success_message = _("%(object)s is saved.")

    def save_instance(self):
        association = Association.objects.select_for_update().get(pk=self.object.pk)
        return services.change_details(
            association, facts=self.form.facts, contact=self.form.contact, by=self.request.user
        )

    @cached_property
    def header_more_buttons(self):
        return [
            Button(step.button, url=url, icon_name=step.icon, priority=number)
            for number, (step, url) in enumerate(steps_for(self.object))
        ] + super().header_more_buttons

    def get_context_data(self, **kwargs):
        association = self.live_association
        sharing = Association.objects.none()
        if association.org_number:
            sharing = Association.objects.filter(org_number=association.org_number).exclude(
                pk=association.pk
            )
        return super().get_context_data(**kwargs) | {
            "association": association,
            "sharing": sharing.only("pk", "name"),
            "suspicions": association.source_records.filter(settled_at=None).exclude(suspicion=""),
            "steps": steps_for(association),
            "standing": standing(association),
            "mergers": Merge.objects.undoable()
            .filter(Q(kept=association) | Q(merged=association))
            .select_related("kept", "merged"),
            "pairs": DuplicatePair.objects.filter(state=PairState.OPEN)
            .filter(Q(first=association) | Q(second=association))
            .select_related("first", "second"),
            "listing_url": listing_url(association),
            "public_url": public_url(association) if association.is_public else "",
        }

    @cached_property
    def live_association(self) -> Association:
        """As stored; the form has already put what was typed into its own instance."""
        return Association.objects.select_related("merged_into").get(pk=self.object.pk)


class RegisterDelete(generic.DeleteView):
    """Only for what was never anything: unlisted, and nothing points at it."""

    template_name = "associations/admin/delete.html"

    def get_usage(self):
        return None

    def get_context_data(self, **kwargs):
        kwargs["refusal"] = removal.why_kept(self.object)
        return super().get_context_data(**kwargs)

    def form_valid(self, form):
        if refusal := removal.why_kept(self.object):
            messages.error(self.request, refusal)
            return redirect("associations:edit", self.object.pk)
        return super().form_valid(form)

    def delete_action(self):
        removal.remove_association(self.object, by=self.request.user)


class RegisterHistory(history.HistoryView):
    any_permission_required = ["change"]


def listing_url(association: Association) -> str:
    """Where one association is listed or unlisted: the page that does it for many."""
    action = "unlist" if association.is_listed else "list"
    page = reverse("wagtail_bulk_action", args=["associations", "association", action])
    back = reverse("associations:edit", args=[association.pk])
    return f"{page}?{urlencode({'id': association.pk, 'next': back})}"
