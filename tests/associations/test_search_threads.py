"""A worker answers several visitors at a time; one's words must not end up in another's stems."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from associations.search.text import stem

WORDS = [
    f"{front}{end}"
    for front in ("fotboll", "sång", "båtklubb", "kör")
    for end in ("arna", "en", "s", "ar")
]


@pytest.fixture
def hasty_threads():
    """Threads take turns in the middle of everything."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_words_are_stemmed_alike_by_many_threads_at_once(hasty_threads):
    wanted = list(map(stem.__wrapped__, WORDS))
    with ThreadPoolExecutor(8) as pool:
        rounds = [pool.submit(lambda: list(map(stem.__wrapped__, WORDS))) for _ in range(200)]
        assert all(done.result() == wanted for done in rounds)
