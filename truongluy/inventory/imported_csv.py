"""Turns a CSV report into the same data as a JSON one: its head names the schema's keys, joined by dots."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from truongluy import yamlfile
from truongluy.inventory.source import SCHEMAS
from truongluy.verdict import InputError, Problem, Text
from truongluy.yamlfile.schema import rule_at

_MAX_BYTES = 2_000_000
_FLAGS = {"true": True, "false": False}
SEPARATOR = ";"


def load(file: Path) -> yamlfile.Document:
    """The rows as a document with lines; an empty cell is a key that is left out.

    Raises InputError: unreadable, not UTF-8, a head with unknown or repeated columns, rows of another length.
    """
    rows = _rows(file)
    if len(rows) < 2:
        raise InputError([_problem(file, 1, ("tệp không có dòng dữ liệu", "the file has no row"), ("", ""))])
    (_, head), *records = rows
    problems = list(_wrong_head(file, head))
    problems += [
        _problem(file, line, (f"dòng có {len(cells)} ô", f"the row has {len(cells)} cells"),
                 (f"dòng đầu có {len(head)} cột", f"the head has {len(head)} columns"))
        for line, cells in records if len(cells) != len(head)
    ]  # fmt: skip
    if problems:
        raise InputError(problems)
    versions = {cells[head.index("schema")] for _, cells in records}
    lines: dict[yamlfile.Path, int] = {(): 1, ("schema",): 2, ("devices",): 2}
    entries = []
    for index, (line, cells) in enumerate(records):
        lines["devices", index] = line
        entries.append(_entry(head, cells))
    return yamlfile.Document(
        file, {"schema": versions.pop() if len(versions) == 1 else "", "devices": entries}, lines
    )


def _rows(file: Path) -> list[tuple[int, list[str]]]:
    """Line number and cells of each row that is not blank."""
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise InputError([_problem(file, 0, ("tệp quá lớn", "the file is too large"),
                                       (f"tối đa {_MAX_BYTES} byte", f"at most {_MAX_BYTES} bytes"))])  # fmt: skip
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            return [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except OSError as error:
        raise InputError([_problem(file, 0, ("không đọc được tệp", "the file can't be read"),
                                   (error.strerror or "", error.strerror or ""))]) from None  # fmt: skip
    except UnicodeDecodeError:
        raise InputError([_problem(file, 0, ("tệp không phải UTF-8", "the file is not UTF-8"),
                                   ("chữ Việt sẽ bị sai", "Vietnamese letters would be wrong"))]) from None  # fmt: skip
    except csv.Error:
        raise InputError([_problem(file, 0, ("tệp không phải CSV", "the file is not CSV"),
                                   ("dấu nháy không khép", "a quotation mark is not closed"))]) from None  # fmt: skip


def _wrong_head(file: Path, head: list[str]) -> Iterator[Problem]:
    for position, name in enumerate(head):
        if _type(name) is None:
            shown = name if not yamlfile.looks_secret_key(name) else "..."
            yield _problem(file, 1, (f"cột `{shown}` không có trong lược đồ", f"the column `{shown}` is not in the schema"),
                           ("xem inventories/schemas/imported.yml", "see inventories/schemas/imported.yml"))  # fmt: skip
        if name in head[:position]:
            yield _problem(file, 1, (f"cột `{name}` lặp lại", f"the column `{name}` is there twice"),
                           ("không biết giá trị nào đúng", "nobody knows which value is true"))  # fmt: skip
    for name in ("schema", "device", "platform", "collected_at"):
        if name not in head:
            yield _problem(file, 1, (f"thiếu cột `{name}`", f"the column `{name}` is missing"),
                           ("cột này bắt buộc", "it is required"))  # fmt: skip


@lru_cache(maxsize=256)
def _type(name: str) -> str | None:
    """The kind of value of a column; None when the schema knows no such key."""
    schema = yamlfile.load(SCHEMAS / "imported.yml").data
    path: yamlfile.Path = ("schema",) if name == "schema" else ("devices", 0, *name.split("."))
    kind = rule_at(schema, path).get("type")
    return kind if kind in ("str", "bool", "int", "seq") else None


def _entry(head: list[str], cells: list[str]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for name, cell in zip(head, cells, strict=True):
        if cell == "" or name == "schema":
            continue
        place = entry
        *outer, last = name.split(".")
        for key in outer:
            place = place.setdefault(key, {})
        place[last] = _value(_type(name), cell)
    return entry


def _value(kind: str | None, cell: str) -> Any:
    """A cell in its type; what does not fit stays text, for the schema to refuse by line."""
    if kind == "bool":
        return _FLAGS.get(cell.lower(), cell)
    if kind == "int":
        return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 10 else cell
    return [item.strip() for item in cell.split(SEPARATOR) if item.strip()] if kind == "seq" else cell


def _problem(file: Path, line: int, what: tuple[str, str], why: tuple[str, str]) -> Problem:
    return Problem(
        file, line, Text(*what), Text(*why),
        Text("xuất lại báo cáo theo lược đồ", "export the report again, in our schema"),
    )  # fmt: skip
