"""What each column is: as the source was understood before, or guessed."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from associations.importing.columns import TARGETS, guess_mapping
from associations.importing.faults import ImportFault
from associations.importing.table import Cell
from associations.models import ImportRun


def targets_for(
    header: Sequence[str], sample: Sequence[Sequence[Cell]], *, name: str | None = None
) -> list[str]:
    """A target per column, for an import that nobody looks at before it runs.

    With the `name` of a source, its latest import decides. Raises ImportFault if there is none, or
    if two columns have the same heading, so that it is uncertain which to read.
    """
    if name:
        known = remembered(name)
        if not known:
            raise ImportFault(
                _("There is no earlier import of “%(name)s” to take the columns from.")
                % {"name": name}
            )
        return [known.get(heading, "") for heading in header]
    mapping = guess_mapping(header, sample)
    if mapping.duplicates:
        raise ImportFault(
            _("Several columns are called “%(heading)s”. Rename all but one in the file.")
            % {"heading": mapping.duplicates[0]}
        )
    return mapping.targets


def remembered(source: str) -> dict[str, str]:
    """How the columns of the source were understood the last time, by heading."""
    run = ImportRun.objects.filter(source=source).first()
    return run.mapping if run else {}


def by_heading(header: Sequence[str], targets: Sequence[str]) -> dict[str, str]:
    """The mapping as a run remembers it. Only targets that still exist."""
    return {
        heading: target
        for heading, target in zip(header, targets, strict=True)
        if heading and (not target or target in TARGETS)
    }
