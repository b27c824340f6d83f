"""Charts as inline SVG: they need no script, print well, and a screen reader hears title and numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from truongluy.reports.markup import Html, tag
from truongluy.reports.vietnamese import number
from truongluy.reports.wording import SYMBOLS
from truongluy.verdict import Verdict

_WIDTH, _BAR, _STEP = 520, 26, 62
_NARROWEST_LABELLED = 42  # a segment thinner than this has no room for its number


def stacked_bars(name: str, title: str, rows: Sequence[tuple[str, Mapping[Verdict, int]]]) -> Html:
    """One bar per row, split by verdict in proportion to the row's own total; `name` makes ids unique.

    The numbers also stand in a table beside every chart, so nothing is said by colour or length alone.
    """
    height = _STEP * len(rows)
    bars = [_bar(label, counts, index * _STEP) for index, (label, counts) in enumerate(rows)]
    told = "; ".join(f"{label}: {_spoken(counts)}" for label, counts in rows)
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


def _spoken(counts: Mapping[Verdict, int]) -> str:
    return ", ".join(f"{verdict.vietnamese} {number(count)}" for verdict, count in counts.items() if count)


def _bar(label: str, counts: Mapping[Verdict, int], top: int) -> Html:
    total = sum(counts.values())
    parts = [tag("text", label, x=0, y=top + 18)]
    left = 0.0
    for verdict, count in counts.items():
        if not count:
            continue
        width = _WIDTH * count / total
        parts.append(_segment(verdict, count, left, top + 26, width))
        left += width
    return tag("g", *parts)


def _segment(verdict: Verdict, count: int, left: float, top: int, width: float) -> Html:
    box = tag(
        "rect",
        x=f"{left:.1f}",
        y=top,
        width=f"{max(width - 1.5, 1):.1f}",
        height=_BAR,
        class_=f"tl-{verdict.value}",
    )
    if width < _NARROWEST_LABELLED:
        return box
    words = f"{SYMBOLS[verdict]} {number(count)}"
    return tag(
        "g",
        box,
        tag("text", words, x=f"{left + width / 2:.1f}", y=top + 19, class_="tl-count"),
    )
