"""The kinds of records cover what no machine can see, and take their periods from the clauses that set them."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from tests.policy.samples import the_policy
from truongluy import policy as policy_of
from truongluy import yamlfile
from truongluy.period import is_period
from truongluy.policy.reader import POLICIES
from truongluy.records import term_of
from truongluy.verdict import InputError

POLICY = the_policy()
NEW, OLD = date(2026, 11, 24), date(2025, 6, 30)
SHOWN = {clause for kind in POLICY.records.values() for clause in kind.satisfies}


@pytest.mark.parametrize("document", ["tcvn-11930", "tcvn-14423"])
def test_every_clause_that_only_a_document_can_show_has_a_kind(document):
    clauses = POLICY.documents[document].clauses.values()
    silent = [one.full_id for one in clauses if one.check == "evidence" and one.full_id not in SHOWN]
    half = [
        one.full_id
        for one in clauses
        if one.check == "partial"
        and one.full_id not in SHOWN
        and one.full_id not in POLICY.controls_of_clause
    ]
    assert not silent and not half


@pytest.mark.parametrize("kind", POLICY.records.values(), ids=lambda kind: kind.id)
def test_a_kind_is_asked_at_some_time_and_level(kind):
    assert any(
        POLICY.asking(kind.satisfies, level, on)
        for level in (1, 2, 3, 4, 5)
        for on in (OLD, date(2026, 6, 1), NEW)
    )


@pytest.mark.parametrize("kind", POLICY.records.values(), ids=lambda kind: kind.id)
def test_a_higher_level_never_gives_more_time(kind):
    from truongluy.period import last_day

    for on in (OLD, NEW):
        ends = [
            last_day(date(2001, 1, 1), term.period)
            if (term := term_of(POLICY, kind, level, on))
            else date.max
            for level in (1, 2, 3, 4, 5)
        ]
        assert ends == sorted(ends, reverse=True)


@pytest.mark.parametrize(
    ("kind", "level", "on", "period", "verified"),
    [
        ("access_and_log_review", 2, NEW, "P1Y", False),
        ("access_and_log_review", 3, NEW, "P6M", False),
        ("access_and_log_review", 4, NEW, "P1M", False),
        (
            "access_and_log_review",
            3,
            OLD,
            "P1Y",
            False,
        ),  # the new standard did not stand yet: the project's own
        ("periodic_assessment", 3, OLD, "P1Y", True),
        ("periodic_assessment", 2, OLD, "P2Y", True),
        ("periodic_assessment", 3, NEW, "P1Y", False),  # the new decree names no number
        ("security_training", 1, OLD, "P1Y", True),
        ("design_document", 3, OLD, None, None),
    ],
)
def test_the_period_follows_the_clause_in_force(kind, level, on, period, verified):
    term = term_of(POLICY, POLICY.records[kind], level, on)
    assert (term and term.period, term and term.verified) == (period, verified)


SPOILS = {
    "clause": (
        "tcvn-11930.MGT-POL-01",
        "tcvn-11930.MGT-POL-99",
        "clause 'tcvn-11930.MGT-POL-99' does not exist",
    ),
    "threshold": ("threshold: update_every", "threshold: renew_every", "has no period 'renew_every'"),
    "period": ("at_level: {1: P1Y}", "at_level: {1: yearly}", "it is not a period"),
    "two ways": (
        "threshold: update_every}",
        "threshold: update_every, at_level: {1: P1Y}}",
        "keep exactly one of both",
    ),
    "typo": ("\n  satisfies:", "\n  satisfy:", "did you mean `satisfies`"),
    "scope": ("scope: unit", "scope: person", "allowed: unit, system"),
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_kind_that_says_nothing_true_is_refused_by_line(spoil, tmp_path):
    old, new, words = SPOILS[spoil]
    shutil.copytree(POLICIES, tmp_path / "policies")
    file = tmp_path / "policies" / "records.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        policy_of.load(tmp_path / "policies")
    told = [problem for problem in refused.value.problems if words in str(problem)]
    assert told and told[0].file == file and told[0].line > 1, str(refused.value)


def test_the_file_is_part_of_the_digest(tmp_path):
    shutil.copytree(POLICIES, tmp_path / "policies")
    file = tmp_path / "policies" / "records.yml"
    file.write_text(file.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    assert policy_of.load(tmp_path / "policies").digest != POLICY.digest


def test_own_periods_are_periods_and_say_where_they_are_from():
    raw = yamlfile.load(POLICIES / "records.yml").data
    rules = [rule for kind in raw.values() for rule in kind.get("validity", ()) if "at_level" in rule]
    assert rules
    for rule in rules:
        assert all(is_period(period) for period in rule["at_level"].values()) and rule["source"]
        assert "clause" in rule or rule["verified"] is False
