"""`make bench`: measures the product at several sizes on both databases, and writes it down.

    make bench                                  all of it, into docs/performance.md
    make bench ARGS="--sizes 2000 --quick"      a fast look; printed, and written nowhere

Run by `scripts.postgres`, whose server is the PostgreSQL measured. What was measured is kept in
var/bench.json, from which `python -m bench.report var/bench.json` makes the text again.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from bench import facts, overhttp, rival
from bench.site import ROOT, Site
from scripts import compile_messages, machine

SIZES = [2_000, 40_000, 100_000]
DATABASES = ["sqlite", "postgresql"]
REPORT = ROOT / "docs" / "performance.md"
RESULTS = ROOT / "var" / "bench.json"
# Of measuring each case, in process and over HTTP.
SECONDS, QUICK_SECONDS = 4, 1


def main() -> int:
    options = _options()
    machine.wrk()
    compile_messages.main()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="samklang-bench-") as folder:
        results = Benchmark(Path(folder), options).run()
    results["facts"]["minutes"] = round((time.monotonic() - started) / 60)
    return _tell(results, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure the product.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--databases", nargs="+", default=DATABASES, choices=DATABASES)
    parser.add_argument("--quick", action="store_true", help="one second a case; rough figures")
    options = parser.parse_args()
    options.sizes = sorted(set(options.sizes))
    options.seconds = QUICK_SECONDS if options.quick else SECONDS
    # Half a measurement must not stand where a whole one is looked for.
    options.is_whole = (options.sizes, options.databases) == (SIZES, DATABASES)
    options.is_whole = options.is_whole and not options.quick
    return options


def _tell(results: dict, options: argparse.Namespace) -> int:
    from bench import report

    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1))
    text = report.write(results)
    if options.is_whole:
        REPORT.write_text(text)
    print(text)
    return 0


class Benchmark:
    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.options = folder, options
        self.datasette: dict[str, dict] = {}
        self.labels: dict[str, str] = {}

    def run(self) -> dict:
        found: dict[str, dict] = {}
        for database in self.options.databases:
            found[database] = {}
            empty = self._site(database, "empty")
            self._say(f"{database}: an empty site")
            empty.create()
            empty.step("vocabulary")
            empty.run("collectstatic", "--noinput", "--verbosity=0")
            for size in self.options.sizes:
                found[database][str(size)] = self._size(empty, size)
            empty.drop()
        return {
            "sizes": self.options.sizes,
            "labels": self.labels,
            "databases": found,
            "datasette": self.datasette,
            "facts": facts.facts(os.environ["DATABASE_URL"]),
        }

    def _size(self, empty: Site, size: int) -> dict:
        """Everything about one size on one database."""
        loads = {
            "raw_facts": self._load(empty, "raw_load", {"size": size, "with_words": False}),
            "import": self._load(empty, "import", {"size": size, "folder": str(self.folder)}),
        }
        site = self._site(empty.database, str(size))
        site.copy_of(empty)
        self._say(f"{site.name}: filling")
        loads["raw"] = site.step("raw_load", size=size, with_words=True)["seconds"]
        loads["rebuild"] = site.step("rebuild")["seconds"]
        site.step("settle")
        self._say(f"{site.name}: measuring")
        found = self._measure(site)
        if site.database == "sqlite":
            self.datasette[str(size)] = self._datasette(site, found["asked"])
        del found["asked"]
        site.drop()
        return {"loads": loads, **found}

    def _load(self, empty: Site, step: str, arguments: dict) -> float:
        """Seconds that a load takes into a copy of the empty site."""
        site = self._site(empty.database, f"{step}-{arguments['size']}")
        site.copy_of(empty)
        self._say(f"{site.name}: loading")
        seconds = site.step(step, **arguments)["seconds"]
        site.drop()
        return seconds

    def _measure(self, site: Site) -> dict:
        step = site.step("cases")
        asked, self.labels = step["cases"], step["labels"]
        inside = site.step("inprocess", asked=asked, seconds=self.options.seconds)
        outside = overhttp.measure(site, asked, self.options.seconds)
        return {
            "asked": asked,
            "cases": {
                name: {"hits": case["hits"], **inside[name], **outside["cases"][name]}
                for name, case in asked.items()
            },
            "memory": outside["memory"],
        }

    def _datasette(self, site: Site, asked: dict) -> dict:
        database = self.folder / "register.db"
        rival.build(site.sqlite_file, database)
        self._say(f"{site.name}: measuring Datasette")
        with rival.serve(database) as port:
            paths = rival.paths(asked, database)
            return overhttp.measure_other(port, paths, self.options.seconds)

    def _site(self, database: str, name: str) -> Site:
        server = os.environ["DATABASE_URL"] if database == "postgresql" else ""
        return Site(f"{database}-{name}", self.folder, server)

    def _say(self, text: str) -> None:
        print(f"{time.strftime('%H:%M:%S')} {text} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
