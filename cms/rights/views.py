"""The register of personal data for everyone, and a person's own copy."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from associations.models import DisposalRule
from cms.rights.export import copy_of
from cms.rights.register import REGISTER
from cms.rights.subject import Subject

FILE_NAME = "mina-uppgifter.json"


@login_not_required
@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why and for how long; made of the register in the code."""
    rules = {rule.kind: rule for rule in DisposalRule.objects.all()}
    entries = [(entry, rules.get(entry.kind)) for entry in REGISTER]
    return render(request, "cms/rights/register.html", {"entries": entries})


@never_cache
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What is kept about the person who is signed in, to read."""
    return render(request, "cms/rights/my_data.html", {"entries": copy_of(_self(request))})


@never_cache
@require_safe
def my_data_file(request: HttpRequest) -> HttpResponse:
    """The same for machines."""
    return as_file(_self(request), FILE_NAME)


def as_file(subject: Subject, name: str) -> HttpResponse:
    response = JsonResponse(
        {"entries": copy_of(subject)}, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _self(request: HttpRequest) -> Subject:
    """By the login and its proved address: never by a name or number anyone could claim."""
    user = request.user
    return Subject(user, (user.email,) if user.email else ())
