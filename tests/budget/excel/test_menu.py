"""The verbs, as somebody types them: template, import, export; what they print, and what is on disk afterwards."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.budget.excel import workbooks
from tests.budget.excel.workbooks import LINE, refused
from truongluy.budget.excel import form
from truongluy.commands import budget_workbooks as verbs

ROOT = Path(__file__).resolve().parents[3]
YEAR = "2031"


@pytest.fixture
def inventory(tmp_path):
    """A copy of the lab's inventory, to write into."""
    return str(shutil.copytree(ROOT / "inventories" / "lab", tmp_path / "lab"))


def _fill(file, *lines):
    book = load_workbook(file)
    for number, line in enumerate(lines, form.FIRST_ROW + 2):
        for key, value in line.items():
            workbooks.put(book[form.SHEET], f"{form.BY_KEY[key].letter}{number}", value)
    book.save(file)
    return str(file)


def _import(inventory, file, **options):
    chosen = {"unit": None, "year": None, "map_file": None, "check": False, "replace": False, **options}
    return verbs.bring_in(inventory, str(file), **chosen)


def _budget(inventory):
    return {path.name: path.read_bytes() for path in sorted((Path(inventory) / "budget").glob("*.yml"))}


def test_the_whole_way(inventory, tmp_path, capsys):
    file = tmp_path / "du-toan.xlsx"
    assert verbs.write_template(inventory, "so-gddt", YEAR, str(file)) == 0
    before = _budget(inventory)
    _fill(file, LINE, {**LINE, "item": "Phòng mã độc"})
    assert _import(inventory, file, check=True) == 0
    assert "Chỉ kiểm tra" in capsys.readouterr().out and _budget(inventory) == before
    assert _import(inventory, file, unit="so-gddt", year=YEAR) == 0
    said = capsys.readouterr().out
    assert "+ so-gddt-2031-0001 Tường lửa: 2.640.000 đồng" in said and "0 đồng -> 5.280.000 đồng" in said
    after = _budget(inventory)
    assert set(after) - set(before) == {"so-gddt-2031.yml"}
    assert _import(inventory, file) == 0
    assert "tệp này đã được nhập" in capsys.readouterr().out and _budget(inventory) == after

    out = tmp_path / "out.xlsx"
    assert verbs.export(inventory, "so-gddt", YEAR, str(out)) == 0
    assert _import(inventory, out) == 0
    assert "nội dung không khác" in capsys.readouterr().out and _budget(inventory) == after


def test_a_change_is_shown_and_waits_for_replace(inventory, tmp_path, capsys):
    file = tmp_path / "2024.xlsx"
    verbs.export(inventory, "so-gddt", "2024", str(file))
    book = load_workbook(file)
    spent = book[form.SHEET]["M8"]
    spent.value = (spent.value or 0) + 1
    book.save(file)
    before = _budget(inventory)
    assert _import(inventory, file) == 1 and _budget(inventory) == before
    said = capsys.readouterr().out
    assert said.count("~ so-gddt-2024-") == 1 and "spent: " in said and "--replace" in said
    assert _import(inventory, file, replace=True) == 0
    assert {name for name, content in _budget(inventory).items() if before[name] != content} == {
        "so-gddt-2024.yml"
    }
    assert _budget(inventory)["so-gddt-2024.yml"].startswith(before["so-gddt-2024.yml"].split(b"unit:")[0]), (
        "remarks stay"
    )


def test_options_that_differ_from_the_workbook_are_refused(inventory, tmp_path):
    file = tmp_path / "a.xlsx"
    verbs.write_template(inventory, "so-gddt", YEAR, str(file))
    _fill(file, LINE)
    assert "--year là 2030, sổ tính ghi 2031" in refused(lambda: _import(inventory, file, year="2030"))[0]
    assert "--unit" in refused(lambda: _import(inventory, file, unit="thcs-minh-hoa"))[0]
    assert "--year" in refused(lambda: verbs.write_template(inventory, "so-gddt", "năm", str(file)))[0]
    assert "đơn vị" in refused(lambda: verbs.write_template(inventory, "so", YEAR, str(file)))[0]
    assert "2029" in refused(lambda: verbs.export(inventory, "so-gddt", "2029", str(file)))[0]


def test_a_workbook_that_somebody_filled_in_is_not_overwritten(inventory, tmp_path):
    file = tmp_path / "a.xlsx"
    verbs.write_template(inventory, "so-gddt", YEAR, str(file))
    assert verbs.write_template(inventory, "so-gddt", YEAR, str(file)) == 0, "the same bytes are no loss"
    content = Path(_fill(file, LINE)).read_bytes()
    assert "tệp đã có" in refused(lambda: verbs.write_template(inventory, "so-gddt", YEAR, str(file)))[0]
    assert file.read_bytes() == content
    assert (
        ".xlsx"
        in refused(lambda: verbs.write_template(inventory, "so-gddt", YEAR, str(tmp_path / "a.xls")))[0]
    )
    nowhere = str(tmp_path / "none" / "a.xlsx")
    assert "không ghi được" in refused(lambda: verbs.write_template(inventory, "so-gddt", YEAR, nowhere))[0]


def test_sheets_that_are_not_read_are_named(inventory, tmp_path, capsys):
    file = tmp_path / "a.xlsx"
    verbs.write_template(inventory, "so-gddt", YEAR, str(file))
    book = load_workbook(_fill(file, LINE))
    book.create_sheet("Bản nháp")
    book.create_sheet("Kín").sheet_state = "hidden"
    book.save(file)
    _import(inventory, file)
    assert "không đọc các tờ khác: `Bản nháp`, `Kín`" in capsys.readouterr().out


def _invoke(*words, **limits):
    """One verb of the menu in a process of its own."""
    return subprocess.run(
        [str(Path(sys.executable).parent / "invoke"), *words], cwd=ROOT, capture_output=True, text=True, check=False, **limits
    )  # fmt: skip


@pytest.mark.slow
def test_a_full_disk_leaves_everything_as_it_was(inventory, tmp_path):
    file = tmp_path / "a.xlsx"
    verbs.export(inventory, "so-gddt", "2024", str(file))
    book = load_workbook(file)
    book[form.SHEET]["M8"].value = 1
    book.save(file)
    before = _budget(inventory)
    run = _invoke(
        "budget.import", str(file), "-i", inventory, "--replace",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600)),
    )  # fmt: skip
    assert run.returncode == 1 and "không ghi được so-gddt-2024.yml" in run.stderr, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    assert _budget(inventory) == before
    assert not [path for path in (Path(inventory) / "budget").iterdir() if path.name.startswith(".")]


@pytest.mark.slow
def test_wrong_cells_and_hostile_files_end_with_two_and_no_traceback(inventory, tmp_path):
    file = tmp_path / "a.xlsx"
    verbs.write_template(inventory, "so-gddt", YEAR, str(file))
    _fill(file, {**LINE, "planned": "1.234"})
    hostile = tmp_path / "b.xlsx"
    hostile.write_bytes(b"PK\x03\x04")
    for one, said in ((file, "[Dự toán!K10]"), (hostile, "hỏng")):
        run = _invoke("budget.import", str(one), "-i", inventory)
        assert run.returncode == 2 and said in run.stderr and "Traceback" not in run.stderr, run.stderr
