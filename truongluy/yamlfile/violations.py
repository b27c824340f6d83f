"""What each kind of pykwalify error means to the person who wrote the file."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from truongluy.verdict import Problem, Text
from truongluy.yamlfile.refusals import HIDDEN, shown_key

_TYPES = {
    "str": Text("chữ", "text"),
    "int": Text("số nguyên", "a whole number"),
    "bool": Text("true hoặc false", "true or false"),
    "map": Text("một nhóm khóa: giá trị", "a map of keys and values"),
    "seq": Text("một danh sách", "a list"),
    "date": Text("ngày năm-tháng-ngày", "a date, year-month-day"),
}

# `{vi: a, b, en: c}` reads as three keys; the second is what the writer meant as text.
_COMMA = Text(
    "nếu đó là phần chữ sau dấu phẩy trong ngoặc nhọn, đặt cả câu trong dấu nháy",
    "if it is text after a comma inside braces, put the whole sentence in quotes",
)


@dataclass(frozen=True)
class Violation:
    """One kind of error: `sign` is the part of pykwalify's message template that tells it."""

    sign: str
    what: Callable[[str], Text]
    why: Callable[[dict[str, Any], Sequence[str]], Text]
    remedy: Callable[[str], Text] | None = None

    def problem(
        self,
        place: tuple[pathlib.Path, int],
        key: object,
        rule: dict[str, Any],
        known: Sequence[str] = (),
        near: Sequence[str] = (),
    ) -> Problem:
        """The problem in words; `rule` is the schema's rule for the key, `near` a likely meant key."""
        vi, en = ("tệp này", "this file") if key == "" else (shown_key(key), shown_key(key))
        if near:
            remedy = Text(f"có phải `{near[0]}`?", f"did you mean `{near[0]}`?")
        elif self is UNKNOWN_KEY and shown_key(key) == HIDDEN:
            remedy = _COMMA
        elif self.remedy is not None:
            remedy = Text(self.remedy(vi).vi, self.remedy(en).en)
        else:
            remedy = Text("sửa theo mẫu", "write it like the example")
        what = Text(self.what(vi).vi, self.what(en).en)
        return Problem(*place, what, self.why(rule, known), _with_example(remedy, rule))


def _with_example(remedy: Text, rule: dict[str, Any]) -> Text:
    example = rule.get("example")
    if example is None:
        return remedy
    return Text(f"{remedy.vi}; ví dụ: {example}", f"{remedy.en}; for example: {example}")


def _known(rule: dict[str, Any], known: Sequence[str]) -> Text:
    names = ", ".join(known[:30])
    return Text(f"các khóa được biết: {names}", f"known keys: {names}")


def _described(rule: dict[str, Any], known: Sequence[str]) -> Text:
    desc = str(rule.get("desc", ""))
    vi, _, en = desc.partition(" / ")
    return Text(vi or "lược đồ bắt buộc", en or vi or "the schema requires it")


def _type(rule: dict[str, Any], known: Sequence[str]) -> Text:
    kind = rule.get("type") or ("map" if "mapping" in rule else "seq" if "sequence" in rule else "str")
    words = _TYPES.get(kind, Text(kind, kind))
    return Text(f"phải là {words.vi}", f"it must be {words.en}")


def _enum(rule: dict[str, Any], known: Sequence[str]) -> Text:
    allowed = ", ".join(str(item) for item in rule.get("enum", []))
    return Text(f"chỉ nhận: {allowed}", f"allowed: {allowed}")


def _range(rule: dict[str, Any], known: Sequence[str]) -> Text:
    limits = rule.get("range", {})
    low, high = limits.get("min", "-"), limits.get("max", "-")
    return Text(f"giới hạn từ {low} đến {high}", f"the limits are {low} to {high}")


MISSING_KEY = Violation(
    "Cannot find required key",
    lambda key: Text(f"thiếu khóa {key}", f"the key {key} is missing"),
    _described,
    lambda key: Text(f"thêm {key}", f"add {key}"),
)
UNKNOWN_KEY = Violation(
    "was not defined",
    lambda key: Text(f"khóa {key} không có trong lược đồ", f"the key {key} is unknown"),
    _known,
    lambda key: Text(f"sửa tên hoặc xóa {key}", f"correct or remove {key}"),
)
BAD_NAME = Violation(
    "does not match any regex",
    lambda key: Text(f"tên {key} không hợp lệ", f"the name {key} is not allowed"),
    lambda rule, known: Text(
        "tên chỉ gồm chữ thường, số và dấu nối theo lược đồ",
        "the schema allows only lower-case letters, digits and hyphens",
    ),
    lambda key: Text("đổi tên", "rename it"),
)
_KINDS = (
    MISSING_KEY,
    UNKNOWN_KEY,
    BAD_NAME,
    Violation(".novalue", lambda key: Text(f"{key} chưa có giá trị", f"{key} has no value"), _described),
    Violation("is not of type", lambda key: Text(f"{key} sai kiểu", f"{key} is of the wrong kind"), _type),
    Violation("is not a list", lambda key: Text(f"{key} sai kiểu", f"{key} is of the wrong kind"), _type),
    Violation("is not a dict", lambda key: Text(f"{key} sai kiểu", f"{key} is of the wrong kind"), _type),
    Violation(
        "does not match pattern",
        lambda key: Text(f"{key} không đúng dạng", f"{key} is not in the right form"),
        _described,
    ),
    Violation(
        "does not exist",
        lambda key: Text(f"{key} có giá trị không được phép", f"{key} has a value that is not allowed"),
        _enum,
        lambda key: Text("chọn một giá trị trong danh sách", "choose one of the list"),
    ),
    Violation(
        "Not a valid date",
        lambda key: Text(f"{key} không phải ngày hợp lệ", f"{key} is not a valid date"),
        lambda rule, known: Text("ngày phải có trong lịch", "the date must be in the calendar"),
        lambda key: Text("viết năm-tháng-ngày", "write year-month-day"),
    ),
    Violation(
        "has size of",
        lambda key: Text(f"{key} ngoài giới hạn", f"{key} is out of limits"),
        _range,
        lambda key: Text("chọn giá trị trong giới hạn", "choose a value within the limits"),
    ),
)
_OTHER = Violation("", lambda key: Text(f"{key} trái lược đồ", f"{key} violates the schema"), _described)


def find(template: str) -> Violation:
    """The kind of error a pykwalify message template stands for."""
    return next((kind for kind in _KINDS if kind.sign in template), _OTHER)
