"""The log of mails: what was sent to whom about what, how it went, and one more copy by hand."""

import django_filters
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from associations import outbox
from associations.admin import post
from associations.admin.base import ClosedViewSet
from associations.models import Delivery, DeliveryState
from associations.models.delivery import FINAL_STATES
from associations.outbox import purposes


class DeliveryFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=DeliveryState.choices)
    purpose = django_filters.ChoiceFilter(
        label=_("About"), choices=lambda: sorted(purposes.labels().items())
    )

    class Meta:
        model = Delivery
        fields = ["state", "purpose"]


def label(delivery: Delivery) -> str:
    """What the mail is about, in words."""
    return str(purposes.labels().get(delivery.purpose, delivery.purpose))


class DeliveryIndex(IndexView):
    any_permission_required = ["view"]
    default_ordering = "-created_at"

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("association")

    @cached_property
    def header_buttons(self):
        return [
            HeaderButton(
                _("Addresses that do not work"), reverse("deliveries:broken"), icon_name="warning"
            ),
            HeaderButton(_("How much is asked"), reverse("deliveries:rules"), icon_name="cog"),
        ]

    @cached_property
    def columns(self):
        return [
            TitleColumn("purpose", label=_("About"), accessor=label, url_name="deliveries:read"),
            Column("association", label=_("Association"), sort_key="association__name"),
            Column("recipient", label=_("To"), accessor="recipient_words"),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
            Column("reason", label=_("Reason")),
            DateColumn("created_at", label=_("Queued"), sort_key="created_at"),
            DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
        ]


class DeliveryRead(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One mail's story; POST queues one more copy of a mail whose fate is settled."""

    model = Delivery
    permission_required = "view"
    template_name = "associations/admin/delivery.html"
    page_title = _("Mail")
    header_icon = "mail"

    @cached_property
    def delivery(self) -> Delivery:
        return get_object_or_404(
            Delivery.objects.select_related("association"), pk=self.kwargs["pk"]
        )

    def get_page_subtitle(self):
        return label(self.delivery)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "delivery": self.delivery,
            "about": label(self.delivery),
            "together": self.together(),
            "may_send_again": self.delivery.state in FINAL_STATES,
        }

    def together(self) -> list[dict]:
        """What went in the same mail."""
        mail = self.delivery
        others = Delivery.objects.filter(message_id=mail.message_id).exclude(pk=mail.pk)
        return [
            {"about": label(other), "delivery": other}
            for other in (others.order_by("pk") if mail.message_id else ())
        ]

    def post(self, request, pk):
        try:
            copy = outbox.send_again(self.delivery)
        except ValueError:
            messages.error(request, _("The mail is still on its way. Wait until it has settled."))
            return redirect("deliveries:read", pk)
        messages.success(request, _("One more copy is queued, to the address that holds now."))
        return redirect("deliveries:read", copy.pk)


class DeliveryViewSet(ClosedViewSet):
    model = Delivery
    icon = "mail"
    url_namespace = "deliveries"
    url_prefix = "associations/mail"
    menu_label = _("Mail")
    routes = ("index", "index_results")
    index_view_class = DeliveryIndex
    filterset_class = DeliveryFilters
    list_display = ("purpose",)
    search_fields = ("association__name",)
    form_fields = ()

    def get_urlpatterns(self):
        read = path("read/<int:pk>/", DeliveryRead.as_view(), name="read")
        return [*super().get_urlpatterns(), read, *post.urlpatterns()]
