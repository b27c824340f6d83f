"""A workbook that people already have is read through a mapping, and only through one that says everything."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from tests.budget.excel import workbooks
from tests.budget.excel.workbooks import TODAY, plain, refused, words
from truongluy.budget.excel import importing, mapping, proposing
from truongluy.budget.excel.read import Workbook

EXAMPLE = Path(__file__).resolve().parents[3] / "inventories" / "lab" / "budget" / "mappings" / "estimate.yml"
HEAD = ["STT", "Nội dung", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền", "Nguồn vốn", "Phân loại", "Ghi chú"]
ROWS = [
    ["DỰ TOÁN NĂM 2027"], [], ["Đơn vị tính: nghìn đồng"], [], HEAD, list(range(1, 10)),
    ["I", "Thiết bị", None, None, None, None, "NST"],
    [1, "Tường lửa", "cái", 2, 60_000, 120_000, None, "Bảo mật", "Báo giá 1"],
    [2, "Máy tính", "bộ", 3, 15_500.5, 46_501.5, None, "Máy tính"],
    [None, "Cộng mục I", None, None, None, 166_501.5],
    ["II", "Dịch vụ"],
    [3, "Thuê SOC", "năm", None, None, "1,2 tỷ", "Thu sự nghiệp", "Giám sát"],
    [None, "TỔNG CỘNG", None, None, None, "1.366.501,5"],
]  # fmt: skip


def _mapping(tmp_path, **changes):
    data = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    for key, value in changes.items():
        data["columns"][key] = {**data["columns"].get(key, {}), **value}
    file = tmp_path / "mapping.yml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return file


def _import(tmp_path, rows=ROWS, map_file=EXAMPLE, name="Dự toán", also=None):
    file = plain(tmp_path / "a.xlsx", rows, name)
    if also:
        also(file)
    book = Workbook(file)
    how = mapping.load(map_file).plan(book)
    whose = importing.subject(book, how, words(), "so-gddt", 2027)
    return importing.prepare(book, how, words(), whose, tmp_path / "budget", (), TODAY)


def test_an_estimate_in_thousands_with_sections_and_totals(tmp_path):
    made = _import(tmp_path)
    told = [(line.item, line.planned, line.source, line.category, line.cell) for line in made.budget.lines]
    assert told == [
        ("Tường lửa", 120_000_000, "provincial_budget", "SP-PROTECT", "Dự toán!B8"),
        ("Máy tính", 46_501_500, "provincial_budget", "pc", "Dự toán!B9"),
        ("Thuê SOC", 1_200_000_000, "unit_income", "SV-MONITOR", "Dự toán!B12"),
    ]
    assert made.budget.lines[1].unit_price == 15_500_500
    notes = {said.vi.split(",")[0]: places for said, places in made.notes.places.items()}
    assert notes == {"dòng tiêu đề": ["7", "11"], "dòng tổng": ["10", "13"]}


def test_a_total_in_text_is_understood_in_the_column_s_unit(tmp_path):
    rows = [*ROWS[:-1], [None, "Tổng cộng", None, None, None, "1.366.502,5"]]
    assert "1.366.502.500 đồng" in refused(lambda: _import(tmp_path, rows))[0]


def test_a_moved_column_is_refused(tmp_path):
    rows = [*ROWS]
    rows[4] = [*HEAD[:4], "Thành tiền", "Đơn giá", *HEAD[6:]]
    assert len(refused(lambda: _import(tmp_path, rows))) == 2


def test_a_word_that_nobody_translated_is_refused_by_cell(tmp_path):
    rows = [*ROWS]
    rows[7] = [*ROWS[7][:7], "Thứ khác"]
    assert "[Dự toán!H8]" in refused(lambda: _import(tmp_path, rows))[0]
    file = _mapping(
        tmp_path, category={"words": {"Thứ khác": "no-such", "Máy tính": "pc", "Giám sát": "SV-MONITOR"}}
    )
    assert "no-such" in refused(lambda: _import(tmp_path, rows, file))[0]


def test_a_word_may_leave_a_cell_out_but_not_one_that_is_needed(tmp_path):
    file = _mapping(tmp_path, document={"words": {"Báo giá 1": ""}})
    assert _import(tmp_path, map_file=file).budget.lines[0].document is None
    file = _mapping(tmp_path, category={"words": {"Bảo mật": "", "Máy tính": "pc", "Giám sát": "SV-MONITOR"}})
    assert "thiếu `Phân loại`" in refused(lambda: _import(tmp_path, map_file=file))[0]


@pytest.mark.parametrize(
    ("merge", "fine"),
    [("G7:G10", True), ("B7:F7", True), ("F8:F9", False), ("B8:C8", True), ("B8:D8", False)],
)
def test_cells_merged_over_rows_are_read_only_where_they_fill_down(tmp_path, merge, fine):
    def merged(file):
        book = load_workbook(file)
        book["Dự toán"].merge_cells(merge)
        book.save(file)

    if fine:
        assert len(_import(tmp_path, also=merged).budget.lines) == 3
    else:
        assert any(f"[Dự toán!{merge}]" in one for one in refused(lambda: _import(tmp_path, also=merged)))


def test_another_sheet_is_named(tmp_path):
    (problem,) = refused(lambda: _import(tmp_path, name="Sheet1"))
    assert "không có tờ `Dự toán`" in problem and "`Sheet1`" in problem


def test_a_fixed_value_must_exist(tmp_path):
    data = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    data["fixed"] = {"kind": "capitol"}
    file = tmp_path / "mapping.yml"
    file.write_text(yaml.safe_dump(data), encoding="utf-8")
    assert "capitol" in refused(lambda: _import(tmp_path, map_file=file))[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data["columns"]["planned"].update(column="E"), "cột E dùng hai lần"),
        (lambda data: data["columns"]["quantity"].update(unit="million"), "không phải tiền"),
        (lambda data: data["columns"]["planned"].update(fill_down=True), "không lấy từ dòng trên"),
        (lambda data: data["fixed"].update(source="social"), "vừa cố định vừa có cột"),
        (lambda data: data["columns"].pop("category"), "thiếu `category`"),
        (lambda data: data["columns"].pop("planned"), "thiếu `planned`"),
        (lambda data: data["columns"]["planned"].pop("heading"), "heading"),
        (lambda data: data.update(colums={}), "colums"),
        (lambda data: data["columns"]["planned"].update(unit="usd"), "unit"),
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused_by_line(tmp_path, change, said):
    data = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    change(data)
    file = tmp_path / "mapping.yml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    problems = refused(lambda: mapping.load(file))
    assert any(said in one for one in problems) and all("mapping.yml" in one for one in problems)


def test_a_proposal_is_only_printed_and_wants_people(tmp_path):
    file = plain(tmp_path / "a.xlsx", ROWS, "Dự toán")
    said = proposing.propose(Workbook(file), words())
    data = yaml.safe_load(said)
    assert (data["sheet"], data["heading_row"]) == ("Dự toán", 5)
    assert {key: raw["column"] for key, raw in data["columns"].items()} == {
        "item": "B", "quantity": "D", "unit_price": "E", "planned": "F", "source": "G", "category": "H",
    }  # fmt: skip
    assert data["columns"]["planned"]["unit"] == "thousand"
    assert data["columns"]["category"]["words"]["Bảo mật"] == "?", "nobody guesses what their words mean"
    map_file = tmp_path / "proposed.yml"
    map_file.write_text(said, encoding="utf-8")
    assert "thiếu `kind`" in refused(lambda: mapping.load(map_file))[0], (
        "it does not work before it was completed"
    )


def test_nothing_is_proposed_for_a_workbook_without_headings(tmp_path):
    file = workbooks.plain(tmp_path / "a.xlsx", [["xin chào", 5]])
    assert "không nhận ra" in refused(lambda: proposing.propose(Workbook(file), words()))[0]
