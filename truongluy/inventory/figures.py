"""Figures: what units counted themselves, for indicators no machine can measure; whole numbers only."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from truongluy.inventory.rules_organisation import unknown
from truongluy.inventory.source import Source, not_a_date, problem
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document
from truongluy.yamlfile import Path as Place


@dataclass(frozen=True)
class Figure:
    """One figure of a unit: counted up to `as_of`, for a `year` when the indicator is yearly.

    `denominator` is None for a plain count. `file` and `line` are where it stands, `source` what it was taken from.
    """

    indicator: str
    unit: str
    as_of: datetime.date
    year: int | None
    numerator: int
    denominator: int | None
    source: str
    entered_by: str
    entered_on: datetime.date
    file: str
    line: int

    def known(self, on: datetime.date) -> bool:
        """Whether it had been counted and entered by a day."""
        return max(self.as_of, self.entered_on) <= on


def build(source: Source) -> tuple[Figure, ...]:
    """The figures of an inventory whose files are all sound, in file order."""
    return tuple(
        Figure(
            indicator=raw["indicator"],
            unit=raw["unit"],
            as_of=raw["as_of"],
            year=raw.get("year"),
            numerator=raw["numerator"],
            denominator=raw.get("denominator"),
            source=raw["source"],
            entered_by=raw["entered_by"],
            entered_on=raw["entered_on"],
            file=f"figures/{document.file.name}",
            line=document.line(at),
        )
        for document, at, raw in _entries(source)
    )


def check(source: Source) -> Iterator[Problem]:
    """Every broken rule of figures; whether the indicator wants them is asked where the policy is at hand."""
    units = {unit["id"] for unit in source.units}
    people = {person["id"] for person in source.people}
    first: dict[tuple[object, ...], str] = {}
    for document, at, raw in _entries(source):
        for key, known in (("unit", units), ("entered_by", people)):
            if raw[key] not in known:
                yield unknown(document, (*at, key), known)
        dates = list(_dates(document, at, raw))
        yield from dates
        yield from _numbers(document, at, raw)
        period = ("year", raw["year"]) if "year" in raw else ("day", raw["as_of"])
        name = (raw["indicator"], raw["unit"], *period)
        if name in first:
            yield problem(
                document, at,
                Text("số liệu nhập hai lần", "the figure is there twice"),
                Text(f"cùng chỉ tiêu, đơn vị và kỳ với {first[name]}", f"same indicator, unit and period as {first[name]}"),
                Text("giữ một mục; sửa số thì sửa tại chỗ", "keep one; correct a figure where it stands"),
            )  # fmt: skip
        first.setdefault(name, f"{document.file.name}:{document.line(at)}")


def _entries(source: Source) -> Iterator[tuple[Document, Place, Mapping[str, Any]]]:
    for document in source.files_in("figures").values():
        for index, raw in enumerate(document.data["figures"]):
            yield document, ("figures", index), raw


def _dates(document: Document, at: Place, raw: Mapping[str, Any]) -> Iterator[Problem]:
    wrong = [key for key in ("as_of", "entered_on") if type(raw[key]) is not datetime.date]
    for key in wrong:
        yield not_a_date(document, (*at, key), "2025-12-31")
    if wrong:
        return
    if raw["entered_on"] < raw["as_of"]:
        yield problem(
            document, (*at, "entered_on"),
            Text("nhập trước ngày tính số liệu", "entered before the day it was counted"),
            Text("chưa ai đếm được điều chưa xảy ra", "nobody can count what has not happened"),
            Text("sửa `as_of` hoặc `entered_on`", "correct `as_of` or `entered_on`"),
        )  # fmt: skip
    if raw.get("year", raw["as_of"].year) > raw["as_of"].year:
        yield problem(
            document, (*at, "year"),
            Text("`year` sau ngày tính số liệu", "`year` lies after the day it was counted"),
            Text("số liệu của một năm phải tính trong hoặc sau năm đó", "a year is counted in it or after it"),
            Text("sửa `year` hoặc `as_of`", "correct `year` or `as_of`"),
        )  # fmt: skip


def _numbers(document: Document, at: Place, raw: Mapping[str, Any]) -> Iterator[Problem]:
    for key in ("numerator", "denominator"):
        if key in raw and type(raw[key]) is not int:
            yield problem(
                document, (*at, key),
                Text(f"`{key}` không phải số nguyên", f"`{key}` is not a whole number"),
                Text("số liệu là số đếm được", "a figure is something counted"),
                Text("viết số nguyên, ví dụ 342", "write a whole number, for example 342"),
            )  # fmt: skip
            return
    if "denominator" in raw and raw["numerator"] > raw["denominator"]:
        yield problem(
            document, (*at, "numerator"),
            Text("tử số lớn hơn mẫu số", "the numerator is larger than the denominator"),
            Text("phần không thể lớn hơn tổng", "a part can't be larger than its whole"),
            Text("đếm lại cả hai số trên cùng một danh sách", "count both again on one list"),
        )  # fmt: skip
