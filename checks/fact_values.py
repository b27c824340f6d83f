"""A kind of check: facts at paths against wanted values, with a closed set of operators.

Vacuous truth is refused: `one_of` on an empty list fails, and a fact nobody read raises Unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from truongluy.assess import Mismatch
from truongluy.facts import Facts
from truongluy.verdict import Text
from truongluy.words import value_in_words


def judge(facts: Facts, expect: Mapping[str, Any]) -> list[Mismatch]:
    """Every fact that is not as wanted; `expect` maps fact paths to {operator: wanted}."""
    return [
        mismatch
        for path, wishes in expect.items()
        for mismatch in mismatches(path, facts.at(path), wishes)
    ]  # fmt: skip


def mismatches(path: str, actual: Any, wishes: Mapping[str, Any]) -> Iterable[Mismatch]:
    """What is wrong with one value; raises ValueError for an operator that does not exist."""
    for operator, wanted in wishes.items():
        if operator not in OPERATORS:
            raise ValueError(f"unknown operator '{operator}' at '{path}'; known: {', '.join(OPERATORS)}")
        holds, words = OPERATORS[operator]
        if not holds(actual, wanted):
            if operator == "absent":
                words = _ABSENT if wanted else _PRESENT
            shown = value_in_words(wanted)
            text = Text(words.vi.format(shown.vi), words.en.format(shown.en))
            yield Mismatch(path, text, _offending(operator, actual, wanted))


def _offending(operator: str, actual: Any, wanted: Any) -> Any:
    """Of a long list only what is wrong with it."""
    if isinstance(actual, list) and operator == "excludes":
        return [item for item in actual if item in _as_list(wanted)]
    if isinstance(actual, list) and actual and operator == "one_of":
        return [item for item in actual if item not in wanted]
    return actual


def _size(actual: Any) -> float | None:
    if isinstance(actual, bool) or actual is None:
        return None
    if isinstance(actual, (list, tuple, dict)):
        return len(actual)
    return actual if isinstance(actual, (int, float)) else None


def _at_least(actual: Any, wanted: Any) -> bool:
    size = _size(actual)
    return size is not None and size >= wanted


def _at_most(actual: Any, wanted: Any) -> bool:
    size = _size(actual)
    return size is not None and size <= wanted


def _equals(actual: Any, wanted: Any) -> bool:
    # True == 1 in Python, but "yes" and "one" are different answers of a device.
    if isinstance(actual, bool) != isinstance(wanted, bool):
        return False
    if isinstance(actual, list) and isinstance(wanted, list):
        return sorted(map(str, actual)) == sorted(map(str, wanted))
    return actual is not None and actual == wanted


def _one_of(actual: Any, wanted: Any) -> bool:
    if isinstance(actual, list):
        return bool(actual) and all(item in wanted for item in actual)
    return actual is not None and any(_equals(actual, item) or _in_range(actual, item) for item in wanted)


def _in_range(actual: Any, item: Any) -> bool:
    """Whether a number lies in a range that is wanted in words ("20000-20499", both ends included)."""
    ends = _RANGE.fullmatch(item) if isinstance(item, str) else None
    return ends is not None and type(actual) is int and int(ends[1]) <= actual <= int(ends[2])


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _includes(actual: Any, wanted: Any) -> bool:
    # Wanting nothing would always hold, so an empty wish fails: it means the inventory forgot to say.
    items = _as_list(wanted)
    return isinstance(actual, list) and bool(items) and all(item in actual for item in items)


def _excludes(actual: Any, wanted: Any) -> bool:
    return isinstance(actual, list) and not any(item in actual for item in _as_list(wanted))


def _absent(actual: Any, wanted: Any) -> bool:
    nothing = actual is None or actual is False or actual == "" or actual == [] or actual == {}
    return nothing is bool(wanted)


_VERSION = re.compile(r"\d+(\.\d+)*")
_RANGE = re.compile(r"(\d{1,5})-(\d{1,5})")


def _version(words: Any) -> tuple[int, ...] | None:
    """`23.05.5` as (23, 5, 5), without trailing zeros; None for what is no dotted version (`SNAPSHOT`, `v12`, 12.1)."""
    if not isinstance(words, str) or not _VERSION.fullmatch(words) or not words.isascii():
        return None
    parts = [int(part) for part in words.split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def _not_older_than(actual: Any, wanted: Any) -> bool:
    # Numbers are refused on purpose: YAML reads 22.10 as 22.1, which is another version.
    seen, least = _version(actual), _version(wanted)
    return seen is not None and least is not None and seen >= least


_ABSENT = Text("không được có", "must be absent")
_PRESENT = Text("phải được đặt", "must be set")
OPERATORS: dict[str, tuple[Callable[[Any, Any], bool], Text]] = {
    "equals": (_equals, Text("phải là {}", "must be {}")),
    "at_least": (_at_least, Text("phải từ {} trở lên", "must be at least {}")),
    "at_most": (_at_most, Text("không được quá {}", "must be at most {}")),
    "not_older_than": (
        _not_older_than,
        Text("phải là phiên bản {} hoặc mới hơn", "must be version {} or newer"),
    ),
    "one_of": (_one_of, Text("chỉ được là: {}", "must be among: {}")),
    "includes": (_includes, Text("phải có: {}", "must include: {}")),
    "excludes": (_excludes, Text("không được có: {}", "must not include: {}")),
    "absent": (_absent, _ABSENT),
}
