"""Which mail one gets: by the link in a mail, without signing in, and for those who have."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from associations import access
from associations.models import MailTopic
from associations.outbox import choices
from associations.outbox.recipients import to_user
from associations.pages.base import posted

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


class TopicsForm(forms.Form):
    """The kinds of mail to have. All others always come."""

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Which mail do you want?"),
        choices=MailTopic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Codes to sign in with, decisions and receipts always come."),
    )


def topics_form(who: choices.Chooser, data: Any = None) -> TopicsForm:
    declined = choices.declined(who)
    wanted = [topic for topic in MailTopic.values if topic not in declined]
    return TopicsForm(data, initial={"topics": wanted})


# The link itself is the right to choose, and mail programs post without a form of ours.
@csrf_exempt
@login_not_required
@never_cache
@read_or_post
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows; POST chooses. A mail program's one click (RFC 8058) declines what it came with."""
    who = choices.read(token)
    if who is None:
        raise Http404
    if request.POST.get("List-Unsubscribe") == "One-Click":
        choices.decline(who, who.topics or MailTopic.values)
        return _page(request, who, topics_form(who), is_saved=True)
    form = topics_form(who, posted(request))
    if form.is_bound and form.is_valid():
        choices.choose(who, wanted=form.cleaned_data["topics"])
        return _page(request, who, topics_form(who), is_saved=True)
    return _page(request, who, form)


def _page(
    request: HttpRequest, who: choices.Chooser, form: TopicsForm, **context: Any
) -> HttpResponse:
    """Names nobody: the link may have been forwarded."""
    context |= {"form": form, "is_association": bool(who.address_hash)}
    status = 422 if form.errors else 200
    return render(request, "associations/mail_choices.html", context, status=status)


@never_cache
@read_or_post
def my_mail(request: HttpRequest) -> HttpResponse:
    """The signed-in person's own mail, and the way to that of the associations."""
    who = choices.Chooser(to_user(request.user.pk))
    form = topics_form(who, posted(request))
    if form.is_bound and form.is_valid():
        choices.choose(who, wanted=form.cleaned_data["topics"])
        messages.success(request, _("Your choice is saved."))
        return redirect(reverse("my_mail"))
    context = {
        "form": form,
        "associations": access.represented_by(request.user).order_by("name"),
    }
    status = 422 if form.errors else 200
    return render(request, "associations/my_mail.html", context, status=status)
