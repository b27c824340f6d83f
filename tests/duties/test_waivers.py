"""A waiver holds on its days, for its devices, by somebody entitled to; on any other day the fail stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.duties.example import CONTROL, WAIVER, finding, lab, waiver
from tests.inventory.conftest import Spoiled, spoil  # noqa: F401
from tests.policy.samples import the_policy
from truongluy import inventory as inventory_of
from truongluy.assess import assess
from truongluy.evidence import Evidence
from truongluy.verdict import InputError, Verdict
from truongluy.waivers import WARN_DAYS, WaiverState, apply_waivers, cross_check, standing, state_of

DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@given(DAYS, st.integers(0, 366), st.integers(-400, 800))
def test_a_fail_is_waived_exactly_on_the_days_of_the_waiver(first, length, offset):
    until, on = first + timedelta(length), first + timedelta(offset)
    (found,) = apply_waivers([finding()], lab(waiver(first=first, until=until)), on)
    assert (found.verdict is Verdict.WAIVED) == (first <= on <= until)
    assert found.message.vi != finding().message.vi, "it says why it is waived or no longer is"


def test_both_ends_are_inclusive():
    inventory = lab(waiver())
    verdicts = {
        day: apply_waivers([finding()], inventory, date.fromisoformat(day))[0].verdict.value
        for day in ("2026-09-30", "2026-10-01", "2027-03-31", "2027-04-01")
    }
    assert list(verdicts.values()) == ["fail", "waived", "waived", "fail"]


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.FAIL])
def test_nothing_but_a_fail_is_touched(verdict):
    given = finding(verdict)
    assert apply_waivers([given], lab(waiver()), date(2026, 11, 24)) == [given]


def test_other_devices_and_controls_still_fail():
    others = [finding(device="sw-so-01"), finding(control="port_modes_fixed")]
    assert apply_waivers(others, lab(waiver()), date(2026, 11, 24)) == others


def test_a_waived_finding_says_by_what_until_when_by_whom_and_what_protects_instead():
    (found,) = apply_waivers([finding()], lab(waiver()), date(2026, 11, 24))
    for said in (
        "waivers/old-switch.yml",
        "31/03/2027",
        "Lê Thị Mẫu",
        "Chia vùng mạng nhỏ",
        "không giới hạn",
    ):
        assert said in found.message.vi
    for said in ("waivers/old-switch.yml", "31/03/2027", "school-head", "Small zones", "no limit"):
        assert said in found.message.en
    assert (found.expected, found.actual, found.clauses) == ({"x": 1}, {"x": 2}, ("d.C",))


def test_an_expired_waiver_is_named_with_its_last_day():
    (found,) = apply_waivers([finding()], lab(waiver()), date(2027, 4, 1))
    assert "waivers/old-switch.yml đã hết hạn, ngày cuối là 31/03/2027" in found.message.vi


def test_of_two_in_turn_the_one_that_covers_the_day_counts():
    old = waiver(id="a", file="waivers/a.yml", first=date(2025, 10, 1), until=date(2026, 9, 30))
    new = waiver(id="b", file="waivers/b.yml")
    (found,) = apply_waivers([finding()], lab(old, new), date(2026, 10, 1))
    assert found.verdict is Verdict.WAIVED and "waivers/b.yml" in found.message.vi
    (found,) = apply_waivers([finding()], lab(old, new), date(2027, 5, 1))
    assert found.verdict is Verdict.FAIL and "waivers/b.yml" in found.message.vi


@given(DAYS, st.integers(0, 200))
def test_the_last_thirty_days_are_warned_of(until, left):
    one = waiver(first=until - timedelta(365), until=until)
    ending = state_of(one, until - timedelta(left)) is WaiverState.ENDING
    assert ending == (left <= WARN_DAYS)
    (found,) = apply_waivers([finding()], lab(one), until - timedelta(left))
    assert ("còn" in found.message.vi) == ending


def test_a_waiver_nobody_needs_is_told_and_one_nobody_judged_is_not():
    on, inventory = date(2026, 11, 24), lab(waiver())
    (needed,) = standing(inventory, apply_waivers([finding()], inventory, on), on)
    assert needed.needed and not needed.wants_action and needed.open == ("sw-school-01",)
    (passing,) = standing(inventory, [finding(Verdict.PASS)], on)
    assert not passing.needed and passing.wants_action
    for unknown in (None, [], [finding(Verdict.ERROR)]):
        (nobody,) = standing(inventory, unknown, on)
        assert nobody.needed and nobody.unknown == ("sw-school-01",)


WRONG = {
    "a waiver without an end": ("until: 2027-03-31\n", "", "`until` is missing"),
    "nothing instead": ("compensating: {vi: Chia vùng mạng nhỏ, en: Small zones}\n", "", "`compensating` is missing"),
    "an end before its beginning": ("until: 2027-03-31", "until: 2026-09-30", "`until` is before `from`"),
    "more than a year": ("until: 2027-03-31", "until: 2027-10-02", "the waiver is too long"),
    "a time for a day": ("until: 2027-03-31", "until: 2027-03-31 10:00:00", "date"),
    "somebody who may not": ("approved_by: school-head", "approved_by: school-it", "this person may not approve"),
    "somebody unknown": ("approved_by: school-head", "approved_by: nobody", "does not exist"),
    "no such device": ("[sw-school-01]", "[sw-school-01, sw-school-9*]", "this entry selects no device"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_waiver_is_refused_with_its_line(name, request):
    old, new, said = WRONG[name]
    spoiled = _with_waiver(request, WAIVER.replace(old, new))
    (problem,) = spoiled.problems()
    assert said in str(problem)
    assert problem.file == spoiled.path / "waivers/old-switch.yml"
    if new:
        assert problem.line == 1 + WAIVER.split(old)[0].count("\n")


def test_a_year_is_allowed_to_the_day(request):
    spoiled = _with_waiver(request, WAIVER.replace("until: 2027-03-31", "until: 2027-10-01"))
    assert spoiled.problems() == []


def test_two_waivers_of_one_thing_on_one_day_are_refused(request):
    spoiled = _with_waiver(request, WAIVER)
    spoiled.write("waivers/second.yml", WAIVER.replace("[sw-school-01]", "[sw-*]"))
    (problem,) = spoiled.problems()
    assert "two waivers overlap" in str(problem)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (CONTROL, "access_ports_limit_storm", "perhaps: access_ports_limit_storms"),
        ("[sw-school-01]", "[files-01]", "is judged on none of the named devices"),
    ],
)
def test_a_waiver_that_fits_no_control_stops_every_path(request, old, new, said):
    spoiled = _with_waiver(request, WAIVER.replace(old, new))
    inventory = inventory_of.load(spoiled.path)
    (problem,) = cross_check(inventory, the_policy())
    assert said in str(problem)
    assert (problem.file, problem.line) == (spoiled.path / "waivers/old-switch.yml", 3)
    with pytest.raises(InputError, match="old-switch"):
        nothing = Evidence("lab", datetime(2026, 11, 24, tzinfo=UTC), {})
        assess(inventory, the_policy(), nothing, date(2026, 11, 24), {})


def test_the_digest_covers_waivers(request):
    spoiled = _with_waiver(request, WAIVER)
    before = inventory_of.load(spoiled.path).digest
    spoiled.replace("waivers/old-switch.yml", "2027-03-31", "2027-03-30")
    assert inventory_of.load(spoiled.path).digest != before


def test_classes_globs_and_sites_are_resolved(request):
    spoiled = _with_waiver(request, WAIVER.replace("[sw-school-01]", "[thcs-minh-hoa, sw-so-*]"))
    devices = inventory_of.load(spoiled.path).waivers["old-switch"].devices
    assert set(devices) >= {"sw-so-01", "files-01", "sw-school-01"}


def _with_waiver(request, text: str) -> Spoiled:
    spoiled = request.getfixturevalue("spoil")
    (spoiled.path / "waivers").mkdir(exist_ok=True)
    return spoiled.write("waivers/old-switch.yml", text)
