"""What there are several of: offers and wishes, and the persons of the board."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from associations import access, own_services
from associations.models import Association, ContactPerson, Offer
from associations.pages.base import own_page, page, posted
from associations.pages.forms.rows import OfferForm, PersonForm


@own_page(access.may_edit)
def offers(request: HttpRequest, association: Association) -> HttpResponse:
    """All of them, those that have run out too."""
    return page(request, "offers", association, offers=association.offers.all())


@own_page(access.may_edit)
def add_offer(request: HttpRequest, association: Association) -> HttpResponse:
    return _offer(request, Offer(association=association))


@own_page(access.may_edit)
def change_offer(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    return _offer(request, get_object_or_404(association.offers, pk=pk))


def _offer(request: HttpRequest, row: Offer) -> HttpResponse:
    form = OfferForm(
        posted(request),
        initial=_values(OfferForm, row) if row.pk else None,
    )
    if request.method == "POST" and form.is_valid():
        own_services.save_offer(row, changes=form.cleaned_data, by=request.user)
        messages.success(request, _("Saved. Everyone sees it on your page."))
        return redirect("my_offers", slug=row.association.slug)
    return page(request, "offer", row.association, form=form, row=row)


@own_page(access.may_edit)
def remove_offer(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    """Asked about by GET, done by POST."""
    row = get_object_or_404(association.offers, pk=pk)
    if request.method == "POST":
        own_services.remove_offer(row, by=request.user)
        messages.success(request, _("Removed."))
        return redirect("my_offers", slug=association.slug)
    return page(request, "offer_remove", association, row=row)


@own_page(access.may_edit)
def board(request: HttpRequest, association: Association) -> HttpResponse:
    """Those who have a post now, and those who had one."""
    today = localdate()
    over = Q(ends_on__lt=today)
    persons = association.contact_persons
    return page(
        request, "board", association, persons=persons.exclude(over), former=persons.filter(over)
    )


@own_page(access.may_edit)
def add_person(request: HttpRequest, association: Association) -> HttpResponse:
    return _person(request, ContactPerson(association=association))


@own_page(access.may_edit)
def change_person(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    return _person(request, get_object_or_404(association.contact_persons, pk=pk))


def _person(request: HttpRequest, row: ContactPerson) -> HttpResponse:
    form = PersonForm(
        posted(request),
        initial=_values(PersonForm, row) if row.pk else None,
    )
    if request.method == "POST" and form.is_valid():
        own_services.save_person(row, changes=form.cleaned_data, by=request.user)
        messages.success(request, _("Saved. Only the municipality and you see it."))
        return redirect("my_board", slug=row.association.slug)
    return page(request, "person", row.association, form=form, row=row)


@own_page(access.may_edit)
def end_person(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    """Asked about by GET, done by POST."""
    row = get_object_or_404(association.contact_persons, pk=pk)
    if request.method == "POST":
        own_services.end_person(row, by=request.user)
        messages.success(request, _("The post has ended."))
        return redirect("my_board", slug=association.slug)
    return page(request, "person_end", association, row=row)


def _values(form: Any, row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields}
