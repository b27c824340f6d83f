"""LibreOffice calculates the report anew: every formula is our figure, to the đồng; no text becomes a formula."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.budget.example import LAB, POLICY, UNIT, line, lines, secure, with_lines
from tests.budget.excel.office import recalculated
from truongluy.budget import workbook
from truongluy.budget.model import LineKind, Stage
from truongluy.budget.money import WHOLE
from truongluy.budget.report import report
from truongluy.budget.workbook import lines as sheet_of_lines
from truongluy.budget.workbook import shares, units, years
from truongluy.finding import Finding
from truongluy.verdict import Text, Verdict

ON = date(2026, 11, 29)
UPDATES = next(name for name, one in POLICY.controls.items() if one.topic == "updates")
FINDINGS = (Finding(next(iter(LAB.devices)), UPDATES, Verdict.FAIL, Text("", "")),)


def calculated(told, folder):
    """The report as it was written and as LibreOffice calculated it."""
    file = folder / "report.xlsx"
    file.write_bytes(workbook.render(told))
    return load_workbook(file), load_workbook(recalculated(file, folder), data_only=True)


def formulas(book):
    return {
        (sheet.title, cell.coordinate)
        for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    }  # fmt: skip


class Compared:
    """Compares calculated cells with our figures, and remembers which were."""

    def __init__(self, book):
        self.book = book
        self.seen = set()

    def same(self, sheet, at, ours):
        found = self.book[sheet][at].value
        assert (found or 0) == ours if isinstance(ours, int) else found == ours, (sheet, at, found, ours)
        self.seen.add((sheet, at))

    def share(self, sheet, at, ours):
        found = round(self.book[sheet][at].value * WHOLE)
        assert found == ours.security * WHOLE // ours.total, (sheet, at, found, ours)
        self.seen.add((sheet, at))


def compare_lines(compared, told):
    counted = [one for one in told.inventory.budget.lines if told.unit in (None, one.unit)]
    for row, one in enumerate(counted, sheet_of_lines.FIRST_ROW):
        for stage in Stage:
            at, amount = f"{sheet_of_lines.SECURITY[stage]}{row}", one.amount(stage)
            if amount is None:
                assert compared.book[sheet_of_lines.SHEET][at].value in (None, "")
                compared.seen.add((sheet_of_lines.SHEET, at))
            else:
                compared.same(sheet_of_lines.SHEET, at, one.security(amount))


def compare_shares(compared, told):
    for test, sheet in shares.SHEETS.items():
        row = shares.HEADING_ROW
        for one in (*told.answers, *told.together):
            if one.tested.test is not test:
                continue
            for stage in Stage:
                sums = one.tested.stages[stage].sums
                for each in [m for m in one.missing if m.stage is stage] or [None]:
                    row += 1
                    if each is None:
                        compared.same(sheet, f"J{row}", sums.lines)
                        compared.same(sheet, f"K{row}", sums.unknown)
                        continue
                    compare_share(compared, sheet, row, each)


def compare_share(compared, sheet, row, each):
    found = compared.book[sheet]
    assert found[f"J{row}"].value > 0 and found[f"K{row}"].value == 0
    compared.seen |= {(sheet, f"J{row}"), (sheet, f"K{row}")}
    compared.same(sheet, f"{shares.TOTAL}{row}", each.share.total)
    compared.same(sheet, f"{shares.SECURITY}{row}", each.share.security)
    compared.share(sheet, f"{shares.SHARE}{row}", each.share)
    compared.same(sheet, f"{shares.VERDICT}{row}", "đạt" if each.share.met else "không đạt")
    compared.same(sheet, f"{shares.MOVED}{row}", each.moved)
    compared.same(sheet, f"{shares.ADDED}{row}", each.added)


def compare_units(compared, told):
    for row, one in enumerate((*told.totals, *told.kinds, *told.areas), units.HEADING_ROW + 1):
        for stage in Stage:
            sums = one.sums[stage]
            ours = (sums.unknown, sums.all.total, sums.all.security)
            for letter, value in zip(units.FIGURES[stage], ours, strict=True):
                compared.same(units.SHEET, f"{letter}{row}", value)


def compare_costs(compared, told):
    for row, one in enumerate(told.costs, years.COSTS_HEADING + 1):
        if one.price is not None:
            compared.same(years.COSTS, f"I{row}", one.low)
            compared.same(years.COSTS, f"J{row}", one.high)


def compare_forecast(compared, told):
    sheet = compared.book[years.FORECAST]
    first = next(row[0].row for row in sheet.iter_rows() if row[0].value == told.forecast[0].year)
    for row, one in enumerate(told.forecast, first):
        added = [end for each in one.added.values() for end in (each.low, each.high)]
        total = one.total
        ours = [one.base.low, *added, total.low, total.high, total.security_low, total.security_high]
        for letter, value in zip("BCDEFGHIJKLMN", ours, strict=True):
            compared.same(years.FORECAST, f"{letter}{row}", value)
    start = first + len(told.forecast) + 2
    for row, base in enumerate((base for one in told.forecast for base in one.bases), start):
        compared.same(years.FORECAST, f"F{row}", base.amount.low)
        compared.same(years.FORECAST, f"G{row}", base.amount.security_low)


def compare(told, folder):
    before, after = calculated(told, folder)
    compared = Compared(after)
    compare_lines(compared, told)
    compare_shares(compared, told)
    compare_units(compared, told)
    compare_costs(compared, told)
    compare_forecast(compared, told)
    # Summary and decisions repeat figures compared above; none of their formulas may be an error or empty.
    for sheet, at in formulas(before) - compared.seen:
        assert sheet in ("Tóm tắt", "Độ nhạy"), (sheet, at)
        value = after[sheet][at].value
        assert value in ("đạt", "không đạt") or not isinstance(value, str | None), (sheet, at, value)
    return before, after


@pytest.mark.slow
def test_every_formula_of_the_lab_s_report_is_our_figure(tmp_path):
    told = report(LAB, POLICY, ON, FINDINGS)
    assert len(told.areas) > 1 and len(told.kinds) > 1
    _, after = compare(told, tmp_path)
    summary = [row for row in after["Tóm tắt"].iter_rows(values_only=True) if row[1] == "năm 2024"]
    assert summary[0][3] == 0.0999 and summary[0][6:8] == (113_000, 125_556)
    flipped = [row for row in after["Độ nhạy"].iter_rows(min_row=4, values_only=True) if row[0]]
    assert len(flipped) == sum(len(one.deciding) for one in (*told.answers, *told.together))


@pytest.mark.slow
@settings(max_examples=4, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(lines(), min_size=1, max_size=30))
def test_every_formula_is_our_figure(tmp_path_factory, own):
    own = [replace(one, id=f"line-{number}", unit=UNIT, project=None) for number, one in enumerate(own)]
    compare(report(with_lines(own), POLICY, ON, None), tmp_path_factory.mktemp("report"))


@pytest.mark.slow
def test_a_share_just_below_its_minimum_stays_below_in_a_spreadsheet(tmp_path):
    total = 9 * 10**13
    own = [line(1, planned=total - (total // 10 - 1)), secure(2, planned=total // 10 - 1)]
    _, after = compare(report(with_lines(own), POLICY, ON, None), tmp_path)
    row = next(row for row in after["Theo năm"].iter_rows(min_row=4, values_only=True) if row[6] == "dự toán")
    assert (row[13], row[14], row[15], row[16]) == (0.0999, "không đạt", 1, 2)


def test_no_text_becomes_a_formula_and_pages_print_on_a4(tmp_path):
    hostile = '=HYPERLINK("http://x.example";"y")'
    own = [line(1, planned=10, item=hostile, document="@SUM(1)", kind=LineKind.RECURRENT)]
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook.render(report(with_lines(own), POLICY, ON, None)))
    book = load_workbook(file)
    cell = book[sheet_of_lines.SHEET]["F4"]
    assert cell.value == hostile and cell.data_type == "s" and cell.quotePrefix
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth == 1 and sheet.print_title_rows
    assert book.sheetnames == [
        "Tóm tắt", "Dòng chi", "Theo năm", "Theo dự án", "Năm năm", "Theo đơn vị", "Chi phí khắc phục", "Dự báo", "Độ nhạy",
    ]  # fmt: skip
    assert len(book["Tóm tắt"]._charts) == 1
