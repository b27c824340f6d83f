"""One row of a budget file: a JSON object that becomes a line, or the reasons why it can't."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

from truongluy import yamlfile
from truongluy.budget.model import BudgetLine, LineKind
from truongluy.budget.money import LARGEST, WHOLE, MoneyError, in_dong, parse_percent, plain_percent
from truongluy.verdict import Problem, Text

LONGEST_ROW = 8_000
LONGEST_TEXT = 500
ROUNDED_TO = 1_000
"""Estimates are rounded to the thousand: by less than this an amount may differ from quantity × price × (1 + VAT)."""

REQUIRED = ("id", "source", "kind", "item", "planned", "category", "share_percent")
KEYS = (
    "id", "project", "source", "kind", "item", "quantity", "unit_price", "vat_percent", "planned", "allocated", "spent",
    "category", "share_percent", "share_reason", "document", "cell", "refund",
)  # fmt: skip
"""Every key of a row, in the order in which rows are written."""

_AMOUNTS = ("planned", "allocated", "spent")
_NUMBERS = ("quantity", "unit_price", *_AMOUNTS)
_NAMES = ("id", "project", "source", "category")
_TEXTS = ("item", "share_reason", "document", "cell")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")

Tell = Callable[[Text, Text, Text], None]


def read(
    rows: Iterator[tuple[int, str]], unit: str, year: int, file: Path, problems: list[Problem]
) -> list[BudgetLine]:
    """The lines of numbered rows; each problem is told with the row's line in the file, and its row left out."""
    lines, place = [], f"budget/{file.name}"
    decode = json.JSONDecoder(object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float).decode
    for number, row in rows:
        told = len(problems)

        def tell(what: Text, why: Text, remedy: Text, number: int = number) -> None:
            problems.append(Problem(file, number, what, why, remedy))

        raw = _decoded(decode, row, tell)
        if raw is not None:
            _check(raw, tell)
        if raw is not None and len(problems) == told:
            lines.append(_line(raw, unit, year, place, number))
    return lines


def written(line: BudgetLine) -> str:
    """The row of a line: fixed keys in fixed order, those without value left out."""
    values: dict[str, Any] = {
        "id": line.id, "project": line.project, "source": line.source, "kind": line.kind, "item": line.item,
        "quantity": line.quantity, "unit_price": line.unit_price, "vat_percent": _plain_vat(line.vat_percent),
        "planned": line.planned, "allocated": line.allocated, "spent": line.spent, "category": line.category,
        "share_percent": plain_percent(line.share), "share_reason": line.share_reason or None,
        "document": line.document, "cell": line.cell, "refund": line.refund or None,
    }  # fmt: skip
    return json.dumps({key: value for key, value in values.items() if value is not None}, ensure_ascii=False)


def _plain_vat(percent: str | None) -> str | int | None:
    return int(percent) if percent is not None and percent.isdigit() else percent


class _Wrong(ValueError):
    """A row that JSON reads and that we don't: a key twice, a number with a fraction."""

    def __init__(self, what: Text) -> None:
        self.what = what
        super().__init__(str(what))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Wrong(Text("một khóa lặp lại trong dòng", "a key stands twice in the row"))
    return found


def _no_float(text: str) -> NoReturn:
    raise _Wrong(Text("số có phần lẻ", "a number has a fraction"))


def _decoded(decode: Callable[[str], Any], row: str, tell: Tell) -> dict[str, Any] | None:
    if len(row) > LONGEST_ROW:
        what = Text(f"dòng dài hơn {LONGEST_ROW} ký tự", f"the row is longer than {LONGEST_ROW} characters")
    else:
        try:
            raw = decode(row)
            if isinstance(raw, dict):
                return raw
            what = Text("dòng không phải một đối tượng JSON", "the row is no JSON object")
        except _Wrong as wrong:
            what = wrong.what
        except (ValueError, RecursionError):
            what = Text("dòng không đọc được bằng JSON", "the row is not valid JSON")
    tell(
        what,
        Text("mỗi dòng là một đối tượng JSON, số tiền là số nguyên đồng",
             "each row is one JSON object, amounts are whole đồng"),
        Text('ví dụ: {"id": "so-gddt-2024-0001", …, "planned": 2640000}',
             'for example: {"id": "so-gddt-2024-0001", …, "planned": 2640000}'),
    )  # fmt: skip
    return None


def _check(raw: dict[str, Any], tell: Tell) -> None:
    """Tell everything that is wrong with one row taken by itself."""
    _keys(raw, tell)
    bad = [
        key for key in _NAMES if key in raw and not (isinstance(raw[key], str) and _NAME.fullmatch(raw[key]))
    ]
    bad += [key for key in _TEXTS if key in raw and not _is_text(raw[key], empty=key == "share_reason")]
    for key in bad:
        tell(
            Text(f"`{key}` không hợp lệ", f"`{key}` is not valid"),
            Text("mã chỉ gồm chữ không dấu, số, gạch nối; chữ phải in được, một dòng, không quá 500 ký tự",
                 "ids hold plain letters, digits and hyphens; text is printable, one line, up to 500 characters"),
            Text(f"sửa `{key}`", f"correct `{key}`"),
        )  # fmt: skip
    if any(yamlfile.looks_secret_value(raw.get(key)) for key in _TEXTS):
        tell(
            Text("chữ trông như một bí mật", "a text looks like a secret"),
            Text("tệp này được lưu và chia sẻ", "this file is stored and shared"),
            Text("xóa khỏi tệp và đổi bí mật đó", "remove it and change that secret"),
        )
    if raw.get("kind") not in tuple(LineKind) and "kind" in raw:
        tell(
            Text("`kind` không có", "there is no such `kind`"),
            Text("chỉ có hai loại chi", "money is of one of two kinds"),
            Text("capital (đầu tư) hoặc recurrent (thường xuyên)", "capital or recurrent"),
        )
    if not isinstance(raw.get("refund", False), bool):
        tell(Text("`refund` không phải true", "`refund` is not true"), *_REFUND)
    _money(raw, tell)
    _share(raw, tell)


