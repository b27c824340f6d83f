"""Template, fill, import, export, import: the same lines come back, and the same bytes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from tests.budget.excel.strategies import lines
from tests.budget.excel.workbooks import LINE, UNIT, YEAR, filled, prepared, words
from truongluy.budget import files
from truongluy.budget.excel import template


def _without_places(found):
    return tuple(replace(line, cell=None) for line in found)


def _exported(file, found):
    file.write_bytes(template.render(UNIT, YEAR, words(), found, empty_rows=2))
    return file


@settings(max_examples=40)
@given(lines())
def test_what_is_exported_is_imported_as_it_was(tmp_path_factory, given_lines):
    folder = tmp_path_factory.mktemp("trip")
    first = prepared(_exported(folder / "a.xlsx", given_lines), folder / "one")
    assert _without_places(first.budget.lines) == given_lines
    first.write()
    again = prepared(_exported(folder / "b.xlsx", files.read(first.target).lines), folder / "one")
    assert not again.changes
    second = prepared(folder / "b.xlsx", folder / "two")
    second.write()
    assert files.read(second.target).lines == files.read(first.target).lines, "the cells are the same too"


def test_a_filled_form_comes_back_from_export(tmp_path):
    made = prepared(
        filled(tmp_path / "a.xlsx", [LINE, {**LINE, "item": "=1+1", "share_percent": "0"}]), tmp_path / "one"
    )
    made.write()
    again = prepared(_exported(tmp_path / "b.xlsx", made.budget.lines), tmp_path / "one")
    assert again.before is not None and not again.changes


def test_the_form_is_the_same_bytes_each_time():
    assert template.render(UNIT, YEAR, words()) == template.render(UNIT, YEAR, words())
