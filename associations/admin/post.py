"""The coordinator's rules for how much is asked, and the addresses that mail does not reach."""

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from associations import asks, post_services
from associations.admin.base import KeeperRequired
from associations.models import AskRules, Association, BrokenAddress
from associations.outbox.recipients import address_hash, address_of, with_broken_address
from associations.refusals import TooMany


class UnderMail(KeeperRequired, WagtailAdminTemplateMixin):
    """A page that is found from the log of mails."""

    header_icon = "mail"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("deliveries:index"), "label": _("Mail")},
            {"url": "", "label": self.page_title},
        ]


class AskRulesForm(forms.ModelForm):
    class Meta:
        model = AskRules
        fields = ("per_month", "over_budget")
        widgets = {"over_budget": forms.RadioSelect}


class AskRulesEdit(UnderMail, FormView):
    template_name = "associations/admin/ask_rules.html"
    form_class = AskRulesForm
    page_title = _("How much is asked")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": asks.rules()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"month": asks.this_month()}

    def form_valid(self, form):
        asks.set_rules(**form.cleaned_data, by=self.request.user)
        messages.success(self.request, _("The rules are saved. They hold for what is asked next."))
        return redirect("deliveries:rules")


class BrokenAddresses(UnderMail, TemplateView):
    """GET lists; POST of an association's number tries its address again."""

    template_name = "associations/admin/broken_addresses.html"
    page_title = _("Addresses that do not work")

    def get_context_data(self, **kwargs):
        marks = {row.address_hash: row for row in BrokenAddress.objects.all()}
        rows = [
            {"association": one, "address": to, "mark": marks[address_hash(to)]}
            for one in with_broken_address()
            if address_hash(to := address_of(one)) in marks
        ]
        others = len(marks) - len({row["mark"].pk for row in rows})
        return super().get_context_data(**kwargs) | {"rows": rows, "others": others}

    def post(self, request):
        number = request.POST.get("association", "")
        association = get_object_or_404(Association, pk=number if number.isdigit() else None)
        try:
            post_services.try_address(association, by=request.user)
        except TooMany:
            messages.error(request, _("The address has been tried today, or there is none."))
        else:
            messages.success(request, _("A mail is on its way to the address."))
        return redirect("deliveries:broken")


def urlpatterns() -> list:
    return [
        path("rules/", AskRulesEdit.as_view(), name="rules"),
        path("broken/", BrokenAddresses.as_view(), name="broken"),
    ]
