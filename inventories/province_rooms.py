"""Adds meeting rooms to a few units of inventories/quang-ngai: invented, the same at every run; make_province.py runs it.

`python inventories/province_rooms.py [FOLDER]`. Nobody can say of any of them that it is ready: one has an old report,
the others wait for their equipment.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

NOTE = "Dữ liệu minh họa / example data: written by inventories/province_rooms.py; nothing in it is real."
HEAD = f"---\n# {NOTE}\n"
DISPLAY = "{item: {vi: Màn hình 75 inch, en: 75-inch display}, quantity: 1, year: 2027}"
MICROPHONES = "{item: {vi: Micrô để bàn, en: Table microphone}, quantity: 6, year: 2027}"
ENDPOINT = (
    "{item: {vi: Thiết bị hội nghị truyền hình, en: Video-conference endpoint}, quantity: 1, year: 2028}"
)
# Unit -> its rooms: id, names, use, seats, equipment, port, what is to be bought.
ROOMS: dict[str, list[tuple[str, tuple[str, str], str, int, str, tuple[str, str] | None, list[str]]]] = {
    "so-gddt": [
        ("hop-lon", ("Phòng họp lớn", "Large meeting room"), "provincial_meeting", 60, "room-so-gddt-01",
         ("sw-so-gddt-01", "GigabitEthernet1/0/2"), [DISPLAY, MICROPHONES]),
        ("hop-tang-2", ("Phòng họp tầng 2", "Second-floor meeting room"), "administration", 16, "", None, [ENDPOINT]),
    ],
    "thcs-minh-hoa-01": [("hop-truong", ("Phòng họp của trường", "The school's meeting room"), "teaching", 40, "", None,
                          [ENDPOINT, DISPLAY])],
    "thpt-minh-hoa-01": [("hop-hoi-dong", ("Phòng hội đồng", "Staff council room"), "administration", 50, "", None, [])],
    "tt-minh-hoa-01": [("hop-truc-tuyen", ("Phòng học trực tuyến", "Online classroom"), "teaching", 45,
                        "room-tt-minh-hoa-01", ("sw-tt-minh-hoa-01-01", "GigabitEthernet1/0/2"), [])],
}  # fmt: skip
DEVICE, UNIT, SYSTEM = "room-tt-minh-hoa-01", "tt-minh-hoa-01", "network-tt-minh-hoa-01"
HOST = f"""meeting_rooms:
  hosts:
    {DEVICE}:
      ansible_host: 10.2.20.61
      site: {UNIT}
      device_class: meeting_room
      platform: poly
      zone: staff
      purpose: Thiết bị hội nghị truyền hình của phòng học trực tuyến
      location: Phòng học trực tuyến
      model: Thiết bị hội nghị (minh họa)
      serial_number: EX-{DEVICE.upper()}
      state: in_service
      support_until: 2029-12-31
      owner: {UNIT}-it
"""
REPORT = {
    "device": DEVICE,
    "platform": "poly",
    "collected_at": "2026-11-24T07:30:00+07:00",
    "agent": "Cán bộ CNTT xuất tay (minh họa)",
    "os": {"name": "Poly VideoOS", "version": "4.2.0", "supported_until": "2027-10-12"},
    "updates": {"last_installed": "2026-11-18", "pending": 0},
    "room": {
        "auto_answer": True,
        "camera": True,
        "microphone": True,
        "speaker": True,
        "registration": {"kind": "https", "state": "registered", "server": "hop.example"},
    },
}


def rooms(unit: str) -> str:
    """The text of rooms/<unit>.yml."""
    lines = [f"{HEAD}rooms:"]
    for name, (vi, en), use, seats, endpoint, port, wanted in ROOMS[unit]:
        lines += [
            f"  - id: {name}",
            f"    name: {{vi: {vi}, en: {en}}}",
            f"    use: {use}",
            f"    seats: {seats}",
            "    zone: staff",
            f"    calendar: {name}.{unit}@lich.example",
        ]
        lines += [f"    endpoints: [{endpoint}]"] if endpoint else []
        lines += [f"    port: {{switch: {port[0]}, name: {port[1]}}}"] if port else []
        lines += ["    planned_equipment:", *[f"      - {one}" for one in wanted]] if wanted else []
    return "\n".join(lines) + "\n"


def write(folder: Path) -> None:
    """Add the one endpoint to the files make_province.py has just written, and write rooms/ and its report."""
    shutil.rmtree(folder / "rooms", ignore_errors=True)
    (folder / "rooms").mkdir()
    for unit in ROOMS:
        (folder / "rooms" / f"{unit}.yml").write_text(rooms(unit), encoding="utf-8")
    with (folder / "hosts" / f"{UNIT}.yml").open("a", encoding="utf-8") as stream:
        stream.write(HOST)
    system = folder / "systems" / f"{SYSTEM}.yml"
    text = system.read_text(encoding="utf-8").replace("devices: [", f"devices: [{DEVICE}, ", 1)
    system.write_text(text, encoding="utf-8")
    document = {"schema": "endpoint-report/1", "note": NOTE, "devices": [REPORT]}
    (folder / "imported").mkdir(exist_ok=True)
    (folder / "imported" / "rooms.json").write_text(
        json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "quang-ngai")
