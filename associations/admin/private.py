"""Where the private tables are kept: reached from the association, and back to it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.views import generic

from associations import access, private_services
from associations.admin.base import ClosedViewSet, KeeperRequired
from associations.files import register_file_response
from associations.forms import InternalNoteForm, PaymentDetailsForm, RegisterFileForm
from associations.models import (
    Association,
    ContactPerson,
    InternalNote,
    PaymentDetails,
    RegisterFile,
)

TAB = "#tab-private"


class PrivateView:
    """A page about one private row: named by its kind, never by what is in it."""

    page_title = ""

    @cached_property
    def association(self) -> Association:
        if "association" in self.kwargs:
            return get_object_or_404(Association, pk=self.kwargs["association"])
        return self.object.association

    def get_page_title(self):
        return self.page_title or self.model._meta.verbose_name.capitalize()

    def get_page_subtitle(self):
        return self.association.name

    def get_success_url(self):
        return reverse("associations:edit", args=[self.association.pk]) + TAB

    def get_success_buttons(self):
        return []

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("associations:index"), "label": _("Associations")},
            {"url": self.get_success_url(), "label": self.association.name},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_success_message(self, instance=None):
        return _("Saved.")


class SavesPrivate(PrivateView):
    """Saving through the service; the form's own instance is only a place to validate."""

    def save_instance(self):
        row = self.stored_row()
        changes = {name: self.form.cleaned_data[name] for name in self.form.fields}
        return private_services.save_private(row, changes=changes, by=self.request.user)


class PrivateCreate(SavesPrivate, generic.CreateView):
    def stored_row(self):
        return self.model(association=self.association)

    def get_initial_form_instance(self):
        return self.stored_row()

    def get_add_url(self):
        return reverse(self.add_url_name, args=[self.association.pk])


class NoteCreate(PrivateCreate):
    def stored_row(self):
        return InternalNote(association=self.association, written_by=self.request.user)


class PrivateEdit(SavesPrivate, generic.EditView):
    def stored_row(self):
        return self.model.objects.select_for_update().get(pk=self.object.pk)


class PrivateDelete(PrivateView, generic.DeleteView):
    def get_success_message(self):
        return _("Removed.")

    def delete_action(self):
        private_services.remove_private(self.object, by=self.request.user)


class PrivateViewSet(ClosedViewSet):
    """`new/<association>/`, `edit/<row>/`, `delete/<row>/`, and no list of everyone's."""

    icon = "lock"
    routes = ("edit", "delete")
    list_display = ("__str__",)
    search_fields = ()
    add_view_class = PrivateCreate
    edit_view_class = PrivateEdit
    delete_view_class = PrivateDelete

    def get_urlpatterns(self):
        add = path("new/<int:association>/", self.add_view, name="add")
        return [add, *super().get_urlpatterns()]

    def get_common_view_kwargs(self, **kwargs):
        kwargs = super().get_common_view_kwargs(**kwargs)
        return kwargs | {"index_url_name": None, "add_url_name": self.get_url_name("add")}


class ContactPersonViewSet(PrivateViewSet):
    model = ContactPerson
    url_namespace = "contact_persons"
    url_prefix = "associations/contact-persons"
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
            FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        ]
    )


class InternalNoteViewSet(PrivateViewSet):
    model = InternalNote
    url_namespace = "internal_notes"
    url_prefix = "associations/notes"
    add_view_class = NoteCreate
    edit_handler = ObjectList([FieldPanel("text")], base_form_class=InternalNoteForm)


class PaymentEdit(PrivateEdit):
    """The one row an association has; nothing is made before it is saved."""

    def get_object(self, queryset=None):
        rows = PaymentDetails.objects.filter(association=self.association)
        return rows.first() or PaymentDetails(association=self.association)

    def stored_row(self):
        row = PaymentDetails.objects.select_for_update().filter(association=self.association)
        return row.first() or PaymentDetails(association=self.association)

    def get_edit_url(self):
        return reverse("payment_details:edit", args=[self.association.pk])

    @cached_property
    def can_delete(self):
        return False

    def get_side_panels(self):
        return generic.models.MediaContainer([])


class PaymentDetailsViewSet(PrivateViewSet):
    model = PaymentDetails
    url_namespace = "payment_details"
    url_prefix = "associations/payment"
    edit_view_class = PaymentEdit
    edit_handler = ObjectList(
        [FieldRowPanel([FieldPanel("bankgiro"), FieldPanel("plusgiro")])],
        base_form_class=PaymentDetailsForm,
    )

    def get_urlpatterns(self):
        return [path("<int:association>/", self.edit_view, name="edit")]


class RegisterFileCreate(KeeperRequired, PrivateView, generic.WagtailAdminTemplateMixin, FormView):
    """Upload: the type is read from the content, the size is limited, the name is cleaned."""

    model = RegisterFile
    template_name = "associations/admin/upload.html"
    form_class = RegisterFileForm

    def form_valid(self, form):
        private_services.store_register_file(
            self.association,
            content=form.cleaned_data["file"],
            file_type=form.file_type,
            original_name=form.original_name,
            kind=form.cleaned_data["kind"],
            year=form.cleaned_data["year"],
            by=self.request.user,
        )
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url())


class RegisterFileOpen(View):
    """The only way to a register file: checked, as an attachment, never shown inside the site."""

    def get(self, request, pk):
        if not access.may_read_register_files(request.user):
            raise PermissionDenied
        row = get_object_or_404(RegisterFile, pk=pk)
        return register_file_response(row)


class RegisterFileViewSet(PrivateViewSet):
    model = RegisterFile
    url_namespace = "register_files"
    url_prefix = "associations/files"
    form_fields = ("kind", "year")

    def get_urlpatterns(self):
        ours = [
            path("new/<int:association>/", RegisterFileCreate.as_view(), name="add"),
            path("open/<int:pk>/", RegisterFileOpen.as_view(), name="open"),
        ]
        return ours + [url for url in super().get_urlpatterns() if url.name != "add"]


PRIVATE_VIEWSETS = (
    ContactPersonViewSet,
    InternalNoteViewSet,
    PaymentDetailsViewSet,
    RegisterFileViewSet,
)
