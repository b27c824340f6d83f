"""Judging: a pure function of (inventory, policy, evidence, date). It reads no device, clock or network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from truongluy import facts as facts_of
from truongluy import records
from truongluy.budget import findings as money
from truongluy.budget import rules as budget
from truongluy.evidence import DeviceEvidence, Evidence
from truongluy.facts import Facts
from truongluy.facts.answers import Unreadable
from truongluy.finding import Finding, SubjectKind
from truongluy.inventory import Device, Inventory
from truongluy.policy import Control, Policy
from truongluy.values import plain, values_for
from truongluy.verdict import InputError, Problem, Text, Verdict
from truongluy.waivers import apply_waivers, believed
from truongluy.words import value_in_words


@dataclass(frozen=True)
class Mismatch:
    """One fact that is not as wanted: where it stands, what is wanted in words, what was seen."""

    path: str
    wanted: Text
    actual: Any


NOTHING_ASKED = "nothing_asked"
"""What stands for a control in the finding of a device of which no document in force asks anything."""


class NothingAsked(InputError):
    """No document in force asks anything of a device; `finding` is what a report says of it."""

    def __init__(self, device: Device, level: int, as_of: date) -> None:
        problem = _nothing_asked(device, level, as_of)
        super().__init__([problem])
        self.finding = Finding(device.name, NOTHING_ASKED, Verdict.NOT_APPLICABLE, problem.why)


Kind = Callable[[Facts, Mapping[str, Any]], list[Mismatch]]


@dataclass(frozen=True)
class Assessment:
    """One run: findings as of a date, judged from evidence collected at a time.

    `levels` is the level each device was judged at; `seconds` maps a device to {login, total}; `run` and `sha256`
    name the evidence; `level` is the one asked for instead of each subject's own, None if none was. `evidence` is what
    was judged, for reports that show more of a device than its findings.
    """

    inventory_name: str
    as_of: date
    collected_at: datetime
    documents: tuple[str, ...]
    findings: tuple[Finding, ...]
    levels: Mapping[str, int]
    seconds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    run: str = ""
    sha256: str = ""
    level: int | None = None
    evidence: Evidence | None = field(default=None, repr=False, compare=False)

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many findings have each verdict; all six are named."""
        counted = Counter(finding.verdict for finding in self.findings)
        return {verdict: counted[verdict] for verdict in Verdict}

    @property
    def compliant(self) -> bool:
        """Whether the level may be claimed: something was judged, nothing fails, nothing is unknown."""
        return bool(self.findings) and not any(finding.verdict.blocks_level for finding in self.findings)

    def of_device(self, name: str) -> tuple[Finding, ...]:
        """Findings of one device."""
        return tuple(
            finding
            for finding in self.findings
            if finding.subject == name and finding.subject_kind is SubjectKind.DEVICE
        )

    def of_control(self, name: str) -> tuple[Finding, ...]:
        """Findings of one control."""
        return tuple(finding for finding in self.findings if finding.control == name)


def assess(
    inventory: Inventory,
    policy: Policy,
    evidence: Evidence,
    as_of: date,
    kinds: Mapping[str, Kind],
    devices: Iterable[Device] | None = None,
    level: int | None = None,
) -> Assessment:
    """Judge by what is in force on a date: the whole inventory with records and budget, or only the devices given.

    What fails on a device is waived where a waiver of the inventory covers the date. Raises InputError when nothing
    in force asks anything of any device (silence must not look like compliance), and when a waiver, record or budget
    line names what the policy does not have. A device that alone is asked nothing has one finding that says so.
    """
    believed(inventory, policy)
    records.believed(inventory, policy)
    budget.believed(inventory, policy)
    chosen = list(devices if devices is not None else inventory.devices.values())
    findings = _judge_devices(inventory, policy, evidence, as_of, kinds, chosen, level)
    documentary = records.judge_records(inventory, policy, as_of, level) if devices is None else []
    documentary += money.judge_budget(inventory, policy, as_of) if devices is None else []
    return Assessment(
        inventory_name=inventory.name,
        as_of=as_of,
        collected_at=evidence.collected_at,
        documents=tuple(document.id for document in policy.in_force(as_of)),
        findings=(*apply_waivers(findings, inventory, as_of), *documentary),
        levels={device.name: level or device.level for device in chosen},
        seconds={name: one.seconds for name, one in evidence.devices.items()},
        run=evidence.name,
        sha256=evidence.sha256,
        level=level,
        evidence=evidence,
    )


def _judge_devices(
    inventory: Inventory,
    policy: Policy,
    evidence: Evidence,
    as_of: date,
    kinds: Mapping[str, Kind],
    devices: list[Device],
    level: int | None,
) -> list[Finding]:
    findings: list[Finding] = []
    silent: list[NothingAsked] = []
    for device in devices:
        known = evidence.devices.get(device.name)
        try:
            findings.extend(judge_device(inventory, policy, device, known, as_of, kinds, level))
        except NothingAsked as nothing:
            silent.append(nothing)
            findings.append(nothing.finding)
    if silent and len(silent) == len(devices):
        raise InputError([problem for one in silent for problem in one.problems])
    return findings


