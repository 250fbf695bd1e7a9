"""What the pages of an association's own people share: whose they are, and how a form is shown."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from associations import access
from associations.models import Association

May = Callable[[Any, Association], bool]


def own_page(may: May | None = None) -> Callable:
    """A view of (request, association, …) for those who act for it, addressed by `slug`.

    404 for everybody else, and for a role that `may` (from `access`) turns away: a stranger is not
    told that there is anything. GET only reads.
    """

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def inner(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            association = get_object_or_404(access.represented_by(request.user), slug=slug)
            if may is not None and not may(request.user, association):
                raise Http404
            return view(request, association, **kwargs)

        return inner

    return wrap


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing until it has been sent."""
    return request.POST if request.method == "POST" else None


def page(
    request: HttpRequest,
    template: str,
    association: Association,
    *,
    form: BaseForm | None = None,
    status: int | None = None,
    **context: Any,
) -> HttpResponse:
    """A page under "Mina sidor"; 422 for a form with errors, which keeps what was typed."""
    if status is None:
        status = 422 if form is not None and form.is_bound and form.errors else 200
    context |= {"association": association, "form": form}
    return render(request, f"associations/mine/{template}.html", context, status=status)
