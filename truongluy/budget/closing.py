"""The smallest set of budget lines that lifts a share to its minimum; a pure question about whole numbers.

Every line that is added brings a gain of its own, 100 × its security money less the minimum × its money, so taking the
largest gains first needs the fewest lines. Among sets of that size the cheapest is sought: surely where few sets are to
be compared, else by one exchange only, and then `cheapest` is False.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

COMPARED_AT_MOST = 2_000
"""So many sets are compared one by one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Money that could be added: the line, its amount, and how much of that is security."""

    line: str
    amount: int
    security: int

    def gain(self, percent: int) -> int:
        """How far it lifts the share, in hundredths of đồng; not above zero where it lifts nothing."""
        return 100 * self.security - percent * self.amount


@dataclass(frozen=True)
class Closing:
    """The lines that close a gap, with their sum; `enough` is False where all candidates together do not.

    The number of lines is always the smallest; `cheapest` says that no set of as many lines costs less.
    """

    lines: tuple[str, ...]
    amount: int
    enough: bool
    cheapest: bool = True


def gap(security: int, total: int, percent: int) -> int:
    """What is missing, in hundredths of đồng; not above zero where the minimum is reached."""
    return percent * total - 100 * security


def added(security: int, total: int, percent: int) -> int | None:
    """The least whole đồng of new security money that lifts the share to the minimum; None where no money can."""
    missing = gap(security, total, percent)
    if missing <= 0:
        return 0
    return -(-missing // (100 - percent)) if percent < 100 else None


def close(missing: int, candidates: Sequence[Candidate], percent: int) -> Closing:
    """The fewest candidates whose gains make up a gap, and of those sets the cheapest that is found."""
    if missing <= 0:
        return Closing((), 0, enough=True)
    useful = sorted(
        (one for one in candidates if one.gain(percent) > 0),
        key=lambda one: (-one.gain(percent), one.amount, one.line),
    )
    size = reached = 0
    while reached < missing and size < len(useful):
        reached += useful[size].gain(percent)
        size += 1
    if reached < missing:
        return _closing(useful, enough=False)
    if comb(len(useful), size) > COMPARED_AT_MOST:
        return _closing(_exchanged(useful, size, missing - reached, percent), cheapest=False)
    sets = (one for one in combinations(useful, size) if sum(c.gain(percent) for c in one) >= missing)
    return _closing(min(sets, key=lambda one: (_sum(one), [c.line for c in one])))


def _exchanged(useful: Sequence[Candidate], size: int, slack: int, percent: int) -> list[Candidate]:
    """The largest gains, the last of them exchanged for the cheapest that still is enough."""
    needed = useful[size - 1].gain(percent) + slack
    last = min(
        (one for one in useful[size - 1 :] if one.gain(percent) >= needed),
        key=lambda one: (one.amount, one.line),
    )
    return [*useful[: size - 1], last]


def _closing(chosen: Sequence[Candidate], *, enough: bool = True, cheapest: bool = True) -> Closing:
    return Closing(tuple(one.line for one in chosen), _sum(chosen), enough, cheapest)


def _sum(chosen: Sequence[Candidate]) -> int:
    return sum(one.amount for one in chosen)
