"""What a cell means: an amount, a percentage, a whole number, a text; anything unclear is refused with what to write."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

from truongluy import yamlfile
from truongluy.budget.excel.read import Cell
from truongluy.budget.excel.refusals import printable
from truongluy.budget.money import MoneyError, parse, parse_percent, plain_percent
from truongluy.budget.rows import LONGEST_TEXT
from truongluy.verdict import Text

SCALES = {"dong": 1, "thousand": 1_000, "million": 1_000_000}
_SCALE_WORDS = {"dong": "", "thousand": " nghìn đồng", "million": " triệu đồng"}

# Excel computes with fifteen digits and may store two more of noise: 1.1 is saved as 1.1000000000000001.
_FIFTEEN = Context(prec=15)
_LONGEST_NUMBER = 40

_ELSEWHERE = re.compile(r"\[\d+\]|\.xl[a-z]{1,2}\b|\|\s*'|://", re.IGNORECASE)
_SYMBOL = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_WORDS = re.compile(r"[^\W\d_]{2,}|[$€£¥]")
_DONG = frozenset({"đồng", "vnđ", "vnd", "general", "dong"})
_DIVIDED = re.compile(r"[0#],+(?![0#?,.])")


class CellError(ValueError):
    """Why a cell can't be taken: what is wrong with it, and what to write instead."""

    def __init__(self, what: Text, remedy: Text) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(str(what))


def refuse_unreadable(cell: Cell) -> None:
    """Raise CellError for an error, a formula without its result, or one that takes it from somewhere else."""
    if cell.kind == "unknown":
        raise CellError(
            Text("công thức chưa có kết quả được lưu", "a formula whose result was not saved"),
            Text("mở bằng Excel hoặc LibreOffice, để tính xong, lưu lại; hoặc ghi số thay công thức",
                 "open it in Excel or LibreOffice, let it calculate, save; or write the number itself"),
        )  # fmt: skip
    if cell.kind == "error":
        said = printable(cell.text, 20)
        raise CellError(
            Text(f"ô báo lỗi {said}", f"the cell is an error, {said}"),
            Text("sửa công thức, hoặc ghi số", "mend the formula, or write the number"),
        )
    if cell.formula and _ELSEWHERE.search(cell.formula):
        raise CellError(
            Text("công thức lấy số từ tệp hay chương trình khác", "a formula takes its value from another file or program"),
            Text("sao chép rồi dán giá trị (Paste Values)", "copy it and paste the value (Paste Values)"),
        )  # fmt: skip


def amount(cell: Cell, unit: str = "dong") -> int:
    """The đồng of a cell whose bare numbers are counted in `unit`; raises CellError."""
    if cell.kind == "text":
        text = cell.text.strip()
        try:
            return parse(text if _has_word(text) else text + _SCALE_WORDS[unit])
        except MoneyError as error:
            raise CellError(error.what, error.remedy) from None
    number = _number(cell)
    if not _shows_dong(cell.format, unit):
        raise CellError(
            Text(
                "định dạng của ô cho thấy đơn vị khác đồng", "the cell's format shows another unit than đồng"
            ),
            Text(
                "ghi số đồng, định dạng ô là số (#.##0)", "write đồng, and format the cell as a plain number"
            ),
        )
    dong = number * SCALES[unit]
    if dong != dong.to_integral_value():
        raise CellError(
            Text("số lẻ nhỏ hơn một đồng", "there is a part smaller than one đồng"),
            Text("làm tròn đến đồng, ví dụ =ROUND(...;0)", "round to whole đồng, such as =ROUND(...,0)"),
        )
    return _parsed(int(dong))


@lru_cache(maxsize=512)
def _shows_dong(code: str, unit: str) -> bool:
    """Whether a format shows plain đồng: no %, no $, no "triệu", and no thousands left out of what is counted in them."""
    shown = _BRACKETS.sub("", _SYMBOL.sub(r"\1", code))
    if "%" in shown or set(_WORDS.findall(shown.casefold())) - _DONG:
        return False
    return unit == "dong" or not _DIVIDED.search(shown)


