"""What is not to be published, and how long each kind of data is kept."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin

from associations import do_not_publish
from associations.admin.base import ClosedViewSet, KeeperRequired
from associations.admin.choosers import association_chooser
from associations.models import Association, DisposalRule, DoNotPublish, ValueKind


class HideForm(forms.Form):
    """An association, or one value."""

    association = forms.ModelChoiceField(
        label=_("Association"), queryset=Association.objects.current(), required=False
    )
    kind = forms.ChoiceField(
        label=_("Or a value"), choices=[("", "–"), *ValueKind.choices], required=False
    )
    value = forms.CharField(
        label=_("The value"),
        required=False,
        max_length=254,
        help_text=_("Only a fingerprint of it is kept, so it cannot be read here afterwards."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_(
            "Never write that somebody has protected personal data, or anything else about why"
            " somebody must be hidden."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["association"].widget = association_chooser()

    def clean(self):
        data = super().clean()
        value = bool(data.get("kind") and data.get("value"))
        if bool(data.get("association")) == value:
            raise ValidationError(_("Choose an association, or a kind and a value; not both."))
        return data


class HideCreate(KeeperRequired, WagtailAdminTemplateMixin, FormView):
    template_name = "associations/admin/hide.html"
    form_class = HideForm
    page_title = _("Hide from residents")
    header_icon = "view"

    def form_valid(self, form):
        data, by = form.cleaned_data, self.request.user
        if data["association"]:
            do_not_publish.hide_association(data["association"], reason=data["reason"], by=by)
        else:
            do_not_publish.hide_value(data["kind"], data["value"], reason=data["reason"], by=by)
        messages.success(self.request, _("Hidden now, and in every import to come."))
        return redirect("do_not_publish:index")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class HiddenIndex(IndexView):
    any_permission_required = ["change"]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("association", "added_by")

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "what",
                label=_("What"),
                accessor=lambda row: row.association or row.get_kind_display(),
                url_name="do_not_publish:delete",
            ),
            Column("reason", label=_("Reason")),
            DateColumn("added_at", label=_("Added"), sort_key="added_at"),
        ]


class HiddenDelete(generic.DeleteView):
    page_title = _("Take off the list")
    confirmation_message = _("Nothing is published by this. An import may show it the next time.")

    def delete_action(self):
        do_not_publish.show_again(self.object)


class DoNotPublishViewSet(ClosedViewSet):
    model = DoNotPublish
    icon = "view"
    url_namespace = "do_not_publish"
    url_prefix = "associations/do-not-publish"
    menu_label = _("Not to be published")
    routes = ("index", "index_results", "delete")
    index_view_class = HiddenIndex
    delete_view_class = HiddenDelete
    list_display = ("association",)
    search_fields = ("association__name",)
    form_fields = ()

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**kwargs) | {"add_url_name": self.get_url_name("add")}

    def get_urlpatterns(self):
        return [path("new/", HideCreate.as_view(), name="add"), *super().get_urlpatterns()]


class DisposalRuleViewSet(ClosedViewSet):
    model = DisposalRule
    icon = "bin"
    url_namespace = "disposal_rules"
    url_prefix = "associations/disposal-rules"
    menu_label = _("Disposal rules")
    routes = ("index", "index_results", "add", "edit", "delete")
    list_display = ("__str__", "action", "months", "decision")
    search_fields = ("decision",)
    form_fields = ("kind", "action", "months", "decision")
