"""What one requirement says of one subject: the unit every report, gate and plan is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from truongluy.verdict import Text, Verdict


class SubjectKind(StrEnum):
    """What a finding speaks of."""

    DEVICE = "device"
    SYSTEM = "system"
    UNIT = "unit"


@dataclass(frozen=True)
class Finding:
    """What one control (of a device) or record kind (of a system or unit) says of its subject.

    `clauses` ask it; `evidence` names the commands or files it was read from.
    """

    subject: str
    control: str
    verdict: Verdict
    message: Text
    expected: Any = None
    actual: Any = None
    clauses: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    subject_kind: SubjectKind = SubjectKind.DEVICE
