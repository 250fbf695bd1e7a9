"""Writes what was measured as Markdown: the targets first, then all figures, then how."""

import json
import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

from bench.targets import SMALL, Run, targets

DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
INTRODUCTION = """\
# Performance

What the public side costs, and what loading a register costs, at {sizes} associations, on
{databases}. Made by `{command}` in {minutes} minutes on {day}; do not edit.

{machine}

Other machines give other figures; the ratios are what to look at. **H** is the requests per second
that the barest Django view answers on the same machine, through the same gunicorn, in the seconds
around each measurement ({hello} here).
"""
METHOD = """\
## How it is measured

- **The register** is invented by `bench/data.py`, the same every time and no row a copy: activities
  as unevenly common as in real registers, texts of its own for each, a tenth not in the list.
- **Pages** are asked for at up to 20 different addresses of each kind in turn, with production
  settings. No page is cached whole, by the server or anything before it: every answer is made for
  the request. What workers do hold is the filter index (`associations/search/index.py`), which
  every request asks for news, with what the words asked for lately find and the filters when
  nothing is asked for, and the frame of the page. So searches are measured with words that have
  been asked for before.
- **Milliseconds** are inside one process, all layers from WSGI to the last byte: median and 95th
  percentile. *÷ bare SQL* is the median against the statement that fetches the same rows by key
  over the same connection, without finding, counting or sorting anything.
- **Requests per second** are through gunicorn with two workers of four threads, asked for over
  {connections} kept connections on the same machine by {generator}.
- **Datasette** {datasette} serves the listed associations in the same run, with `suggest_facets
  off`, 20 rows a page, indexes on all it filters by and full-text search. It has less to do: one
  activity, area and target group each, three facets counted where the product counts five, none in
  lists and searches, hits in no order. It reads SQLite only, so both databases are held against
  the same figure.
- **Raw load** is the driver's own INSERT of prepared rows into the register's tables, indexes kept,
  one commit. The import reads the same rows from a CSV file, without prose; *rebuild_listings* is
  held against the load of rows with prose.
- **Memory** is the workers' proportional share (PSS) after all the requests above.
- PostgreSQL runs on the same machine with `fsync=off`.
"""


def write(results: dict) -> str:
    """The whole report."""
    runs = _runs(results)
    parts = [
        _introduction(results),
        "## Targets\n",
        *_targets(results, runs),
        "## Pages\n",
        *_pages(results, runs),
        "## Loads\n",
        *_loads(results),
        "## Memory\n",
        *_memory(results),
        METHOD.format(**results["facts"]),
    ]
    return "\n".join(parts)


def _runs(results: dict) -> dict[tuple[str, int], Run]:
    found: dict[tuple[str, int], Run] = {}
    for database, sizes in results["databases"].items():
        for size in sorted(map(int, sizes)):
            other = results["datasette"].get(str(size), {})
            small = found.get((database, SMALL))
            found[database, size] = Run(sizes[str(size)], small, other)
    return found


def _introduction(results: dict) -> str:
    rates = [
        case["hello"]
        for sizes in results["databases"].values()
        for own in sizes.values()
        for case in own["cases"].values()
    ]
    return INTRODUCTION.format(
        sizes=" and ".join(", ".join(map(_whole, results["sizes"])).rsplit(", ", 1)),
        databases=" and ".join(DATABASES[name] for name in results["databases"]),
        hello=_whole(median(rates)),
        **results["facts"],
    )


def _targets(results: dict, runs: dict) -> Iterator[str]:
    databases = list(results["databases"])
    rows = []
    for target in targets(results["sizes"]):
        cells = []
        for database in databases:
            run = runs[database, target.size]
            figure = _figure(target.figure(run))
            cells += [figure, "yes"] if target.is_met(run) else [f"**{figure}**", "**no**"]
        limit = f"{target.sign} {target.limit:g} {target.unit}".strip()
        rows.append([_whole(target.size), target.name, limit, *cells])
    names = [cell for name in databases for cell in (DATABASES[name], "holds")]
    yield _table(["At", "What", "To reach", *names], rows, left=3)


def _pages(results: dict, runs: dict) -> Iterator[str]:
    head = ["", "Hits", "Queries", "Median ms", "p95 ms", "÷ bare SQL", "Requests/s", "÷ H"]
    head += ["Datasette", "×", "kB"]
    for (database, size), run in runs.items():
        yield f"### {DATABASES[database]}, {_whole(size)} associations\n"
        yield _table(head, [_page(results, run, name) for name in results["labels"]])


def _page(results: dict, run: Run, name: str) -> list[str]:
    case = run.own["cases"][name]
    other = run.datasette.get(name)
    least, most = min(case["hits"]), max(case["hits"])
    return [
        results["labels"][name],
        _whole(least) if least == most else f"{_whole(least)}–{_whole(most)}",
        str(case["queries"]),
        *(f"{case[key]:.1f}" for key in ("median", "p95")),
        _figure(case["median"] / case["bare"]),
        _whole(case["per_second"]),
        _figure(run.share_of_hello(name)),
        *((_whole(other["per_second"]), _figure(run.times_datasette(name))) if other else "––"),
        f"{case['bytes'] / 1000:.0f}",
    ]


def _loads(results: dict) -> Iterator[str]:
    head = ["Associations", "Database", "Raw load s", "Import s", "÷ raw"]
    head += ["Raw load with prose s", "rebuild_listings s", "÷ raw"]
    rows = []
    for database, sizes in results["databases"].items():
        for size, own in sizes.items():
            s = own["loads"]
            times = [s["raw_facts"], s["import"], s["import"] / s["raw_facts"]]
            times += [s["raw"], s["rebuild"], s["rebuild"] / s["raw"]]
            rows.append([_whole(int(size)), DATABASES[database], *map(_figure, times)])
    yield _table(head, rows, left=2)


def _memory(results: dict) -> Iterator[str]:
    rows = [
        [
            *(_whole(int(size)), DATABASES[database]),
            *(_whole(own["memory"][which]) for which in ("workers", "all")),
        ]
        for database, sizes in results["databases"].items()
        for size, own in sizes.items()
    ]
    head = ["Associations", "Database", "Two workers MB", "With gunicorn's own process MB"]
    yield _table(head, rows, left=2)


def _table(head: list[str], rows: Iterable[list[str]], left: int = 1) -> str:
    rule = ["---"] * left + ["---:"] * (len(head) - left)
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows]) + "\n"


def _whole(number: float) -> str:
    return f"{number:,.0f}"


def _figure(number: float) -> str:
    """Three digits of it, whatever its size."""
    if math.isinf(number):
        return "∞"
    if number == int(number) and abs(number) < 1000:
        return str(int(number))
    decimals = 3 if abs(number) < 1 else 2 if abs(number) < 10 else 1 if abs(number) < 100 else 0
    return f"{number:,.{decimals}f}"


if __name__ == "__main__":
    print(write(json.loads(Path(sys.argv[1]).read_text())), end="")
