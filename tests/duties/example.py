"""The lab with one waiver, and findings that the waiver may touch: dữ liệu minh họa."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from truongluy import inventory as inventory_of
from truongluy.finding import Finding
from truongluy.inventory import Inventory, Waiver
from truongluy.verdict import Text, Verdict

LAB = inventory_of.load(Path(__file__).resolve().parents[2] / "inventories" / "lab")
CONTROL = "access_ports_limit_storms"
WAIVER = """\
---
# Dữ liệu minh họa / example data.
control: access_ports_limit_storms
devices: [sw-school-01]
reason: {vi: Chuyển mạch đời cũ không có tính năng này, en: The old switch lacks the feature}
compensating: {vi: Chia vùng mạng nhỏ, en: Small zones}
approved_by: school-head
from: 2026-10-01
until: 2027-03-31
"""


def waiver(**changes: object) -> Waiver:
    """One waiver of the switch of the school."""
    given = {
        "id": "old-switch", "file": "waivers/old-switch.yml", "line": 3, "control": CONTROL,
        "devices": ("sw-school-01",), "reason": Text("đời cũ", "old"),
        "compensating": Text("Chia vùng mạng nhỏ", "Small zones"), "approved_by": "school-head",
        "first": date(2026, 10, 1), "until": date(2027, 3, 31),
    }  # fmt: skip
    return Waiver(**{**given, **changes})  # type: ignore[arg-type]


def lab(*waivers: Waiver) -> Inventory:
    """The lab with these waivers."""
    return replace(LAB, waivers={one.id: one for one in waivers})


def finding(verdict: Verdict = Verdict.FAIL, device: str = "sw-school-01", control: str = CONTROL) -> Finding:
    """One finding of a device."""
    return Finding(device, control, verdict, Text("không giới hạn", "no limit"), {"x": 1}, {"x": 2}, ("d.C",))
