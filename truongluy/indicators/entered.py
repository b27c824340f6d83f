"""Figures that units entered: which of them counts on a day, and whether the indicators want them at all."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from truongluy.indicators.model import Counted, Given, UnitFigure
from truongluy.inventory import Inventory
from truongluy.inventory.figures import Figure
from truongluy.policy import Policy
from truongluy.policy.indicators import Indicator
from truongluy.verdict import InputError, Problem, Text

_NOBODY = Text("đơn vị chưa nhập", "the unit has entered none")


def count(given: Given, indicator: Indicator) -> Counted:
    """The figure of each unit asked: the newest known on the day; of one and the same year when yearly.

    That year is the newest of this one and the last for which any unit has a figure: sums never mix years.
    """
    figures = [
        figure
        for figure in given.inventory.figures
        if figure.indicator == indicator.id and figure.known(given.on)
    ]
    note = None
    if indicator.yearly:
        years = {figure.year for figure in figures if figure.year in (given.on.year, given.on.year - 1)}
        year = max((one for one in years if one), default=None)
        figures = [figure for figure in figures if figure.year == year and year is not None]
        note = Text(f"số liệu năm {year}", f"figures of {year}") if year else None
    newest = _newest(figures)
    return Counted(tuple(_of_unit(site.id, newest.get(site.id)) for site in given.units(indicator)), note)


def cross_check(inventory: Inventory, policy: Policy) -> list[Problem]:
    """Every figure of an indicator that does not exist, is not entered, or is counted otherwise."""
    problems = []
    for figure in inventory.figures:
        indicator = policy.indicators.get(figure.indicator)
        found = _unknown(figure, policy) if indicator is None else _unfit(figure, indicator, inventory)
        if found:
            problems.append(Problem(inventory.path / figure.file, figure.line, *found))
    return problems


def believed(inventory: Inventory, policy: Policy) -> None:
    """Raise InputError when figures and policy do not fit each other."""
    if problems := cross_check(inventory, policy):
        raise InputError(problems)


def _newest(figures: Iterable[Figure]) -> dict[str, Figure]:
    return {figure.unit: figure for figure in sorted(figures, key=lambda one: (one.as_of, one.entered_on))}


def _of_unit(unit: str, figure: Figure | None) -> UnitFigure:
    if figure is None:
        return UnitFigure(unit, None, note=_NOBODY)
    day = f"{figure.as_of:%d/%m/%Y}"
    note = Text(f"tính đến {day}: {figure.source}", f"counted up to {day}: {figure.source}")
    return UnitFigure(unit, figure.numerator, figure.denominator, note, (f"{figure.file}:{figure.line}",))


def _unknown(figure: Figure, policy: Policy) -> tuple[Text, Text, Text]:
    near = ", ".join(difflib.get_close_matches(figure.indicator, policy.indicators, 3, 0.5))
    return (
        Text(f"chỉ tiêu '{figure.indicator}' không có", f"indicator '{figure.indicator}' does not exist"),
        Text("không có trong policies/indicators.yml", "it is not in policies/indicators.yml"),
        Text(f"có thể là: {near}", f"perhaps: {near}") if near else Text("sửa mã chỉ tiêu", "correct the id"),
    )


def _unfit(figure: Figure, indicator: Indicator, inventory: Inventory) -> tuple[Text, Text, Text] | None:
    """What, why and remedy when an indicator can't take a figure."""
    name = indicator.id
    remove = Text("xóa mục này", "remove this entry")
    if indicator.source == "measured":
        what = Text(f"'{name}' do máy tính ra, không nhập", f"'{name}' is computed, not entered")
        return (
            what,
            Text("hai nguồn cho một số thì không biết tin nguồn nào", "two sources for one figure"),
            remove,
        )
    if indicator.source == "planned":
        what = Text(f"'{name}' chưa nhận số liệu", f"'{name}' takes no figures yet")
        return what, indicator.note or what, remove
    if inventory.sites[figure.unit].kind not in indicator.asked_of:
        what = Text(f"'{name}' không hỏi đơn vị này", f"'{name}' is not asked of this unit")
        kinds = ", ".join(indicator.asked_of)
        return what, Text(f"chỉ hỏi loại đơn vị: {kinds}", f"it is asked of: {kinds}"), remove
    for key, wanted in (("denominator", indicator.denominator is not None), ("year", indicator.yearly)):
        there = getattr(figure, key) is not None
        if there and not wanted:
            what = Text(f"'{name}' không dùng `{key}`", f"'{name}' takes no `{key}`")
            return what, indicator.numerator, Text(f"xóa `{key}`", f"remove `{key}`")
        if wanted and not there:
            what = Text(f"'{name}' cần `{key}`", f"'{name}' needs `{key}`")
            why = indicator.denominator if key == "denominator" else None
            return (
                what,
                why or Text("đây là chỉ tiêu hằng năm", "it is yearly"),
                Text(f"thêm `{key}`", f"add `{key}`"),
            )
    return None
