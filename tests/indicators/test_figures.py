"""Figures that units enter: refused when they can't be true, and when no indicator wants them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.indicators.example import LAB, ON, POLICY, figure, measured, with_figures
from truongluy import inventory
from truongluy.indicators import State, believed, cross_check
from truongluy.verdict import InputError

NAME = "figures/so-gddt.yml"
FIRST = "{indicator: procedures_online, unit: so-gddt, as_of: 2026-06-30, numerator: 21, denominator: 39,"


def test_the_examples_fit_the_policy():
    for name in ("lab", "quang-ngai"):
        found = inventory.load(LAB.path.parent / name)
        assert found.figures
        believed(found, POLICY)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("numerator: 21", "numerator: 40", "the numerator is larger than the denominator"),
        ("numerator: 21", "numerator: -1", "out of limits"),
        ("numerator: 21", "numerator: 21.0", "wrong kind"),
        ("numerator: 21", "numerator: true", "whole"),
        ("numerator: 21", "numerator: '21'", "wrong kind"),
        ("denominator: 39", "denominator: 39.5", "wrong kind"),
        ("unit: so-gddt", "unit: so-khong-co", "names something that does not exist"),
        ("as_of: 2026-06-30", "as_of: 2026-07-30", "entered before the day it was counted"),
        ("as_of: 2026-06-30", "as_of: 2026-02-30", "not in the calendar"),
        ("as_of: 2026-06-30", "as_of: 2026-06-30, year: 2027", "lies after the day it was counted"),
    ],
)
def test_a_figure_that_cant_be_is_refused_with_its_line(tmp_path, old, new, said):
    folder, text = _copy(tmp_path)
    (folder / NAME).write_text(text.replace(FIRST, FIRST.replace(old, new)), encoding="utf-8")
    problems = inventory.validate(folder)
    assert len(problems) == 1, [str(problem) for problem in problems]
    assert said in str(problems[0])
    key = "entered_on" if "entered" in said else "indicator: procedures_online"
    lines = (folder / NAME).read_text(encoding="utf-8").splitlines()
    assert problems[0].file == folder / NAME
    assert key in lines[problems[0].line - 1]
    assert problems[0].line <= 5, "the first entry stands on lines 4 and 5"


def test_an_unknown_person_is_refused(tmp_path):
    folder, text = _copy(tmp_path)
    (folder / NAME).write_text(text.replace("it-officer", "nobody", 1), encoding="utf-8")
    (problem,) = inventory.validate(folder)
    assert (problem.file, problem.line) == (folder / NAME, 5)


def test_the_same_period_twice_is_refused_even_in_another_file(tmp_path):
    folder, text = _copy(tmp_path)
    entry = text[text.index("  - {indicator: procedures_online") : text.index("  - {indicator: dossiers")]
    (folder / "figures" / "zz.yml").write_text(f"---\nfigures:\n{entry}", encoding="utf-8")
    (problem,) = inventory.validate(folder)
    assert "so-gddt.yml:4" in str(problem)
    assert (problem.file.name, problem.line) == ("zz.yml", 3)


def test_the_digest_covers_figures(tmp_path):
    folder, text = _copy(tmp_path)
    before = inventory.load(folder).digest
    (folder / NAME).write_text(text.replace("numerator: 21", "numerator: 22"), encoding="utf-8")
    assert inventory.load(folder).digest != before


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "procedure_online"}, "perhaps: procedures_online"),
        ({"name": "systems_levelled"}, "is computed, not entered"),
        ({"name": "money_for_security", "year": 2026}, "is computed, not entered"),
        ({"unit": "thcs-minh-hoa"}, "is not asked of this unit"),
        ({"denominator": None}, "needs `denominator`"),
        ({"name": "education_modules_in_use"}, "takes no `denominator`"),
        ({"name": "dossiers_handled_online"}, "needs `year`"),
        ({"year": 2026}, "takes no `year`"),
    ],
)
def test_a_figure_no_indicator_wants_is_refused_with_its_place(changes, said):
    broken = with_figures(figure(**changes))
    (problem,) = cross_check(broken, POLICY)
    assert said in str(problem)
    assert (problem.file, problem.line) == (LAB.path / "figures/x.yml", 3)
    with pytest.raises(InputError):
        measured(broken)


def test_a_planned_indicator_takes_no_figures_yet():
    planned = replace(POLICY.indicators["procedures_online"], source="planned")
    policy = replace(POLICY, indicators={"procedures_online": planned})
    (problem,) = cross_check(with_figures(figure()), policy)
    assert "takes no figures yet" in str(problem)


def test_the_newest_known_figure_counts():
    old = figure(as_of=date(2025, 1, 1), entered_on=date(2025, 1, 2), numerator=15)
    new = figure(as_of=date(2026, 6, 30), entered_on=date(2026, 7, 2), numerator=21)
    both = with_figures(new, old)
    assert measured(both)["procedures_online"].numerator == 21
    assert measured(both, on=date(2026, 7, 1))["procedures_online"].numerator == 15
    assert measured(both, on=date(2026, 7, 2))["procedures_online"].numerator == 21
    assert measured(both, on=date(2025, 1, 1))["procedures_online"].state is State.NO_DATA


def test_a_yearly_figure_stands_for_its_year_and_the_next():
    year = figure(
        name="dossiers_handled_online", year=2025, as_of=date(2025, 12, 31), entered_on=date(2026, 1, 5),
        numerator=30, denominator=100,
    )  # fmt: skip
    found = {
        on: measured(with_figures(year), on=date(on, 6, 1))["dossiers_handled_online"]
        for on in (2025, 2026, 2027)
    }
    assert [one.state for one in found.values()] == [State.NO_DATA, State.MET, State.NO_DATA]
    assert "2025" in found[2026].explanation.vi


def test_sums_never_mix_years():
    name = "staff_reached_by_awareness"
    last = figure(name=name, year=2025, numerator=9, denominator=10)
    now = figure(unit="thcs-minh-hoa", name=name, year=2026, numerator=1, denominator=10)
    one = measured(with_figures(last, now), on=ON)[name]
    assert (one.numerator, one.denominator, one.missing) == (1, 10, ("so-gddt",))
    assert "1 trên 2 đơn vị chưa có số liệu" in one.explanation.vi


def _copy(folder: Path) -> tuple[Path, str]:
    shutil.copytree(LAB.path, folder / "lab")
    text = (folder / "lab" / NAME).read_text(encoding="utf-8")
    assert FIRST in text
    return folder / "lab", text
