"""Measures a site's pages inside one process: no network, no server, the whole of Django."""

import time
from collections.abc import Callable
from statistics import median, quantiles
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import cases, page
from bench.site import HEADERS


def measure(asked: dict[str, dict], seconds: float) -> dict[str, dict]:
    """For each case: queries, milliseconds (median, p95, bare SQL), bytes of HTML, requests."""
    ask = _asker()
    return {name: _measure(ask, case["paths"], seconds) for name, case in asked.items()}


def _measure(ask: Callable[[str], bytes], paths: list[str], seconds: float) -> dict:
    # The first round also warms: templates, caches, the database's own.
    queries, bodies = [], []
    for path in paths:
        ask(path)
        with CaptureQueriesContext(connection) as captured:
            bodies.append(ask(path))
        queries.append(len(captured))
    times = _times([lambda path=path: ask(path) for path in paths], seconds)
    statements = [cases.bare_statement(path) for path in paths]
    bare = _times([lambda one=one: _fetch(*one) for one in statements], seconds / 5)
    return {
        "queries": max(queries),
        "median": median(times),
        "p95": quantiles(times, n=20)[-1],
        "bare": median(bare),
        "bytes": max(map(len, bodies)),
        "requests": max(len(page.requests(body.decode())) for body in bodies),
    }


def _times(calls: list[Callable], seconds: float) -> list[float]:
    """Milliseconds of each call, in turn until the time is up; each at least five times."""
    times: list[float] = []
    ends_at = time.perf_counter() + seconds
    while len(times) < 5 * len(calls) or time.perf_counter() < ends_at:
        for call in calls:
            started = time.perf_counter()
            call()
            times.append((time.perf_counter() - started) * 1000)
    return times


def _fetch(sql: str, params: tuple) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        cursor.fetchall()


def _asker() -> Callable[[str], bytes]:
    """A function from an address to the body of the answer, through all of the product's layers."""
    application = get_wsgi_application()
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in HEADERS.items()}

    def ask(path: str) -> bytes:
        address, _mark, query = path.partition("?")
        environ = {"PATH_INFO": address, "QUERY_STRING": query, **headers}
        setup_testing_defaults(environ)
        said: list[str] = []
        response = application(environ, lambda status, _headers: said.append(status))
        body = b"".join(response)
        response.close()
        if not said[0].startswith("200"):
            raise RuntimeError(f"{path} is answered with {said[0]}")
        return body

    return ask
