"""What the pages and loads are to reach, as ratios within one run so that any machine will do."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SMALL, LARGE = 2_000, 100_000
LISTS = ("list", "facets", "two_filters", "three_filters", "search_few", "search_many", "deep")
SEARCHES = {"search_few": "search with few hits", "search_many": "search with many hits"}
MEMORY = 260


@dataclass(frozen=True)
class Run:
    """What was measured on one database at one size; `small` is the same at 2,000, or None."""

    own: dict
    small: "Run | None"
    datasette: dict

    def of(self, case: str, figure: str) -> float:
        return self.own["cases"][case][figure]

    def share_of_hello(self, case: str) -> float:
        return self.of(case, "per_second") / self.of(case, "hello")

    def times_datasette(self, case: str) -> float:
        other = self.datasette[case]["per_second"]
        # It may not have answered once in the seconds it was given.
        return self.of(case, "per_second") / other if other else math.inf

    def loads_ratio(self, load: str, raw: str) -> float:
        return self.own["loads"][load] / self.own["loads"][raw]

    def growth(self, case: str) -> float:
        return self.of(case, "median") / self._smaller.of(case, "median")

    def memory_growth(self) -> float:
        return self.own["memory"]["workers"] / self._smaller.own["memory"]["workers"]

    def more_queries(self) -> float:
        """How many queries more than at 2,000 the worst case takes."""
        cases = self.own["cases"]
        return max(self.of(name, "queries") - self._smaller.of(name, "queries") for name in cases)

    def worst_list(self, figure: str) -> float:
        return max(self.of(name, figure) for name in LISTS)

    @property
    def _smaller(self) -> "Run":
        if self.small is None:
            raise LookupError("Growth needs a run at 2,000")
        return self.small


@dataclass(frozen=True)
class Target:
    """`figure` of a run at `size` is to be at least (≥) or at most (≤) `limit`."""

    name: str
    size: int
    sign: str
    limit: float
    figure: Callable[[Run], float]
    unit: str = ""

    def is_met(self, run: Run) -> bool:
        found = self.figure(run)
        return found >= self.limit if self.sign == "≥" else found <= self.limit


def targets(sizes: list[int]) -> list[Target]:
    """Those that a run of these sizes can tell of."""
    found = [*_everywhere(SMALL, 0.04, 0.03), Target(*_memory(SMALL))]
    found += [*_everywhere(LARGE, 0.02, 0.02), *_beside_datasette(), *_loads()]
    if SMALL in sizes:
        found += _growth()
    return [target for target in found if target.size in sizes]


def _everywhere(size: int, filters: float, searches: float) -> Iterator[Target]:
    yield Target("one association", size, "≥", 0.10, lambda run: run.share_of_hello("detail"), "H")
    yield Target("list", size, "≥", 0.05, lambda run: run.share_of_hello("list"), "H")
    yield Target(
        "two filters", size, "≥", filters, lambda run: run.share_of_hello("two_filters"), "H"
    )
    for case, name in SEARCHES.items():
        yield Target(
            name, size, "≥", searches, lambda run, case=case: run.share_of_hello(case), "H"
        )
    yield Target(
        "deep page ÷ first page",
        *(size, "≤", 1.2),
        lambda run: run.of("deep", "median") / run.of("list", "median"),
    )
    yield Target("queries, one association", size, "≤", 4, lambda run: run.of("detail", "queries"))
    yield Target("queries, any list", size, "≤", 8, lambda run: run.worst_list("queries"))
    yield Target(
        "list page", size, "≤", 60, lambda run: run.worst_list("bytes") / 1000, "kB uncompressed"
    )
    yield Target("list page", size, "≤", 6, lambda run: run.worst_list("requests"), "requests")


def _memory(size: int) -> tuple:
    figure = lambda run: run.own["memory"]["workers"]  # noqa: E731
    return "memory of two workers (PSS)", size, "≤", MEMORY, figure, "MB"


def _beside_datasette() -> Iterator[Target]:
    for case, name, limit in (
        ("detail", "one association", 2),
        ("list", "list", 4),
        ("two_filters", "two filters", 2.3),
        *((case, name, 1.7) for case, name in SEARCHES.items()),
    ):
        yield Target(
            name,
            *(LARGE, "≥", limit),
            lambda run, case=case: run.times_datasette(case),
            "× Datasette",
        )


def _loads() -> Iterator[Target]:
    yield Target(
        "import ÷ raw load", LARGE, "≤", 10, lambda run: run.loads_ratio("import", "raw_facts")
    )
    yield Target(
        "rebuild_listings ÷ raw load", LARGE, "≤", 3, lambda run: run.loads_ratio("rebuild", "raw")
    )


def _growth() -> Iterator[Target]:
    since = "growth since 2,000"
    for case, name, limit in (
        ("list", "list", 2),
        *((case, name, 3) for case, name in SEARCHES.items()),
        ("detail", "one association", 1.2),
    ):
        yield Target(
            f"{name}, {since}", LARGE, "≤", limit, lambda run, case=case: run.growth(case), "×"
        )
    yield Target(f"memory, {since}", LARGE, "≤", 1.1, lambda run: run.memory_growth(), "×")
    yield Target(f"queries, {since}", LARGE, "≤", 0, lambda run: run.more_queries(), "more")
