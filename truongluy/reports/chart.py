"""Charts as inline SVG: they need no script, print well, and a screen reader hears title and numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from truongluy.reports.markup import Html, tag
from truongluy.reports.vietnamese import number
from truongluy.reports.wording import SYMBOLS
from truongluy.verdict import Verdict

_WIDTH, _BAR, _STEP = 520, 26, 62
_LETTER = 8
_NARROWEST_LABELLED = 42  # a segment thinner than this has no room for its number


@dataclass(frozen=True)
class Look:
    """How one kind of segment is drawn and told: class of the stylesheet, symbol, word."""

    css: str
    symbol: str
    word: str


Kind = TypeVar("Kind")
Rows = Sequence[tuple[str, Mapping[Kind, int]]]


def stacked_bars(name: str, title: str, rows: Rows[Verdict]) -> Html:
    """Bars split by verdict."""
    return bars(name, title, rows, lambda one: Look(one.value, SYMBOLS[one], one.vietnamese))


def bars(
    name: str,
    title: str,
    rows: Rows[Kind],
    look: Callable[[Kind], Look],
    shown: Callable[[int], str] = number,
    marks: Sequence[int] = (),
) -> Html:
    """One bar per row, split by kind in proportion to the row's own total; `name` makes ids unique.

    The numbers also stand in a table beside every chart, so nothing is said by colour or length alone. `marks` draws a
    tick at each bar at a percentage of it, which the row's label must say too.
    """
    height = _STEP * len(rows)
    split = [
        (label, [(look(kind), count) for kind, count in counts.items() if count]) for label, counts in rows
    ]
    bars = [_bar(label, parts, index * _STEP, shown) for index, (label, parts) in enumerate(split)]
    bars += [_mark(percent, index * _STEP) for index, percent in enumerate(marks)]
    told = "; ".join(f"{label}: {_spoken(parts, shown)}" for label, parts in split)
    return tag(
        "figure",
        tag(
            "svg",
            tag("title", title, id=f"{name}-title"),
            tag("desc", told, id=f"{name}-desc"),
            *bars,
            class_="tl-chart",
            role="img",
            aria_labelledby=f"{name}-title {name}-desc",
            viewBox=f"0 0 {_WIDTH} {height}",
        ),
        class_="tl-figure",
    )


def _spoken(parts: Sequence[tuple[Look, int]], shown: Callable[[int], str]) -> str:
    return ", ".join(f"{one.word} {shown(count)}" for one, count in parts)


def _mark(percent: int, top: int) -> Html:
    left = f"{_WIDTH * percent / 100:.1f}"
    # Above and below the bar only: across it, it would cross out the number.
    ends = ((top + 21, top + 28), (top + 24 + _BAR, top + 31 + _BAR))
    ticks = [tag("line", x1=left, x2=left, y1=first, y2=last, class_="tl-mark") for first, last in ends]
    return tag("g", *ticks)


def _bar(label: str, parts: Sequence[tuple[Look, int]], top: int, shown: Callable[[int], str]) -> Html:
    total = sum(count for _, count in parts)
    drawn = [tag("text", label, x=0, y=top + 18)]
    left = 0.0
    for one, count in parts:
        width = _WIDTH * count / total
        drawn.append(_segment(one, shown(count), left, top + 26, width))
        left += width
    return tag("g", *drawn)


def _segment(one: Look, count: str, left: float, top: int, width: float) -> Html:
    box = tag(
        "rect",
        x=f"{left:.1f}",
        y=top,
        width=f"{max(width - 1.5, 1):.1f}",
        height=_BAR,
        class_=f"tl-{one.css}",
    )
    words = f"{one.symbol} {count}"
    if width < max(_NARROWEST_LABELLED, _LETTER * len(words)):
        return box
    return tag(
        "g",
        box,
        tag("text", words, x=f"{left + width / 2:.1f}", y=top + 19, class_="tl-count"),
    )
