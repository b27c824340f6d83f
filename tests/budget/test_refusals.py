"""A budget that contradicts itself, the inventory or the policy is refused by file and line, in both languages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.budget.example import LAB, POLICY, line
from truongluy import commands, inventory
from truongluy.budget import files, rules
from truongluy.budget.model import BudgetFile
from truongluy.verdict import InputError, Problem

NAME = "so-gddt-2024.yml"
FIRST = 6
"""The line of the first row; the second is that of the lab's files: `---`, a remark, unit, year, lines."""


class Kept:
    """A writable copy of the lab's inventory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path / "budget" / NAME

    def row(self, **values: object) -> Kept:
        """Give the first row of the file other values; None takes a key away."""
        texts = self.file.read_text(encoding="utf-8").split("\n")
        raw = json.loads(texts[FIRST - 1]) | values
        raw = {key: value for key, value in raw.items() if value is not None}
        texts[FIRST - 1] = "  " + json.dumps(raw, ensure_ascii=False)
        self.file.write_text("\n".join(texts), encoding="utf-8")
        return self

    def replace(self, old: str, new: str) -> Kept:
        """Change the first occurrence of a text in the file."""
        text = self.file.read_text(encoding="utf-8")
        assert old in text
        self.file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self

    def problems(self) -> list[Problem]:
        """What is wrong, with the policy at hand when the inventory alone is sound."""
        found = inventory.validate(self.path)
        return found or rules.cross_check(inventory.load(self.path), POLICY)


@pytest.fixture
def kept(tmp_path) -> Kept:
    shutil.copytree(LAB.path, tmp_path / "lab")
    return Kept(tmp_path / "lab")


def test_the_lab_is_sound(kept):
    assert kept.problems() == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"project": "DA-99"}, "there is no project `DA-99`"),
        ({"project": "DA-01"}, "2024 is no year of the project `DA-01`"),
        ({"category": "SP-PROTEC"}, "perhaps: SP-PROTECT"),
        ({"category": "nothing-like-it-at-all"}, "there is no category"),
        ({"source": "provincial"}, "there is no source of money `provincial`"),
        ({"kind": "investment"}, "there is no such `kind`"),
        ({"share_percent": "100"}, "`wifi_ap` never counts as security"),
        ({"share_percent": "33.3", "category": "SP-PROTECT"}, "the security share has no reason"),
        ({"share_percent": "33.333", "category": "SP-PROTECT", "share_reason": "x"}, "no percentage"),
        ({"share_percent": "101"}, "no percentage"),
        ({"share_percent": ["1"]}, "no percentage"),
        ({"vat_percent": "-8"}, "no percentage"),
        ({"planned": -1, "quantity": None, "unit_price": None}, "planned is negative"),
        ({"spent": -1}, "spent is negative"),
        ({"spent": -1, "refund": True, "document": None}, "a refund has no document"),
        ({"refund": "yes"}, "`refund` is not true"),
        ({"planned": "660000000"}, "planned is no whole number"),
        ({"planned": 10**16, "quantity": None}, "planned is no whole number"),
        ({"planned": True, "quantity": None}, "planned is no whole number"),
        ({"planned": 661_000_000}, "quantity × price × (1 + VAT) is 660.000.000 đồng"),
        ({"vat_percent": 8}, "quantity × price × (1 + VAT) is 648.000.000 đồng"),
        ({"planned": None}, "planned is missing"),
        ({"share_percent": None}, "share_percent is missing"),
        ({"item": ""}, "`item` is not valid"),
        ({"item": "hai\ndòng"}, "`item` is not valid"),
        ({"item": "x" * 501}, "`item` is not valid"),
        ({"item": "next\u0085line"}, "`item` is not valid"),
        ({"item": " đầu"}, "`item` is not valid"),
        ({"item": "mật khẩu: 12345"}, "looks like a secret"),
        ({"id": "số một"}, "`id` is not valid"),
        ({"id": "so-gddt-2024-0002"}, "the line id `so-gddt-2024-0002` is there twice"),
        ({"id": "so-gddt-2023-0001"}, "it stands in budget/so-gddt-2023.yml:6 already"),
        ({"amount": 5}, "there is an unknown key"),
        ({"item": "x" * 9000}, "longer than 8000 characters"),
    ],
)
def test_a_wrong_value_is_refused_with_its_line(kept, values, words):
    problems = kept.row(**values).problems()
    assert problems and any(words in str(problem) for problem in problems), [str(one) for one in problems]
    assert all(problem.what.vi and problem.remedy.vi for problem in problems)
    lines = {(problem.file.name, problem.line) for problem in problems}
    # Of two lines with one id the second is named; which that is depends on the order of rows and files.
    assert lines <= {(NAME, FIRST), (NAME, FIRST + 1)}, lines


def test_rounding_below_a_thousand_is_accepted(kept):
    assert kept.row(planned=660_000_999).problems() == []
    assert kept.row(planned=660_001_000).problems() != []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('{"id"', '["id"', FIRST, "is not one of the block"),
        ('"planned": 660000000', '"planned": 660000000.0', FIRST, "a number has a fraction"),
        ('"planned": 660000000', '"planned": NaN', FIRST, "a number has a fraction"),
        ('"planned": 660000000', '"planned": 660000000, "planned": 1', FIRST, "a key stands twice"),
        ('"planned": 660000000', '"planned": ' + "9" * 5000, FIRST, "is not valid JSON"),
        ('"planned": 660000000', '"planned": ' + "[" * 4000, FIRST, "is not valid JSON"),
        ("lines: |\n", "lines: |\n\n", FIRST, "is not one of the block"),
        ("lines: |\n", "lines: |\n# ghi chú\n", FIRST, "is not one of the block"),
        ("lines: |\n", "lines: >\n", 0, "no block `lines: |`"),
        ("unit: so-gddt", "unit: so-gdt", 1, "perhaps: so-gddt"),
        ("unit: so-gddt", "unit: thcs-minh-hoa", 0, "two files for one unit's year"),
        ("year: 2024", "year: 2019", 0, "rename it to so-gddt-2019.yml"),
        ("year: 2024", "year: 2024.0", 4, "`year`"),
        ("year: 2024", "year: 2024\nyears: 3", 5, "`years` is unknown"),
        ("year: 2024", "year: 2024\nsource: {file: a/b.xlsx, sha256: x, imported: 2024-01-01}", 5, "`file`"),
        (
            "year: 2024",
            f"year: 2024\nsource: {{file: a, sha256: {'a' * 64}, imported: '2024-01-01'}}",
            5,
            "is not a date",
        ),
    ],
)
def test_a_broken_file_is_refused_with_its_line(kept, old, new, line, words):
    problems = kept.replace(old, new).problems()
    assert any(words in str(one) and one.line == line for one in problems), [str(one) for one in problems]


def test_a_file_that_is_not_utf8_or_too_large_is_refused(kept, monkeypatch):
    content = kept.file.read_bytes()
    kept.file.write_bytes(content + b'  {"id": "\xff"}\n')
    (problem,) = kept.problems()
    assert problem.line == content.count(b"\n") + 1 and "UTF-8" in str(problem)
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    assert {"the file is too large"} <= {one.what.en for one in kept.problems()}


def test_only_the_first_hundred_problems_are_told(kept):
    rows = "".join(f'  {{"id": "x-{number}"}}\n' for number in range(150))
    kept.file.write_text(f"---\nunit: so-gddt\nyear: 2024\nlines: |\n{rows}", encoding="utf-8")
    problems = kept.problems()
    assert len(problems) == 101 and any("there are 50 more" in str(one) for one in problems)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- id: DA-02", "- id: DA-01", "the project `DA-01` is there twice"),
        ("to: 2024", "to: 2022", "`to` is before `from`"),
        ("unit: so-gddt", "unit: so-gdt", "perhaps: so-gddt"),
        ("unit: so-gddt", "unit: thcs-minh-hoa", "the project `DA-01` is another unit's"),
        ("approved_on: 2023-03-01", "approved_on: '2023-03-01'", "`approved_on`"),
        ("is_programme_scheme_or_project: true", "is_programme: true", "is_programme"),
    ],
)
def test_a_wrong_project_is_refused(kept, old, new, words):
    file = kept.path / "budget" / files.PROJECTS
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    problems = kept.problems()
    assert any(words in str(one) and one.line for one in problems), [str(one) for one in problems]


def test_a_stranger_in_the_folder_is_refused(kept):
    (kept.path / "budget" / "du-toan.xlsx").write_bytes(b"x")
    (problem,) = kept.problems()
    assert "only .yml files belong here" in str(problem)


def test_judging_believes_nothing_that_does_not_fit_the_policy(kept):
    kept.row(category="no_such")
    for believe in (
        lambda: rules.believed(inventory.load(kept.path), POLICY),
        lambda: commands.find_both(str(kept.path)),
    ):
        with pytest.raises(InputError, match="no_such"):
            believe()


def test_a_line_without_its_project_may_stand_alone(tmp_path):
    file = tmp_path / files.name_of("so-gddt", 2024)
    files.write(file, BudgetFile("so-gddt", 2024, (line(project="DA-77"),)))
    assert files.read(file).lines[0].project == "DA-77", (
        "projects are asked of the whole inventory, not of one file"
    )
