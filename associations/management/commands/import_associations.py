"""Bring a register file in, from the command line."""

import sys
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils.translation import gettext as _

from associations.importing import mappings
from associations.importing.apply import run_import
from associations.importing.faults import ImportFault
from associations.importing.guarding import without_persons
from associations.importing.plan import make_plan
from associations.importing.progress import ProgressBar
from associations.importing.readers import open_table
from associations.importing.report import summary, write_report
from associations.importing.rows import clean_rows
from associations.importing.spool import open_spool, spool
from associations.importing.types import Plan
from associations.models import Activity

SAMPLE = 200


class Command(BaseCommand):
    help = (
        "Import a register from CSV, XLSX or JSON. All or nothing: a fault or a stop half-way"
        " leaves the register as it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--mapping",
            metavar="NAME",
            help="read the columns as in the latest import of this source, instead of guessing",
        )
        parser.add_argument(
            "--source",
            metavar="NAME",
            help="the system the file comes from; the same name the next time (default: file name)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would happen; change nothing"
        )
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE",
            help="write what was done to each row, as .csv, .xlsx or .json",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        report = Path(options["report"]) if options["report"] else None
        if report and not report.parent.is_dir():
            raise CommandError(_("There is no folder %(folder)s.") % {"folder": report.parent})
        source = without_persons(options["source"] or path.stem)[:60]
        try:
            with path.open("rb") as file:
                plan = self._import(file, source, options)
        except OSError as error:
            raise CommandError(
                _("The file %(file)s cannot be read: %(reason)s")
                % {"file": path, "reason": error.strerror}
            ) from None
        except ImportFault as fault:
            raise CommandError(
                _("%(file)s was not imported. %(fault)s") % {"file": path.name, "fault": fault}
            ) from None
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            raise CommandError(
                _("The register is busy with another import. Try again in a while.")
            ) from None
        if report:
            write_report(plan, report)
        if options["verbosity"]:
            self._tell(plan, options)

    def _import(self, file: BinaryIO, source: str, options: dict[str, Any]) -> Plan:
        if not Activity.objects.exists():
            self.stderr.write(
                _("There is no vocabulary yet. Run seed_vocabulary first, or map every word.")
            )
        table = open_table(file)
        sample = [row.cells for row in islice(table.rows, SAMPLE)]
        targets = mappings.targets_for(table.header, sample, name=options["mapping"])
        is_shown = bool(options["verbosity"]) and sys.stderr.isatty()
        table = open_table(file)
        with (
            ProgressBar(sys.stderr if is_shown else None) as progress,
            # Read to the end before anything is locked: a broken file disturbs nobody.
            spool(progress.counting(table, _("Reading"))) as rows_kept,
        ):

            def rows() -> Any:
                return clean_rows(open_spool(rows_kept), targets)

            if options["dry_run"]:
                return make_plan(rows(), source=source, progress=progress.reporter(_("Comparing")))
            plan, _run = run_import(
                rows,
                source=source,
                by=None,
                file_name=without_persons(Path(options["file"]).name)[:200],
                mapping=mappings.by_heading(table.header, targets),
                progress=progress.reporter(_("Comparing and writing")),
            )
            return plan

    def _tell(self, plan: Plan, options: dict[str, Any]) -> None:
        if options["dry_run"]:
            self.stdout.write(_("Nothing was changed. This is what the import would do:"))
        for line in summary(plan):
            self.stdout.write(line)
        if options["report"]:
            self.stdout.write(_("Each row is in %(file)s.") % {"file": options["report"]})
