"""A copy of the lab's inventory that a test may spoil, one line at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from truongluy import inventory
from truongluy.verdict import Problem

LAB = Path(__file__).parents[2] / "inventories" / "lab"


class Spoiled:
    """A writable copy of the lab's inventory."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def replace(self, file: str, old: str, new: str, count: int = 1) -> Spoiled:
        """Replace text that must be there; a test that spoils nothing would prove nothing."""
        text = (self.path / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (self.path / file).write_text(text.replace(old, new, count), encoding="utf-8")
        return self

    def write(self, file: str, content: str | bytes) -> Spoiled:
        raw = content.encode() if isinstance(content, str) else content
        (self.path / file).write_bytes(raw)
        return self

    def line_of(self, file: str, text: str, last: bool = False) -> int:
        """The line (1-based) that ends in `text` if it ends in a newline, else holds it: the first or the last."""
        lines = (self.path / file).read_text(encoding="utf-8").splitlines(keepends=True)
        found = [number for number, line in enumerate(lines, 1) if text in line]
        return found[-1 if last else 0]

    def problems(self) -> list[Problem]:
        return inventory.validate(self.path)


@pytest.fixture
def spoil(tmp_path: Path) -> Spoiled:
    shutil.copytree(LAB, tmp_path / "lab")
    return Spoiled(tmp_path / "lab")


@pytest.fixture
def only_problem(spoil: Spoiled) -> Callable[[str], Problem]:
    """The one problem of the spoiled copy, which must be in the given file."""

    def find(file: str) -> Problem:
        problems = spoil.problems()
        assert len(problems) == 1, [str(problem) for problem in problems]
        assert problems[0].file == spoil.path / file
        return problems[0]

    return find
