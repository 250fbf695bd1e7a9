"""Write the register to a file that a spreadsheet opens and the import reads again."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.exporting import write_export
from associations.models import Association

EXTENSIONS = (".csv", ".xlsx")


class Command(BaseCommand):
    help = (
        "Export the register to .csv or .xlsx, contact details for the municipality included."
        " Import the same file, and nothing is lost."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--source", metavar="NAME", help="only the associations that came from this system"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if path.suffix.lower() not in EXTENSIONS:
            raise CommandError(_("Give the file a name that ends in .csv or .xlsx."))
        associations = Association.objects.all()
        if options["source"]:
            associations = associations.filter(source=options["source"])
        try:
            with path.open("wb") as file:
                write_export(associations, file, extension=path.suffix)
        except OSError as error:
            raise CommandError(
                _("The file %(file)s cannot be written: %(reason)s")
                % {"file": path, "reason": error.strerror}
            ) from None
        if options["verbosity"]:
            count = associations.count()
            self.stdout.write(
                ngettext(
                    "%(count)s association was written to %(file)s.",
                    "%(count)s associations were written to %(file)s.",
                    count,
                )
                % {"count": count, "file": path}
            )
