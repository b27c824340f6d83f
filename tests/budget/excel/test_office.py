"""LibreOffice opens the form, calculates it, saves it: every computed cell is our figure, and import reads what it saved."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import load_workbook

from tests.budget.excel import workbooks
from tests.budget.excel.office import recalculated
from tests.budget.excel.strategies import lines
from tests.budget.excel.workbooks import LINE, UNIT, YEAR, filled, prepared, words
from truongluy.budget.excel import form, template
from truongluy.budget.excel.read import Layout, Workbook
from truongluy.budget.money import WHOLE, parse_percent

pytestmark = pytest.mark.slow
MEASURE = {"planned": "K4", "allocated": "L4", "spent": "M4"}


def _cells(file):
    book = Workbook(file)
    sheet = book.sheet(form.SHEET)
    return {
        f"{cell.column}{row.number}": cell
        for row in book.rows(sheet, Layout())
        for cell in row.cells.values()
    }


def _dong(cell):
    """The whole đồng of a computed cell; None where it is empty."""
    if cell is None:
        return None
    assert cell.formula is not None and cell.kind == "number"
    assert cell.text.lstrip("-").isdigit(), cell
    return int(cell.text)


def _product(line):
    if line.quantity is None or line.unit_price is None:
        return None
    return (
        line.quantity * line.unit_price * (WHOLE + parse_percent(line.vat_percent or 0)) + WHOLE // 2
    ) // WHOLE


@settings(max_examples=4, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(lines(most=40))
def test_every_computed_cell_is_our_figure(tmp_path_factory, given_lines):
    folder = tmp_path_factory.mktemp("office")
    file = folder / "a.xlsx"
    file.write_bytes(template.render(UNIT, YEAR, words(), given_lines, empty_rows=2))
    found = _cells(recalculated(file, folder))
    for number, line in enumerate(given_lines, form.FIRST_ROW):
        assert _dong(found.get(f"J{number}")) == _product(line), line
        assert _dong(found.get(f"R{number}")) == line.security(line.planned), line
    for stage, at in MEASURE.items():
        assert _dong(found[at]) == sum(getattr(line, stage) or 0 for line in given_lines)
    total, security = (
        sum(line.planned for line in given_lines),
        sum(line.security(line.planned) for line in given_lines),
    )
    assert _dong(found["K5"]) == security
    if total > 0:
        assert round(WHOLE * Decimal(found["K6"].text)) == security * WHOLE // total


def test_samples_count_for_nothing_and_a_share_that_is_not_written_is_the_category_s(tmp_path):
    other = {**LINE, "item": "Máy tính", "category": words().shown("category", "pc")}
    mine = {**LINE, "category": words().shown("category", "SP-PROTECT")}
    file = filled(tmp_path / "a.xlsx", [mine, other], samples=True)
    found = _cells(recalculated(file, tmp_path))
    assert [_dong(found[at]) for at in ("K4", "K5", "R10", "R11")] == [5_280_000, 2_640_000, 2_640_000, 0]
    assert found["K6"].text == "0.5"


def test_import_reads_what_libreoffice_saved(tmp_path):
    texts = ["=1+1", "Tường lửa\u2014thế hệ", "00123", "1.234"]
    given_lines = [{**LINE, "item": text, "vat_percent": None, "planned": 2_400_000} for text in texts]
    file = filled(tmp_path / "a.xlsx", given_lines, samples=True)
    before = prepared(file, tmp_path / "one").budget
    after = prepared(recalculated(file, tmp_path), tmp_path / "one").budget
    assert [replace(line, cell=None) for line in after.lines] == [
        replace(line, cell=None) for line in before.lines
    ]
    assert after.source.sha256 != before.source.sha256


def test_the_form_keeps_its_lists_and_locks(tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbooks.empty_form())
    for path in (file, recalculated(file, tmp_path)):
        sheet = load_workbook(path)[form.SHEET]
        rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
        for key in ("category", "source", "kind", "project", "quantity", "planned", "vat_percent", "refund"):
            assert f"{form.BY_KEY[key].letter}{form.FIRST_ROW}" in rules, (path, key)
        assert form.UNIT_CELL in rules and form.YEAR_CELL in rules
        assert sheet.protection.sheet and not sheet.protection.password
        assert sheet["K8"].protection.locked is False and sheet["J8"].protection.locked is True
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows and sheet["K7"].comment is not None
    assert load_workbook(file)[form.SHEET].freeze_panes == f"D{form.FIRST_ROW}"