def whole(cell: Cell) -> int:
    """A whole number, such as a quantity; raises CellError."""
    if cell.kind == "text":
        return amount(cell)
    number = _number(cell)
    if number != number.to_integral_value() or "%" in cell.format:
        raise CellError(
            Text("không phải số nguyên", "it is no whole number"),
            Text("ghi số nguyên; nếu không đếm được thì để trống số lượng và đơn giá",
                 "write a whole number; leave quantity and price empty where nothing can be counted"),
        )  # fmt: skip
    return _parsed(int(number))


def percent(cell: Cell) -> str:
    """A percentage as files hold it; raises CellError, also for a fraction that nothing shows to be a percentage."""
    try:
        if cell.kind == "text":
            return plain_percent(parse_percent(cell.text))
        number = _number(cell)
        if "%" in cell.format:
            number = _FIFTEEN.multiply(number, Decimal(100))
        elif 0 < number < 1:
            raise CellError(
                Text("không rõ là phần của một hay phần trăm", "it could be a part of one or a percentage"),
                Text("ghi kèm dấu %, ví dụ 10%", "write it with its sign, such as 10%"),
            )
        return plain_percent(parse_percent(format(number.normalize(), "f")))
    except MoneyError as error:
        raise CellError(error.what, error.remedy) from None


def text(cell: Cell) -> str:
    """A text on one line, with composed letters; a whole number or a day is written out; raises CellError."""
    if cell.kind == "date":
        return day_in_words(cell.text)
    if cell.kind == "number":
        number = _number(cell)
        if number == number.to_integral_value():
            return str(int(number))
    if cell.kind != "text":
        raise CellError(Text("không phải chữ", "it is no text"), Text("ghi bằng chữ", "write it in words"))
    said = plain(cell.text)
    if len(said) > LONGEST_TEXT or not said.isprintable():
        raise CellError(
            Text("chữ quá dài hoặc có ký tự không in được", "the text is too long or has unprintable characters"),
            Text(f"viết lại, không quá {LONGEST_TEXT} ký tự", f"write it again, up to {LONGEST_TEXT} characters"),
        )  # fmt: skip
    if yamlfile.looks_secret_value(said):
        raise CellError(
            Text("chữ trông như một bí mật", "the text looks like a secret"),
            Text("xóa khỏi sổ tính và đổi bí mật đó", "remove it from the workbook and change that secret"),
        )
    return said


def plain(given: str) -> str:
    """A text with its letters composed and each run of blanks and line ends as one blank."""
    return " ".join(unicodedata.normalize("NFC", given).split())


def day_in_words(iso: str) -> str:
    """A day as Vietnamese write it, 31/12/2024; the text itself where it is none."""
    try:
        return date.fromisoformat(iso).strftime("%d/%m/%Y")
    except ValueError:
        return iso


def _has_word(said: str) -> bool:
    return any(letter.isalpha() or letter in "$€£¥₫" for letter in said)


def _number(cell: Cell) -> Decimal:
    """The number of a cell to Excel's fifteen digits; raises CellError for a day, a flag, or none."""
    if cell.kind == "date":
        day = printable(day_in_words(cell.text))
        raise CellError(
            Text(f"ô là ngày {day}, không phải số", f"the cell is the day {day}, not a number"),
            Text("ghi số, định dạng ô là số", "write the number, and format the cell as a number"),
        )
    try:
        if cell.kind != "number" or len(cell.text) > _LONGEST_NUMBER:
            raise InvalidOperation
        exact = Decimal(cell.text)
        if not exact.is_finite() or exact.adjusted() > 20:
            raise InvalidOperation
    except InvalidOperation:
        raise CellError(
            Text("không phải số", "it is no number"), Text("ghi một số", "write a number")
        ) from None
    number = _FIFTEEN.plus(exact)
    if exact == exact.to_integral_value() and number != exact:
        # More whole digits than Excel itself keeps: the last ones are not what somebody typed.
        raise CellError(
            Text("số có quá nhiều chữ số", "the number has too many digits"),
            Text("kiểm tra số và đơn vị tính", "check the number and the unit of counting"),
        )
    return number


def _parsed(value: int) -> int:
    try:
        return parse(value)
    except MoneyError as error:
        raise CellError(error.what, error.remedy) from None
