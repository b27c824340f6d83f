"""Prices are the unit's own or nobody's; what has none is named; waivers, old devices and rooms fall into their year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.budget.example import LAB, POLICY, UNIT, line, secure, with_lines
from truongluy.budget import prices, pricing
from truongluy.budget.forecast import YEARS, forecast
from truongluy.budget.prices import Per, Price, Prices
from truongluy.budget.remedies import Origin, costs, needs
from truongluy.finding import Finding
from truongluy.verdict import InputError, Text, Verdict

ON = date(2026, 11, 29)
ENTRY = """\
  - id: {id}
    title: {{vi: Sao lưu, en: Backup}}
    per: each
    low: {low}
    high: {high}
    category: SV-RECOVER
    kind: recurrent
    document: Báo giá 1 (minh họa)
    quoted_on: 2026-10-01
    {named}
"""


def price(**values) -> Price:
    """A price that mends everything about backups for 5 to 9 đồng each."""
    one = Price(
        "backup",
        Text("Sao lưu", "Backup"),
        Per.EACH,
        5,
        9,
        "SV-RECOVER",
        "recurrent",
        "Báo giá",
        ON,
        topics=("backup",),
    )
    return replace(one, **values)


def written(folder: Path, *entries: str) -> Path:
    file = folder / "prices.yml"
    file.write_text("---\nclasses:\n" + "".join(entries), encoding="utf-8")
    return file


def entry(**values) -> str:
    return ENTRY.format(**{"id": "backup", "low": 5, "high": 9, "named": "topics: [backup]"} | values)


def of_topic(topic: str) -> list[str]:
    return [name for name, one in POLICY.controls.items() if one.topic == topic]


def fails(control: str, device: str = "files-01", verdict: Verdict = Verdict.FAIL) -> Finding:
    return Finding(device, control, verdict, Text("", ""))


def test_prices_are_read(tmp_path):
    (one,) = prices.read(written(tmp_path, entry())).classes
    assert (one.low, one.high, one.per, one.topics) == (5, 9, Per.EACH, ("backup",))


@pytest.mark.parametrize(
    "entries, told",
    [
        ([entry(low=10)], "`high` nhỏ hơn `low`"),
        ([entry(), entry(named="controls: [x_y]")], "có ở hai mục giá"),
        ([entry(), entry(id="other")], "`backup` \\(topics\\) có ở hai mục giá"),
        ([entry(named="topics: []")], "không khắc phục gì"),
        ([entry(low=1.5)], "prices.yml:6"),
        ([entry(low="true")], "prices.yml:6"),
        ([entry(low=-1)], "prices.yml:6"),
        ([entry(named="prise: 3")], "prise"),
    ],
)
def test_prices_that_can_t_be_meant_are_refused(tmp_path, entries, told):
    with pytest.raises(InputError, match=told):
        prices.read(written(tmp_path, *entries))


@pytest.mark.parametrize(
    "values, told", [({"topics": ("backups",)}, "backup"), ({"controls": ("nothing_known",)}, "nothing_known"),
                     ({"category": "SP-NONE"}, "SP-NONE")],
)  # fmt: skip
def test_prices_of_what_the_policy_does_not_have_are_refused(values, told):
    with pytest.raises(InputError, match=told):
        pricing.believed(replace(LAB, prices=Prices((price(**values),))), POLICY)


def test_the_lab_s_prices_fit():
    assert LAB.prices.classes and pricing.cross_check(LAB, POLICY) == []


def test_one_remedy_of_two_gaps_of_a_device_is_paid_once():
    found = replace(LAB, prices=Prices((price(),)))
    first, second = of_topic("backup")[:2]
    device, other = list(LAB.devices)[:2]
    judged = [fails(first, device), fails(second, device), fails(first, other)]
    (cost,) = [
        one for one in costs(found, POLICY, needs(found, POLICY, judged, ON)) if one.origin is Origin.FINDING
    ]
    assert (cost.count, cost.low, cost.high, cost.year) == (2, 10, 18, 2027)
    once = replace(LAB, prices=Prices((price(per=Per.ONCE),)))
    paid = costs(once, POLICY, needs(once, POLICY, judged, ON))
    assert [one.count for one in paid if one.origin is Origin.FINDING] == [1]


def test_what_has_no_price_is_named_and_never_costs_zero():
    found = replace(LAB, prices=Prices())
    (control,) = of_topic("backup")[:1]
    all_costs = costs(found, POLICY, needs(found, POLICY, [fails(control, next(iter(LAB.devices)))], ON))
    assert all_costs and all(one.price is None and one.low is None and one.high is None for one in all_costs)
    assert any(one.title == POLICY.controls[control].title for one in all_costs)
    assert forecast(found, POLICY, all_costs, ON)[0].unpriced > 0


def test_a_control_s_own_price_comes_before_its_topic_s():
    control = of_topic("backup")[0]
    found = Prices((price(), price(id="own", topics=(), controls=(control,))))
    assert found.of_control(control, "backup").id == "own"
    assert found.of_control("something", "backup").id == "backup"
    assert found.of_control("something", "") is None


def test_errors_and_money_s_own_findings_are_no_needs():
    judged = [
        fails(of_topic("backup")[0], next(iter(LAB.devices)), Verdict.ERROR),
        fails("security_share_of_year", UNIT),
    ]
    assert not [one for one in needs(LAB, POLICY, judged, ON) if one.origin is Origin.FINDING]


def test_a_waiver_pushes_its_cost_into_the_year_it_ends():
    waiver = next(iter(LAB.waivers.values()))
    judged = [fails(waiver.control, waiver.devices[0], Verdict.WAIVED)]
    moved = replace(waiver, first=date(2026, 6, 1), until=date(2028, 3, 31))
    ends = {}
    for one in (moved, replace(moved, until=date(2026, 12, 31))):
        found = replace(LAB, waivers={one.id: one})
        (need,) = [each for each in needs(found, POLICY, judged, ON) if each.origin is Origin.WAIVER]
        ends[one.until] = need.year
    assert ends == {date(2028, 3, 31): 2028, date(2026, 12, 31): 2027}


def test_devices_are_replaced_when_their_support_ends_and_at_once_when_it_has():
    device = next(iter(LAB.devices.values()))
    for end, year in [(date(2020, 1, 1), 2027), (date(2026, 12, 1), 2027), (date(2029, 1, 1), 2029)]:
        old = replace(device, attributes={**device.attributes, "support_until": end})
        found = replace(LAB, devices={device.name: old}, rooms={})
        (need,) = needs(found, POLICY, [], ON)
        assert (need.origin, need.year, need.on) == (Origin.REPLACEMENT, year, end)


def test_planned_equipment_costs_by_the_piece_in_its_year():
    planned = [
        one for one in costs(LAB, POLICY, needs(LAB, POLICY, [], ON)) if one.origin is Origin.EQUIPMENT
    ]
    assert {(one.year, one.count, one.low) for one in planned} == {(2027, 1, 22_000_000), (2027, 4, None)}
    later = needs(LAB, POLICY, [], date(2027, 5, 1))
    assert not [one for one in later if one.origin is Origin.EQUIPMENT]


def test_recurrent_lines_go_on_and_a_year_planned_is_taken_as_planned():
    own = [
        line(1, year=2025, planned=1000, kind="recurrent"),
        secure(2, year=2025, planned=50, kind="recurrent"),
        secure(3, year=2025, planned=9, kind="recurrent", category="OP-TRAIN"),
        line(4, year=2025, planned=7777),
        line(5, year=2028, planned=300),
    ]
    years = forecast(with_lines(own), POLICY, [], ON)
    assert len(years) == YEARS and [one.year for one in years] == list(range(2027, 2032))
    assert [one.total.low for one in years] == [1059, 300, 1059, 1059, 1059]
    assert years[0].base.security_low == 50 and years[1].declared == (UNIT,)
    assert all(one.percent == 15 for one in years)
