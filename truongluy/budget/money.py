"""Amounts of đồng and exact percentages: read as Vietnamese write them, printed the same way, refused when unclear."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from truongluy.verdict import Text

LARGEST = 10**15
"""Nothing a province buys costs a million billions; a longer number is a slip of the keyboard."""
WHOLE = 10_000
"""100%, in hundredths of a percent."""

_LONGEST = 80
_SCALES = {
    "nghìn": 10**3, "ngàn": 10**3, "nghin": 10**3, "ngan": 10**3,
    "triệu": 10**6, "trieu": 10**6, "tr": 10**6,
    "tỷ": 10**9, "tỉ": 10**9, "ty": 10**9, "ti": 10**9,
}  # fmt: skip
_DONG = frozenset({"đồng", "đ", "₫", "vnđ", "vnd", "dong"})
_FOREIGN = frozenset(
    {"$", "usd", "us$", "€", "eur", "£", "gbp", "¥", "jpy", "cny", "rmb", "đô", "dollar", "euro"}
)
_TOKEN = re.compile(r"[0-9](?:[0-9.,]*[0-9])?|[^\W\d_]+|us\$|[$€£¥₫]|\S")
_SPACED = re.compile(r"(?<![0-9.,])([0-9]{1,3}(?: [0-9]{3})+)(?![0-9.,])(?! [0-9])")
_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?\s*%?")

_EXAMPLE = Text("ví dụ: 1.234.567 đồng, 1,5 tỷ, 12 triệu", "for example: 1.234.567 đồng, 1,5 tỷ, 12 triệu")


class MoneyError(ValueError):
    """A text that is no amount, or could be two: what is wrong, and how to write it instead."""

    def __init__(self, what: Text, remedy: Text = _EXAMPLE) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what}; {remedy}")


def parse(given: str | int) -> int:
    """The đồng of an amount, negative with a leading minus; raises MoneyError for what is unclear."""
    if isinstance(given, int) and not isinstance(given, bool):
        return _bounded(given)
    if not isinstance(given, str):
        raise MoneyError(Text("không phải chữ hay số nguyên", "it is neither text nor a whole number"))
    text = " ".join(unicodedata.normalize("NFC", given).casefold().replace("\u2212", "-").split())
    if not text or len(text) > _LONGEST:
        raise MoneyError(Text("trống hoặc quá dài", "it is empty or too long"))
    negative = text.startswith("-")
    # "1 234 567": blanks between groups of three are read as the dots that stand there elsewhere.
    text = _SPACED.sub(lambda found: found[1].replace(" ", "."), text.removeprefix("-").strip())
    amount = _sum(_TOKEN.findall(text))
    return _bounded(-amount if negative else amount)


def grouped(amount: int) -> str:
    """The amount with a dot between groups of three digits."""
    return f"{amount:,}".replace(",", ".")


def in_dong(amount: int) -> str:
    """The amount as people read it, such as 1.234.567 đồng."""
    return f"{grouped(amount)} đồng"


def percent_of(part: int, total: int) -> str:
    """A part of a positive total in percent, cut after two decimals towards zero: 9,999% prints as 9,99%."""
    if total <= 0:
        raise ValueError("there is no share of nothing")
    hundredths = abs(part) * WHOLE // total
    return f"{'-' if part < 0 and hundredths else ''}{hundredths // 100},{hundredths % 100:02d}%"


def parse_percent(given: str | int) -> int:
    """Hundredths of a percent of "12.5", "12,5 %" or 12; raises MoneyError outside 0 to 100 or beyond two decimals."""
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise MoneyError(_NO_PERCENT, _PERCENT_EXAMPLE)
    hundredths = _hundredths(str(given))
    if not 0 <= hundredths <= WHOLE:
        raise MoneyError(_NO_PERCENT, _PERCENT_EXAMPLE)
    return hundredths


@lru_cache(maxsize=256)
def _hundredths(text: str) -> int:
    found = _PERCENT.fullmatch(text.strip())
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else -1


def plain_percent(hundredths: int) -> str:
    """The shortest decimal of hundredths of a percent, as files hold it: 100, 12.5, 0.01."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


_NO_PERCENT = Text(
    "không phải phần trăm từ 0 đến 100 với tối đa hai số lẻ", "it is no percentage from 0 to 100 with at most two decimals"
)  # fmt: skip
_PERCENT_EXAMPLE = Text('ví dụ: "100", "12.5"', 'for example: "100", "12.5"')


