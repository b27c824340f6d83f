"""What covers a clause: the order of kinds, the gaps of kinds of devices, and that silence is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from tests.law import example
from tests.policy.samples import the_policy
from truongluy import commands, coverage
from truongluy import policy as policy_of
from truongluy.coverage import Cover, CoverKind, Share
from truongluy.verdict import InputError, Text

WHY = Text("vì", "because")


def test_no_clause_of_the_law_is_silent():
    assert [str(problem) for problem in coverage.problems(the_policy())] == []


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"controls": ("c",), "records": ("r",), "duties": ("d",)}, CoverKind.MACHINE),
        ({"records": ("r",), "duties": ("d",), "level_rules": ("l",)}, CoverKind.RECORD),
        ({"duties": ("d",), "level_rules": ("l",), "indicators": ("i",)}, CoverKind.DUTY),
        ({"level_rules": ("l",), "indicators": ("i",)}, CoverKind.LEVEL),
        ({"indicators": ("i",)}, CoverKind.INDICATOR),
        ({"status": "planned", "reason": WHY}, CoverKind.PLANNED),
        ({"status": "not_applicable", "reason": WHY}, CoverKind.NOT_APPLICABLE),
        ({"status": "not_applicable"}, CoverKind.SILENT),
        ({"reason": WHY}, CoverKind.SILENT),
        ({}, CoverKind.SILENT),
    ],
)
def test_the_first_kind_that_holds_counts(given, kind):
    assert example.cover(**given).kind is kind


@pytest.mark.parametrize("check", ["partial", "evidence"])
def test_a_control_alone_is_part_of_what_a_machine_cannot_judge_and_a_record_completes_it(check):
    clause = example.clause(check=check)
    assert example.cover(clause=clause, controls=("c",)).kind is CoverKind.MACHINE_IN_PART
    assert example.cover(clause=clause, controls=("c",), records=("r",)).kind is CoverKind.MACHINE
    assert example.cover(controls=("c",)).kind is CoverKind.MACHINE


def test_counts_name_every_share_and_lose_no_clause():
    covers = [example.cover(controls=("c",)), example.cover(), example.cover(duties=("d",))]
    counted = coverage.count(covers)
    assert set(counted) == set(Share) and sum(counted.values()) == 3
    assert counted[Share.OPEN] == 1 and counted[Share.RULE] == 1


def test_levels_count_only_the_clauses_they_ask():
    policy = example.policy({"A-01": example.clause()})
    (document,) = policy.documents.values()
    covers = coverage.cover(policy)
    assert [len(coverage.of_level(covers, document, level)) for level in coverage.LEVELS] == [0, 1, 1, 0, 0]


def test_every_link_of_the_policy_is_read_backwards():
    policy, covers = the_policy(), coverage.cover(the_policy())
    told = {(name, one.id) for one in policy.controls.values() for name in one.satisfies}
    assert {(name, control) for name, one in covers.items() for control in one.controls} == told
    told = {(name, one.id) for one in policy.records.values() for name in one.satisfies}
    assert {(name, record) for name, one in covers.items() for record in one.records} == told
    assert set(covers) == set(policy.clauses)


def test_a_kind_of_device_without_a_control_is_named():
    covers = coverage.cover(the_policy())
    for name, one in covers.items():
        classes = {c for control in one.controls for c in the_policy().controls[control].applies_to}
        for target in ("switch", "server", "wifi_ap"):
            told = target in one.unwatched
            asked = target in the_policy().clauses[name].raw.get("targets", ())
            assert told == (bool(one.controls) and asked and target not in classes), (name, target)
    assert any(one.unwatched for one in covers.values())


def changed(tmp_path: Path, change: str) -> Path:
    """The project's policy with one clause changed; its file."""
    folder = tmp_path / "policies"
    shutil.copytree(policy_of.POLICIES, folder)
    file = folder / "documents" / "decree-331-2026.yml"
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    position = next(n for n, one in enumerate(raw["clauses"]) if one["id"] == "A34-1-DD")
    one = raw["clauses"][position]
    one.pop("status", None)
    one.pop("reason", None)
    if change == "no reason":
        one["status"] = "planned"
    elif change == "also shown":
        shown = next(c for c in raw["clauses"] if f"decree-331-2026.{c['id']}" in _shown())
        shown |= {"status": "planned", "reason": {"vi": "chờ", "en": "waits"}}
        one |= {"status": "planned", "reason": {"vi": "chờ", "en": "waits"}}
    file.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def _shown() -> set[str]:
    return {name for name, one in coverage.cover(the_policy()).items() if one.named}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("silent", "nothing shows clause 'A34-1-DD'"),
        ("no reason", "clause 'A34-1-DD' has only one of status and reason"),
        ("also shown", "has a status although it is shown"),
    ],
)
def test_a_clause_that_says_nothing_or_two_things_is_refused_with_its_line(tmp_path, change, said):
    file = changed(tmp_path, change)
    found = coverage.problems(policy_of.load(tmp_path / "policies"), tmp_path / "policies")
    assert len(found) == 1 and said in str(found[0])
    assert found[0].file == file
    line = file.read_text(encoding="utf-8").splitlines()[found[0].line - 1]
    assert line.lstrip().startswith("- id:")


def test_validate_refuses_a_silent_clause(monkeypatch):
    monkeypatch.setattr(coverage, "cover", lambda policy: {n: Cover(c) for n, c in policy.clauses.items()})
    with pytest.raises(InputError) as refused:
        commands.validate("lab")
    assert len(refused.value.problems) == len(the_policy().clauses)
