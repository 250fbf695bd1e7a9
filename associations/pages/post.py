"""The association's post: the address we write to, what we write, and whether residents may."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations import access, post_services, relay
from associations.models import Association, Delivery
from associations.outbox import choices, purposes
from associations.outbox.recipients import address_of, is_broken, to_association
from associations.pages.base import own_page, page, posted
from associations.pages.mail_choices import TopicsForm
from associations.refusals import TooMany
from associations.tasks import Task, TaskState

SHOWN = 10


class PostForm(TopicsForm):
    takes_messages = forms.BooleanField(
        label=gettext_lazy("Residents may write to us through the website"),
        required=False,
        help_text=gettext_lazy(
            "They fill in a form on your page. We send the message on; your address is not shown."
        ),
    )
    field_order = ("takes_messages", "topics")


@own_page(access.may_edit)
def post(request: HttpRequest, association: Association) -> HttpResponse:
    """One form for what the association chooses."""
    form = _form(association, posted(request))
    if form.is_bound and form.is_valid():
        post_services.set_post(
            association,
            takes_messages=form.cleaned_data["takes_messages"],
            topics=form.cleaned_data["topics"],
            by=request.user,
        )
        messages.success(request, _("Your choice is saved."))
        return redirect("own_post", association.slug)
    address = address_of(association)
    return page(
        request,
        "post",
        association,
        form=form,
        address=address,
        is_broken=bool(address) and is_broken(address),
        mails=_latest(association),
    )


@own_page(access.may_edit)
def try_address(request: HttpRequest, association: Association) -> HttpResponse:
    """POST sends one mail to an address that did not work; GET leads to where the button is."""
    if request.method == "POST":
        try:
            post_services.try_address(association, by=request.user)
        except TooMany:
            words = _("The address has been tried today. Wait until tomorrow, or change it.")
            messages.warning(request, words)
        else:
            messages.success(request, _("We have sent a mail to the address. Look for it there."))
    return redirect("own_post", association.slug)


def tasks(user: Any, association: Association) -> Iterator[Task]:
    """An address that does not work is something to do; the rest is there to be found."""
    if not access.may_edit(user, association):
        return
    address, url = address_of(association), reverse("own_post", args=[association.slug])
    heading = _("Post")
    if address and is_broken(address):
        words = _("The address %(address)s does not work: change it") % {"address": address}
        yield Task(heading, words, url, TaskState.TO_DO)
        return
    if relay.takes_messages(association):
        detail = _("Residents may write to you through the website.")
    else:
        detail = _("Residents may not write to you through the website.")
    yield Task(heading, _("Your association's post"), url, TaskState.OPTIONAL, detail)


def _form(association: Association, data: Any) -> PostForm:
    who = choices.chooser(to_association(association.pk), address_of(association))
    declined = choices.declined(who)
    wanted = [topic for topic, _label in TopicsForm.base_fields["topics"].choices]
    initial = {
        "takes_messages": relay.takes_messages(association),
        "topics": [topic for topic in wanted if topic not in declined],
    }
    return PostForm(data, initial=initial)


def _latest(association: Association) -> list[dict]:
    """The last mails to the address, as the association may read of them."""
    rows = Delivery.objects.filter(recipient=to_association(association.pk))
    labels = purposes.labels()
    return [
        {"about": labels.get(row.purpose, row.purpose), "row": row}
        for row in rows.order_by("-created_at", "-pk")[:SHOWN]
    ]
