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
        everything = [path for case in cases.values() for path in case["paths"]]
        load.load(product.port, everything, HEADERS, seconds)
        before = hello_rate(bare, seconds)
        for name, case in cases.items():
            answered = load.load(product.port, case["paths"], HEADERS, seconds)
            if answered.failures:
                raise SystemExit(f"{answered.failures} requests for {name} failed: {case['paths']}")
            after = hello_rate(bare, seconds)
            # The machine is not equally quick all the time: each case has an H of its own.
            found[name] = {"per_second": answered.per_second, "hello": (before + after) / 2}
            before = after
        memory = {"workers": product.workers_memory(), "all": product.memory()}
    return {"cases": found, "memory": memory}


def hello_rate(bare: server.Server, seconds: int) -> float:
    return load.load(bare.port, ["/"], HEADERS, max(1, seconds // 2)).per_second


def measure_other(port: int, paths: dict[str, list[str]], seconds: int) -> dict[str, dict]:
    """Requests a second of another program on this machine, and how many of them failed."""
    return {
        name: asdict(load.load(port, addresses, {"Host": "127.0.0.1"}, seconds))
        for name, addresses in paths.items()
    }
