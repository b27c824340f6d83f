"""A cell means one thing or is refused: amounts, percentages, whole numbers, texts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongluy.budget.excel import cells, totals
from truongluy.budget.excel.cells import CellError
from truongluy.budget.excel.read import Cell
from truongluy.budget.money import plain_percent


def _number(text, shown="General", formula=None):
    return Cell("K", 8, "number", text, formula, shown)


def _text(text):
    return Cell("K", 8, "text", text, None, "General")


@pytest.mark.parametrize(
    ("cell", "unit", "dong"),
    [
        (_number("1234567"), "dong", 1_234_567),
        (_number("1234567.0"), "dong", 1_234_567),
        (_number("1.2345670000000001E6"), "dong", 1_234_567),
        (_number("2640000.0000000005"), "dong", 2_640_000),
        (_number("1.1000000000000001"), "million", 1_100_000),
        (_number("0.30000000000000004"), "million", 300_000),
        (_number("12.5", "#,##0.0"), "thousand", 12_500),
        (_number("5000000", "#,##0,"), "dong", 5_000_000),
        (_number("7", '#,##0 "đ"'), "dong", 7),
        (_number("7", "#,##0\\ [$₫-42A]"), "dong", 7),
        (_number("7", "_-* #,##0\\ _₫_-;\\-* #,##0\\ _₫_-"), "dong", 7),
        (_number("7", "[Red]#,##0;[Blue]-#,##0"), "dong", 7),
        (_number("-5"), "dong", -5),
        (_text("1.234.567 đồng"), "dong", 1_234_567),
        (_text(" 1,5 tỷ "), "dong", 1_500_000_000),
        (_text("1,5"), "million", 1_500_000),
        (_text("2 tỷ"), "million", 2_000_000_000),
    ],
)
def test_an_amount(cell, unit, dong):
    assert cells.amount(cell, unit) == dong


@pytest.mark.parametrize(
    ("cell", "unit", "said"),
    [
        (_number("1234567.5"), "dong", "số lẻ"),
        (_number("0.0000001"), "million", "số lẻ"),
        (_number("1234567890123456"), "dong", "quá nhiều chữ số"),
        (_number("1E300"), "dong", "không phải số"),
        (_number("NaN"), "dong", "không phải số"),
        (_number("9" * 50), "dong", "không phải số"),
        (_number("7", '"$"#,##0'), "dong", "đơn vị khác"),
        (_number("7", "[$$-409]#,##0"), "dong", "đơn vị khác"),
        (_number("7", "[$USD] #,##0"), "dong", "đơn vị khác"),
        (_number("7", '#,##0 "triệu"'), "dong", "đơn vị khác"),
        (_number("7", "0%"), "dong", "đơn vị khác"),
        (_number("5000000", "#,##0,"), "million", "đơn vị khác"),
        (_text("100 USD"), "dong", "không phải tiền đồng"),
        (_text("100 USD (2.500.000 đồng)"), "dong", ""),
        (_text("1.234"), "dong", "hai cách hiểu"),
        (_text("=1+1"), "dong", ""),
        (_text("31/12/2024"), "dong", ""),
        (Cell("K", 8, "date", "2024-12-31", None, "dd/mm/yyyy"), "dong", "ngày 31/12/2024"),
        (Cell("K", 8, "flag", "1", None, "General"), "dong", "không phải số"),
    ],
)  # fmt: skip
def test_what_is_no_amount(cell, unit, said):
    with pytest.raises(CellError) as error:
        cells.amount(cell, unit)
    assert said in error.value.what.vi and error.value.remedy.vi and error.value.remedy.en


@given(st.integers(-(10**14), 10**14))
def test_every_whole_amount_comes_back_from_the_number_that_a_program_stores(amount):
    for stored in (str(amount), f"{amount}.0", format(Decimal(amount), "E")):
        assert cells.amount(_number(stored)) == amount


@given(st.integers(0, 10_000))
def test_every_percentage_comes_back_from_a_cell_shown_as_one(hundredths):
    stored = Decimal(hundredths) / 10_000
    as_excel_saves_it = f"{hundredths / 10_000:.17g}"
    assert cells.percent(_number(str(stored), "0.00%")) == plain_percent(hundredths)
    assert cells.percent(_number(as_excel_saves_it, "0%")) == plain_percent(hundredths)


@pytest.mark.parametrize(
    ("cell", "percent"), [(_text("10%"), "10"), (_text("12,5"), "12.5"), (_number("8"), "8")]
)
def test_a_percentage(cell, percent):
    assert cells.percent(cell) == percent


@pytest.mark.parametrize(
    "cell", [_number("0.1"), _number("101"), _number("1.01", "0%"), _number("-1"), _text("mười")]
)
def test_what_is_no_percentage(cell):
    with pytest.raises(CellError):
        cells.percent(cell)


@pytest.mark.parametrize(
    ("formula", "kind", "said"),
    [
        ("A1*2", "unknown", "chưa có kết quả"),
        ("A1*2", "error", "báo lỗi"),
        ("[1]Sheet1!A1", "number", "tệp hay chương trình khác"),
        ("'C:\\[gia.xlsx]Gia'!A1", "number", "tệp hay chương trình khác"),
        ("cmd|' /C calc'!A0", "number", "tệp hay chương trình khác"),
        ('WEBSERVICE("http://192.0.2.1")', "number", "tệp hay chương trình khác"),
    ],
)
def test_a_formula_without_a_trustworthy_result_is_refused(formula, kind, said):
    with pytest.raises(CellError) as error:
        cells.refuse_unreadable(Cell("K", 8, kind, "#REF!", formula, "General"))
    assert said in error.value.what.vi


def test_texts_are_one_line_with_composed_letters():
    assert cells.text(_text("  Tường\u00a0lửa\nthế hệ mới ")) == "Tường lửa thế hệ mới"
    assert cells.text(_text("Tươ\u0300ng")) == "Tường"
    assert cells.text(_text("=cmd|' /C calc'!A0")) == "=cmd|' /C calc'!A0", (
        "what begins like a formula is text"
    )
    assert cells.text(_number("15")) == "15"
    assert cells.text(Cell("P", 8, "date", "2024-03-05", None, "d/m/yyyy")) == "05/03/2024"
    for wrong in (_text("a" * 501), _text("a\x01b"), _number("1.5")):
        with pytest.raises(CellError):
            cells.text(wrong)


@pytest.mark.parametrize(
    "said", ["Tổng cộng", "TỔNG", "Cộng:", "Cộng mục I", "Tổng cộng (I+II)", "Lũy kế đến 31/12", "Total"]
)
def test_words_of_totals(said):
    assert totals.sounds_so(said)


@pytest.mark.parametrize(
    "said", ["Tổng đài điện thoại IP", "Cộng tác viên", "Tường lửa", "Thiết bị tổng hợp"]
)
def test_words_of_things(said):
    assert not totals.sounds_so(said)