def _keys(raw: dict[str, Any], tell: Tell) -> None:
    if missing := [key for key in REQUIRED if key not in raw]:
        names = ", ".join(missing)
        tell(
            Text(f"thiếu {names}", f"{names} is missing"),
            Text("không có nó thì dòng không tính được", "without it the line can't be counted"),
            Text("thêm khóa ấy", "add that key"),
        )
    if any(key not in KEYS for key in raw):
        tell(
            Text("có khóa lạ", "there is an unknown key"),
            Text("khóa viết sai sẽ bị bỏ qua", "a misspelt key would be ignored"),
            Text(f"chỉ có: {', '.join(KEYS)}", f"there are only: {', '.join(KEYS)}"),
        )


def _is_text(value: Any, empty: bool) -> bool:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or not value.isprintable():
        return False
    return value == value.strip() and (empty or bool(value))


_REFUND = (
    Text("chỉ tiền hoàn lại mới âm, và phải có văn bản", "only money that came back is negative, and a document says so"),
    Text('ghi "refund": true và "document", hoặc sửa số tiền', 'write "refund": true and "document", or correct the amount'),
)  # fmt: skip


def _money(raw: dict[str, Any], tell: Tell) -> None:
    given = {key: raw[key] for key in _NUMBERS if key in raw}
    if wrong := [key for key, value in given.items() if type(value) is not int or abs(value) > LARGEST]:
        names = ", ".join(wrong)
        tell(
            Text(f"{names} không phải số nguyên đồng", f"{names} is no whole number"),
            Text(
                "số tiền là số nguyên, không nháy, không dấu chấm",
                "amounts are whole numbers, no quotes, no dots",
            ),
            Text(
                "ví dụ: 2640000; chưa biết thì bỏ khóa",
                "for example: 2640000; leave the key out when not known",
            ),
        )
        return
    if raw.get("refund") is True:
        if "document" not in raw:
            tell(Text("tiền hoàn lại không có văn bản", "a refund has no document"), *_REFUND)
    elif negative := [key for key, value in given.items() if value < 0]:
        names = ", ".join(negative)
        tell(Text(f"{names} âm", f"{names} is negative"), *_REFUND)
    if {"quantity", "unit_price", "planned"} <= given.keys():
        _product(raw, tell)


def _product(raw: dict[str, Any], tell: Tell) -> None:
    try:
        vat = parse_percent(raw.get("vat_percent", 0))
    except MoneyError:
        return
    exact = raw["quantity"] * raw["unit_price"] * (WHOLE + vat)
    if abs(raw["planned"] * WHOLE - exact) >= ROUNDED_TO * WHOLE:
        computed = in_dong(exact // WHOLE)
        tell(
            Text(f"số lượng × đơn giá × (1 + VAT) là {computed}", f"quantity × price × (1 + VAT) is {computed}"),
            Text(f"`planned` là {in_dong(raw['planned'])}; chỉ chênh do làm tròn dưới 1.000 đồng mới được nhận",
                 f"`planned` is {in_dong(raw['planned'])}; only rounding by less than 1.000 đồng is accepted"),
            Text("sửa số sai, hoặc bỏ quantity và unit_price nếu số tiền không tính từ đó",
                 "correct the wrong one, or leave out quantity and unit_price where the amount is not made of them"),
        )  # fmt: skip


def _share(raw: dict[str, Any], tell: Tell) -> None:
    try:
        parse_percent(raw.get("vat_percent", 0))
        share = parse_percent(raw.get("share_percent", 0))
    except MoneyError as error:
        which = Text("vat_percent hoặc share_percent: ", "vat_percent or share_percent: ")
        tell(Text(which.vi + error.what.vi, which.en + error.what.en),
             Text("tỷ lệ phải chính xác", "percentages are exact"), error.remedy)  # fmt: skip
        return
    if share not in (0, WHOLE) and not raw.get("share_reason"):
        tell(
            Text("tỷ lệ bảo mật không có lý do", "the security share has no reason"),
            Text("kiểm toán sẽ hỏi vì sao tính một phần", "an auditor will ask why a part counts"),
            Text(
                "ghi `share_reason`, hoặc tách thành hai dòng",
                "write `share_reason`, or split the line in two",
            ),
        )


def _line(raw: dict[str, Any], unit: str, year: int, place: str, number: int) -> BudgetLine:
    vat = raw.get("vat_percent")
    return BudgetLine(
        id=raw["id"], unit=unit, year=year, project=raw.get("project"), source=raw["source"], kind=raw["kind"],
        item=raw["item"], quantity=raw.get("quantity"), unit_price=raw.get("unit_price"),
        vat_percent=None if vat is None else plain_percent(parse_percent(vat)),
        planned=raw["planned"], allocated=raw.get("allocated"), spent=raw.get("spent"), category=raw["category"],
        share=parse_percent(raw["share_percent"]), share_reason=raw.get("share_reason", ""),
        document=raw.get("document"), cell=raw.get("cell"), refund=raw.get("refund", False), file=place, row=number,
    )  # fmt: skip
