"""What an import did or would do, as a table, as JSON and in a few lines."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from associations import tables
from associations.importing.types import Outcome, Plan, PlannedRow
from associations.importing.wording import Line, Wording
from associations.models import Association, Suspicion, TermKind

OUTCOMES = {
    Outcome.NEW: gettext_lazy("new"),
    Outcome.CHANGED: gettext_lazy("changed"),
    Outcome.UNCHANGED: gettext_lazy("unchanged"),
    Outcome.REFUSED: gettext_lazy("refused"),
}
KINDS = {
    "change": gettext_lazy("changed"),
    "kept": gettext_lazy("kept"),
    "repair": gettext_lazy("repaired"),
    "refusal": gettext_lazy("left out"),
    "suspect": gettext_lazy("to look at"),
    "doubt": gettext_lazy("doubtful"),
    "vanished": gettext_lazy("no longer in the file"),
    "word": gettext_lazy("word to map"),
}


def report_rows(plan: Plan) -> Iterator[list[str]]:
    """A header; then for each row of the file a line for each thing to say, at least one.

    Last come the associations whose row is gone, and the words nobody has mapped.
    """
    yield [
        _("Row"),
        _("Outcome"),
        _("Name"),
        _("What"),
        _("Field"),
        _("Before"),
        _("After"),
        _("Reason"),
    ]
    wording, names = Wording(), _names(plan)
    for planned in plan.rows:
        begin = [
            str(planned.row.number),
            str(OUTCOMES[planned.outcome]),
            planned.row.values.get("name", ""),
        ]
        said = False
        for line in _lines(planned, wording, names):
            said = True
            kind = str(KINDS.get(line.kind, OUTCOMES.get(Outcome(planned.outcome), "")))
            yield [*begin, kind, line.field, line.before, line.after, line.text]
        if not said:
            yield [*begin, "", "", "", "", ""]
    for pk in plan.vanished:
        yield ["", "", names.get(pk, ""), str(KINDS["vanished"]), "", "", "", ""]
    for (kind, _key), (word, uses) in plan.proposals.items():
        reason = ngettext("on %(count)s row", "on %(count)s rows", uses) % {"count": uses}
        yield ["", "", "", str(KINDS["word"]), str(TermKind(kind).label), word, "", reason]


def _lines(planned: PlannedRow, wording: Wording, names: dict[int, str]) -> Iterator[Line]:
    yield from wording.lines(planned)
    for pk in planned.doubts:
        text = _("It may be %(name)s, which is in the register.") % {"name": names.get(pk, "")}
        yield Line("doubt", "", names.get(pk, ""), "", text)


def _names(plan: Plan) -> dict[int, str]:
    wanted = {pk for planned in plan.rows for pk in planned.doubts} | set(plan.vanished)
    if not wanted:
        return {}
    pairs = Association.objects.values_list("pk", "name")
    return {pk: name for pk, name in pairs.iterator() if pk in wanted}


def write_report(plan: Plan, path: Path) -> None:
    """Write the report as the file's ending says: .json, .xlsx, or else CSV."""
    with path.open("wb") as file:
        match path.suffix.lower():
            case ".json":
                file.write(json.dumps(_as_json(plan), ensure_ascii=False, indent=1).encode())
            case ".xlsx":
                tables.write_xlsx(report_rows(plan), file, title=_("Import report"))
            case _:
                tables.write_csv(report_rows(plan), file)


def _as_json(plan: Plan) -> dict[str, Any]:
    header, *lines = report_rows(plan)
    return {
        "source": plan.source,
        "counts": plan.counts,
        "coverage": plan.coverage,
        "lines": [dict(zip(header, line, strict=True)) for line in lines],
    }


def tallies(plan: Plan) -> dict[str, int]:
    """How many rows are suspect or doubtful, cells repaired, left out or kept, and the like."""
    counts: Counter[str] = Counter()
    for planned in plan.rows:
        counts["suspects"] += bool(planned.suspicion)
        counts["doubts"] += bool(planned.doubts)
        counts["kept"] += len(planned.kept)
        counts["doubles"] += planned.same_as is not None
        for note in planned.row.notes:
            counts[str(note.kind)] += 1
            counts["personal_numbers"] += note.code == "personal_number"
    counts["vanished"], counts["words"] = len(plan.vanished), len(plan.proposals)
    return dict(counts)


# What a summary says of each tally that is not nothing.
SENTENCES = {
    "doubles": ngettext_lazy(
        "%(count)s row says the same as an earlier row of the file.",
        "%(count)s rows say the same as an earlier row of the file.",
        "count",
    ),
    "kept": ngettext_lazy(
        "%(count)s value was kept, because it has been edited here.",
        "%(count)s values were kept, because they have been edited here.",
        "count",
    ),
    "repair": ngettext_lazy(
        "%(count)s cell was repaired.",
        "%(count)s cells were repaired.",
        "count",
    ),
    "refusal": ngettext_lazy(
        "%(count)s cell was left out, in whole or in part.",
        "%(count)s cells were left out, in whole or in part.",
        "count",
    ),
    "personal_numbers": gettext_lazy(
        "%(count)s of them held a personal identity number, which is not stored anywhere."
    ),
    "suspects": ngettext_lazy(
        "%(count)s row is to be looked at: %(kinds)s.",
        "%(count)s rows are to be looked at: %(kinds)s.",
        "count",
    ),
    "doubts": ngettext_lazy(
        "%(count)s row may be about an association that is here already.",
        "%(count)s rows may be about an association that is here already.",
        "count",
    ),
    "vanished": ngettext_lazy(
        "%(count)s association is no longer in the file. It stays as it is.",
        "%(count)s associations are no longer in the file. They stay as they are.",
        "count",
    ),
    "words": ngettext_lazy(
        "%(count)s word is not in the vocabulary. Map it once in the admin.",
        "%(count)s words are not in the vocabulary. Map them once in the admin.",
        "count",
    ),
}


def summary(plan: Plan) -> list[str]:
    """The import in a few plain lines."""
    said = tallies(plan)
    lines = [
        _(
            "%(read)s rows read: %(new)s new, %(changed)s changed, %(unchanged)s unchanged,"
            " %(refused)s refused."
        )
        % plan.counts
    ]
    for key, sentence in SENTENCES.items():
        if count := said.get(key):
            lines.append(sentence % {"count": count, "kinds": _suspicions(plan)})
    if plan.coverage is not None:
        lines.append(
            _("The vocabulary understood %(share).1f %% of the activities and types.")
            % {"share": 100 * plan.coverage}
        )
    return lines


def _suspicions(plan: Plan) -> str:
    counts = Counter(planned.suspicion for planned in plan.rows if planned.suspicion)
    return ", ".join(
        f"{count} {str(Suspicion(kind).label).lower()}" for kind, count in counts.most_common()
    )
