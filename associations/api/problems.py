"""Errors as RFC 9457 problem details: one shape for every fault."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"


class ProblemSerializer(serializers.Serializer):
    """For the schema alone."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


def problem_handler(error: Exception, context: dict) -> Response | None:
    """The problem document for an error the API foresees; None for one it does not."""
    if isinstance(error, Http404):
        # Django's message names the model and the query; the address is enough.
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return response
    problem = {
        "type": "about:blank",
        "title": HTTPStatus(response.status_code).phrase,
        "status": response.status_code,
        "detail": _first_message(error.detail),
    }
    if isinstance(error.detail, dict):
        problem["errors"] = {
            name: [str(message) for message in messages] for name, messages in error.detail.items()
        }
    response.data = problem
    response.content_type = MEDIA_TYPE
    return response


def _first_message(detail) -> str:
    while isinstance(detail, dict | list):
        detail = next(iter(detail.values() if isinstance(detail, dict) else detail), "")
    return str(detail)
