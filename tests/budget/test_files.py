"""What is written reads as the same and is written again as the same bytes; YAML itself reads the same rows."""

from __future__ import annotations

import json
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.budget.example import LAB, UNIT, line, lines, texts
from truongluy.budget import files
from truongluy.budget.model import BudgetFile, SourceFile
from truongluy.verdict import InputError

names = texts.filter(lambda text: not set(text) & set("/\\"))
sources = st.builds(
    SourceFile, names, st.just("a1" * 32), st.dates(date(2000, 1, 1), date(2100, 1, 1))
) | st.none()  # fmt: skip


@given(
    own=st.lists(lines(), max_size=6, unique_by=lambda one: one.id), source=sources,
    comments=st.lists(texts.map("# {}".format), max_size=2),
)  # fmt: skip
def test_reading_and_writing_again_gives_the_same_bytes(tmp_path_factory, own, source, comments):
    from dataclasses import replace

    own = tuple(replace(one, year=2024) for one in own)
    given_file = BudgetFile(UNIT, 2024, own, source, tuple(comments))
    file = tmp_path_factory.mktemp("budget") / files.name_of(UNIT, 2024)
    file.write_bytes(files.render(given_file).encode("utf-8"))
    try:
        found = files.read(file)
    except InputError as error:
        assert "secret" in str(error)  # a made-up text may look like one
        return
    assert found == given_file
    assert files.render(found).encode("utf-8") == file.read_bytes()
    rows = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)["lines"].splitlines()
    assert [json.loads(row)["id"] for row in rows] == [one.id for one in own]
    assert [one.row for one in found.lines] == [
        number
        for number, text in enumerate(file.read_text(encoding="utf-8").split("\n"), 1)
        if text.startswith("  {")
    ]


def test_writing_twice_changes_nothing(tmp_path):
    file = tmp_path / files.name_of(UNIT, 2024)
    budget = BudgetFile(UNIT, 2024, (line(),))
    assert files.write(file, budget) is True
    before = (file.stat().st_ino, file.read_bytes())
    assert files.write(file, budget) is False
    assert (file.stat().st_ino, file.read_bytes()) == before


def test_what_could_not_be_read_again_is_never_written(tmp_path):
    file = tmp_path / files.name_of(UNIT, 2024)
    files.write(file, BudgetFile(UNIT, 2024, (line(),)))
    before = file.read_bytes()
    with pytest.raises(InputError) as refused:
        files.write(file, BudgetFile(UNIT, 2024, (line(planned=-1),)))
    assert {problem.file for problem in refused.value.problems} == {file}
    assert file.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


def test_every_file_of_the_lab_is_as_it_would_be_written():
    for one in LAB.budget.files:
        assert one.file is not None
        assert files.render(one).encode("utf-8") == one.file.read_bytes()


def test_the_digest_of_an_inventory_covers_its_budget(tmp_path):
    import shutil

    from truongluy import inventory

    folder = tmp_path / "lab"
    shutil.copytree(LAB.path, folder)
    before = inventory.load(folder).digest
    file = folder / "budget" / "so-gddt-2024.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("Phụ cấp", "Phụ cấp của"), encoding="utf-8")
    assert inventory.load(folder).digest != before
