"""Indicators that the network itself shows: counted from findings and the inventory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from truongluy.assess import Assessment
from truongluy.finding import Finding, SubjectKind
from truongluy.indicators.model import Counted, Given, Part, UnitFigure
from truongluy.inventory import Device
from truongluy.policy.indicators import Indicator, Measure, Proof
from truongluy.verdict import Text, Verdict

_NOT_ASSESSED = Text("chưa có lần đánh giá nào", "nothing was assessed yet")
_NOT_IN_RUN = Text("chưa đánh giá thiết bị nào của đơn vị", "no device of the unit was assessed")
_NONE_DECLARED = Text("chưa khai báo thiết bị nào thuộc loại này", "no device of these classes is declared")
_LEVEL = Text("cấp độ", "level")


def devices_proved(given: Given, indicator: Indicator) -> Counted:
    """Devices that show every proof; what nobody could read is in the denominator and never in the numerator."""
    if given.assessment is None or indicator.measure is None:
        return _all_missing(given, indicator)
    found: dict[str, list[Device]] = defaultdict(list)
    for device in given.inventory.devices.values():
        if device.device_class in indicator.measure.classes:
            found[device.site].append(device)
    proved, unknown = _sorted_out(
        given.assessment, indicator.measure, (one for own in found.values() for one in own)
    )
    figures = tuple(
        _unit(site.id, found.get(site.id, []), proved, given.assessment) for site in given.units(indicator)
    )
    judged = [device for one in figures if one.known for device in found[one.unit]]
    unclear = sum(device.name in unknown for device in judged)
    note = Text(
        f"{unclear} thiết bị chưa rõ, tính là chưa cho thấy",
        f"{unclear} devices are unknown and count as not shown",
    )
    return Counted(figures, note if unclear else None, _by_class(judged, proved))


def requirements_met(given: Given, indicator: Indicator) -> Counted:
    """Clauses met on every device of a level in a unit, over those asked there; split by level."""
    if given.assessment is None:
        return _all_missing(given, indicator)
    asked: dict[tuple[str, int, str], set[Verdict]] = defaultdict(set)
    for device, finding in _of_devices(given):
        for clause in finding.clauses:
            asked[device.site, given.assessment.levels[device.name], clause].add(finding.verdict)
    counts = {key: _met(verdicts) for key, verdicts in asked.items() if verdicts != {Verdict.NOT_APPLICABLE}}
    levels = sorted({level for _, level, _ in counts})
    parts = tuple(
        _part(
            Text(f"{_LEVEL.vi} {level}", f"{_LEVEL.en} {level}"),
            [met for key, met in counts.items() if key[1] == level],
        )
        for level in levels
    )
    by_unit = _grouped((unit, met) for (unit, _, _), met in counts.items())
    return Counted(_figures(given, indicator, by_unit), _partial(given), parts)


def checks_passed(given: Given, indicator: Indicator) -> Counted:
    """Findings that pass over those that apply; unknown and waived ones apply and do not pass."""
    if given.assessment is None:
        return _all_missing(given, indicator)
    by_unit = _grouped(
        (device.site, finding.verdict is Verdict.PASS)
        for device, finding in _of_devices(given)
        if finding.verdict is not Verdict.NOT_APPLICABLE
    )
    return Counted(_figures(given, indicator, by_unit), _partial(given))


def systems_levelled(given: Given, indicator: Indicator) -> Counted:
    """Systems with a level approved by the day, over the systems a unit owns and runs."""
    by_unit = _grouped(
        (system.owner, system.approved(given.on) is not None)
        for system in given.inventory.systems.values()
        if system.ours
    )
    figures = tuple(
        UnitFigure(site.id, sum(found := by_unit.get(site.id, [])), len(found))
        for site in given.units(indicator)
    )
    others = sum(not system.ours for system in given.inventory.systems.values())
    note = Text(
        f"{others} hệ thống do nơi khác làm chủ hoặc chưa vận hành, không tính",
        f"{others} systems that others own or that are not in service do not count",
    )
    return Counted(figures, note if others else None)


def units_with_identifiers(given: Given, indicator: Indicator) -> Counted:
    """Units that have an identifier; while nobody entered any, nothing is known of anybody."""
    units = given.units(indicator)
    if not any(site.identifiers for site in units):
        nobody = Text("chưa đơn vị nào nhập mã định danh", "no unit has entered an identifier")
        return Counted(tuple(UnitFigure(site.id, None, note=nobody) for site in units))
    return Counted(tuple(UnitFigure(site.id, int(bool(site.identifiers)), 1) for site in units))


def _sorted_out(
    assessment: Assessment, measure: Measure, devices: Iterable[Device]
) -> tuple[set[str], set[str]]:
    """Names of the devices that show every proof, and of those of which that could not be told."""
    verdicts = _verdicts(assessment)
    proved, unknown = set(), set()
    for device in devices:
        asked = [one for one in measure.proofs if one.asks(device.device_class, device.platform)]
        shown = [_shown(verdicts.get(device.name, {}), proof) for proof in asked]
        if shown and all(shown):
            proved.add(device.name)
        elif False not in shown:
            unknown.add(device.name)
    return proved, unknown


def _verdicts(assessment: Assessment) -> Mapping[str, Mapping[str, Verdict]]:
    found: dict[str, dict[str, Verdict]] = defaultdict(dict)
    for finding in assessment.findings:
        if finding.subject_kind is SubjectKind.DEVICE:
            found[finding.subject][finding.control] = finding.verdict
    return found


def _shown(verdicts: Mapping[str, Verdict], proof: Proof) -> bool | None:
    """Whether a device shows a proof; None when that could not be told."""
    found = [verdicts[name] for name in proof.controls if name in verdicts]
    applying = [verdict for verdict in found if verdict is not Verdict.NOT_APPLICABLE]
    if any(verdict in (Verdict.FAIL, Verdict.WAIVED) for verdict in applying):
        return False
    return True if applying and all(verdict is Verdict.PASS for verdict in applying) else None


def _unit(unit: str, devices: list[Device], proved: set[str], assessment: Assessment) -> UnitFigure:
    if not devices:
        return UnitFigure(unit, None, note=_NONE_DECLARED)
    if not any(device.name in assessment.levels for device in devices):
        return UnitFigure(unit, None, note=_NOT_IN_RUN)
    rest = [device.name for device in devices if device.name not in proved]
    names = ", ".join(rest[:5]) + (", …" if len(rest) > 5 else "")
    note = Text(f"chưa cho thấy: {names}", f"not shown: {names}") if rest else None
    return UnitFigure(unit, len(devices) - len(rest), len(devices), note, _run(assessment))


def _by_class(devices: Iterable[Device], proved: set[str]) -> tuple[Part, ...]:
    grouped = _grouped((device.device_class, device.name in proved) for device in devices)
    return tuple(_part(Text(name, name), found) for name, found in sorted(grouped.items()))


def _part(name: Text, met: list[bool]) -> Part:
    return Part(name, sum(met), len(met))


def _met(verdicts: set[Verdict]) -> bool:
    return verdicts <= {Verdict.PASS, Verdict.NOT_APPLICABLE} and Verdict.PASS in verdicts


def _of_devices(given: Given) -> Iterable[tuple[Device, Finding]]:
    findings = given.assessment.findings if given.assessment else ()
    for finding in findings:
        device = given.inventory.devices.get(finding.subject)
        if finding.subject_kind is SubjectKind.DEVICE and device is not None:
            yield device, finding


def _figures(given: Given, indicator: Indicator, by_unit: Mapping[str, list[bool]]) -> tuple[UnitFigure, ...]:
    assert given.assessment is not None
    run = _run(given.assessment)
    return tuple(
        UnitFigure(site.id, sum(by_unit[site.id]), len(by_unit[site.id]), evidence=run)
        if site.id in by_unit
        else UnitFigure(site.id, None, note=_NOT_IN_RUN)
        for site in given.units(indicator)
    )


def _partial(given: Given) -> Text | None:
    """What a run that left devices out must say: its shares speak only of what it judged."""
    total = len(given.inventory.devices)
    judged = (
        sum(name in given.assessment.levels for name in given.inventory.devices) if given.assessment else 0
    )
    if judged == total:
        return None
    return Text(
        f"chỉ {judged} trên {total} thiết bị được đánh giá", f"only {judged} of {total} devices were assessed"
    )


def _grouped(pairs: Iterable[tuple[str, bool]]) -> dict[str, list[bool]]:
    grouped: dict[str, list[bool]] = defaultdict(list)
    for key, met in pairs:
        grouped[key].append(met)
    return grouped


def _run(assessment: Assessment) -> tuple[str, ...]:
    return (f"evidence/{assessment.inventory_name}/{assessment.run}",) if assessment.run else ()


def _all_missing(given: Given, indicator: Indicator) -> Counted:
    return Counted(tuple(UnitFigure(site.id, None, note=_NOT_ASSESSED) for site in given.units(indicator)))
