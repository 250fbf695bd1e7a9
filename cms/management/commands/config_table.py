"""Prints the configuration table of the README; `--write` puts it there."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from cms.settings.environment import VARIABLES

BEGIN, END = "<!-- configuration: begin -->", "<!-- configuration: end -->"


def table() -> str:
    """The variables as Markdown, from the one list that reads them."""
    rows = ["| Variable | Default | Meaning |", "| --- | --- | --- |"]
    for variable in VARIABLES:
        default = f"`{variable.default}`" if variable.default else ""
        if variable.required:
            default = "**required**"
        rows.append(f"| `{variable.name}` | {default} | {variable.meaning} |")
    return "\n".join(rows)


def with_table(text: str) -> str:
    """`text` with the table anew between its marks."""
    before, _mark, rest = text.partition(BEGIN)
    _old, _mark, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


class Command(BaseCommand):
    help = "Print the table of environment variables."
    requires_system_checks: list = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="Write it into README.md.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["write"]:
            self.stdout.write(table())
            return
        readme = Path(settings.BASE_DIR) / "README.md"
        readme.write_text(with_table(readme.read_text()))
