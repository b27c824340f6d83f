"""Budget lines as hypothesis makes them: whatever a budget file may hold."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tests.budget.excel.workbooks import UNIT, YEAR, words
from truongluy import yamlfile
from truongluy.budget.excel import cells, totals
from truongluy.budget.excel.words import KINDS
from truongluy.budget.model import BudgetLine
from truongluy.budget.money import WHOLE, plain_percent

_LETTERS = st.characters(whitelist_categories=("L", "N", "P", "S", "Zs", "M"), blacklist_characters="\u00ad")
_AMOUNT = st.integers(0, 10**12)


def _fine(said: str) -> bool:
    return (
        bool(said)
        and said.isprintable()
        and not yamlfile.looks_secret_value(said)
        and not totals.sounds_so(said)
    )


TEXT = st.text(_LETTERS, min_size=1, max_size=30).map(cells.plain).filter(_fine) | st.sampled_from(
    ["=1+1", "+84", "-5", "@x", "=cmd|' /C calc'!A0", "1.234", "00123", "x_x0041_y", "'nháy", "31/12/2024"]
)


@st.composite
def _line(draw):
    category = draw(st.sampled_from(sorted(words().categories)))
    share = 0 if category in words().never else draw(st.integers(0, WHOLE))
    quantity, price, vat = draw(st.integers(0, 500)), draw(st.integers(0, 10**9)), draw(st.integers(0, WHOLE))
    counted = draw(st.booleans())
    refund = not counted and draw(st.booleans())
    planned = quantity * price * (WHOLE + vat) // WHOLE if counted else draw(_AMOUNT)
    return BudgetLine(
        id="", unit=UNIT, year=YEAR, project=draw(st.none() | st.just("DA-01")),
        source=draw(st.sampled_from(sorted(words().sources))), kind=draw(st.sampled_from(sorted(KINDS))), item=draw(TEXT),
        quantity=quantity if counted else None, unit_price=price if counted else None,
        vat_percent=plain_percent(vat) if counted else None, planned=-planned if refund else planned,
        allocated=draw(st.none() | _AMOUNT), spent=draw(st.none() | _AMOUNT), category=category, share=share,
        share_reason=draw(TEXT if share not in (0, WHOLE) else st.just("") | TEXT),
        document=draw(TEXT) if refund else draw(st.none() | TEXT), refund=refund,
    )  # fmt: skip


@st.composite
def lines(draw, most=8):
    """Some lines, each with its own id."""
    made = draw(st.lists(_line(), min_size=1, max_size=most))
    return tuple(replace(line, id=f"{UNIT}-{YEAR}-{number:04d}") for number, line in enumerate(made, 1))
