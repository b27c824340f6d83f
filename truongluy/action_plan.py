"""The action plan: everything open, from findings, waivers, records and duties, as one list in order of urgency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from truongluy.assess import Assessment
from truongluy.dates import local_day
from truongluy.duties import LEAD_DAYS, Due, State, calendar
from truongluy.finding import Finding, SubjectKind
from truongluy.inventory import Inventory, Person
from truongluy.policy import Control, Policy
from truongluy.policy.model import NO_ROLE, PEOPLE
from truongluy.verdict import Text, Verdict
from truongluy.waivers import Standing, WaiverState, standing

SEVERITIES = ("critical", "high", "medium", "low")
SUGGESTED_DAYS = {"critical": 7, "high": 30, "medium": 90, "low": 180}
"""Days after the evidence was collected by which a finding should be mended: the project's suggestion, no law."""

_OPEN = (Verdict.FAIL, Verdict.ERROR, Verdict.MANUAL)


class Source(StrEnum):
    """Where an action comes from."""

    FINDING = "finding"
    WAIVER = "waiver"
    RECORD = "record"
    DUTY = "duty"


@dataclass(frozen=True)
class Action:
    """One thing to do: `why` are full clause ids, `who` a person or unit, `until` the last day, inclusive.

    `reference` is the control, waiver file, record kind or duty it comes from; `subjects` the devices, systems or
    units it is about; `suggested` says that `until` is the project's own suggestion.
    """

    source: Source
    reference: str
    what: Text
    detail: Text
    why: tuple[str, ...]
    who: Text
    subjects: tuple[str, ...]
    until: date
    overdue: bool
    severity: str
    suggested: bool = False


def action_plan(assessment: Assessment, inventory: Inventory, policy: Policy) -> list[Action]:
    """Every open thing as of the assessment's day: late ones first, then by last day and severity."""
    on = assessment.as_of
    papers = [
        f for f in assessment.findings if f.subject_kind is not SubjectKind.DEVICE and f.verdict in _OPEN
    ]
    shown = {(finding.control, finding.subject) for finding in papers}
    dues = [
        due
        for due in calendar(inventory, policy, on, on + timedelta(days=LEAD_DAYS))
        if due.state in (State.OVERDUE, State.UNKNOWN, State.DUE)
        and (due.duty.fulfilled_by, due.subject) not in shown
    ]
    actions = [
        *_of_devices(assessment, inventory, policy),
        *_of_records(papers, inventory, policy, on),
        *_of_waivers(standing(inventory, assessment.findings, on), inventory, policy),
        *_of_duties(dues, inventory, on),
    ]
    return sorted(
        actions,
        key=lambda one: (
            not one.overdue,
            one.until,
            SEVERITIES.index(one.severity),
            one.reference,
            one.subjects,
        ),
    )


def _of_devices(assessment: Assessment, inventory: Inventory, policy: Policy) -> Iterator[Action]:
    """One action per control and site; a device that nobody could read is one action whatever was asked of it."""
    grouped: dict[tuple[str, ...], list[Finding]] = {}
    for finding in assessment.findings:
        device = inventory.devices.get(finding.subject)
        if finding.subject_kind is SubjectKind.DEVICE and finding.verdict in _OPEN and device is not None:
            unread = finding.verdict is Verdict.ERROR
            key = (device.name, finding.message.vi) if unread else (finding.control, device.site)
            grouped.setdefault((finding.verdict.value, *key), []).append(finding)
    for findings in grouped.values():
        yield _of_findings(findings, assessment, inventory, policy)


def _of_findings(
    findings: Sequence[Finding], assessment: Assessment, inventory: Inventory, policy: Policy
) -> Action:
    controls = {finding.control: None for finding in findings}
    known = [policy.controls[name] for name in controls if name in policy.controls]
    severity = min((control.severity for control in known), key=SEVERITIES.index, default=SEVERITIES[0])
    first = findings[0]
    if len(controls) == 1:
        reference, what = first.control, known[0].title if known else Text(first.control, first.control)
    else:
        reference = first.subject
        what = Text(
            f"Đọc được {first.subject}: {len(controls)} kiểm soát chưa xác định",
            f"Make {first.subject} readable: {len(controls)} controls unknown",
        )
    subjects = tuple(dict.fromkeys(finding.subject for finding in findings))
    until = local_day(assessment.collected_at) + timedelta(days=SUGGESTED_DAYS[severity])
    return Action(
        source=Source.FINDING,
        reference=reference,
        what=what,
        detail=_told(first, known),
        why=_clauses(findings),
        who=_owners(subjects, inventory),
        subjects=subjects,
        until=until,
        overdue=until < assessment.as_of,
        severity=severity,
        suggested=True,
    )


