"""Serves pictures from whichever storage holds them, a folder or a bucket."""

import mimetypes

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

# A picture that is replaced gets another name, and so do its renditions.
A_YEAR = "public, max-age=31536000, immutable"


@login_not_required
@require_safe
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """A picture in a size that a page asked for. Originals lie in another folder: never served."""
    storage = storages["default"]
    try:
        file = storage.open(f"images/{name}")
    except (OSError, ValueError, SuspiciousOperation):
        raise Http404 from None
    response = FileResponse(
        file, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream"
    )
    response["Cache-Control"] = A_YEAR
    return response
