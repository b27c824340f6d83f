"""Writes inventories/quang-ngai/records: a few units that keep records, and what is missing in them, as in life.

`python inventories/province_records.py [FOLDER]`; make_province.py runs it too. All of it is invented.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

HEAD = "---\n# Dữ liệu minh họa / example data: written by inventories/province_records.py; nothing in it is real.\n"
DEPARTMENT_SYSTEMS = "portal, sector-database, mail, central-logging, network-so-gddt"
ASSESSOR = "Công ty Đánh giá Thí Dụ (minh họa)"

DEPARTMENT = [
    ("security_regulation", "2026-08-20", ""),
    ("security_assignment", "2026-08-20", ""),
    ("operating_procedures", "2026-08-25", ""),
    ("security_training", "2026-10-06", "participants: 6"),
    ("awareness_campaign", "2026-10-06", "participants: 74"),
    ("incident_response_plan", "2025-10-15", ""),
    (
        "monitoring_contract",
        "2025-12-29",
        "provider: Công ty Giám sát Ví Dụ (minh họa)\n    valid_until: 2027-12-31",
    ),
    ("assessment_contract", "2025-12-29", f"provider: {ASSESSOR}\n    valid_until: 2027-12-31"),
    ("level_decision", "2026-09-01", f"systems: [{DEPARTMENT_SYSTEMS}]\n    result: Phê duyệt"),
    ("periodic_assessment", "2026-05-18", f"systems: [portal]\n    provider: {ASSESSOR}\n    result: Đạt"),
]
"""Kind, day, further lines; the plan of 2025 has expired, much is missing altogether."""

SCHOOL = [
    ("security_regulation", "2024-09-16", ""),
    ("security_training", "2026-03-12", "participants: 2"),
    ("asset_check", "2025-06-02", "result: Khớp danh mục"),
]
"""The asset check has expired."""

UNITS = {
    "so-gddt": DEPARTMENT,
    "thpt-minh-hoa-01": SCHOOL,
    "thcs-minh-hoa-01": SCHOOL[:2],
    "thcs-minh-hoa-02": SCHOOL[:1],
}


def write(folder: Path) -> None:
    """Write records/ in place of what stood there: one file for each unit, one document for each record."""
    shutil.rmtree(folder / "records", ignore_errors=True)
    for unit, records in UNITS.items():
        stored = folder / "records" / "files" / unit
        stored.mkdir(parents=True)
        lines = [HEAD + "records:"]
        for index, (kind, day, more) in enumerate(records, 1):
            name = f"{kind.replace('_', '-')}.md"
            text = f"# {kind}\n\nDữ liệu minh họa, không có thật. Example data, not real.\n\n{unit}, {day}.\n"
            (stored / name).write_text(text, encoding="utf-8")
            lines += [
                f"  - kind: {kind}",
                f"    unit: {unit}",
                f"    number: Văn bản minh họa {index:02}/{unit}",
                f"    title: Hồ sơ minh họa {index:02}",
                f"    date: {day}",
                f"    signed_by: {unit}-head",
                f"    file: {unit}/{name}",
                f"    sha256: {hashlib.sha256(text.encode()).hexdigest()}",
                *([f"    {more}"] if more else []),
            ]
        (folder / "records" / f"{unit}.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "quang-ngai")
