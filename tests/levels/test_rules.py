"""Every criterion of both decrees decides as the decree says, at its very edge and on its very days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.levels.declared import ND85, ND331, NOW, facts, system
from truongluy import yamlfile
from truongluy.inventory.systems import FACTS
from truongluy.levels import decree_on, propose, propose_under

SCHEMA = Path(__file__).parents[2] / "inventories" / "schemas" / "systems.yml"
PERSONAL, SENSITIVE = frozenset({"personal"}), frozenset({"personal", "sensitive_personal"})
PRIVATE, PUBLIC = frozenset({"private"}), frozenset({"public"})

CASES = [
    # facts, clause under Decree 85 and level, clause under Decree 331 and level
    (facts(kind="internal", data_kinds=PUBLIC), "A7", 1, "A11", 1),
    (facts(kind="internal", data_kinds=PRIVATE), "A8-1", 2, "A12-1", 2),
    (facts(online_service__grade=2), "A8-2-A", 2, "A12-2-A", 2),
    (facts(online_service__grade=3), "A9-2-A", 3, "A12-2-A", 2),
    (facts(conditional_business=True), "A9-2-B", 3, "A13-2-A", 3),
    (facts(settles_administrative_procedures=True), "A8-2-B", 2, "A13-2-B", 3),
    (facts(kind="internal", settles_administrative_procedures=True), "A8-1", 2, "A13-2-B", 3),
    (facts(data_kinds=PERSONAL, subjects__basic=9_999), "A8-2-C", 2, "A12-2-B", 2),
    (facts(data_kinds=PERSONAL, subjects__basic=10_000), "A9-2-C", 3, "A12-2-B", 2),
    (facts(data_kinds=PRIVATE, subjects__basic=10_000), "A9-2-C", 3, "A12-2-A", 2),
    (facts(data_kinds=PERSONAL, subjects__basic=99_999), "A9-2-C", 3, "A12-2-B", 2),
    (facts(data_kinds=PERSONAL, subjects__basic=100_000), "A9-2-C", 3, "A13-2-C", 3),
    (facts(data_kinds=SENSITIVE, subjects__basic=9_999, subjects__sensitive=9_999), "A8-2-C", 2, "A12-2-B", 2),
    (facts(data_kinds=SENSITIVE, subjects__basic=10_000, subjects__sensitive=10_000), "A9-2-C", 3, "A13-2-C", 3),
    (facts(kind="infrastructure", scope="unit"), "A8-3", 2, "A12-3", 2),
    (facts(kind="infrastructure", scope="sector_or_province"), "A9-3", 3, "A13-3", 3),
    (facts(kind="infrastructure", scope="national", continuous=False, special_national_role=False),
     "A9-3", 3, "A13-3", 3),
    (facts(kind="infrastructure", scope="national", continuous=True, special_national_role=False),
     "A10", 4, "A14", 4),
    (facts(scope="national", continuous=True, special_national_role=True), "A11", 5, "A15", 5),
    (facts(kind="industrial_control", works_grade="IV"), "A9-4", 3, "A13-4", 3),
    (facts(kind="industrial_control", works_grade="II"), "A9-4", 3, "A13-4", 3),
    (facts(kind="industrial_control", works_grade="I"), "A10", 4, "A14", 4),
    (facts(kind="industrial_control", works_grade="special"), "A11", 5, "A15", 5),
    (facts(kind="internal", data_kinds=frozenset({"state_secret"})), "A9-1", 3, "A13-1", 3),
    (facts(national_harm="harm"), "A9-1", 3, "A13-1", 3),
    (facts(national_harm="serious"), "A10", 4, "A14", 4),
    (facts(national_harm="exceptionally_serious"), "A11", 5, "A15", 5),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[1]}-{case[3]}")
def test_a_criterion_decides_as_the_decree_says(policy, case):
    declared, clause_then, level_then, clause_now, level_now = case
    for decree, clause, level in ((ND85, clause_then, level_then), (ND331, clause_now, level_now)):
        proposal = propose_under(system(facts=declared), policy, decree, NOW)
        assert proposal.level == level, (decree, proposal.reason)
        assert f"{decree}.{clause}" in {one.rule.basis[0] for one in proposal.deciding}


def test_every_rule_is_proved_to_fire(policy):
    fired = {
        one.rule.id
        for declared, *_ in CASES
        for decree in (ND85, ND331)
        for one in propose_under(system(facts=declared), policy, decree, NOW).fired
    }
    assert fired == set(policy.level_rules.rules)


@pytest.mark.parametrize(
    ("on", "decree"),
    [
        (date(2016, 6, 30), None),
        (date(2016, 7, 1), ND85),
        (date(2026, 6, 30), ND85),
        (date(2026, 7, 1), None),
        (date(2026, 8, 18), None),
        (date(2026, 8, 19), ND331),
    ],
)
def test_a_decree_decides_on_its_days_only(policy, on, decree):
    found = decree_on(policy, on)
    assert (found.id if found else None) == decree
    proposal = propose(system(), policy, on)
    assert (proposal.level is None) == (decree is None)
    if decree is None:
        assert "không có nghị định" in proposal.reason.vi
        assert f"{on:%d/%m/%Y}" in proposal.reason.vi


@pytest.mark.parametrize(
    ("fact", "lowest", "highest"),
    [("subjects__basic", 2, 3), ("national_harm", 2, 5), ("conditional_business", 2, 3), ("kind", 2, 3)],
)
def test_a_missing_fact_is_named_and_never_guessed(policy, fact, lowest, highest):
    declared = facts(**{fact: None, "online_service__grade": 0})
    proposal = propose_under(system(facts=declared), policy, ND85, NOW)
    assert proposal.level is None
    assert [question.fact.id for question in proposal.questions] == [fact.replace("__", ".")]
    assert fact.replace("__", ".") in proposal.reason.vi
    if fact != "kind":
        assert (proposal.lowest, proposal.highest) == (lowest, highest)


def test_a_missing_fact_that_can_change_nothing_is_not_asked(policy):
    declared = facts(data_kinds=PERSONAL, online_service__grade=3, subjects__basic=None)
    proposal = propose_under(system(facts=declared), policy, ND85, NOW)
    assert (proposal.level, proposal.questions) == (3, ())


def test_nothing_that_fits_is_no_level(policy):
    proposal = propose_under(system(facts=facts(kind="other")), policy, ND331, NOW)
    assert (proposal.level, proposal.lowest, proposal.questions) == (None, None, ())
    assert proposal.reason.en == "no rule of the decree fits"


def test_another_bodys_system_is_not_ours_to_level(policy):
    theirs = system(hosted="external", external_owner="chưa rõ", owner="")
    proposal = propose(theirs, policy, NOW)
    assert (proposal.level, proposal.lowest, proposal.concerns) == (None, None, ())
    assert "chưa rõ" in proposal.reason.vi


def test_doubt_is_that_of_the_clauses_that_decide(policy):
    assert propose_under(system(), policy, ND85, NOW).verified
    assert not propose_under(system(), policy, ND331, NOW).verified


def test_the_facts_of_the_rules_are_those_a_system_can_declare(policy):
    """A fact that no file may hold would leave every level open; one no rule knows would decide nothing."""
    assert set(policy.level_rules.facts) == set(FACTS)
    schema = yamlfile.load(SCHEMA).data
    for fact in policy.level_rules.facts.values():
        outer, _, inner = fact.id.partition(".")
        rule = schema["mapping"][outer]
        rule = schema[f"schema;{rule['include']}"] if "include" in rule else rule
        rule = rule["mapping"][inner] if inner else rule
        if fact.kind == "set":
            rule = schema["schema;data_kind"]
        assert rule["type"] == {"number": "int", "yes_no": "bool"}.get(fact.kind, "str"), fact.id
        assert list(fact.values) == rule.get("enum", []), fact.id
