"""The coordinator's start: what there is to do, in words."""

from collections.abc import Callable

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from associations import access, desk
from associations.admin import filters, reviews
from associations.admin.claims import unanswered
from associations.models import (
    Association,
    BrokenAddress,
    ChangeRequest,
    Claim,
    ClaimState,
    DuplicatePair,
    JoinRequest,
    PairState,
    RequestState,
    Suggestion,
    TermMapping,
    TermState,
)
from associations.models.association import CURRENT_STATES


class ToDoPanel(Component):
    """Counts, each a link to what it counts. One query for each, however large the register."""

    name = "associations_to_do"
    template_name = "associations/admin/home.html"
    order = 100

    def get_context_data(self, parent_context):
        return {"lines": to_do()}


def to_do() -> list[dict]:
    """What the coordinator may want to look at: text, count and address of each."""
    current = Association.objects.current()
    register = reverse("associations:index")
    return [
        _line(
            reviews.waiting(),
            lambda n: ngettext(
                "%(n)s presentation waits for review", "%(n)s presentations wait for review", n
            ),
            reverse("reviews:index"),
        ),
        _line(
            Claim.objects.filter(state=ClaimState.TO_DECIDE),
            lambda n: ngettext(
                "%(n)s claim waits for your decision",
                "%(n)s claims wait for your decision",
                n,
            ),
            reverse("claims:index") + "?waiting=true",
        ),
        _line(
            unanswered(JoinRequest.objects.order_by()),
            lambda n: ngettext(
                "%(n)s request to join that nobody answers",
                "%(n)s requests to join that nobody answers",
                n,
            ),
            reverse("join_requests:index") + "?unanswered=true",
        ),
        _line(
            ChangeRequest.objects.filter(state=RequestState.WAITING),
            lambda n: ngettext(
                "%(n)s request for a change to decide", "%(n)s requests for changes to decide", n
            ),
            reverse("change_requests:index") + "?state=waiting",
        ),
        _line(
            Suggestion.objects.filter(handled_at=None),
            lambda n: ngettext(
                "%(n)s suggested change to handle", "%(n)s suggested changes to handle", n
            ),
            reverse("suggestions:index") + "?waiting=true",
        ),
        _line(
            DuplicatePair.objects.filter(state=PairState.OPEN),
            lambda n: ngettext(
                "%(n)s pair may be the same association",
                "%(n)s pairs may be the same association",
                n,
            ),
            reverse("duplicates:index") + "?state=open",
        ),
        _line(
            filters.narrow(current, filters.SUSPECT),
            lambda n: ngettext(
                "%(n)s association to look at after imports",
                "%(n)s associations to look at after imports",
                n,
            ),
            _narrowed(register, issue=filters.SUSPECT),
        ),
        _line(
            TermMapping.objects.filter(state=TermState.PROPOSED),
            lambda n: ngettext(
                "%(n)s word from imports to decide about",
                "%(n)s words from imports to decide about",
                n,
            ),
            reverse("associations_import:all_words"),
        ),
        _line(
            filters.narrow(current, filters.MISSING_NUMBER),
            lambda n: ngettext(
                "%(n)s association lacks an organisation number",
                "%(n)s associations lack an organisation number",
                n,
            ),
            _narrowed(register, issue=filters.MISSING_NUMBER),
        ),
        _line(
            filters.narrow(current, filters.SHARED_NUMBER),
            lambda n: ngettext(
                "%(n)s association shares its number with another",
                "%(n)s associations share their number with others",
                n,
            ),
            _narrowed(register, issue=filters.SHARED_NUMBER),
        ),
        _line(
            filters.narrow(current, filters.NO_EMAIL),
            lambda n: ngettext(
                "%(n)s association has no e-mail", "%(n)s associations have no e-mail", n
            ),
            _narrowed(register, issue=filters.NO_EMAIL),
        ),
        _line(
            BrokenAddress.objects.all(),
            lambda n: ngettext(
                "%(n)s e-mail address does not work", "%(n)s e-mail addresses do not work", n
            ),
            reverse("deliveries:broken"),
        ),
        _line(
            current.filter(desk.unconfirmed()),
            lambda n: ngettext(
                "%(n)s association has not confirmed its details",
                "%(n)s associations have not confirmed their details",
                n,
            ),
            f"{reverse('associations_desk:desk')}?unconfirmed=on",
        ),
    ]


def _line(rows: QuerySet, words: Callable[[int], str], url: str) -> dict:
    count = rows.count()
    return {"text": words(count) % {"n": intcomma(count)}, "count": count, "url": url}


def _narrowed(url: str, **parameters: str) -> str:
    """The register's list narrowed to what was counted: those still going, and the parameter."""
    return f"{url}?{urlencode({'status': CURRENT_STATES, **parameters}, doseq=True)}"


def add_to_do(request, panels: list[Component]) -> None:
    """Put the panel first for those who keep the register."""
    if access.may_keep_register(request.user):
        panels.insert(0, ToDoPanel())


def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("associations/admin.css"))
