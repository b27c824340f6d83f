"""The real policy with the lab's inventory and one made-up finding per control, and a small policy to count on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from tests.policy.samples import the_policy
from truongluy import commands
from truongluy.assess import Assessment
from truongluy.coverage import Cover
from truongluy.finding import Finding
from truongluy.inventory import Inventory
from truongluy.policy import Clause, Document, Policy
from truongluy.reports.joined import Joined
from truongluy.verdict import Text, Verdict

NOW = date(2026, 11, 24)
THEN = date(2025, 6, 30)


@lru_cache(maxsize=1)
def lab() -> Inventory:
    """The lab's inventory, read once."""
    return commands.find_inventory("lab")


def joined(on: date = NOW) -> Joined:
    """A report of the real law: every control that anything in force asks has one failing finding."""
    return Joined(assessment(on), lab(), the_policy())


def assessment(on: date) -> Assessment:
    """One failing finding per control, on the first device it fits."""
    policy, findings = the_policy(), []
    for control in policy.controls.values():
        for device in lab().devices.values():
            asked = policy.asked(control, device.level, on)
            if asked and device.device_class in control.applies_to:
                clauses = tuple(clause.full_id for clause in asked)
                message = Text("lý do minh họa", "an example reason")
                findings.append(Finding(device.name, control.id, Verdict.FAIL, message, clauses=clauses))
                break
    return Assessment(
        inventory_name="lab",
        as_of=on,
        collected_at=datetime(2026, 11, 24, 6, 30, tzinfo=UTC),
        documents=tuple(document.id for document in policy.in_force(on)),
        findings=tuple(findings),
        levels={device.name: device.level for device in lab().devices.values()},
    )


def clause(name: str = "A-01", check: str = "machine", **raw: Any) -> Clause:
    """A clause of levels 2 and 3."""
    return Clause(name, "law-x", Text(f"điều {name}", f"clause {name}"), (2, 3), {}, False, False, check, raw)


def cover(**given: Any) -> Cover:
    """A cover of a clause that a machine can judge, unless another is given."""
    return Cover(given.pop("clause", clause()), **given)


def policy(clauses: Mapping[str, Clause], start: date = THEN, end: date | None = None) -> Policy:
    """A policy of one document and nothing that covers it."""
    document = Document("law-x", Text("Luật x", "Law x"), "law", start, end, False, clauses)
    return Policy({"law-x": document}, {}, {}, "0" * 64)
