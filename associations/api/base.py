"""What every view of the API does alike: problems as errors, open to other sites, conditional."""

from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from rest_framework import exceptions, views
from rest_framework.request import Request
from rest_framework.response import Response

from associations.api.conditional import etag, register_version
from associations.api.problems import problem_handler
from associations.api.throttling import VisitorThrottle

OPEN_TO_ALL_SITES = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Retry-After",
}


class OpenDataView(views.APIView):
    """Read only. No cookie and no sign-in is looked at, so any site may read the answers."""

    throttle_classes = [VisitorThrottle]
    http_method_names = ["get", "head", "options"]
    # An OPTIONS request is a browser's question before a cross-site one: the headers answer it.
    metadata_class = None

    def get_exception_handler(self):
        return problem_handler

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in OPEN_TO_ALL_SITES.items():
            response[name] = value
        return response

    def options(self, request, *args, **kwargs):
        return Response(status=204)


class RegisterView(OpenDataView):
    """A view whose answer changes only when the register does.

    An answer carries the register's version, so a reader that already has it gets 304 before
    anything else is asked of the database.
    """

    def dispatch(self, request, *args, **kwargs):
        self.version = self.changed_at = None
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args, **kwargs) -> None:
        super().initial(request, *args, **kwargs)
        version, self.changed_at = register_version()
        self.version = etag(version, request.build_absolute_uri())

    def unchanged(self, request: Request):
        """The 304 (or 412) to answer with instead, if the reader is up to date."""
        answer = get_conditional_response(request, etag=self.version, last_modified=self._seconds())
        return answer if answer is not None else None

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.version and response.status_code in (200, 304):
            response["ETag"] = self.version
            if self.changed_at:
                response["Last-Modified"] = http_date(self._seconds())
            # Ask again each time; the answer is mostly 304.
            response["Cache-Control"] = "public, max-age=0, must-revalidate"
            patch_vary_headers(response, ["Accept-Encoding"])
        return response

    def _seconds(self) -> int | None:
        return int(self.changed_at.timestamp()) if self.changed_at else None


class NotFoundView(OpenDataView):
    """Every other address under the API: a problem document, not the site's page."""

    schema = None
    throttle_classes: list = []

    def get(self, request: Request, *args, **kwargs):
        raise exceptions.NotFound
