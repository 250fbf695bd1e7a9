"""Documents handed to the municipality: seen by it and by the association's own people alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from associations import access, own_services
from associations.files import register_file_response
from associations.forms import RegisterFileForm
from associations.models import Association
from associations.pages.base import own_page, page
from associations.refusals import KeptByTheMunicipality


@own_page(access.may_edit)
def documents(request: HttpRequest, association: Association) -> HttpResponse:
    """What has been handed in, and a form to hand in more."""
    form = RegisterFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = RegisterFileForm(request.POST, request.FILES)
        if form.is_valid():
            own_services.store_document(
                association,
                content=form.cleaned_data["file"],
                file_type=form.file_type,
                original_name=form.original_name,
                kind=form.cleaned_data["kind"],
                year=form.cleaned_data["year"],
                by=request.user,
            )
            messages.success(request, _("The municipality has the document."))
            return redirect("my_documents", slug=association.slug)
    files = own_services.documents_of(association)
    return page(request, "documents", association, form=form, files=files)


@own_page(access.may_edit)
def open_document(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    return register_file_response(_one(association, pk))


@own_page(access.may_edit)
def remove_document(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    """Asked about by GET, done by POST; only what one has handed in oneself."""
    row = _one(association, pk)
    if request.method == "POST":
        try:
            own_services.remove_document(row, by=request.user)
            messages.success(request, _("Removed."))
        except KeptByTheMunicipality:
            messages.error(request, _("Only the municipality can remove that document."))
        return redirect("my_documents", slug=association.slug)
    return page(request, "document_remove", association, row=row)


def _one(association: Association, pk: int):
    return get_object_or_404(own_services.documents_of(association), pk=pk)
