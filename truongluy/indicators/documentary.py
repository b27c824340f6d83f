"""Indicators that documents show: counted from the records an office keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from truongluy.dates import in_year
from truongluy.indicators.model import Counted, Given, Part, UnitFigure
from truongluy.inventory import Record, Site
from truongluy.period import last_day
from truongluy.policy.indicators import Indicator
from truongluy.records import standing, subjects, term_of
from truongluy.records.layers import LAYERS, LayerState, layer_state
from truongluy.verdict import Text

_SILENT = Text("đơn vị chưa nộp hồ sơ nào", "the unit has supplied no record")


def records_in_year(given: Given, indicator: Indicator) -> Counted:
    """How many records of the kinds a unit made in the year of the day."""

    def count(site: Site) -> UnitFigure:
        kept = [one for one in _kept(given, indicator, site.id) if one.day.year == given.on.year]
        return UnitFigure(site.id, len(kept), None, None, _files(kept))

    return Counted(_each(given, indicator, count), _year(given.on.year))


def records_before_day(given: Given, indicator: Indicator) -> Counted:
    """Units with a record of the year dated before the target's day; until that day the last year is judged."""
    assert indicator.target.day is not None
    day, month = indicator.target.day
    year = given.on.year if given.on >= in_year(given.on.year, month, day) else given.on.year - 1
    due = in_year(year, month, day)

    def count(site: Site) -> UnitFigure:
        kept = [one for one in _kept(given, indicator, site.id) if one.day.year == year]
        timely = [one for one in kept if one.day < due]
        late = (
            Text(f"gửi ngày {kept[0].day:%d/%m/%Y}, quá hạn", f"sent on {kept[0].day}, late")
            if kept
            else None
        )
        return UnitFigure(site.id, int(bool(timely)), 1, None if timely else late, _files(timely or kept))

    return Counted(_each(given, indicator, count), _year(year))


def units_with_records(given: Given, indicator: Indicator) -> Counted:
    """Units that have a record of every kind, standing on the day and with its file unchanged."""
    assert indicator.measure is not None
    kinds = indicator.measure.records
    levels = {subject.id: subject.level for subject in subjects(given.inventory)}

    def count(site: Site) -> UnitFigure:
        kept = [one for one in _kept(given, indicator, site.id) if _stands(given, one, levels[site.id])]
        complete = {one.kind for one in kept} >= set(kinds)
        return UnitFigure(site.id, int(complete), 1, None, _files(kept))

    return Counted(_each(given, indicator, count))


def systems_with_records_of_year(given: Given, indicator: Indicator) -> Counted:
    """Systems a unit owns that have a record of the kinds made in the year of the day."""

    def count(site: Site) -> UnitFigure:
        own = [one.id for one in given.inventory.systems.values() if one.ours and one.owner == site.id]
        made = [
            one
            for one in given.inventory.records
            if _counts(given, indicator, one)
            and one.day.year == given.on.year
            and set(one.systems) & set(own)
        ]
        covered = {name for one in made for name in one.systems} & set(own)
        return UnitFigure(site.id, len(covered), len(own), None, _files(made))

    return Counted(_each(given, indicator, count), _year(given.on.year))


def layers_proved(given: Given, indicator: Indicator) -> Counted:
    """Layers of the four-layer model that are shown, in the whole inventory; an unknown layer is not."""
    standings = standing(given.inventory, given.policy, given.on)
    findings = given.assessment.findings if given.assessment else ()
    states = {layer: layer_state(given.policy, standings, findings, layer) for layer in LAYERS}
    files = _files([one.record for one in standings if one.kind.layer and one.record])
    unknown = ", ".join(str(layer) for layer, state in states.items() if state is LayerState.UNKNOWN)
    note = Text(f"chưa rõ lớp: {unknown}", f"unknown layers: {unknown}") if unknown else None
    shown = {layer: state is LayerState.SHOWN for layer, state in states.items()}

    def count(site: Site) -> UnitFigure:
        return UnitFigure(site.id, sum(shown.values()), len(LAYERS), None, files)

    split = (Part(Text(f"lớp {layer}", f"layer {layer}"), int(one), 1) for layer, one in shown.items())
    return Counted(_each(given, indicator, count), note, tuple(split))


def _each(given: Given, indicator: Indicator, count: Callable[[Site], UnitFigure]) -> tuple[UnitFigure, ...]:
    """The count of each unit; of a unit that supplied no record of any kind nothing is known, not even zero."""
    heard = {one.unit for one in given.inventory.records if one.day <= given.on}
    return tuple(
        count(site) if site.id in heard else UnitFigure(site.id, None, note=_SILENT)
        for site in given.units(indicator)
    )


def _counts(given: Given, indicator: Indicator, record: Record) -> bool:
    assert indicator.measure is not None
    return record.kind in indicator.measure.records and record.whole and record.day <= given.on


def _kept(given: Given, indicator: Indicator, unit: str) -> list[Record]:
    found = [one for one in given.inventory.records if one.speaks_of(unit) and _counts(given, indicator, one)]
    return sorted(found, key=lambda one: one.day)


def _stands(given: Given, record: Record, level: int) -> bool:
    """Whether a record holds on the day: by its own last day and by the term of its kind at the unit's level."""
    term = term_of(given.policy, given.policy.records[record.kind], level, given.on)
    ends = [record.valid_until or date.max, last_day(record.day, term.period) if term else date.max]
    return given.on <= min(ends)


def _files(records: list[Record]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"records/files/{one.file}" for one in records))


def _year(year: int) -> Text:
    return Text(f"hồ sơ năm {year}", f"records of {year}")
