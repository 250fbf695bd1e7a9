"""Which hits come first, without giving each of them a number.

A set of listings is one long number, as in `index`. A word finds listings in tiers, best first; so
the hits fall apart into groups of equal worth, and most pages need only the first few of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

# (worth, listings), best first, nobody in two of them.
Groups = Iterable[tuple[float, int]]
# (worth, listings), best first, with anybody in several of them.
Tiers = Sequence[tuple[float, int]]

# Less than the least difference between two tiers, whatever is found below.
OTHERS = 0.005


def groups(tiers: Tiers, within: int) -> Iterator[tuple[float, int]]:
    """The listings `within`, by the best tier each is in and a little of its others.

    The little decides between equals: of all under "Fotboll", those with it in the name come first.
    Lazy: each group is found when it is asked for. Those in no tier are in none.
    """
    useful = [(weight, bits & within) for weight, bits in tiers if bits & within]
    yield from _groups(useful, 0, within, 0.0, 1.0)


def _groups(
    tiers: Tiers, at: int, within: int, worth: float, share: float
) -> Iterator[tuple[float, int]]:
    while at < len(tiers):
        weight, bits = tiers[at]
        at += 1
        if inside := within & bits:
            yield from _groups(tiers, at, inside, worth + share * weight, share * OTHERS)
            within ^= inside
            if not within:
                return
    if worth:
        yield worth, within


def best_of(alternatives: Iterable[Groups]) -> list[tuple[float, int]]:
    """The same listings read in several ways: each counts as it is worth most."""
    found, taken = [], 0
    every = (group for alternative in alternatives for group in alternative)
    for worth, bits in sorted(every, key=lambda group: -group[0]):
        if fresh := bits & ~taken:
            found.append((worth, fresh))
            taken |= fresh
    return found


def added(words: Sequence[Groups], within: int) -> list[tuple[float, int]]:
    """The listings `within` by what they are worth for all words together."""
    sums: dict[float, int] = {0.0: within}
    for word in words:
        more: dict[float, int] = defaultdict(int)
        groups_of_word = list(word)
        for worth, bits in sums.items():
            for extra, members in groups_of_word:
                if both := bits & members:
                    more[worth + extra] |= both
                    bits ^= both
            if bits:
                more[worth] |= bits
        sums = more
    return sorted(sums.items(), reverse=True)
