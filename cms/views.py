"""The public pages that are composed of several parts."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_http_methods, require_safe

from associations import relay
from associations.detail import detail_context, listed_association
from associations.models import Association, Presentation
from associations.suggestions import SuggestionForm, TooMany, leave_suggestion
from cms.chrome import chrome_for
from cms.listing import list_context
from cms.visitors import client_address


@login_not_required
@require_safe
def association_list(request: HttpRequest) -> HttpResponse:
    """The list with its search and filters; the words around it are the editors'."""
    context = list_context(request.GET, words=chrome_for(request).list_words)
    return render(request, "associations/list.html", context)


@login_not_required
@require_safe
def association_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One association; what is not listed does not exist here."""
    association = listed_association(slug)
    if association is None:
        raise Http404
    return render(
        request, "associations/detail.html", detail_context(association, text_of(association))
    )


def text_of(association: Association) -> Presentation:
    """The published text, or an empty one."""
    text = getattr(association, "presentation", None)
    return text if text is not None and text.live else Presentation(association=association)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggest_change(request: HttpRequest, slug: str) -> HttpResponse:
    """A form for what is not right; nothing is changed by it, the coordinator reads it."""
    association = get_object_or_404(Association.objects.listed(), slug=slug)
    form = SuggestionForm(request.POST or None)
    context = {"association": association, "form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "associations/suggest.html", context, status=status)
    if not form.is_from_a_robot:
        try:
            leave_suggestion(
                association,
                topic=form.cleaned_data["topic"],
                text=form.cleaned_data["text"],
                reply_to=form.cleaned_data["reply_to"],
                sender=client_address(request),
            )
        except TooMany:
            context["too_many"] = True
            return render(request, "associations/suggest.html", context, status=429)
    return redirect("suggest_change_sent", slug=slug)


@login_not_required
@require_safe
def suggest_change_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened, and what happens next."""
    association = get_object_or_404(Association.objects.listed(), slug=slug)
    return render(request, "associations/suggest_sent.html", {"association": association})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def write_to_association(request: HttpRequest, slug: str) -> HttpResponse:
    """A message that goes on to the association, where it takes any. Nobody's address is shown."""
    association = get_object_or_404(Association.objects.listed(), slug=slug)
    form = relay.RelayForm(request.POST or None)
    context = {"association": association, "form": form, "is_open": relay.is_open(association)}
    if request.method != "POST" or not context["is_open"] or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "associations/relay.html", context, status=status)
    if not form.is_from_a_robot:
        try:
            relay.send(
                association,
                text=form.cleaned_data["text"],
                name=form.cleaned_data["name"],
                reply_to=form.cleaned_data["reply_to"],
                sender=client_address(request),
            )
        except (relay.TooMany, relay.Closed) as refusal:
            context["too_many"] = isinstance(refusal, relay.TooMany)
            context["is_open"] = context["too_many"]
            return render(request, "associations/relay.html", context, status=429)
    return redirect("written_to_association", slug=slug)


@login_not_required
@require_safe
def written_to_association(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened, and what happens next."""
    association = get_object_or_404(Association.objects.listed(), slug=slug)
    return render(request, "associations/relay_sent.html", {"association": association})


@login_not_required
@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@login_not_required
@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Without the database, which may be what is broken."""
    return HttpResponse(render_to_string("500.html"), status=500)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off: say what to do."""
    return render(request, "403_csrf.html", status=403)
