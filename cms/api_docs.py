"""The API's schema (OpenAPI 3), and the same as a page: plain HTML that needs no script."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils.decorators import method_decorator
from django.views import View
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from associations.api.base import OpenDataView

# The addresses the schema is about, and no others: not the admin's.
PATTERNS = [path("api/v1/associations/", include("associations.api.urls"))]


@cache
def schema() -> dict[str, Any]:
    """Made once in each process: it changes with the code alone."""
    found = SchemaGenerator(patterns=PATTERNS).get_schema(request=None, public=True)
    for part in found["components"]["schemas"].values():
        if part.get("type") == "object":
            # The docstrings, which are for those who read the code.
            part.pop("description", None)
    return found


class SchemaView(OpenDataView):
    """The schema for programs."""

    schema = None
    renderer_classes = [OpenApiJsonRenderer, JSONRenderer]

    def get(self, request):
        return Response(schema())


class Parameter(NamedTuple):
    name: str
    where: str
    kind: str
    description: str


class Field(NamedTuple):
    name: str
    kind: str
    description: str


class Operation(NamedTuple):
    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    fields: list[Field]


@method_decorator(login_not_required, name="dispatch")
class ApiDocsView(View):
    """The schema for people."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = schema()
        operations = [
            _operation(found, address, methods["get"])
            for address, methods in found["paths"].items()
        ]
        return render(request, "cms/api_docs.html", {"operations": operations})


def _operation(found: dict, address: str, details: dict) -> Operation:
    answer = details["responses"]["200"]["content"]["application/json"]["schema"]
    return Operation(
        address,
        str(details.get("summary", "")),
        str(details.get("description", "")),
        [
            Parameter(
                parameter["name"],
                parameter["in"],
                _kind(parameter["schema"]),
                str(parameter.get("description", "")),
            )
            for parameter in details.get("parameters", [])
        ],
        list(_fields(found, answer)),
    )


def _fields(found: dict, part: dict, before: str = "") -> Iterator[Field]:
    """Every field, the inner ones with the path to them."""
    whole = _resolved(found, part)
    for name, inner in whole.get("properties", {}).items():
        description = str(inner.get("description", ""))
        kind = _kind(_resolved(found, inner))
        yield Field(before + name, kind, description)
        if inner.get("type") == "array":
            yield from _fields(found, inner["items"], f"{before}{name}[].")
        else:
            yield from _fields(found, inner, f"{before}{name}.")


def _resolved(found: dict, part: dict) -> dict:
    """The part itself, wherever the schema keeps it."""
    for wrapper in ("allOf", "oneOf", "anyOf"):
        if wrapper in part:
            return _resolved(found, part[wrapper][0])
    if "$ref" in part:
        return found["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]]
    return part


def _kind(part: dict) -> str:
    if "enum" in part:
        return " | ".join(str(value) for value in part["enum"])
    return part.get("format") or part.get("type", "object")
