"""Writes the figures of inventories/quang-ngai: invented, the same at every run; make_province.py runs it.

`python inventories/province_figures.py [FOLDER]`. What units reported of the plan's targets; seven of them did not.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import yaml

NOTE = "---\n# Dữ liệu minh họa / example data: written by inventories/province_figures.py; nothing in it is real.\n"


def figures(units: list[str]) -> str:
    """The text of figures/reported.yml."""
    reported = [
        ("dossiers_handled_online", units[0], "year: 2025, numerator: 2998, denominator: 10000"),
        ("staff_using_dossier_software", units[0], "numerator: 2499, denominator: 2500"),
        ("procedures_online", units[0], "numerator: 21, denominator: 39"),
        ("education_modules_in_use", units[0], "numerator: 5"),
    ]
    remote = [unit for number, unit in enumerate(units, 1) if number > 1 and number % 14 != 5]
    reported += [("institutions_teaching_remotely", unit, "numerator: 1, denominator: 1") for unit in remote]
    lines = [NOTE + "figures:"]
    for indicator, unit, numbers in reported:
        by = f"source: Báo cáo minh họa, entered_by: {unit}-it, entered_on: 2026-01-05"
        place = f"indicator: {indicator}, unit: {unit}, as_of: 2025-12-31"
        lines.append(f"  - {{{place}, {numbers}, {by}}}")
    return "\n".join(lines) + "\n"


def write(folder: Path) -> None:
    """Write them, in place of what stood in their folder."""
    organisation = yaml.safe_load((folder / "organisation.yml").read_text(encoding="utf-8"))
    shutil.rmtree(folder / "figures", ignore_errors=True)
    (folder / "figures").mkdir(parents=True)
    text = figures([unit["id"] for unit in organisation["units"]])
    (folder / "figures" / "reported.yml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "quang-ngai")
