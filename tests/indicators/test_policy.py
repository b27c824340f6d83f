"""The indicators of the plan: one at least for each row, with a target that is the plan's, and no loose end."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.indicators.example import POLICY
from truongluy import policy as policy_of
from truongluy.indicators.judging import MEASURES
from truongluy.policy import indicators as indicators_of
from truongluy.policy.indicators import TargetKind
from truongluy.verdict import Problem

POLICIES = Path(__file__).resolve().parents[2] / "policies"
PLAN = POLICY.documents["plan-316"]


def test_every_row_of_the_plan_has_an_indicator():
    named = {clause for one in POLICY.indicators.values() for clause in one.basis}
    assert named == {clause.full_id for clause in PLAN.clauses.values()}
    assert len(named) == 45


def test_targets_are_those_of_the_plan():
    """The plan's own numbers: 100% (five), 30%, 6, 4, 1 a year, 10%, 20%, both people, 30/5; 13/39 is its baseline."""
    found = {}
    for one in POLICY.indicators.values():
        if one.target.kind is not TargetKind.NONE and one.target.stated:
            row = one.basis[0].rpartition("-")[2]
            found[row] = one.target.day if one.target.day else str(one.target.value)
    assert found == {
        "04": "1", "14": "3/10", "15": "1", "16": "1", "17": "1", "19": "6", "26": "4", "31": "1", "32": "1/10",
        "33": "1", "34": "1/5", "40": "1", "45": (30, 5),
    }  # fmt: skip
    assert POLICY.indicators["procedures_online"].baseline == (13, 39)


def test_a_number_of_our_own_says_so():
    own = {one.id for one in POLICY.indicators.values() if not one.target.stated}
    assert own == {"security_courses_and_drills", "inspections_held"}


def test_every_way_of_measuring_exists_and_is_used():
    used = {one.measure.by for one in POLICY.indicators.values() if one.measure}
    assert used == set(MEASURES) == set(indicators_of._NEEDS)


def test_units_asked_are_of_kinds_there_are():
    kinds = {"department", "school", "centre", "other"}
    assert all(set(one.asked_of) <= kinds for one in POLICY.indicators.values())


def test_the_digest_covers_indicators(tmp_path):
    shutil.copytree(POLICIES, tmp_path / "policies")
    file = tmp_path / "policies" / "indicators.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("percent: 30", "percent: 31"), encoding="utf-8")
    assert policy_of.load(tmp_path / "policies").digest != POLICY.digest


@pytest.mark.parametrize(
    ("old", "new", "line_has", "said"),
    [
        ("[plan-316.P316-14]", "[plan-316.P316-99]", "P316-99", "clause 'plan-316.P316-99' does not exist"),
        ("records: [yearly_review]", "records: [yearly_party]", "yearly_party", "there is no kind of record"),
        ("- malware_scan_scheduled", "- malware_scan_imagined", "malware_scan_imagined", "there is no control"),
        ("target: {percent: 30}", "target: {percent: 30, count: 2}", "count: 2", "exactly one target"),
        ("target: {count: 6}", "target: {none: false}", "none: false", "exactly one target"),
        ("target: {count: 4}", "target: {percent: 40}", "percent: 40", "a share needs a denominator"),
        ("target: {percent: 30}", "target: {count: 30}", "count: 30", "the target is a share"),
        ("before: 30/5", "before: 31/6", "31/6", "no such day"),
        ("target: {percent: 30}", "target: {percent: 30.5}", "30.5", "wrong kind"),
        ("{by: systems_levelled}", "{by: guessing}", "guessing", "not allowed"),
        ("{by: systems_levelled}", "{by: systems_levelled, records: [restore_test]}", "records: [restore", "takes exactly"),
    ],
)  # fmt: skip
def test_a_broken_indicator_is_refused_with_its_line(tmp_path, old, new, line_has, said):
    file = _spoiled(tmp_path, old, new)
    (problem,) = _problems(file)
    assert said in str(problem)
    assert problem.file == file
    assert line_has in file.read_text(encoding="utf-8").splitlines()[problem.line - 1]


def test_two_sources_are_refused(tmp_path):
    old = "  measured: {by: systems_levelled}"
    (problem,) = _problems(_spoiled(tmp_path, old, f"{old}\n  entered: {{vi: a, en: b}}"))
    assert "exactly one source" in str(problem)


def _spoiled(folder: Path, old: str, new: str) -> Path:
    shutil.copytree(POLICIES / "schemas", folder / "schemas")
    text = (POLICIES / "indicators.yml").read_text(encoding="utf-8")
    assert old in text
    (folder / "indicators.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder / "indicators.yml"


def _problems(file: Path) -> list[Problem]:
    _, problems = indicators_of.read(file)
    return problems or indicators_of.check(file, POLICY.clauses, POLICY.controls, POLICY.records)
