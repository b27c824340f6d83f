"""What private files of secrets have in common: their shape, and refusals that say where and never a value.

Nor a key that names nothing: it may be a secret that slipped to the left of a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from truongluy import yamlfile
from truongluy.inventory.source import problem
from truongluy.verdict import InputError, Problem, Text
from truongluy.yamlfile import Document
from truongluy.yamlfile import Path as Place

_MAP = ("khóa và giá trị", "keys and values")
_TEXT = ("chữ, đặt trong nháy kép", "text, in double quotes")


def load(file: Path) -> Document:
    """One file; raises InputError without what YAML's own words quote from it."""
    try:
        return yamlfile.load(file)
    except InputError as error:
        raise InputError([_wordless(one) for one in error.problems]) from None


def _wordless(told: Problem) -> Problem:
    return replace(told, what=_hidden(told.what), why=_hidden(told.why))


def _hidden(text: Text) -> Text:
    return Text(re.sub("`[^`]*`", "`...`", text.vi), re.sub("`[^`]*`", "`...`", text.en))


def refuse(problems: Iterable[Problem]) -> None:
    """Raise InputError with the problems in the order of their lines, if there are any."""
    if told := sorted(problems, key=lambda one: one.line):
        raise InputError(told)


def shape(document: Document, depths: Mapping[str, int]) -> Iterator[Problem]:
    """Maps where maps belong and text where text does, `depths` maps below each part: what other rules rely on."""
    if not isinstance(document.data, dict):
        yield _not(document, (), *_MAP)
        return
    for part in document.data:
        if part not in depths:
            yield stranger(document, (part,), depths)
    for part, depth in depths.items():
        if part in document.data:
            yield from _levels(document, (part,), depth)


def _levels(document: Document, at: Place, depth: int) -> Iterator[Problem]:
    value = document.get(*at)
    if depth == 0:
        if not isinstance(value, str):
            yield _not(document, at, *_TEXT)
    elif not isinstance(value, dict):
        yield _not(document, at, *_MAP)
    else:
        for key in value:
            if isinstance(key, str):
                yield from _levels(document, (*at, key), depth - 1)
            else:
                yield _not(document, (*at, key), *_TEXT)


def _not(document: Document, at: Place, vi: str, en: str) -> Problem:
    return problem(
        document, at,
        Text("sai kiểu giá trị", "the wrong kind of value"),
        Text(f"ở đây phải là {vi}; số và ngày không có nháy thì không phải chữ",
             f"here stands {en}; a number or date without quotes is no text"),
        Text("xem mẫu trong inventories/README.md", "see the example in inventories/README.md"),
    )  # fmt: skip


def entries(document: Document, part: str) -> Iterator[tuple[Place, str, Any]]:
    """Where each entry of a part stands, its key and its value."""
    for key, value in document.get(part, default={}).items():
        yield (part, key), key, value


def names(known: Iterable[str]) -> str:
    """Some names in order, for people."""
    return ", ".join(sorted(known)[:20]) or "-"


def stranger(document: Document, at: Place, known: Iterable[str]) -> Problem:
    """A key that is none of those known."""
    there = names(known)
    return problem(
        document, at,
        Text("khóa này chỉ tới thứ không có", "this key names something that does not exist"),
        Text(f"đang có: {there}", f"there are: {there}"),
        Text("sửa lại tên, hoặc xóa dòng", "correct the name, or remove the line"),
    )  # fmt: skip


def unfit(document: Document, at: Place, value: str, takes: Text) -> Problem:
    """A secret that is not what it `takes`; tells its length only."""
    return problem(
        document, at,
        Text("bí mật này không dùng được", "this secret can't be used"),
        Text(f"dài {len(value)} ký tự; phải có {takes.vi}", f"it has {len(value)} characters; it takes {takes.en}"),
        Text("đặt một bí mật ngẫu nhiên khác", "choose another one at random"),
    )  # fmt: skip


def lacking(document: Document, at: Place, what: Text, why: Text) -> Problem:
    """Something that is not in the file and has to be."""
    return problem(
        document, at, Text(f"thiếu {what.vi}", f"{what.en} is missing"), why,
        Text("thêm vào tệp này", "add it to this file"),
    )  # fmt: skip
