"""A filled form becomes budget lines; each wrong cell is named, and then nothing is written."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl.comments import Comment

from tests.budget.excel import workbooks
from tests.budget.excel.workbooks import LINE, filled, prepared, refused
from truongluy.budget import files
from truongluy.budget.excel import form
from truongluy.budget.excel.read import Workbook

OTHER = {**LINE, "item": "Máy tính", "category": "pc", "planned": 2_640_000}


def _lines(tmp_path, *lines, also=None):
    return prepared(filled(tmp_path / "a.xlsx", lines, also), tmp_path / "budget").budget.lines


def test_a_line_as_its_cells_say_it(tmp_path):
    (line,) = _lines(tmp_path, {
        **LINE, "project": "DA-01 – Trung tâm dữ liệu – giai đoạn 1", "allocated": "2,64 triệu", "spent": 0,
        "share_percent": "40", "share_reason": "Báo giá", "document": date(2024, 3, 5),
    })  # fmt: skip
    assert (line.id, line.unit, line.year, line.project) == ("so-gddt-2024-0001", "so-gddt", 2024, "DA-01")
    assert (line.source, line.kind, line.category, line.vat_percent) == (
        "provincial_budget",
        "capital",
        "SP-PROTECT",
        "10",
    )
    assert (line.planned, line.allocated, line.spent) == (2_640_000, 2_640_000, 0)
    assert (line.share, line.share_reason, line.document, line.cell) == (
        4_000,
        "Báo giá",
        "05/03/2024",
        "Dự toán!C8",
    )


def test_the_share_that_goes_without_saying(tmp_path):
    assert [line.share for line in _lines(tmp_path, LINE, OTHER)] == [10_000, 0]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("planned", None, "thiếu `Dự toán`"),
        ("item", None, "thiếu `Nội dung`"),
        ("category", "Tường lửa xịn", "không có trong danh sách"),
        ("project", "DA-99", "không có trong danh sách"),
        ("kind", "capital!", "không có trong danh sách"),
        ("planned", "1.234", "hai cách hiểu"),
        ("planned", "100 USD", "không phải tiền đồng"),
        ("planned", "100 USD = 2.640.000 đồng", "hai loại tiền"),
        ("planned", 2_640_000.5, "số lẻ"),
        ("planned", date(2024, 1, 1), "là ngày 01/01/2024"),
        ("planned", "31/12/2024", "Dự toán"),
        ("spent", -2_640_000, "âm"),
        ("planned", 2_000_000, "số lượng × đơn giá"),
        ("planned", "=K9*2", "Dự toán"),
        ("quantity", 1.5, "không phải số nguyên"),
        ("vat_percent", "110%", "không phải phần trăm"),
        ("share_percent", "40%", "không có lý do"),
        ("refund", "không chắc", "đánh dấu"),
        ("item", "a" * 501, "quá dài"),
        ("item", "a\x85b\u200bc", "không in được"),
        ("id", "mã dòng!", "không hợp lệ"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(tmp_path, key, value, said):
    file = filled(tmp_path / "a.xlsx", [OTHER, {**LINE, key: value}])
    problems = refused(lambda: prepared(file, tmp_path / "budget"))
    assert len(problems) == 1 and said in problems[0]
    assert f"[Dự toán!{form.BY_KEY[key].letter}9]" in problems[0] or "[Dự toán!C9]" in problems[0]
    assert "Cách sửa" in problems[0] and "To mend" in problems[0]
    assert not (tmp_path / "budget").exists()


def test_a_category_that_never_counts_takes_no_share(tmp_path):
    file = filled(tmp_path / "a.xlsx", [{**OTHER, "share_percent": "100%"}])
    assert "[Dự toán!N8]" in refused(lambda: prepared(file, tmp_path))[0]


def test_a_refund_is_negative_marked_and_has_a_document(tmp_path):
    back = {**LINE, "quantity": None, "unit_price": None, "planned": -1_000, "refund": "x"}
    (line,) = _lines(tmp_path, {**back, "document": "QĐ 5"})
    assert (line.planned, line.refund) == (-1_000, True)
    assert "văn bản" in refused(lambda: _lines(tmp_path, back))[0]


def test_every_wrong_row_is_told(tmp_path):
    file = filled(tmp_path / "a.xlsx", [{**LINE, "planned": "1.234"}, {**OTHER, "kind": "?", "source": "?"}])
    assert len(refused(lambda: prepared(file, tmp_path))) == 3


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5 máy", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_text_that_looks_like_a_formula_stays_text(tmp_path, text):
    (line,) = _lines(tmp_path, {**LINE, "item": text})
    assert line.item == text


def test_samples_are_left_out_by_their_mark(tmp_path):
    made = prepared(filled(tmp_path / "a.xlsx", [LINE], samples=True), tmp_path / "budget")
    assert len(made.budget.lines) == 1
    (places,) = (at for said, at in made.notes.places.items() if "ví dụ" in said.vi)
    assert places == ["8", "9"]
    assert (
        "không có dòng"
        in refused(lambda: prepared(filled(tmp_path / "b.xlsx", [], samples=True), tmp_path))[0]
    )


def test_lines_after_empty_rows_are_not_lost(tmp_path):
    def far(book):
        for key, value in LINE.items():
            workbooks.put(book[form.SHEET], f"{form.BY_KEY[key].letter}5000", value)

    assert [line.cell for line in _lines(tmp_path, OTHER, also=far)] == ["Dự toán!C8", "Dự toán!C5000"]


def test_a_total_is_left_out_only_when_it_is_right(tmp_path):
    total = {"item": "Tổng cộng", "planned": 5_280_000}
    assert len(_lines(tmp_path, LINE, OTHER, total)) == 2
    file = filled(tmp_path / "b.xlsx", [LINE, OTHER, {**total, "planned": 5_280_001}])
    (problem,) = refused(lambda: prepared(file, tmp_path))
    assert "5.280.001 đồng" in problem and "5.280.000 đồng" in problem


def test_subtotals_and_a_grand_total(tmp_path):
    sums = [{"item": "Cộng mục I", "planned": 2_640_000}, {"item": "Cộng mục II", "planned": 2_640_000}]
    assert (
        len(
            _lines(
                tmp_path, LINE, sums[0], OTHER, sums[1], {"item": "Tổng cộng (I+II)", "planned": 5_280_000}
            )
        )
        == 2
    )


def test_a_line_twice_is_refused_unless_each_has_its_id(tmp_path):
    file = filled(tmp_path / "a.xlsx", [LINE, OTHER, LINE])
    (problem,) = refused(lambda: prepared(file, tmp_path))
    assert "[Dự toán!C10]" in problem and "trùng hệt dòng 8" in problem
    assert len(_lines(tmp_path, {**LINE, "id": "a-1"}, {**LINE, "id": "a-2"})) == 2


def test_an_id_is_of_one_line_only(tmp_path):
    file = filled(tmp_path / "a.xlsx", [{**LINE, "id": "a-1"}, {**OTHER, "id": "a-1"}])
    assert "đã có ở Dự toán!C8" in refused(lambda: prepared(file, tmp_path))[0]
    file = filled(tmp_path / "b.xlsx", [{**LINE, "id": "a-1"}])
    assert "năm khác" in refused(lambda: prepared(file, tmp_path, frozenset({"a-1"})))[0]


def _hide_row(book):
    book[form.SHEET].row_dimensions[8].hidden = True


def _hide_column(book):
    book[form.SHEET].column_dimensions["K"].hidden = True


def _merge(book):
    book[form.SHEET].merge_cells("K8:K9")


def _hide_sheet(book):
    book.active = 0
    book[form.SHEET].sheet_state = "hidden"


def _rename_sheet(book):
    book[form.SHEET].title = "Sheet1"


def _move_column(book):
    book[form.SHEET]["K7"].value, book[form.SHEET]["L7"].value = "Được giao", "Dự toán"


def _no_form(book):
    book[form.SHEET][form.FORM_CELL].value = "Mẫu khác"


def _no_year(book):
    book[form.SHEET][form.YEAR_CELL].value = None


def _no_headings(book):
    for cell in book[form.SHEET][form.HEADING_ROW]:
        cell.value = None
        cell.comment = Comment("", "")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_hide_row, "dòng bị ẩn"),
        (_hide_column, "`Dự toán` bị ẩn"),
        (_merge, "[Dự toán!K8:K9]"),
        (_hide_sheet, "tờ `Dự toán` bị ẩn"),
        (_rename_sheet, "không có tờ `Dự toán`"),
        (_move_column, "tiêu đề là `Được giao`, không phải `Dự toán`"),
        (_no_form, "không phải mẫu"),
        (_no_year, "[Dự toán!C3]"),
        (_no_headings, "tiêu đề"),
    ],
)
def test_a_form_that_was_changed_is_refused_by_name(tmp_path, spoil, said):
    file = filled(tmp_path / "a.xlsx", [LINE, OTHER], spoil)
    assert any(said in one for one in refused(lambda: prepared(file, tmp_path)))


def test_formulas_are_taken_by_their_results_and_noted(tmp_path):
    file = filled(tmp_path / "a.xlsx", [{**LINE, "planned": 77}])
    workbooks.rezipped(
        file, lambda name, content: content.replace(b"<v>77</v>", b"<f>2*1320000</f><v>2640000</v>")
    )
    made = prepared(file, tmp_path)
    assert made.budget.lines[0].planned == 2_640_000
    assert ["K8"] in made.notes.places.values()


def test_import_twice_changes_nothing(tmp_path):
    folder = tmp_path / "budget"
    file = filled(tmp_path / "a.xlsx", [LINE, OTHER])
    first = prepared(file, folder)
    assert not first.same_file and len(first.changes) == 2
    first.write()
    content = first.target.read_bytes()
    assert Workbook(file).sha256.encode() in content
    again = prepared(file, folder)
    assert again.same_file and not again.changes
    saved_again = prepared(
        filled(tmp_path / "b.xlsx", [OTHER, LINE], lambda book: book.create_sheet("Ghi chú")), folder
    )
    assert not saved_again.same_file and not saved_again.changes, "other order, other file, same lines"
    assert first.target.read_bytes() == content


def test_what_changed_is_told_and_ids_stay(tmp_path):
    folder = tmp_path / "budget"
    prepared(filled(tmp_path / "a.xlsx", [LINE, OTHER]), folder).write()
    dearer = {**LINE, "quantity": 3, "planned": 3_960_000}
    new = {**LINE, "item": "Phòng mã độc"}
    made = prepared(filled(tmp_path / "b.xlsx", [new, dearer]), folder)
    told = {
        (one.before.id if one.before else None, one.after.id if one.after else None) for one in made.changes
    }
    ids = [f"so-gddt-2024-000{n}" for n in (1, 2, 3)]
    assert told == {(ids[0], ids[0]), (ids[1], None), (None, ids[2])}, (
        "changed, removed, added; no id used again"
    )
    made.write()
    assert [line.id for line in files.read(made.target).lines] == [ids[2], ids[0]]
