"""The kinds of check, with the cases in which other tools have passed by accident."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import each_item, fact_values
from truongluy.assess import bind
from truongluy.facts import Facts
from truongluy.facts.answers import Unreadable

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8))


def problems(actual, **wishes):
    return fact_values.judge(Facts({"fact": actual}), {"fact": wishes})


@pytest.mark.parametrize(
    ("actual", "wishes"),
    [
        (12, {"at_least": 12}), (4, {"at_most": 4}), ([1, 2], {"at_most": 2}), ("x", {"equals": "x"}),
        (["b", "a"], {"equals": ["a", "b"]}), (["a"], {"one_of": ["a", "b"]}), ("a", {"one_of": ["a"]}),
        (["a", "b"], {"includes": ["a"]}), (["a"], {"excludes": ["b"]}), ([], {"excludes": ["b"]}),
        (None, {"absent": True}), ([], {"absent": True}), ("there", {"absent": False}),
        ("23.05.5", {"not_older_than": "23.05"}), ("12", {"not_older_than": "12"}), ("12.0", {"not_older_than": "12"}),
        ("23.10", {"not_older_than": "23.9"}),
        (20000, {"one_of": [53, "20000-20499"]}), (20499, {"one_of": ["20000-20499"]}), ("1-9", {"one_of": ["1-9"]}),
    ],
)  # fmt: skip
def test_holds(actual, wishes):
    assert problems(actual, **wishes) == []


@pytest.mark.parametrize(
    ("actual", "wishes"),
    [
        (11, {"at_least": 12}), (None, {"at_least": 0}), (None, {"at_most": 9}), (True, {"at_least": 1}), ("9", {"at_most": 10}),
        (1, {"equals": True}), (None, {"equals": None}), ([], {"one_of": ["a"]}), (["a", "c"], {"one_of": ["a", "b"]}),
        (["a"], {"includes": []}), (None, {"includes": ["a"]}), (None, {"excludes": ["a"]}), (["a"], {"excludes": ["a"]}),
        (0, {"absent": True}), ("x", {"absent": True}), (None, {"absent": False}),
        ("9.10", {"not_older_than": "23.05"}), ("SNAPSHOT", {"not_older_than": "0"}), (None, {"not_older_than": "0"}),
        ("23.05", {"not_older_than": ""}), (23.05, {"not_older_than": "1"}), ("23.05.5-rc1", {"not_older_than": "1"}),
        ("23.", {"not_older_than": "1"}), ("٢٣", {"not_older_than": "1"}), ("23.05\n", {"not_older_than": "1"}),
        ("23.05", {"not_older_than": 23.05}),
        (20500, {"one_of": ["20000-20499"]}), ("5", {"one_of": ["1-9"]}), (True, {"one_of": ["1-9"]}),
        ("1-8", {"one_of": ["1-9"]}), (5, {"one_of": ["1-9x"]}), (5, {"one_of": ["9-1"]}),
    ],
)  # fmt: skip
def test_does_not_hold(actual, wishes):
    assert problems(actual, **wishes)


@given(SCALARS, st.sampled_from(["equals", "at_least", "at_most", "one_of", "includes", "excludes"]))
def test_nothing_set_never_satisfies_a_wish(wanted, operator):
    if operator in ("at_least", "at_most"):
        wanted = 0
    if operator == "one_of":
        wanted = [wanted]
    assert problems(None, **{operator: wanted})


VERSIONS = st.lists(st.integers(0, 300), min_size=1, max_size=4)


@given(VERSIONS, VERSIONS)
def test_of_two_versions_one_is_not_older(one, other):
    first, second = ".".join(map(str, one)), ".".join(map(str, other))
    newer = not problems(first, not_older_than=second)
    older = not problems(second, not_older_than=first)
    length = max(len(one), len(other))
    padded = [parts + [0] * (length - len(parts)) for parts in (one, other)]
    assert newer is (padded[0] >= padded[1])
    assert older is (padded[1] >= padded[0])


@given(VERSIONS, st.integers(0, 3))
def test_zeros_and_leading_zeros_make_no_other_version(parts, zeros):
    plain = ".".join(map(str, parts))
    written = ".".join(f"{part:02d}" for part in [*parts, *[0] * zeros])
    assert problems(plain, not_older_than=written) == problems(written, not_older_than=plain) == []


def test_unknown_operator_is_refused():
    with pytest.raises(ValueError, match="matches"):
        problems(1, matches=1)


def test_unread_and_missing_facts_are_errors():
    facts = Facts({"there": {"a": 1}}, unread={"ssh": "sshd is not installed"})
    with pytest.raises(Unreadable, match="not installed"):
        fact_values.judge(facts, {"ssh.port": {"equals": 22}})
    with pytest.raises(Unreadable, match="there.b"):
        fact_values.judge(facts, {"there.b": {"absent": True}})


def test_paths_find_keys_with_dots():
    facts = Facts({"sysctl": {"net.ipv4.ip_forward": 0}})
    assert fact_values.judge(facts, {"sysctl.net.ipv4.ip_forward": {"equals": 0}}) == []


PORTS = [{"name": "1", "mode": "access", "security": True}, {"name": "2", "mode": "trunk", "security": False}]
RULE = {"where": {"mode": {"equals": "access"}}, "must": {"security": {"equals": True}}, "named_by": "name"}


def test_each_selected_item_is_judged_by_name():
    assert each_item.judge(Facts({"ports": PORTS}), {"ports": RULE}) == []
    found = each_item.judge(Facts({"ports": [{**PORTS[0], "security": False}]}), {"ports": RULE})
    assert [one.path for one in found] == ["ports[1].security"]


def test_an_empty_selection_is_an_error_unless_the_control_says_otherwise():
    with pytest.raises(Unreadable, match="nothing was judged"):
        each_item.judge(Facts({"ports": PORTS[1:]}), {"ports": RULE})
    assert each_item.judge(Facts({"ports": PORTS[1:]}), {"ports": {**RULE, "none_is": "pass"}}) == []


def test_values_keep_their_type_and_lists_spread():
    values = {"n": 4, "hosts": ["10.0.0.1", "10.0.0.2"]}
    wish = {"a": {"at_most": "{n}"}, "b": {"includes": ["{hosts}"]}, "c": {"equals": "max-{n}"}}
    assert bind(wish, values) == {
        "a": {"at_most": 4},
        "b": {"includes": ["10.0.0.1", "10.0.0.2"]},
        "c": {"equals": "max-4"},
    }
