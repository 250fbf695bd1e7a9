"""What is locked: as it stands, and what has been asked for. The coordinator decides."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from associations import access, change_services
from associations.models import Association, LegalForm, LockedField
from associations.pages.base import own_page, page, posted
from associations.pages.forms.changes import ChangeForm

SHOWN = 20


def in_words(field: str, value: str) -> str:
    """A value as people read it."""
    if field == LockedField.LEGAL_FORM:
        return str(dict(LegalForm.choices).get(value, value))
    is_number = field == LockedField.ORG_NUMBER and value
    return f"{value[:6]}-{value[6:]}" if is_number else value


@own_page(access.may_edit)
def changes(request: HttpRequest, association: Association) -> HttpResponse:
    now = [
        (field, in_words(field, change_services.value_now(association, field)))
        for field in LockedField
    ]
    rows = association.changerequests.all()[:SHOWN]
    asked = [(row, in_words(row.field, row.value)) for row in rows]
    return page(request, "changes", association, now=now, asked=asked)


@own_page(access.may_edit)
def ask_for_change(request: HttpRequest, association: Association, field: str) -> HttpResponse:
    if field not in LockedField.values:
        raise Http404
    form = ChangeForm(posted(request), field=field)
    if request.method == "POST" and form.is_valid():
        change_services.ask_for_change(
            association, field=field, **form.cleaned_data, by=request.user
        )
        messages.success(request, _("The municipality has your request. You get a mail."))
        return redirect("my_changes", slug=association.slug)
    value = in_words(field, change_services.value_now(association, field))
    what = LockedField(field).label
    return page(request, "change", association, form=form, what=what, value=value)
