"""LibreOffice without a window: what a program that really calculates makes of our workbooks."""

from __future__ import annotations

import subprocess
from pathlib import Path

from lab import requirements


def recalculated(file: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it after calculating every formula anew."""
    missing = requirements.missing(requirements.OFFICE)
    assert not missing, f"run `python -m lab requirements --office`: {missing}"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    run = subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", f"{folder}/out", file],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    made = folder / "out" / file.name
    assert made.is_file(), run.stdout + run.stderr
    return made
