"""One assessment joined with the policy and the inventory it was made from: what pages look things up in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from truongluy import facts
from truongluy.assess import Assessment
from truongluy.budget.judging import Tested, history
from truongluy.coverage import Cover, cover
from truongluy.facts import Facts
from truongluy.finding import Finding, SubjectKind
from truongluy.inventory import Device, Inventory, System
from truongluy.policy import Control, Document, Policy
from truongluy.records import Standing, standing
from truongluy.verdict import Text, Verdict

SEVERITIES = ("critical", "high", "medium", "low")
URGENCY = (Verdict.FAIL, Verdict.ERROR, Verdict.MANUAL, Verdict.WAIVED, Verdict.PASS, Verdict.NOT_APPLICABLE)


def count(findings: Iterable[Finding]) -> dict[Verdict, int]:
    """How many findings of each verdict; all six are there, so that a zero is seen to be zero."""
    counted = Counter(finding.verdict for finding in findings)
    return {verdict: counted[verdict] for verdict in Verdict}


@dataclass(frozen=True)
class Claim:
    """Whether a level may be claimed: something was judged, nothing failed or is unknown."""

    level: int
    counts: Mapping[Verdict, int]
    with_records: bool = False

    @property
    def holds(self) -> bool:
        """Only earned: no finding at all is no claim."""
        blocking = sum(number for verdict, number in self.counts.items() if verdict.blocks_level)
        return self.counts[Verdict.PASS] > 0 and blocking == 0


@dataclass(frozen=True)
class Row:
    """What a list of troubles shows as one: a finding, or all that are unknown of a device for one reason."""

    subject: str
    verdict: Verdict
    message: Text
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Joined:
    """The three inputs of every report."""

    assessment: Assessment
    inventory: Inventory
    policy: Policy

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, what needs work first: verdict, then severity, then device and control."""
        return tuple(sorted(self.assessment.findings, key=self._urgency))

    def _urgency(self, finding: Finding) -> tuple[int, int, str, str]:
        control = self.policy.controls.get(finding.control)
        severity = SEVERITIES.index(control.severity) if control else 0
        return URGENCY.index(finding.verdict), severity, finding.subject, finding.control

    def rows(self, findings: Iterable[Finding]) -> list[Row]:
        """Findings as rows; a device of which many controls are unknown for one reason is one row, at the top."""
        alike: dict[tuple[str, Verdict, Text, str], list[Finding]] = {}
        for finding in findings:
            own = "" if finding.verdict is Verdict.ERROR else finding.control
            alike.setdefault((finding.subject, finding.verdict, finding.message, own), []).append(finding)
        rows = [Row(*key[:3], tuple(found)) for key, found in alike.items()]
        return sorted(rows, key=lambda row: len(row.findings) == 1)

    @cached_property
    def devices(self) -> tuple[Device, ...]:
        """The assessed devices, by class and name; a limited run leaves the others out."""
        known = [device for name, device in self.inventory.devices.items() if name in self.assessment.levels]
        return tuple(sorted(known, key=lambda device: (device.device_class, device.name)))

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """All controls of the policy, by topic and id, judged here or not."""
        return tuple(sorted(self.policy.controls.values(), key=lambda control: (control.topic, control.id)))

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents in force on the date of the assessment."""
        return self.policy.in_force(self.assessment.as_of)

    @cached_property
    def covers(self) -> Mapping[str, Cover]:
        """What shows each clause, by full id."""
        return cover(self.policy)

    @cached_property
    def by_device(self) -> Mapping[str, Sequence[Finding]]:
        """Findings of each device."""
        return _grouped(
            (finding.subject, finding)
            for finding in self.findings
            if finding.subject_kind is SubjectKind.DEVICE
        )

    @cached_property
    def documentary(self) -> tuple[Finding, ...]:
        """Findings of records and of money; none where a limited run judged devices alone."""
        return tuple(f for f in self.findings if f.subject_kind is not SubjectKind.DEVICE)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """How every record asked stands, behind the findings of records; none where none was judged."""
        if not self.documentary:
            return ()
        assessment = self.assessment
        return tuple(standing(self.inventory, self.policy, assessment.as_of, assessment.level))

    @cached_property
    def shares(self) -> tuple[Tested, ...]:
        """The security shares of every year and project up to the day, those of the past too."""
        return tuple(history(self.inventory, self.policy, self.assessment.as_of))

    def facts_of(self, device: Device) -> Facts | Text:
        """What was read of a device, by the readers of today; a Text says why nothing was."""
        evidence = self.assessment.evidence
        known = evidence.devices.get(device.name) if evidence else None
        if known is None:
            return Text("chưa thu thập thiết bị này", "this device was not collected")
        return known.error or facts.read(device.platform, known.answers)

    def records_of(self, subject: str, kind: SubjectKind) -> tuple[Finding, ...]:
        """The findings of records of one unit or system, and of the money of a unit."""
        return tuple(self._records.get((kind, subject), ()))

    @cached_property
    def _records(self) -> Mapping[tuple[SubjectKind, str], list[Finding]]:
        found: dict[tuple[SubjectKind, str], list[Finding]] = {}
        for finding in self.documentary:
            found.setdefault((finding.subject_kind, finding.subject), []).append(finding)
        return found

    @cached_property
    def by_control(self) -> Mapping[str, Sequence[Finding]]:
        """Findings of each control."""
        return _grouped((finding.control, finding) for finding in self.findings)

    @cached_property
    def by_clause(self) -> Mapping[str, Sequence[Finding]]:
        """Findings that speak of each clause (full id)."""
        return _grouped((clause, finding) for finding in self.findings for clause in finding.clauses)

    def device_claim(self, device: Device) -> Claim:
        """The claim of one device."""
        return Claim(self.assessment.levels[device.name], count(self.by_device.get(device.name, ())))

    def system_claim(self, system: System) -> Claim | None:
        """The claim of a system; None unless all that its level asks was judged: devices, its records, its owner's.

        A device may be judged at a higher level for the sake of another system, and levels do not inherit.
        """
        level, levels = system.level, self.assessment.levels
        if level is None or not system.devices or any(levels.get(name, 0) < level for name in system.devices):
            return None
        if any(self._not_judged(name, level) for name in system.devices):
            return None
        if self.policy.records and not self.documentary:
            return None
        found = [finding for name in system.devices for finding in self.by_device.get(name, ())]
        found += self.records_of(system.id, SubjectKind.SYSTEM)
        found += self.records_of(system.owner, SubjectKind.UNIT)
        return Claim(level, count(found), with_records=bool(self.documentary))

    def _not_judged(self, name: str, level: int) -> set[str]:
        device = self.inventory.devices[name]
        asked = {
            control.id
            for control in self.policy.controls.values()
            if control.fits(device.device_class, device.functions, device.platform)
            and self.policy.asked(control, level, self.assessment.as_of, device.device_class)
        }
        return asked - {finding.control for finding in self.by_device.get(name, ())}


def _grouped(pairs: Iterable[tuple[str, Finding]]) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = {}
    for key, finding in pairs:
        grouped.setdefault(key, []).append(finding)
    return grouped
