"""What must hold for any system at all: levels never fall when more is at stake, and edges tell the truth."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.levels.declared import ND85, ND331, NOW, system
from truongluy import policy as policy_of
from truongluy.inventory import Component
from truongluy.levels import propose_under
from truongluy.levels.weighing import Target, weigh
from truongluy.verdict import Text

POLICY = policy_of.load()
RULES = POLICY.level_rules
NUMBERS = st.one_of(
    st.integers(0, 200_000), st.sampled_from([0, 9_999, 10_000, 10_001, 99_999, 100_000, 100_001])
)


def _values(fact):
    if fact.kind == "set":
        return st.frozensets(st.sampled_from(list(fact.values)), min_size=1)
    if fact.kind == "yes_no":
        return st.booleans()
    if fact.kind == "number":
        return st.integers(0, 4) if fact.id == "online_service.grade" else NUMBERS
    return st.sampled_from(list(fact.values))


FACTS = st.fixed_dictionaries({}, optional={name: _values(fact) for name, fact in RULES.facts.items()})
WHOLE = st.fixed_dictionaries({name: _values(fact) for name, fact in RULES.facts.items()})
DECREES = st.sampled_from([ND85, ND331])


def lowest(facts, decree):
    return weigh(RULES.of(decree), [Target(None, facts)]).lowest or 0


@given(FACTS, DECREES, st.sampled_from(["subjects.basic", "subjects.sensitive"]), NUMBERS, NUMBERS)
def test_more_people_never_lower_a_level(facts, decree, name, one, other):
    fewer, more = sorted((one, other))
    assert lowest({**facts, name: fewer}, decree) <= lowest({**facts, name: more}, decree)


@given(WHOLE, DECREES, st.sampled_from(list(RULES.facts["data_kinds"].values)))
def test_another_kind_of_data_never_lowers_a_level(facts, decree, kind):
    assert lowest(facts, decree) <= lowest({**facts, "data_kinds": facts["data_kinds"] | {kind}}, decree)


@given(WHOLE, DECREES, st.sampled_from(["scope", "national_harm", "works_grade"]), st.data())
def test_a_higher_step_of_a_scale_never_lowers_a_level(facts, decree, name, data):
    steps = list(RULES.facts[name].values)
    low, high = sorted(data.draw(st.lists(st.integers(0, len(steps) - 1), min_size=2, max_size=2)))
    assert lowest({**facts, name: steps[low]}, decree) <= lowest({**facts, name: steps[high]}, decree)


@given(WHOLE, DECREES, st.sets(st.sampled_from(list(RULES.facts))))
def test_what_is_not_declared_only_widens_what_is_possible(facts, decree, hidden):
    true = weigh(RULES.of(decree), [Target(None, facts)])
    known = weigh(
        RULES.of(decree), [Target(None, {name: v for name, v in facts.items() if name not in hidden})]
    )
    if true.lowest is None:
        return  # no rule fits: there is no true level to enclose
    assert known.lowest is not None and known.highest is not None
    assert known.lowest <= true.lowest <= known.highest
    assert known.level in (None, true.level)
    assert (known.level is None) == bool(known.questions)


@given(st.lists(FACTS, min_size=1, max_size=3), FACTS, DECREES)
def test_the_highest_component_decides(parts, facts, decree):
    components = tuple(Component(f"p{i}", Text(f"p{i}", f"p{i}"), own) for i, own in enumerate(parts))
    whole = propose_under(system(facts=facts, components=components), POLICY, decree, NOW)
    each = [
        propose_under(system(facts={**facts, **own}), POLICY, decree, NOW).lowest or 0 for own in [{}, *parts]
    ]
    assert (whole.lowest or 0) == max(each)


@given(FACTS, FACTS, DECREES)
def test_a_part_declared_apart_still_raises_the_whole(facts, part_facts, decree):
    whole, part = system("whole", facts=facts), system("part", facts=part_facts, part_of="whole")
    together = propose_under(whole, POLICY, decree, NOW, (whole, part)).lowest or 0
    assert together == max(lowest(facts, decree), lowest(part_facts, decree))


def _crossed(edge, held):
    """The value of a fact just across an edge."""
    if edge.fact.kind == "set":
        return frozenset(held or ()) ^ {edge.value}
    return edge.value - 1 if edge.how == "below" else edge.value


@settings(max_examples=50)
@given(FACTS, DECREES)
def test_an_edge_tells_the_truth(facts, decree):
    """Crossing it gives the levels it promises, and another level than now."""
    one = system(facts=facts)
    proposal = propose_under(one, POLICY, decree, NOW)
    for edge in proposal.edges:
        value = _crossed(edge, facts.get(edge.fact.id))
        crossed = propose_under(replace(one, facts={**facts, edge.fact.id: value}), POLICY, decree, NOW)
        assert (crossed.lowest, crossed.highest) == (edge.lowest, edge.highest)
        if proposal.level is not None:
            assert edge.lowest > proposal.level or edge.highest < proposal.level


@pytest.mark.parametrize(("decree", "edge", "level"), [(ND85, 10_000, 3), (ND331, 100_000, 3)])
def test_the_nearest_edge_of_people_is_the_threshold(decree, edge, level):
    facts = {
        "kind": "public_service", "data_kinds": frozenset({"personal"}), "subjects.basic": 4_200,
        "scope": "unit", "online_service.grade": 0, "conditional_business": False,
        "settles_administrative_procedures": False, "national_harm": "none",
    }  # fmt: skip
    proposal = propose_under(system(facts=facts), POLICY, decree, NOW)
    found = [(one.how, one.value, one.lowest) for one in proposal.edges if one.fact.id == "subjects.basic"]
    assert (proposal.level, found) == (2, [("from", edge, level)])
