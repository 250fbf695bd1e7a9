"""The association's facts, a form for each part: what is saved is public at once, and logged."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from associations import access, fact_services, versions
from associations.models import Association
from associations.pages.base import own_page, page
from associations.pages.conflicts import MINE, THEIRS, VERSION, Difference, chosen, conflict
from associations.pages.forms.facts import (
    ActivitiesForm,
    ContactForm,
    DetailsForm,
    MeetingsForm,
    OwnFactsForm,
)
from associations.refusals import Outdated


@dataclass(frozen=True)
class Part:
    """One page: its form and its words."""

    name: str
    form: type[OwnFactsForm]
    title: Promise
    lead: Promise


PARTS = (
    Part(
        "my_details",
        DetailsForm,
        _("Details"),
        _("What you save is seen by everyone at once."),
    ),
    Part(
        "my_activities",
        ActivitiesForm,
        _("Activities and target groups"),
        _("So that those who look for what you do find you."),
    ),
    Part(
        "my_meetings",
        MeetingsForm,
        _("When and where you meet"),
        _("What you save is seen by everyone at once, and in the list of associations."),
    ),
    Part(
        "my_contacts",
        ContactForm,
        _("Contact details"),
        _("You choose for each who sees it. The municipality uses them to reach you."),
    ),
)


def _view(part: Part):
    @own_page(access.may_edit)
    def view(request: HttpRequest, association: Association) -> HttpResponse:
        if request.method == "POST":
            return _save(request, association, part)
        form = part.form(initial=part.form.of(association))
        return _page(request, association, part, form, _version(association, part))

    return view


def _save(request: HttpRequest, association: Association, part: Part) -> HttpResponse:
    form = part.form(request.POST, initial=part.form.of(association))
    version = request.POST.get(VERSION, "")
    if not form.is_valid():
        return _page(request, association, part, form, version)
    choices = chosen(request.POST)
    if "" in choices.values() and (again := _conflict(request, association, part, form, choices)):
        return again
    changes = form.changes()
    kept = {name: value for name, value in changes.items() if choices.get(name) != THEIRS}
    try:
        fact_services.change_own(association, changes=kept, opened_with=version, by=request.user)
    except Outdated:
        if differing := _conflict(request, association, part, form):
            return differing
    messages.success(request, gettext("Saved: %(part)s.") % {"part": part.title})
    return redirect("my_association", slug=association.slug)


def _page(request, association, part: Part, form: OwnFactsForm, version: str) -> HttpResponse:
    return page(request, "facts", association, form=form, part=part, version=version)


def _version(association: Association, part: Part) -> str:
    return versions.token(fact_services.stored(association, part.form.FACTS))


def _conflict(request, association, part: Part, form: OwnFactsForm, choices=None):
    """Both versions of what differs, None if nothing does.

    `choices` are those made when the page has been answered only in part.
    """
    association.refresh_from_db()
    stored = fact_services.stored(association, part.form.FACTS)
    mine = {name: fact_services.plain(name, value) for name, value in form.changes().items()}
    opened_with = request.POST.get(VERSION, "")
    by_others = versions.changed(opened_with, stored)
    by_me = versions.changed(opened_with, mine)
    differences = [
        Difference(
            name,
            form.label_of(name),
            theirs=form.words(name, stored[name]),
            mine=form.words(name, mine[name]),
            choice=choices.get(name, "") if choices else _marked(name, by_me, by_others),
        )
        for name in part.form.FACTS
        if stored[name] != mine[name]
    ]
    if not differences:
        return None
    return conflict(
        request,
        association,
        differences=differences,
        version=versions.token(stored),
        back=reverse("my_association", args=[association.slug]),
        unanswered=choices is not None,
    )


def _marked(name: str, by_me: set[str], by_others: set[str]) -> str:
    """What only one of the two has changed is that one's, unless the person says otherwise."""
    if name in by_me and name in by_others:
        return ""
    return MINE if name in by_me else THEIRS


details, activities, meetings, contacts = (_view(part) for part in PARTS)
