"""The indicator that the budget shows: planned security money over all planned IT money of the year."""

from __future__ import annotations

from truongluy.budget.model import Stage
from truongluy.budget.shares import Entry, Sums, ledger, places
from truongluy.indicators.model import Counted, Given, UnitFigure
from truongluy.policy.indicators import Indicator
from truongluy.verdict import Text


def security_money_planned(given: Given, indicator: Indicator) -> Counted:
    """Of each unit the đồng planned for security over all đồng planned, in the year of the day.

    Training, drills and awareness are left out: the stricter reading. A unit that declared no year has no figure.
    """
    year = given.on.year
    own: dict[str, list[Entry]] = {}
    for (unit, of_year, _), entry in ledger(given.inventory.budget, given.policy.budget).items():
        if of_year == year:
            own.setdefault(unit, []).append(entry)
    note = Text(
        f"dự toán năm {year}, không kể đào tạo, diễn tập, tuyên truyền; từ 01/7/2026 luật đòi 15%, xem trang hồ sơ của đơn vị",
        f"planned for {year}, without training, drills, awareness; the law asks 15% from 2026-07-01, see the unit's records",
    )
    return Counted(tuple(_figure(site.id, own.get(site.id, []), year) for site in given.units(indicator)), note)


def _figure(unit: str, entries: list[Entry], year: int) -> UnitFigure:
    sums = sum((entry.sums[Stage.PLANNED] for entry in entries), Sums())
    if not sums.known:
        nothing = Text(f"chưa khai báo dự toán năm {year}", f"the budget of {year} is not declared")
        return UnitFigure(unit, None, note=nothing)
    return UnitFigure(unit, sums.all.security, sums.all.total, evidence=places(entries))
