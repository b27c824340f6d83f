"""Budgets made up for tests: dữ liệu minh họa."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from tests.policy.samples import the_policy
from truongluy import inventory as inventory_of
from truongluy.budget.model import Budget, BudgetFile, BudgetLine, LineKind, Project
from truongluy.inventory import Inventory
from truongluy.verdict import Text

ROOT = Path(__file__).resolve().parents[2]
LAB = inventory_of.load(ROOT / "inventories" / "lab")
POLICY = the_policy()
RULES = POLICY.budget
UNIT = "so-gddt"
BILLION = 10**9
SECURE = [name for name, one in RULES.categories.items() if one.counts == "always"]
ASKED = [name for name, one in RULES.categories.items() if one.counts == "ask"]
OTHER = [name for name, one in RULES.categories.items() if one.counts == "never"]


def line(number: int = 1, **values) -> BudgetLine:
    """A line of so-gddt in 2024 that counts nothing as security."""
    one = BudgetLine(
        id=f"line-{number:04}", unit=UNIT, year=2024, project=None, source="provincial_budget", kind="capital",
        item="Khoản minh họa", quantity=None, unit_price=None, vat_percent=None, planned=0, allocated=None,
        spent=None, category="other_it", share=0,
    )  # fmt: skip
    return replace(one, **values)


def secure(number: int = 1, **values) -> BudgetLine:
    """A line that is all security."""
    return line(number, **{"category": "SP-PROTECT", "share": 10_000} | values)


def project(name: str = "DA-01", **values) -> Project:
    """A project of so-gddt in 2023 and 2024."""
    one = Project(name, Text("Dự án", "Project"), UNIT, 2023, 2024, True, date(2023, 3, 1))
    return replace(one, **values)


def with_lines(lines: Iterable[BudgetLine], projects: Iterable[Project] = ()) -> Inventory:
    """The lab with exactly these lines, as files of their units and years."""
    grouped: dict[tuple[str, int], list[BudgetLine]] = {}
    for one in lines:
        grouped.setdefault((one.unit, one.year), []).append(one)
    found = tuple(BudgetFile(unit, year, tuple(own)) for (unit, year), own in grouped.items())
    known: Mapping[str, Project] = {one.id: one for one in projects}
    return replace(LAB, budget=Budget(found, known))


amounts = st.integers(0, 10 * BILLION)
texts = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"], include_characters=" "),
    min_size=1,
    max_size=40,
).filter(lambda text: text.isprintable() and text == text.strip() and bool(text))


@st.composite
def lines(draw: st.DrawFn, sharing: bool = True) -> BudgetLine:
    """A sound line of any category, kind and project, with or without what may be left out."""
    category = draw(st.sampled_from([*SECURE, *ASKED, *OTHER]))
    never = category in OTHER
    share = 0 if never else draw(st.integers(0, 10_000)) if sharing else 10_000
    refund = draw(st.booleans())
    signed = st.integers(-BILLION, BILLION) if refund else amounts
    return line(
        draw(st.integers(1, 10**9)),
        year=draw(st.integers(2021, 2026)),
        project=draw(st.sampled_from([None, "DA-01", "DA-02"])),
        kind=draw(st.sampled_from([one.value for one in LineKind])),
        item=draw(texts),
        vat_percent=draw(st.sampled_from([None, "0", "8", "10", "7.5"])),
        planned=draw(signed), allocated=draw(st.none() | signed), spent=draw(st.none() | signed),
        category=category, share=share, share_reason=draw(texts),
        document=draw(texts) if refund else draw(st.none() | texts),
        cell=draw(st.none() | texts), refund=refund,
    )  # fmt: skip
