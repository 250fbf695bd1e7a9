"""The one way in which a register file leaves the server. Whoever calls has asked who may."""

from django.http import FileResponse

from associations import uploads
from associations.models import RegisterFile

_KNOWN = {file_type.content_type for file_type in uploads.TYPES}


def register_file_response(row: RegisterFile) -> FileResponse:
    """As an attachment, of a known type, never shown inside the site nor kept by anyone between."""
    known = row.content_type in _KNOWN
    response = FileResponse(
        row.file.open("rb"),
        as_attachment=True,
        filename=row.original_name,
        content_type=row.content_type if known else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
