"""The coordinator's pages about one person: what is kept, a copy, and taking it away."""

from django import forms
from django.db import transaction
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from associations import access
from associations.admin.base import KeeperRequired
from cms.rights import erase
from cms.rights.export import copy_of
from cms.rights.subject import Subject, subject_of
from cms.rights.views import as_file

FILE_NAME = "personuppgifter.json"
SHOW, COPY, ASK, ERASE = "show", "copy", "ask", "erase"


class PersonForm(forms.Form):
    """Whose: the address is what the register knows a person by."""

    address = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=120,
        help_text=_("First name and last name, as it may stand in a text."),
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)

    @property
    def subject(self) -> Subject:
        return subject_of(**self.cleaned_data)


class Person(KeeperRequired, WagtailAdminTemplateMixin, FormView):
    """Nothing about a person is in the address of the page: every step is posted."""

    template_name = "cms/rights/person.html"
    form_class = PersonForm
    page_title = _("A person's data")
    header_icon = "user"

    def form_valid(self, form):
        subject, step = form.subject, self.request.POST.get("step", SHOW)
        if step == COPY:
            return as_file(subject, FILE_NAME)
        if step == ERASE:
            return self._erase(form, subject)
        rules = erase.decisions()
        context = self.get_context_data(form=form) | {
            "is_found": True,
            "entries": copy_of(subject),
            "asks": step == ASK,
            "kept": [kind.label for kind in erase.kept_kinds(rules)],
            "short": [
                word for word in (*subject.names, *subject.phones) if word not in subject.words
            ],
        }
        return self.render_to_response(context)

    def _erase(self, form: PersonForm, subject: Subject):
        try:
            run = erase.erase(subject, by=self.request.user)
        except erase.StaffIsErasedByAdministrator:
            text = gettext(
                "The person works in the admin. An administrator takes such a login away, and"
                " nobody takes away their own."
            )
            messages.error(self.request, text)
            return self.render_to_response(self.get_context_data(form=form), status=422)
        transaction.on_commit(erase.scrub)
        text = gettext("The person is erased. Rows removed or changed: %(count)s.")
        messages.success(self.request, text % {"count": sum(run.counts.values())})
        return redirect("person_data")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class PersonMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(_("Personal data"), reverse("person_data"), icon_name="user", order=160)

    def is_shown(self, request) -> bool:
        return access.may_keep_register(request.user)


def admin_urls() -> list:
    return [path("personal-data/", Person.as_view(), name="person_data")]
