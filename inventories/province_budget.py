"""Writes inventories/quang-ngai/budget: the IT money of a few units, and what is wrong with it, as in life.

`python inventories/province_budget.py [FOLDER]`; make_province.py runs it too. All of it is invented.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from truongluy.budget import files
from truongluy.budget.model import BudgetFile, BudgetLine
from truongluy.budget.money import WHOLE, parse_percent

HEAD = "# Dữ liệu minh họa / example data: written by inventories/province_budget.py; nothing in it is real."
MILLION = 1_000_000
YEARS = range(2021, 2027)

PROJECTS = """projects:
  - id: DA-MANG
    name: {vi: Mạng trường học (minh họa), en: Networks of schools (example)}
    unit: so-gddt
    from: 2022
    to: 2024
    is_programme_scheme_or_project: true
    approved_on: 2022-02-14
  - id: DA-KHO
    name: {vi: Kho dữ liệu ngành (minh họa), en: Data store of the sector (example)}
    unit: so-gddt
    from: 2025
    to: 2027
    is_programme_scheme_or_project: true
    approved_on: 2026-07-20
  - id: NV-PHONGMAY
    name: {vi: Thay phòng máy (minh họa), en: New computer rooms (example)}
    unit: thpt-minh-hoa-01
    from: 2026
    to: 2026
    is_programme_scheme_or_project: false
    approved_on: 2026-03-02
"""

Row = tuple[str, str, str, int, int | str, str | None]
"""Item, category, kind, millions of đồng, share in percent, project."""

DEPARTMENT: list[Row] = [
    ("Máy chủ, lưu trữ", "server", "capital", 620, 0, None),
    ("Phần mềm dùng chung của ngành", "application_software", "capital", 540, 0, None),
    ("Tường lửa, phòng chống xâm nhập", "SP-PROTECT", "capital", 210, 100, None),
    ("Đường truyền", "internet", "recurrent", 260, 0, None),
    ("Thuê giám sát an toàn thông tin", "SV-MONITOR", "recurrent", 96, 100, None),
    ("Gia hạn bản quyền bảo mật", "OP-LICENCE", "recurrent", 74, 100, None),
    ("Tập huấn an toàn thông tin", "OP-TRAIN", "recurrent", 40, 100, None),
    ("Phụ cấp", "wages", "recurrent", 120, 0, None),
]
NETWORKS: list[Row] = [
    ("Chuyển mạch, Wi-Fi các trường", "wifi_ap", "capital", 900, 0, "DA-MANG"),
    ("Tường lửa các trường", "SP-PROTECT", "capital", 130, 100, "DA-MANG"),
]
STORE: list[Row] = [
    ("Nền tảng kho dữ liệu", "application_software", "capital", 760, 0, "DA-KHO"),
    ("Thiết bị tích hợp có chức năng mã hóa", "SP-CRYPTO", "capital", 240, "37.5", "DA-KHO"),
]
"""9% of the project: it runs in 2026 and fails."""
SCHOOL: list[Row] = [
    ("Máy tính phòng tin học", "pc", "capital", 150, 0, None),
    ("Điểm phát Wi-Fi", "wifi_ap", "capital", 45, 0, None),
    ("Đường truyền", "internet", "recurrent", 30, 0, None),
    ("Phần mềm phòng mã độc", "SP-PROTECT", "recurrent", 27, 100, None),
    ("Tuyên truyền cho học sinh", "OP-AWARE", "recurrent", 13, 100, None),
]
"""Passes by the 10% until 2025; in 2026 awareness decides whether 15% is reached."""
SMALL: list[Row] = [
    ("Máy tính", "pc", "capital", 60, 0, None),
    ("Tường lửa của trường", "SP-PROTECT", "capital", 18, 100, None),
    ("Đường truyền", "internet", "recurrent", 24, 0, None),
]
DEPENDS: list[Row] = [
    ("Máy tính", "pc", "capital", 70, 0, None),
    ("Phần mềm phòng mã độc", "SP-PROTECT", "capital", 11, 100, None),
    ("Tập huấn, diễn tập", "OP-DRILL", "recurrent", 9, 100, None),
]
"""Whether it passes depends on whether drills count."""
NOT_SECURE: list[Row] = [
    ("Máy tính", "pc", "capital", 90, 0, None),
    ("Chuyển mạch đã cấu hình bảo mật", "switch", "capital", 40, 0, None),
    ("Phần mềm phòng mã độc", "SP-PROTECT", "recurrent", 9, 100, None),
]
UNITS = {
    "tt-minh-hoa-01": SMALL,
    "thpt-minh-hoa-01": SCHOOL,
    "thpt-minh-hoa-02": SMALL,
    "thcs-minh-hoa-01": DEPENDS,
    "thcs-minh-hoa-02": NOT_SECURE,
}


def write(folder: Path) -> None:
    """Write budget/ in place of what stood there: the projects, and one file for each year of each unit."""
    target = folder / "budget"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    (target / files.PROJECTS).write_text(f"---\n{HEAD}\n{PROJECTS}", encoding="utf-8")
    for unit, year, rows in _years():
        lines = tuple(_line(unit, year, number, row) for number, row in enumerate(rows, 1))
        files.write(target / files.name_of(unit, year), BudgetFile(unit, year, lines, comments=(HEAD,)))


def _years() -> Iterator[tuple[str, int, list[Row]]]:
    for year in YEARS:
        more = NETWORKS if 2022 <= year <= 2024 else STORE if year >= 2025 else []
        yield "so-gddt", year, [*DEPARTMENT, *more]
        for unit, rows in UNITS.items():
            if (unit, year) != ("thpt-minh-hoa-02", 2023):  # nobody declared that year
                yield unit, year, rows
    yield "thcs-minh-hoa-03", 2026, SMALL


def _line(unit: str, year: int, number: int, row: Row) -> BudgetLine:
    item, category, kind, millions, share, project = row
    planned = millions * MILLION * (100 + 2 * (year - YEARS.start)) // 100
    done = year < YEARS[-1]
    hundredths = parse_percent(share)
    mixed = hundredths not in (0, WHOLE)
    return BudgetLine(
        id=f"{unit}-{year}-{number:04}", unit=unit, year=year, project=project,
        source="provincial_budget" if kind == "capital" else "unit_income", kind=kind, item=f"{item} (minh họa)",
        quantity=None, unit_price=None, vat_percent=None, planned=planned, allocated=planned,
        spent=planned if done else None, category=category, share=hundredths,
        share_reason="Theo bảng giá: phần mã hóa của thiết bị" if mixed else "",
        document=f"Quyết định minh họa {number:02}/{year}",
    )  # fmt: skip


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "quang-ngai")
