"""Who acts for an association, at the coordinator's: appointed, and let go."""

from django import forms
from django.contrib.auth import get_user_model
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from associations import membership_services
from associations.admin.base import KeeperRequired
from associations.models import Association, MemberRole, Membership
from associations.pages.refused import words_for
from associations.people import called
from associations.refusals import Refusal

TAB = "#tab-people"


class AppointForm(forms.Form):
    """Whom, to what, and on what it rests."""

    address = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The person signs in with this address, and gets a mail about the role."),
        max_length=get_user_model()._meta.get_field("email").max_length,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=MemberRole,
        initial=MemberRole.RESPONSIBLE,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What the decision rests on"),
        help_text=_("For example a case number, or whom you have spoken to."),
        max_length=Membership._meta.get_field("note").max_length,
        error_messages={"required": _("Write what the decision rests on.")},
    )


class PeopleView(KeeperRequired, WagtailAdminTemplateMixin, FormView):
    """A step about one association's people: told about by GET, taken by POST."""

    template_name = "associations/admin/life.html"
    header_icon = "user"
    button: object
    explanation: object
    done: object

    @cached_property
    def association(self) -> Association:
        raise NotImplementedError

    def take(self, form: forms.Form) -> None:
        raise NotImplementedError

    def form_valid(self, form):
        try:
            self.take(form)
        except Refusal as refusal:
            words = words_for(refusal)
            messages.error(self.request, f"{words.heading}. {words.text}")
            return redirect(self.get_success_url())
        messages.success(self.request, self.done)
        return super().form_valid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self):
        return reverse("associations:edit", args=[self.association.pk]) + TAB

    def get_page_title(self):
        return self.button

    def get_page_subtitle(self):
        return self.association.name

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("associations:index"), "label": _("Associations")},
            {"url": self.get_success_url(), "label": self.association.name},
            {"url": "", "label": self.button},
        ]


class Appoint(PeopleView):
    form_class = AppointForm
    button = _("Appoint a representative")
    explanation = _(
        "Also when nobody in the association has the login any more. The person can sign in at once"
        " with the address. Make sure who it is: the association is told at its own address when"
        " somebody becomes responsible."
    )
    done = _("The person has been appointed, and gets a mail.")

    @cached_property
    def association(self):
        return get_object_or_404(Association, pk=self.kwargs["association"])

    def take(self, form):
        membership_services.appoint_address(
            self.association, by=self.request.user, **form.cleaned_data
        )


class End(PeopleView):
    form_class = forms.Form
    button = _("End the role")
    done = _("The role has been ended.")

    @cached_property
    def membership(self) -> Membership:
        rows = Membership.objects.select_related("association", "user").filter(ended_at=None)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def association(self):
        return self.membership.association

    @property
    def explanation(self):
        words = _("%(who)s can no longer change anything, and gets a mail about it.")
        return words % {"who": called(self.membership.user)}

    def take(self, form):
        membership_services.end_membership(self.membership, by=self.request.user)


def urlpatterns() -> list:
    return [
        path("people/new/<int:association>/", Appoint.as_view(), name="appoint"),
        path("people/end/<int:pk>/", End.as_view(), name="end_role"),
    ]
