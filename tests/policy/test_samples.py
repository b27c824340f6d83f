"""Every control tells a compliant device from one that is not: its own samples say so."""

from __future__ import annotations

import pytest

from checks import KINDS
from tests.policy.samples import samples, the_policy, values_of
from truongluy.assess import bind
from truongluy.facts import Facts
from truongluy.facts.answers import Unreadable


def _judge(control, sample):
    expect = bind(control.expect, values_of(control, sample))
    return KINDS[control.check](Facts(sample["facts"]), expect)


@pytest.mark.parametrize(
    ("control", "sample"), [pytest.param(c, s, id=f"{c.id}-{n}") for c, n, s in samples("pass")]
)
def test_passing_sample_passes(control, sample):
    assert [str(m) for m in _judge(control, sample)] == []


@pytest.mark.parametrize(
    ("control", "sample"), [pytest.param(c, s, id=f"{c.id}-{n}") for c, n, s in samples("fail")]
)
def test_failing_sample_fails(control, sample):
    assert _judge(control, sample), "the check did not notice"
    assert sample["because"]["vi"] and sample["because"]["en"]


@pytest.mark.parametrize("control", the_policy().controls.values(), ids=lambda control: control.id)
def test_missing_facts_are_an_error_and_never_a_pass(control):
    sample = control.samples["pass"][0]
    expect = bind(control.expect, values_of(control, sample))
    with pytest.raises(Unreadable):
        KINDS[control.check](Facts({}), expect)


@pytest.mark.parametrize("control", the_policy().controls.values(), ids=lambda control: control.id)
def test_every_parameter_is_bound_somewhere(control):
    for name in control.parameters:
        assert "{" + name + "}" in str(control.expect), f"{control.path}: nobody judges by '{name}'"
