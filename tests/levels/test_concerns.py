"""A level approved too low, a split, and a service called internal are each called out; honest systems are not."""

from __future__ import annotations

from datetime import date

import pytest

from tests.levels.declared import ND85, ND331, NOW, facts, system
from truongluy import inventory as inventory_of
from truongluy.access import ROOT
from truongluy.levels import ConcernKind, propose, propose_under

SIGNED = date(2026, 8, 28)
PERSONAL = frozenset({"personal"})


def approved(level, **given):
    return system(level=level, decision="QĐ minh họa", decided_on=SIGNED, approved_by="director", **given)


def kinds(proposal):
    return [one.kind for one in proposal.concerns]


@pytest.mark.parametrize(
    ("level", "expected"), [(1, [ConcernKind.APPROVED_LOWER]), (2, []), (3, []), (5, [])]
)
def test_only_a_level_below_the_proposed_one_is_called_low(policy, level, expected):
    proposal = propose(approved(level), policy, NOW)
    assert (proposal.level, kinds(proposal)) == (2, expected)


@pytest.mark.parametrize(("on", "stands"), [(date(2026, 8, 27), False), (SIGNED, True)])
def test_an_approval_stands_from_its_day(policy, on, stands):
    one = approved(2)
    assert one.approved(on) == (2 if stands else None)
    assert (ConcernKind.NOT_APPROVED in kinds(propose(one, policy, on))) is not stands


def test_a_planned_system_needs_no_approval_yet(policy):
    assert kinds(propose(system(state="planned"), policy, NOW)) == []
    assert kinds(propose(system(), policy, NOW)) == [ConcernKind.NOT_APPROVED]


def test_an_open_level_is_not_called_low_before_it_is_known(policy):
    one = approved(2, facts=facts(data_kinds=PERSONAL, subjects__basic=None))
    assert kinds(propose(one, policy, NOW)) == []


@pytest.mark.parametrize(
    ("users", "expected"), [(("staff", "teachers"), []), (("staff", "pupils"), ["serves_outside"])]
)
def test_what_serves_pupils_is_not_internal(policy, users, expected):
    one = approved(2, users=users, facts=facts(kind="internal"))
    assert kinds(propose(one, policy, NOW)) == expected


def test_a_declared_part_below_its_whole_is_a_split(policy):
    whole = approved(3, name="whole", facts=facts(settles_administrative_procedures=True))
    part = approved(2, name="part", part_of="whole")
    found = propose(part, policy, NOW, (whole, part)).concerns
    assert [one.kind for one in found] == [ConcernKind.SPLIT]
    assert "whole" in found[0].text.vi and found[0].basis == ("decree-331-2026.A8-3",)
    assert propose(whole, policy, NOW, (whole, part)).concerns == ()
    same = approved(3, name="part", part_of="whole")
    assert propose(same, policy, NOW, (whole, same)).concerns == ()


def _halves(**common):
    """Two services of 6,000 people each: together they reach the threshold of Decree 85."""
    half = facts(data_kinds=PERSONAL, subjects__basic=6_000)
    return approved(2, name="one", facts=half, **common), approved(2, name="two", facts=half, **common)


@pytest.mark.parametrize(
    "common", [{"purpose": "Tra cứu điểm"}, {"datasets": ("marks",)}, {"devices": ("app-01",)}], ids=str
)
def test_halves_that_reach_a_threshold_together_are_a_split(policy, common):
    one, two = _halves(**common)
    for half in (one, two):
        under = propose_under(half, policy, ND85, NOW, (one, two))
        assert (under.level, kinds(under)) == (2, [ConcernKind.SPLIT])
        assert "cấp 3" in under.concerns[0].text.vi
    # The newer decree counts to 100,000: nothing is gained there by splitting 12,000.
    assert kinds(propose_under(one, policy, ND331, NOW, (one, two))) == []


def test_neither_strangers_nor_other_owners_are_a_split(policy):
    one, two = _halves()
    assert kinds(propose_under(one, policy, ND85, NOW, (one, two))) == []
    mine, theirs = _halves(purpose="Tra cứu điểm")
    theirs = approved(2, name="two", owner="thcs-minh-hoa", purpose=theirs.purpose, facts=theirs.facts)
    assert kinds(propose_under(mine, policy, ND85, NOW, (mine, theirs))) == []


def test_a_network_that_carries_a_system_is_not_a_part_of_it(policy):
    portal = approved(
        3, name="portal", devices=("sw-01",), facts=facts(settles_administrative_procedures=True)
    )
    network = approved(2, name="network", devices=("sw-01",), facts=facts(kind="infrastructure"))
    assert kinds(propose(network, policy, NOW, (portal, network))) == []


@pytest.mark.parametrize("name", ["lab", "quang-ngai"])
def test_no_example_is_approved_too_low(policy, name):
    systems = inventory_of.load(ROOT / "inventories" / name).systems.values()
    found = [one for system in systems for one in propose(system, policy, NOW, systems).concerns]
    assert {one.kind for one in found} <= {ConcernKind.SPLIT}
    assert name != "lab" or not found
