"""The register's views: the list with the page's own filters, one by id or slug, the ended."""

import uuid

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from associations import search
from associations.api.base import RegisterView
from associations.api.paging import AFTER, LARGEST_PAGE, PAGE_SIZE, SIZE, cut, next_url
from associations.api.problems import MEDIA_TYPE, ProblemSerializer
from associations.api.serializers import (
    AssociationSerializer,
    PageSerializer,
    TombstonePageSerializer,
    TombstoneSerializer,
)
from associations.api.summaries import summaries
from associations.filters import query_from
from associations.models import Association, Offer
from associations.models.association import ENDED_STATES
from associations.search import PARAMETERS, SORT, WORDS, Sort

TERMS = ("activities", "areas", "target_groups", "languages")
FILTERS = [
    OpenApiParameter(WORDS, str, description=_("Words to search for, as one would say it.")),
    *(
        OpenApiParameter(
            name,
            str,
            many=True,
            description=_(
                "%(kind)s: address names as in the list's own links. Several widen the search."
            )
            % {"kind": kind.label},
        )
        for kind, name in PARAMETERS.items()
    ),
    OpenApiParameter(
        SORT, str, enum=Sort.values, description=_("Name, or best match when there are words.")
    ),
]
PAGING = [
    OpenApiParameter(
        SIZE,
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE},
        description=_("Rows on a page."),
    ),
    OpenApiParameter(AFTER, str, description=_("Where the page begins: follow `next` instead.")),
]


def _problem(status: int, description: str) -> dict:
    return {(status, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description=description)}


BAD_REQUEST = _problem(400, _("A parameter is wrong."))
NOT_FOUND = _problem(404, _("There is no such association."))
COMMON = {
    304: OpenApiResponse(description=_("Nothing has changed since you asked.")),
    **_problem(406, _("The answers are JSON.")),
    **_problem(429, _("You have asked too often: wait.")),
}


class AssociationViewSet(RegisterView, ViewSet):
    """Associations that residents may know of. Read only."""

    @extend_schema(
        operation_id="associations",
        summary=_("List and search"),
        description=_(
            "Those that are going on, with the same filters and search as the page for residents."
        ),
        parameters=[*FILTERS, *PAGING],
        responses={200: forced_singular_serializer(PageSerializer), **BAD_REQUEST, **COMMON},
    )
    def list(self, request):
        if unchanged := self.unchanged(request):
            return unchanged
        keys = search.matching(query_from(request.query_params))
        page = cut(keys, request.query_params)
        rows = summaries(page.keys, address_maker(request))
        return self._page(request, len(keys), page.after, rows)

    @extend_schema(
        operation_id="ended_associations",
        summary=_("List those that have ended"),
        description=_(
            "Dissolved, merged and moved associations, so that no identifier is left hanging."
        ),
        parameters=PAGING,
        responses={200: TombstonePageSerializer, **BAD_REQUEST, **COMMON},
    )
    def ended(self, request):
        if unchanged := self.unchanged(request):
            return unchanged
        ended = Association.objects.listed().filter(status__in=ENDED_STATES)
        keys = list(ended.order_by("pk").values_list("pk", flat=True))
        page = cut(keys, request.query_params)
        found = Association.objects.select_related("presentation", "merged_into").in_bulk(page.keys)
        rows = [found[key] for key in page.keys]
        serializer = TombstoneSerializer(rows, many=True, context={"request": request})
        return self._page(request, len(keys), page.after, serializer.data)

    @extend_schema(
        operation_id="association",
        summary=_("One association"),
        description=_("All that is public. One that has ended says so, and points on."),
        parameters=[OpenApiParameter("public_id", uuid.UUID, OpenApiParameter.PATH)],
        responses={200: AssociationSerializer, **NOT_FOUND, **COMMON},
    )
    def retrieve(self, request, public_id):
        return self._one(request, public_id=public_id)

    @extend_schema(
        operation_id="association_by_slug",
        summary=_("One association, by its address name"),
        description=_("The same, found by the last part of its page's address."),
        parameters=[OpenApiParameter("slug", str, OpenApiParameter.PATH)],
        responses={200: AssociationSerializer, **NOT_FOUND, **COMMON},
    )
    def by_slug(self, request, slug):
        return self._one(request, slug=slug)

    def _one(self, request, **which):
        listed = Association.objects.listed().select_related("presentation", "merged_into")
        association = get_object_or_404(
            listed.prefetch_related(*TERMS, Prefetch("offers", Offer.objects.current())), **which
        )
        if unchanged := self.unchanged(request):
            return unchanged
        return Response(AssociationSerializer(association, context={"request": request}).data)

    def _page(self, request, count: int, after: str, rows: list) -> Response:
        following = next_url(request, after)
        response = Response({"count": count, "next": following, "results": rows})
        if following:
            response["Link"] = f'<{following}>; rel="next"'
        return response


def address_maker(request):
    """A function from a stable id to its address, host included."""
    example = uuid.UUID(int=0)
    address = request.build_absolute_uri(reverse("api:association-detail", args=[example]))
    before, after = address.split(str(example))
    return lambda public_id: f"{before}{public_id}{after}"