def judge_device(
    inventory: Inventory,
    policy: Policy,
    device: Device,
    evidence: DeviceEvidence | None,
    as_of: date,
    kinds: Mapping[str, Kind],
    level: int | None = None,
) -> list[Finding]:
    """All findings of one device; every control is an error when it was not reached. Raises NothingAsked."""
    level = level or device.level
    asked = [c for c in policy.controls.values() if _applies(policy, c, device, level, as_of)]
    if not asked:
        raise NothingAsked(device, level, as_of)
    values = plain(values_for(inventory, policy, device, as_of, level))
    if evidence is None or not evidence.reached:
        reason = (
            evidence.error
            if evidence and evidence.error
            else Text("không có chứng cứ", "there is no evidence")
        )
        facts: Facts | Text = reason
    else:
        facts = facts_of.read(device.platform, evidence.answers)
    return [
        judge_control(policy, control, device, facts, values[control.id], as_of, kinds, level)
        for control in asked
    ]


def judge_control(
    policy: Policy,
    control: Control,
    device: Device,
    facts: Facts | Text,
    values: Mapping[str, Any],
    as_of: date,
    kinds: Mapping[str, Kind],
    level: int,
) -> Finding:
    """One finding; `facts` is a Text when the device could not be read at all."""
    clauses = tuple(clause.full_id for clause in policy.asked(control, level, as_of, device.device_class))
    if isinstance(facts, Text):
        return Finding(device.name, control.id, Verdict.ERROR, facts, clauses=clauses)
    expect = bind(control.expect, values)
    if unsaid := [name for name, value in values.items() if value is None]:
        return Finding(
            device.name, control.id, Verdict.ERROR, _unsaid(control, unsaid[0]), expect, clauses=clauses
        )
    commands = tuple(sorted({name for path in expect for name in facts.commands_of(path)}))
    try:
        if hidden := _hidden(control, facts):
            return Finding(
                device.name, control.id, Verdict.NOT_APPLICABLE, hidden, clauses=clauses, evidence=commands
            )
        mismatches = kinds[control.check](facts, expect)
    except Unreadable as reason:
        message = Text(f"không đọc được: {reason.text.vi}", f"could not be read: {reason.text.en}")
        return Finding(device.name, control.id, Verdict.ERROR, message, expect, None, clauses, commands)
    if mismatches:
        actual = {mismatch.path: mismatch.actual for mismatch in mismatches}
        return Finding(
            device.name, control.id, Verdict.FAIL, _words(mismatches), expect, actual, clauses, commands
        )
    seen = {path: _seen(facts, path) for path in expect}
    return Finding(device.name, control.id, Verdict.PASS, control.title, expect, seen, clauses, commands)


def bind(wish: Any, values: Mapping[str, Any]) -> Any:
    """Put values where a wish says "{name}": alone it keeps its type, inside words it becomes text."""
    if isinstance(wish, Mapping):
        return {key: bind(item, values) for key, item in wish.items()}
    if isinstance(wish, list):
        return [bound for item in wish for bound in _spread(item, bind(item, values))]
    if isinstance(wish, str) and "{" in wish:
        if wish.startswith("{") and wish.endswith("}") and wish[1:-1] in values:
            return values[wish[1:-1]]
        for name, value in values.items():
            wish = wish.replace("{" + name + "}", str(value))
    return wish


def _spread(item: Any, bound: Any) -> list[Any]:
    # "{hosts}" as an item of a list stands for all of the hosts, not for a list inside the list.
    return bound if isinstance(bound, list) and isinstance(item, str) else [bound]


def _applies(policy: Policy, control: Control, device: Device, level: int, as_of: date) -> bool:
    return control.fits(device.device_class, device.functions, device.platform) and bool(
        policy.asked(control, level, as_of, device.device_class)
    )


def _hidden(control: Control, facts: Facts) -> Text | None:
    """Why this device can't show the setting at all, if it can't."""
    if "container" in control.not_observable_in and facts.at("system.container") is True:
        reason = control.not_observable_in["container"]
        return Text(
            f"thùng chứa không cho thấy thiết lập này: {reason.vi}", f"a container can't show it: {reason.en}"
        )
    return None


def _unsaid(control: Control, name: str) -> Text:
    source = control.parameters[name].from_inventory
    return Text(
        f"kho khai báo chưa cho biết '{source}', nên không có gì để so",
        f"the inventory does not say '{source}': nothing to judge by",
    )


def _seen(facts: Facts, path: str) -> Any:
    seen = facts.at(path)
    return f"{len(seen)} items" if isinstance(seen, list) and seen and isinstance(seen[0], dict) else seen


def _words(mismatches: list[Mismatch]) -> Text:
    shown = mismatches[:5]
    more = len(mismatches) - len(shown)
    vi = "; ".join(f"{m.path} = {_short(value_in_words(m.actual).vi)}: {m.wanted.vi}" for m in shown)
    en = "; ".join(f"{m.path} = {_short(value_in_words(m.actual).en)}: {m.wanted.en}" for m in shown)
    return Text(f"{vi}; và {more} mục khác" if more else vi, f"{en}; and {more} more" if more else en)


def _short(words: str) -> str:
    one_line = words.replace("\n", " ")
    return one_line if len(one_line) <= 200 else one_line[:200] + "…"


def _nothing_asked(device: Device, level: int, as_of: date) -> Problem:
    day = f"{as_of:%d/%m/%Y}"
    return Problem(
        device.name,
        0,
        Text("không có kiểm soát nào được áp dụng", "no control applies"),
        Text(
            f"không văn bản nào có hiệu lực ngày {day} yêu cầu gì với {device.device_class} cấp độ {level}",
            f"no document in force on {day} asks anything of a {device.device_class} at level {level}",
        ),
        Text(
            "chọn ngày khác (--as-of), sửa cấp độ, hoặc bổ sung policies/",
            "choose another date (--as-of), correct the level, or extend policies/",
        ),
    )