def _told(finding: Finding, controls: Sequence[Control]) -> Text:
    """The reason; where no playbook mends it, that people have to is a part of what there is to do."""
    if finding.verdict is not Verdict.FAIL or [one.fixed_by for one in controls] != [PEOPLE]:
        return finding.message
    message, people = finding.message, NO_ROLE[PEOPLE]
    return Text(f"{message.vi}. {people.vi}", f"{message.en}. {people.en}")


def _of_records(
    findings: Iterable[Finding], inventory: Inventory, policy: Policy, on: date
) -> Iterator[Action]:
    """One action per kind of record, or per test of the budget, and unit."""
    grouped: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        system = inventory.systems.get(finding.subject)
        unit = system.operator if finding.subject_kind is SubjectKind.SYSTEM and system else finding.subject
        grouped.setdefault((finding.control, unit), []).append(finding)
    for (kind, unit), found in grouped.items():
        known = policy.records.get(kind)
        yield Action(
            source=Source.RECORD,
            reference=kind,
            what=known.title if known else policy.budget.title(kind) or Text(kind, kind),
            detail=found[0].message,
            why=_clauses(found),
            who=_unit(unit, inventory),
            subjects=tuple(finding.subject for finding in found),
            until=on,
            overdue=True,
            severity="high" if any(finding.verdict is Verdict.FAIL for finding in found) else "medium",
        )


def _of_waivers(standings: Iterable[Standing], inventory: Inventory, policy: Policy) -> Iterator[Action]:
    """One action per waiver: mend before its end, renew, or remove the file."""
    for one in standings:
        waiver, control = one.waiver, policy.controls[one.waiver.control]
        expired = one.state is WaiverState.EXPIRED
        last = f"{waiver.until:%d/%m/%Y}"
        if not one.needed:
            detail = Text("không cần nữa: xóa tệp miễn trừ", "no longer needed: remove the waiver")
        elif expired:
            detail = Text(
                f"hết hạn từ sau ngày {last}: khắc phục hoặc trình lại",
                f"expired after {last}: mend or renew",
            )
        else:
            detail = Text(
                f"khắc phục trước khi hết hạn, ngày cuối {last}", f"mend before it ends, last day {last}"
            )
        yield Action(
            source=Source.WAIVER,
            reference=waiver.file,
            what=control.title,
            detail=detail,
            why=control.satisfies,
            who=_owners(waiver.devices, inventory),
            subjects=waiver.devices,
            until=waiver.until,
            overdue=expired and one.needed,
            severity=control.severity if one.needed else "low",
        )  # fmt: skip


def _of_duties(dues: Iterable[Due], inventory: Inventory, on: date) -> Iterator[Action]:
    """One action per duty, last day and incident, whoever owes it."""
    grouped: dict[tuple[str, date, State, str, tuple[str, ...]], list[Due]] = {}
    for due in dues:
        basis = tuple(clause.full_id for clause in due.basis)
        grouped.setdefault((due.duty.id, due.last, due.state, due.incident, basis), []).append(due)
    for (_, last, state, _, why), found in grouped.items():
        duty = found[0].duty
        given = duty.applies_when
        yield Action(
            source=Source.DUTY,
            reference=duty.id,
            what=duty.title,
            detail=Text(
                f"gửi/trình: {duty.recipient.vi}" + (f"; {given.vi}" if given else ""),
                f"to: {duty.recipient.en}" + (f"; {given.en}" if given else ""),
            ),
            why=why,
            who=_subjects(found, inventory),
            subjects=tuple(due.subject for due in found),
            until=last,
            overdue=state is State.OVERDUE,
            severity="high" if state is State.OVERDUE else "medium",
        )


def _clauses(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clause for finding in findings for clause in finding.clauses))


def _owners(devices: Iterable[str], inventory: Inventory) -> Text:
    """The people who own the devices, each once."""
    ids = dict.fromkeys(str(inventory.devices[name].attributes.get("owner", "")) for name in devices)
    return _several([_person(one, inventory.people) for one in ids if one])


def _person(name: str, people: Mapping[str, Person]) -> Text:
    person = people.get(name)
    return Text(f"{person.name} ({person.role})", name) if person else Text(name, name)


def _unit(name: str, inventory: Inventory) -> Text:
    site = inventory.sites.get(name)
    return site.name if site else Text(name, name)


def _subjects(dues: Iterable[Due], inventory: Inventory) -> Text:
    units = []
    for due in dues:
        system = inventory.systems.get(due.subject) if due.subject_kind is SubjectKind.SYSTEM else None
        units.append(_unit(system.operator if system else due.subject, inventory))
    return _several(list(dict.fromkeys(units)))


def _several(names: Sequence[Text]) -> Text:
    """Three names, and how many more."""
    more = len(names) - 3
    vi, en = "; ".join(name.vi for name in names[:3]), "; ".join(name.en for name in names[:3])
    return (
        Text(f"{vi} và {more} nơi khác", f"{en} and {more} more") if more > 0 else Text(vi or "–", en or "–")
    )
