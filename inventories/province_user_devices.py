"""Adds Windows PCs, tablets and planned equipment to a few units of inventories/quang-ngai, and reports.

`python inventories/province_user_devices.py [FOLDER]`; make_province.py runs it too. All of it is invented. The reports
are of one day and grow old, as reports do: one device is well kept, others are not, and one has no report at all.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

NOTE = (
    "Dữ liệu minh họa / example data: written by inventories/province_user_devices.py; no such device exists."
)
DAY = "2026-11-24"
# Unit -> its number in the address plan, the system that carries the devices, and the devices: name, class, platform.
UNITS: dict[str, tuple[int, str, list[tuple[str, str, str]]]] = {
    "so-gddt": (
        1,
        "network-so-gddt",
        [
            ("pc-so-gddt-01", "workstation", "windows"),
            ("pc-so-gddt-02", "workstation", "windows"),
            ("pc-so-gddt-03", "workstation", "windows"),
            ("room-so-gddt-01", "meeting_room", "debian"),
        ],
    ),
    "thpt-minh-hoa-01": (
        7,
        "network-thpt-minh-hoa-01",
        [
            ("pc-thpt-minh-hoa-01-01", "workstation", "windows"),
            ("tablet-thpt-minh-hoa-01-01", "tablet", "android"),
            ("tablet-thpt-minh-hoa-01-02", "tablet", "ipados"),
        ],
    ),
}
GROUPS = {
    "workstation": "workstations",
    "tablet": "tablets",
    "meeting_room": "meeting_rooms",
}
PLANNED = ("meeting_room",)

PURPOSES = {
    "meeting_room": "Máy của phòng họp trực tuyến, dự kiến mua",
}


def hosts(unit: str) -> str:
    """The lines of a unit's user devices, by group."""
    number, _, devices = UNITS[unit]
    lines: list[str] = []
    for device_class, group in GROUPS.items():
        chosen = [(i, d) for i, d in enumerate(devices, 51) if d[1] == device_class]
        lines += [f"{group}:", "  hosts:"] if chosen else []
        for index, (name, _, platform) in chosen:
            lines += [
                f"    {name}:",
                f"      ansible_host: 10.{number}.20.{index}",
                f"      site: {unit}",
                f"      device_class: {device_class}",
                f"      platform: {platform}",
                "      zone: staff",
                f"      purpose: {PURPOSES.get(device_class, 'Máy làm việc của cán bộ, giáo viên')}",
                "      location: Phòng làm việc",
                "      model: Máy người dùng (minh họa)",
                f"      serial_number: EX-{name.upper()}",
                f"      state: {'planned' if device_class in PLANNED else 'in_service'}",
                "      support_until: 2028-12-31",
                f"      owner: {unit}-it",
            ]
    return "\n".join(lines) + "\n"


def entry(name: str, platform: str) -> dict[str, Any]:
    """What a manager says of a well-kept device."""
    said: dict[str, Any] = {
        "device": name,
        "platform": platform,
        "collected_at": f"{DAY}T07:30:00+07:00",
        "agent": "Phần mềm quản lý thiết bị (minh họa)",
        "os": {"name": platform, "supported_until": "2028-10-10"},
        "updates": {"last_installed": "2026-11-18", "pending": 0},
        "disk_encrypted": True,
        "screen_lock_seconds": 240,
        "sign_in": {"required": True, "minimum_length": 8},
        "managed": True,
    }
    if platform == "windows":
        said |= {"firewall_enabled": True, "automatic_login": False, "autorun_enabled": False}
        said["administrators"] = ["quantri"]
    else:
        said["rooted"] = False
    if platform != "ipados":
        said["malware_protection"] = {
            "product": "Sản phẩm minh họa",
            "enabled": True,
            "signatures_at": f"{DAY}T05:00:00+07:00",
        }
    return said


def reports() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the Department's manager exported (JSON), and what the school's did (CSV)."""
    good, poor = (entry(f"pc-so-gddt-{n}", "windows") for n in ("01", "02"))
    poor |= {"disk_encrypted": False, "administrators": ["quantri", "canbo", "khach"]}
    poor["updates"] = {"last_installed": "2026-07-02", "pending": 41}
    school = [entry(name, platform) for name, _, platform in UNITS["thpt-minh-hoa-01"][2]]
    school[1] |= {"rooted": True, "screen_lock_seconds": 0}
    return [good, poor], school


def flat(said: dict[str, Any], before: str = "") -> dict[str, str]:
    """An entry as the cells of a CSV row."""
    cells: dict[str, str] = {}
    for key, value in said.items():
        if isinstance(value, dict):
            cells |= flat(value, f"{before}{key}.")
        elif isinstance(value, list):
            cells[before + key] = ";".join(value)
        else:
            cells[before + key] = str(value).lower() if isinstance(value, bool) else str(value)
    return cells


def write(folder: Path) -> None:
    """Add the devices to the files make_province.py has just written, and write the reports."""
    for unit, (_, system, devices) in UNITS.items():
        with (folder / "hosts" / f"{unit}.yml").open("a", encoding="utf-8") as stream:
            stream.write(hosts(unit))
        file = folder / "systems" / f"{system}.yml"
        names = ", ".join(name for name, _, _ in devices)
        text = file.read_text(encoding="utf-8").replace("devices: [", f"devices: [{names}, ", 1)
        file.write_text(text, encoding="utf-8")
    imported = folder / "imported"
    imported.mkdir(exist_ok=True)
    department, school = reports()
    document = {"schema": "endpoint-report/1", "note": NOTE, "devices": department}
    (imported / "so-gddt.json").write_text(
        json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    rows = [{"schema": "endpoint-report/1", **flat(said)} for said in school]
    with (imported / "thpt-minh-hoa-01.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(
            stream, list(dict.fromkeys(key for row in rows for key in row)), restval="", lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(rows)
    (imported / "README.md").write_text(f"Reports on user devices. {NOTE}\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "quang-ngai")