def _bounded(amount: int) -> int:
    if abs(amount) > LARGEST:
        raise MoneyError(
            Text("số tiền lớn hơn một triệu tỷ đồng", "it is more than a million billions of đồng"),
            Text("kiểm tra số chữ số và đơn vị tính", "check the digits and the unit of counting"),
        )
    return amount


def _sum(tokens: list[str]) -> int:
    """The sum of parts such as `1 tỷ 500 triệu đồng`, each smaller in scale than the one before."""
    tokens = _without_currency(tokens)
    in_dong = bool(tokens) and tokens[-1] == "đồng"
    words = tokens[:-1] if in_dong else tokens
    total, last = 0, LARGEST * 10
    while words:
        number, *words = words
        scale = 1
        if words and words[0] in _SCALES:
            scale, words = _SCALES[words[0]], words[1:]
        if not number[0].isascii() or not number[0].isdigit() or (words and not words[0][0].isdigit()):
            raise MoneyError(Text("không đọc được số tiền", "no amount can be read"))
        if scale >= last or (scale == 1 and (total or words)):
            raise MoneyError(
                Text("các phần của số tiền không rõ", "the parts of the amount are unclear"),
                Text("viết đủ đơn vị từng phần, ví dụ 1 tỷ 500 triệu", "give every part its unit, such as 1 tỷ 500 triệu"),
            )  # fmt: skip
        total, last = total + _number(number, scale, in_dong), scale
    if last > LARGEST:
        raise MoneyError(Text("không có số nào", "there is no number"))
    return total


def _without_currency(tokens: list[str]) -> list[str]:
    """The tokens with one `đồng` at the end where đồng is named; refuses every other currency, and two of them."""
    named = {"đồng" if token in _DONG else token for token in tokens if token in _DONG or token in _FOREIGN}
    if named - {"đồng"}:
        both = len(named) > 1
        raise MoneyError(
            Text("có hai loại tiền", "two currencies are named") if both
            else Text("không phải tiền đồng", "it is not in đồng"),
            Text("quy đổi ra đồng và ghi một số", "convert it and write one amount in đồng"),
        )  # fmt: skip
    places = [index for index, token in enumerate(tokens) if token in _DONG]
    if len(places) > 1 or (places and places[0] not in (0, len(tokens) - 1)):
        raise MoneyError(
            Text("có hai số tiền", "there are two amounts"), Text("ghi một số", "write one amount")
        )
    return [token for token in tokens if token not in _DONG] + (["đồng"] if places else [])


def _number(text: str, scale: int, in_dong: bool) -> int:
    """The đồng of one number with its scale; its marks must have one meaning only."""
    whole, fraction = _split(text, scale, in_dong)
    amount, rest = divmod(int(whole + fraction) * scale, 10 ** len(fraction))
    if rest:
        raise MoneyError(
            Text("số lẻ nhỏ hơn một đồng", "there is a part smaller than one đồng"),
            Text("ghi số đồng nguyên", "write whole đồng"),
        )
    return amount


def _split(text: str, scale: int, in_dong: bool) -> tuple[str, str]:
    """Whole and decimal digits of a number."""
    marks = re.sub("[0-9]", "", text)
    if not marks:
        return text, ""
    first, last = marks[0], marks[-1]
    if len(marks) == 1:
        head, tail = text.split(first)
        if len(tail) != 3 or len(head) > 3 or head.startswith("0"):
            return head, tail
        if first == "." and in_dong and scale == 1:
            return head + tail, ""
        raise MoneyError(
            Text(f"`{text}` có hai cách hiểu: hàng nghìn hay số lẻ", f"`{text}` could be thousands or decimals"),
            Text("ghi rõ, ví dụ 1.234 đồng, 1234, 1 tỷ 234 triệu", "be plain: 1.234 đồng, 1234, 1 tỷ 234 triệu"),
        )  # fmt: skip
    whole, _, fraction = text.rpartition(last) if first != last else (text, "", "")
    groups = whole.split(first)
    if (
        (last in whole and first != last)
        or not 1 <= len(groups[0]) <= 3
        or any(len(one) != 3 for one in groups[1:])
    ):
        raise MoneyError(Text("dấu chấm, phẩy đặt sai chỗ", "dots or commas stand in the wrong places"))
    return "".join(groups), fraction
