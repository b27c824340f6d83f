"""Amounts are read as Vietnamese write them, or refused; no figure is ever rounded up."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.budget.example import ROOT
from truongluy.budget.money import (
    LARGEST,
    MoneyError,
    grouped,
    in_dong,
    parse,
    parse_percent,
    percent_of,
    plain_percent,
)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234.567 đồng", 1_234_567),
        ("1.234.567đ", 1_234_567),
        ("1.234.567 VNĐ", 1_234_567),
        ("VND 5.000.000", 5_000_000),
        ("1.234.567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1\u00a0234\u00a0567 đồng", 1_234_567),
        ("1.234.567,00", 1_234_567),
        ("1234567", 1_234_567),
        (1234567, 1_234_567),
        ("850.000 đồng", 850_000),
        ("1,5 tỷ", 1_500_000_000),
        ("1.5 tỉ đồng", 1_500_000_000),
        ("0,125 tỷ", 125_000_000),
        ("12 triệu", 12_000_000),
        ("12tr", 12_000_000),
        ("500 nghìn", 500_000),
        ("1 tỷ 500 triệu", 1_500_000_000),
        ("1.234,5 triệu đồng", 1_234_500_000),
        ("-5 triệu", -5_000_000),
        ("\u22125.000.000", -5_000_000),
        ("0", 0),
        ("TỶ".join(["2 ", ""]), 2_000_000_000),
    ],
)
def test_an_amount_is_read(text, amount):
    assert parse(text) == amount


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.234", "thousands or decimals"),
        ("1,234", "thousands or decimals"),
        ("850.000", "thousands or decimals"),
        ("1,234 đồng", "thousands or decimals"),
        ("1.234 tỷ", "thousands or decimals"),
        ("1,500 tỷ", "thousands or decimals"),
        ("1,5", "smaller than one đồng"),
        ("1.234.567,5", "smaller than one đồng"),
        ("0,0000000001 tỷ", "smaller than one đồng"),
        ("1.23.456", "wrong places"),
        ("1.234,567.890", "wrong places"),
        ("12.34.56,7", "wrong places"),
        ("1 tỷ 5", "parts of the amount are unclear"),
        ("500 triệu 1 tỷ", "parts of the amount are unclear"),
        ("1.000.000 2.000.000", "parts of the amount are unclear"),
        ("100 USD", "not in đồng"),
        ("$100", "not in đồng"),
        ("100 USD = 2.500.000 đồng", "two currencies"),
        ("1.000 đồng 2.000 đồng", "two amounts"),
        ("hai triệu", "no amount can be read"),
        ("(5.000.000)", "no amount can be read"),
        ("5%", "no amount can be read"),
        ("=1+1", "no amount can be read"),
        ("1e6", "no amount can be read"),
        ("\u0663\u0664", "no amount can be read"),
        ("500k", "no amount can be read"),
        ("", "empty or too long"),
        ("đồng", "no number"),
        ("9" * 70, "more than a million billions"),
        ("9" * 5000, "empty or too long"),
        (True, "neither text nor a whole number"),
        (1.5, "neither text nor a whole number"),
    ],
)
def test_what_is_unclear_is_refused_with_a_remedy(text, said):
    with pytest.raises(MoneyError) as refused:
        parse(text)
    assert said in refused.value.what.en
    assert refused.value.what.vi and refused.value.remedy.vi


@given(st.integers(-LARGEST, LARGEST))
def test_what_is_printed_is_read_as_the_same(amount):
    assert parse(in_dong(amount)) == parse(str(amount)) == parse(amount) == amount
    if abs(amount) >= 10**6 or abs(amount) < 1000:
        assert parse(grouped(amount)) == amount


@given(st.text(max_size=90))
def test_no_text_makes_more_than_a_refusal(text):
    try:
        assert isinstance(parse(text), int)
    except MoneyError as refused:
        assert refused.what.en


@given(st.integers(0, 10**16), st.integers(1, 10**16))
def test_a_percentage_is_never_rounded_up(part, total):
    whole, decimals = percent_of(part, total).removesuffix("%").split(",")
    shown = int(whole) * 100 + int(decimals)
    assert shown * total <= part * 10_000 < (shown + 1) * total


def test_almost_ten_percent_is_not_ten():
    assert percent_of(9_999_999, 100_000_000) == "9,99%"
    assert percent_of(10_000_000, 100_000_000) == "10,00%"
    assert percent_of(-1, 100_000) == "0,00%"
    with pytest.raises(ValueError):
        percent_of(1, 0)


@given(st.integers(0, 10_000))
def test_a_share_is_written_as_it_is_read(hundredths):
    assert parse_percent(plain_percent(hundredths)) == hundredths


@pytest.mark.parametrize("text", ["100.01", "-1", "12.345", "abc", "", "1/3", "101", True, 12.5, [], None])
def test_no_percentage_is_refused(text):
    with pytest.raises(MoneyError):
        parse_percent(text)


@pytest.mark.parametrize(
    "file", sorted((ROOT / "truongluy" / "budget").rglob("*.py")), ids=lambda file: file.name
)
def test_no_number_with_a_fraction_stands_in_the_budget(file: Path):
    """Neither `float`, nor a constant with a fraction, nor a division.

    Paths are joined with a text or a name in capitals; how near two words are, and how wide a column is, is no money.
    """
    tree = ast.parse(file.read_text(encoding="utf-8"))
    nearness = {
        id(one)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("get_close_matches")
        for one in ast.walk(call)
    }
    for node in ast.walk(tree):
        place = f"{file.name}:{getattr(node, 'lineno', 0)}"
        assert not (isinstance(node, ast.Name) and node.id == "float"), place
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            assert id(node) in nearness or file.parent.name == "excel", place
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            right = node.right
            text = isinstance(right, ast.Constant) and isinstance(right.value, str)
            named = isinstance(right, ast.Call | ast.Attribute | ast.JoinedStr)
            counted = ast.unparse(node.left).startswith("len(")
            assert text or named or counted or ast.unparse(right).isupper(), f"{place}: {ast.unparse(node)}"
        assert not (isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Div)), place
