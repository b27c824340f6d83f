"""The same evidence on two days: each difference has a reason that is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import KINDS
from tests.policy.example import LAB, WORDS, control, evidence, policy
from truongluy import facts as facts_of
from truongluy import policy as policy_of
from truongluy.assess import assess
from truongluy.compare import Change, alike, compare
from truongluy.facts import Facts
from truongluy.finding import Finding, SubjectKind
from truongluy.policy import Parameter
from truongluy.verdict import InputError, Verdict

OLD, NEW = date(2025, 6, 30), date(2026, 11, 23)
PORTAL = [LAB.devices["portal-01"]]


@pytest.fixture(autouse=True)
def seen(monkeypatch):
    given = {"ssh": {"max_auth_tries": 5}, "system": {"container": False}}
    monkeypatch.setattr(
        facts_of, "read", lambda platform, answers: Facts(given, sources={"ssh": ("ssh_effective",)})
    )


def judge(the_policy, on, level=3):
    return assess(LAB, the_policy, evidence(), on, KINDS, PORTAL, level)


def both(the_policy, level=3):
    return compare(judge(the_policy, OLD, level), judge(the_policy, NEW, level), the_policy)


def only(found):
    (row,) = found.rows
    return row


def test_what_both_days_ask_is_the_same_and_names_the_clauses_of_each_day():
    row = only(both(policy()))
    assert row.change is Change.SAME
    assert [c.full_id for c in row.before.clauses] == ["old.A-01"]
    assert [c.full_id for c in row.after.clauses] == ["new.A-01"]
    assert row.level == 3


def test_what_only_the_later_day_asks_says_for_which_levels_the_former_asked_it():
    kept = control(id="always_asked", satisfies=("old.B-01", "new.A-01"))
    the_policy = with_clause(policy(control(), kept, old=(4, 5)), "old", "B-01", (3,))
    rows = {row.control: row for row in both(the_policy).rows}
    changed = rows["attempts_limited"]
    assert (changed.change, changed.before) == (Change.ONLY_NOW, None)
    assert "A-01 (cấp 4, 5)" in changed.why.text.vi and "A-01 (levels 4, 5)" in changed.why.text.en
    assert "30/06/2025" in changed.why.text.vi
    assert not changed.why.verified  # the levels of the example's clauses are estimates


def test_what_no_former_clause_speaks_of_is_said_so():
    newcomer = control(id="newcomer", satisfies=("new.A-01",))
    rows = {row.control: row for row in both(policy(control(), newcomer)).rows}
    assert rows["newcomer"].change is Change.ONLY_NOW
    assert "không điều khoản nào" in rows["newcomer"].why.text.vi


def test_what_ended_is_asked_on_the_first_day_only():
    leaver = control(id="leaver", satisfies=("old.A-01",))
    rows = {row.control: row for row in both(policy(control(), leaver)).rows}
    assert (rows["leaver"].change, rows["leaver"].after) == (Change.ONLY_BEFORE, None)
    assert "23/11/2026" in rows["leaver"].why.text.vi


def test_another_value_and_another_verdict_are_told_apart():
    the_policy = policy()
    before, after = judge(the_policy, OLD), judge(the_policy, NEW)
    (finding,) = after.findings
    stricter = replace(after, findings=(replace(finding, expected={"ssh.max_auth_tries": {"at_most": 2}}),))
    assert only(compare(before, stricter, the_policy)).change is Change.VALUE
    waived = replace(after, findings=(replace(finding, verdict=Verdict.WAIVED),))
    assert only(compare(before, waived, the_policy)).change is Change.DATE


def test_a_number_only_a_later_text_names_is_said_to_be_borrowed():
    def named_by(*documents):
        return control(
            parameters={
                "attempts": Parameter("attempts", WORDS, {1: 4}, None, "", False, documents=documents)
            }
        )

    assert [one.id for one in only(both(policy(named_by("new")))).borrowed] == ["new"]
    assert only(both(policy(named_by("old", "new")))).borrowed == ()
    assert only(both(policy(named_by()))).borrowed == ()


def test_findings_of_systems_and_units_are_compared_too():
    the_policy = policy()
    before, after = judge(the_policy, OLD), judge(the_policy, NEW)
    record = Finding(
        "cong", "regulation", Verdict.PASS, WORDS, clauses=("new.A-01",), subject_kind=SubjectKind.SYSTEM
    )
    found = compare(before, replace(after, findings=(*after.findings, record)), the_policy)
    row = next(row for row in found.rows if row.subject == "cong")
    assert (row.change, row.level) == (Change.ONLY_NOW, None)


def test_other_evidence_can_not_be_compared():
    the_policy = policy()
    later = replace(
        judge(the_policy, NEW), collected_at=judge(the_policy, NEW).collected_at + timedelta(seconds=1)
    )
    with pytest.raises(ValueError, match="same evidence"):
        compare(judge(the_policy, OLD), later, the_policy)


def test_every_finding_of_both_days_is_in_exactly_one_row():
    parts = [
        control(id=f"c_{n}", satisfies=("old.A-01",) if n % 3 == 0 else ("old.A-01", "new.A-01"))
        for n in range(9)
    ]
    the_policy = policy(*parts, control(id="newcomer", satisfies=("new.A-01",)))
    found = both(the_policy)
    for side, findings in (("before", found.before.findings), ("after", found.after.findings)):
        told = [getattr(row, side).finding for row in found.rows if getattr(row, side)]
        assert sorted(map(repr, told)) == sorted(map(repr, findings))
    assert sum(found.counts.values()) == len(found.rows)
    assert [row for group in alike(found.changed) for row in group]


def test_no_crosswalk_is_told_within_one_regime():
    real = policy_of.load()
    same = replace(judge(policy(), NEW), documents=("tcvn-14423",))
    assert compare(same, same, real).succession is None
    assert compare(replace(same, documents=("tcvn-11930",)), same, real).succession is not None


@given(st.dates(date(2017, 1, 1), date(2030, 12, 31)))
def test_judging_twice_gives_the_same_findings(on):
    the_policy = policy()
    try:
        first = judge(the_policy, on)
    except InputError:
        assert date(2026, 7, 1) <= on <= date(2026, 7, 23)
        return
    assert judge(the_policy, on) == first
    assert compare(first, judge(the_policy, on), the_policy).changed == ()


def test_judging_does_not_depend_on_order():
    the_policy = policy()
    days = (OLD, date(2026, 6, 30), NEW)
    alone = {on: judge(the_policy, on) for on in days}
    for order in permutations(days):
        assert {on: judge(the_policy, on) for on in order} == alone
    forth = assess(LAB, the_policy, evidence(), NEW, KINDS, list(LAB.devices.values())[:3], 3)
    back = assess(LAB, the_policy, evidence(), NEW, KINDS, list(LAB.devices.values())[:3][::-1], 3)
    assert sorted(map(repr, forth.findings)) == sorted(map(repr, back.findings))


def with_clause(the_policy, document, name, levels):
    """The policy with one clause more."""
    old = the_policy.documents[document]
    more = replace(old.clauses["A-01"], id=name, levels=levels)
    changed = replace(old, clauses={**old.clauses, name: more})
    return replace(the_policy, documents={**the_policy.documents, document: changed})
