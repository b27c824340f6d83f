"""The crosswalk: numbers are understood as people write them, and what neither standard has is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from truongluy import policy as policy_of
from truongluy.policy.crosswalk import places
from truongluy.policy.succession import succession
from truongluy.verdict import InputError

POLICIES = Path(__file__).resolve().parents[2] / "policies"


@pytest.fixture(scope="module")
def policy():
    return policy_of.load()


def meet(one: str, other: str) -> bool:
    return any(a.meets(b) for a in places(one) for b in places(other))


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        ("4.10", "4.10.2.1", True),  # a section contains its subsections
        ("4.1", "4.10.2.1", False),  # and 4.1 is not the beginning of 4.10
        ("5.17.2.3-4", "5.17.2.4", True),
        ("5.17.2.3-4", "5.17.2.5", False),
        ("5.17.2.3-4", "5.17.2.2", False),
        ("5.16.1-5.16.2.3", "5.16.2.1 b", True),
        ("4.15.1-4.15.2.3", "4.15.2.4", False),
        ("5.12.2.4 a,c,d", "5.12.2.4 b", False),
        ("5.12.2.4 a,c,d", "5.12.2.4 c", True),
        ("4.13.2.2 a-c", "4.13.2.2 b", True),
        ("4.13.2.2 c-d", "4.13.2.2", True),  # a clause without letters is the whole section
        ("4.12.2.4 a,b,d; 4.12.2.5; MFA 4.6.2.4", "4.6.2.4", True),
        ("x.n.2.1 (rà soát ≥ 1 lần/năm)", "4.8.2.1 a", True),
        ("x.n.2.1", "4.8.2.2", False),
    ],
)
def test_two_printed_numbers_meet_or_not(one, other, meets):
    assert meet(one, other) is meets
    assert meet(other, one) is meets


@pytest.mark.parametrize("words", ["4.8.2.1 và phụ lục", "mục tám", "4.8.2.1 §"])
def test_a_number_nobody_understands_is_refused(words):
    with pytest.raises(ValueError):
        places(words)


def test_no_own_clause_is_no_place():
    assert places("(không có mục riêng)") == ()


def test_every_printed_number_of_the_present_standard_is_understood(policy):
    for clause in policy.documents["tcvn-14423"].clauses.values():
        assert all(places(number) for number in clause.numbers.values()), clause.id


SPOILT = {
    "unknown group": ("- group: SRV-AUTH\n", "- group: SRV-OUTH\n", "SRV-OUTH"),
    "group twice": ("- group: SRV-AUTH\n", "- group: SRV-LOG\n", "SRV-LOG"),
    "unknown section": ("numbers: {2: 4.6.2.2-4,", "numbers: {2: 4.6.2.7-9,", "4.6.2.7"),
    "number of another level": ("numbers: {2: 4.6.2.2-4,", "numbers: {2: 5.6.2.2-4,", "5.6.2.2"),
    "letter nobody has": ("3: '5.13.2.3 b, 5.6.2.4'", "3: '5.13.2.3 h, 5.6.2.4'", "5.13.2.3 h"),
    "not a number": ("numbers: {2: 4.6.2.2-4,", "numbers: {2: xem thêm,", "xem thêm"),
    "unknown document": ("\nto: tcvn-14423", "\nto: tcvn-14432", "tcvn-14432"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_wrong_line_is_named(tmp_path, name):
    old, new, said = SPOILT[name]
    copy = tmp_path / "policies"
    shutil.copytree(POLICIES, copy)
    file = copy / "crosswalk.yml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, text.count(old)
    file.write_text(text.replace(old, new), encoding="utf-8")
    line = text[: text.index(old.strip())].count("\n") + 1
    if name == "group twice":  # told where it stands the second time
        line = text[: text.index("- group: SRV-LOG")].count("\n") + 1
    with pytest.raises(InputError) as refused:
        policy_of.load(copy)
    (problem,) = refused.value.problems
    assert (Path(problem.file), problem.line) == (file, line)
    assert said in problem.what.vi and said in problem.what.en


def test_the_crosswalk_belongs_to_the_digest(tmp_path, policy):
    copy = tmp_path / "policies"
    shutil.copytree(POLICIES, copy)
    assert policy_of.load(copy).digest == policy.digest
    with (copy / "crosswalk.yml").open("a") as file:
        file.write("# read again\n")
    assert policy_of.load(copy).digest != policy.digest


def test_a_group_is_taken_up_by_the_clauses_it_names(policy):
    present = policy.documents[policy.crosswalk.present]
    found = {clause.id for clause in policy.crosswalk.successors("SRV-MAL", 3, present)}
    assert found == {"T26-MAL-01", "T26-MAL-04"}
    assert policy.crosswalk.successors("NET-INT", 2, present) == ()


def test_succession_tells_every_group_and_both_kinds_of_gap(policy):
    found = succession(policy, [2, 3])
    former, present = (policy.documents[name] for name in (found.crosswalk.former, found.crosswalk.present))
    assert len(found.groups) == 44
    for level in (2, 3):
        for document, alone in ((former, found.ended[level]), (present, found.begun[level])):
            assert all(level in clause.levels and clause.document == document.id for clause in alone)
    assert "T26-PEN-01" in {clause.id for clause in found.begun[3]}
    assert "NET-INT-01" in {clause.id for clause in found.ended[2]}
    assert "NET-INT-01" not in {clause.id for clause in found.ended[3]}


def test_a_clause_is_either_linked_or_alone_never_both(policy):
    found = succession(policy, [2, 3])
    linked = {
        clause.full_id for link in found.clauses if link.present for clause in (link.former, *link.present)
    }
    for alone in (*found.begun.values(), *found.ended.values()):
        assert not linked & {clause.full_id for clause in alone}
    for link in found.clauses:
        for name in link.controls:
            assert link.former.full_id in policy.controls[name].satisfies


def test_a_level_the_crosswalk_does_not_speak_of_is_not_called_new(policy):
    found = succession(policy, [1, 3])
    assert set(found.begun) == set(found.ended) == {3}
    assert not found.crosswalk.verified
