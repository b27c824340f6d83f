"""A levels.yml whose rules could decide nothing is refused, with its line."""

from __future__ import annotations

import shutil

import pytest

from truongluy import policy as policy_of
from truongluy.policy import POLICIES
from truongluy.policy.level_rules import check, read
from truongluy.verdict import InputError

CASES = {
    "an unknown fact": (
        "{scope: {equals: national}, continuous", "{skope: {equals: national}, continuous",
        "the name does not exist"),
    "a value it can't have": ("works_grade: {equals: I}", "works_grade: {equals: V}", "can't have this value"),
    "an operator that does not fit": ("kind: {equals: internal}", "kind: {at_least: internal}", "does not fit a 'choice'"),
    "words for a number": ("subjects.basic: {below: 10000}", "subjects.basic: {below: many}", "can't have this value"),
    "a number for yes or no": (
        "conditional_business: {equals: true}", "conditional_business: {equals: 1}", "can't have this value"),
    "an id twice": ("id: nd85-works\n", "id: nd85-state-secret\n", "the id is used above"),
    "a misspelt operator": ("{only: [public]}", "{onyl: [public]}", "did you mean `only`"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(POLICIES / "schemas", tmp_path / "schemas")
    shutil.copy(POLICIES / "levels.yml", tmp_path / "levels.yml")
    return tmp_path


def _spoil(folder, old, new):
    file = folder / "levels.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize("name", CASES)
def test_a_rule_that_could_decide_nothing_is_refused(folder, name):
    old, new, said = CASES[name]
    file = _spoil(folder, old, new)
    rules, problems = read(file)
    assert rules.rules == {} and len(problems) == 1
    assert said in str(problems[0])
    line = file.read_text(encoding="utf-8").splitlines()[problems[0].line - 1]
    assert new.strip().split(": {")[0] in line or new.strip() in line


def test_a_clause_and_a_decree_that_do_not_exist_are_named(folder, policy):
    file = _spoil(folder, "basis: [decree-85-2016.A8-3]", "basis: [decree-85-2016.A8-33]")
    _spoil(folder, "document: decree-331-2026", "document: decree-331-2062")
    said = [str(problem) for problem in check(file, policy.clauses, policy.documents)]
    assert any("'decree-85-2016.A8-33' does not exist" in one for one in said)
    assert any("there is" in one or "the name does not exist" in one for one in said)
    assert len(said) == 2


def test_the_digest_covers_the_rules(tmp_path):
    before = policy_of.load().digest
    shutil.copytree(POLICIES, tmp_path / "policies")
    file = tmp_path / "policies" / "levels.yml"
    file.write_text(file.read_text(encoding="utf-8") + "# one byte more\n", encoding="utf-8")
    assert policy_of.load(tmp_path / "policies").digest != before


def test_a_missing_clause_stops_the_policy(tmp_path):
    shutil.copytree(POLICIES, tmp_path / "policies")
    _spoil(tmp_path / "policies", "basis: [decree-85-2016.A8-3]", "basis: [decree-85-2016.A8-33]")
    with pytest.raises(InputError) as raised:
        policy_of.load(tmp_path / "policies")
    assert [problem.file.name for problem in raised.value.problems] == ["levels.yml"]
