"""Measures a site over HTTP, as visitors meet it: gunicorn with two workers, and what it takes."""

from dataclasses import asdict

from bench import load, server
from bench.site import HEADERS, Site


def measure(site: Site, cases: dict[str, dict], seconds: int) -> dict:
    """Requests a second for each case, with H as it was around each; memory after all of them."""
    first = cases["list"]["paths"][0]
    found = {}
    with server.hello() as bare, server.product(site.environment(), first) as product:
        # Both workers fill what they hold before anything counts.
        _rate(product, [path for case in cases.values() for path in case["paths"]], seconds)
        before = _rate(bare, ["/"], seconds)
        for name, case in cases.items():
            answered = _rate(product, case["paths"], seconds)
            after = _rate(bare, ["/"], seconds)
            # The machine is not equally quick all the time: each case has an H of its own.
            found[name] = {"per_second": answered, "hello": (before + after) / 2}
            before = after
        memory = {"workers": product.workers_memory(), "all": product.memory()}
    return {"cases": found, "memory": memory}


def _rate(asked: server.Server, paths: list[str], seconds: int) -> float:
    answered = load.load(asked.port, paths, HEADERS, seconds)
    if answered.failures:
        raise SystemExit(f"{answered.failures} requests failed, of those for {paths}")
    return answered.per_second


def measure_other(port: int, paths: dict[str, list[str]], seconds: int) -> dict[str, dict]:
    """Requests a second of another program on this machine, and how many of them failed."""
    return {
        name: asdict(load.load(port, addresses, {"Host": "127.0.0.1"}, seconds))
        for name, addresses in paths.items()
    }
