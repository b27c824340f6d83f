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


def bars(name: str, title: str, rows: Rows[Kind], look: Callable[[Kind], Look]) -> Html:
    """One bar per row, split by kind in proportion to the row's own total; `name` makes ids unique.

    The numbers also stand in a table beside every chart, so nothing is said by colour or length alone.
    """
    height = _STEP * len(rows)
    split = [
        (label, [(look(kind), count) for kind, count in counts.items() if count]) for label, counts in rows
    ]
    bars = [_bar(label, parts, index * _STEP) for index, (label, parts) in enumerate(split)]
    told = "; ".join(f"{label}: {_spoken(parts)}" for label, parts in split)
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


def _spoken(parts: Sequence[tuple[Look, int]]) -> str:
    return ", ".join(f"{one.word} {number(count)}" for one, count in parts)


def _bar(label: str, parts: Sequence[tuple[Look, int]], top: int) -> Html:
    total = sum(count for _, count in parts)
    drawn = [tag("text", label, x=0, y=top + 18)]
    left = 0.0
    for one, count in parts:
        width = _WIDTH * count / total
        drawn.append(_segment(one, count, left, top + 26, width))
        left += width
    return tag("g", *drawn)


def _segment(one: Look, count: int, left: float, top: int, width: float) -> Html:
    box = tag(
        "rect",
        x=f"{left:.1f}",
        y=top,
        width=f"{max(width - 1.5, 1):.1f}",
        height=_BAR,
        class_=f"tl-{one.css}",
    )
    if width < _NARROWEST_LABELLED:
        return box
    words = f"{one.symbol} {number(count)}"
    return tag(
        "g",
        box,
        tag("text", words, x=f"{left + width / 2:.1f}", y=top + 19, class_="tl-count"),
    )
