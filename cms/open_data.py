"""Open data beside the API: the filtered list as a file, the site's map, and word to robots."""

import json
from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from rest_framework.serializers import Serializer
from wagtail.models import Page, Site

from associations import search, tables
from associations.api.serializers import SummarySerializer
from associations.api.summaries import stream
from associations.api.views import address_maker
from associations.filters import query_from
from associations.models import Association

TYPES = {
    "csv": tables.CSV_TYPE,
    "json": "application/json; charset=utf-8",
    "geojson": "application/geo+json; charset=utf-8",
}


@login_not_required
@require_safe
def download(request, format: str) -> StreamingHttpResponse:
    """Every hit of the page's own search, as a file; read and written a piece at a time."""
    if format not in TYPES:
        raise Http404
    rows = stream(search.matching(query_from(request.GET)), address_maker(request))
    lines = {"csv": _csv, "json": _json, "geojson": _geojson}[format](rows)
    response = StreamingHttpResponse(lines, content_type=TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="foreningar.{format}"'
    return response


def _csv(rows: Iterator[dict]) -> Iterator[str]:
    return tables.csv_lines(_table(rows))


def _table(rows: Iterator[dict]) -> Iterator[list[str]]:
    """The heading, which a file without hits has too, and a line for each row."""
    columns = _columns()
    yield [part or name for name, part in columns]
    for row in rows:
        yield [_cell((row[name] or {}).get(part) if part else row[name]) for name, part in columns]


def _columns() -> list[tuple[str, str]]:
    """(field, part) of each column: a group such as the address has one for each of its parts."""
    return [
        (name, part)
        for name, field in SummarySerializer().fields.items()
        for part in (field.fields if isinstance(field, Serializer) else ("",))
    ]


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_cell(part) for part in value)
    if isinstance(value, dict):
        return str(value.get("name") or value.get("url") or "")
    return "" if value is None else str(value)


def _json(rows: Iterator[dict]) -> Iterator[str]:
    return _array("[", (json.dumps(row, default=str, ensure_ascii=False) for row in rows), "]")


def _geojson(rows: Iterator[dict]) -> Iterator[str]:
    features = (json.dumps(_feature(row), default=str, ensure_ascii=False) for row in rows)
    return _array('{"type": "FeatureCollection", "features": [', features, "]}")


def _feature(row: dict) -> dict:
    """RFC 7946: longitude first; a place that is not known is null."""
    properties = {name: value for name, value in row.items() if name != "position"}
    position = row.get("position")
    geometry = position and {
        "type": "Point",
        "coordinates": [position["longitude"], position["latitude"]],
    }
    return {"type": "Feature", "geometry": geometry or None, "properties": properties}


def _array(start: str, items: Iterator[str], end: str) -> Iterator[str]:
    yield start
    for number, item in enumerate(items):
        yield f",\n{item}" if number else item
    yield f"{end}\n"


class Associations(Sitemap):
    """Every page of the register, the ended ones too."""

    limit = 5_000

    def items(self):
        return Association.objects.listed().order_by("pk").only("slug", "updated_at")

    def location(self, item: Association) -> str:
        return reverse("association_detail", args=[item.slug])

    def lastmod(self, item: Association):
        return item.updated_at


class Pages(Sitemap):
    """What editors have written."""

    limit = 5_000

    def items(self):
        root = Site.objects.get(is_default_site=True).root_page
        return Page.objects.live().public().descendant_of(root, inclusive=True).order_by("path")

    def location(self, item: Page) -> str:
        return item.url or "/"

    def lastmod(self, item: Page):
        return item.last_published_at


SITEMAPS = {"foreningar": Associations, "sidor": Pages}


@login_not_required
@require_safe
def sitemap(request) -> HttpResponse:
    """The map of the maps: one file may not hold them all."""
    return sitemap_index(request, sitemaps=SITEMAPS, sitemap_url_name="sitemap_section")


@login_not_required
@require_safe
def sitemap_section(request, section: str) -> HttpResponse:
    return sitemap_view(request, sitemaps=SITEMAPS, section=section)


@login_not_required
@require_safe
def robots(request) -> HttpResponse:
    address = request.build_absolute_uri("/sitemap.xml")
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {address}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
