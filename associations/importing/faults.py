"""What stops a whole file, said so that the person with the file knows what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _


class ImportFault(Exception):
    """The file cannot be imported at all; nothing has been changed. `str()` is for the user.

    `row` is the row in the file, as a spreadsheet counts them, when the fault has one.
    """

    def __init__(self, message: str | Promise, *, row: int | None = None) -> None:
        self.message, self.row = message, row
        super().__init__(message)

    def __str__(self) -> str:
        if self.row is None:
            return str(self.message)
        return _("Row %(row)s: %(message)s") % {"row": self.row, "message": self.message}
