"""Findings for other programs: summary.json of a whole demo, findings.json of one assessment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from truongluy.assess import Assessment
from truongluy.inventory import Inventory


def summary(
    inventory: Inventory,
    before: Assessment,
    after: Assessment,
    second_run_changed: int,
    seconds: Mapping[str, float],
) -> dict[str, Any]:
    """What a demo did: counts before and after, what a second run changed, seconds per step."""
    judged = sorted({finding.control for finding in (*before.findings, *after.findings)})
    return {
        "inventory": after.inventory_name,
        "as_of": after.as_of.isoformat(),
        "before": _counts(before),
        "after": _counts(after),
        "second_run_changed": second_run_changed,
        "devices": [
            {
                "name": device.name,
                "device_class": device.device_class,
                "platform": device.platform,
                "level": after.levels[device.name],
            }
            for device in inventory.devices.values()
            if device.name in after.levels
        ],
        "controls": judged,
        "seconds": {step: round(taken, 2) for step, taken in seconds.items()},
    }


def _counts(assessment: Assessment) -> dict[str, int]:
    return {verdict.value: number for verdict, number in assessment.counts.items()}


def findings(assessment: Assessment) -> dict[str, Any]:
    """One assessment, complete, in a form that can be compared between runs: sorted, no times but its own."""
    ordered = sorted(
        assessment.findings, key=lambda finding: (finding.subject_kind, finding.subject, finding.control)
    )
    return heading(assessment) | {
        "findings": [
            {
                "subject": finding.subject,
                "subject_kind": finding.subject_kind.value,
                "control": finding.control,
                "verdict": finding.verdict.value,
                "message": {"vi": finding.message.vi, "en": finding.message.en},
                "expected": finding.expected,
                "actual": finding.actual,
                "clauses": list(finding.clauses),
                "evidence": list(finding.evidence),
            }
            for finding in ordered
        ],
    }


def heading(assessment: Assessment) -> dict[str, Any]:
    """An assessment without its findings: what was judged, as of when, from which evidence, with which counts."""
    return {
        "inventory": assessment.inventory_name,
        "as_of": assessment.as_of.isoformat(),
        "collected_at": assessment.collected_at.isoformat(),
        "evidence": {"run": assessment.run, "sha256": assessment.sha256},
        "documents": list(assessment.documents),
        "levels": dict(sorted(assessment.levels.items())),
        "counts": _counts(assessment),
    }


def write_json(content: Mapping[str, Any], file: Path) -> Path:
    """Write JSON that people can read too; the old file stays whole until the new one is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")
    return fresh.replace(file)
