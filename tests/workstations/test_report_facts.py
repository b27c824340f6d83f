"""Facts from a kept report: ages by our calendar, nothing from keys that are not there, nothing from the future."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import KINDS
from tests.policy.samples import the_policy
from tests.workstations.example import DEVICES, NOW, PC, TABLET
from truongluy import facts
from truongluy.assess import bind, judge_control
from truongluy.facts.answers import Answer, Unreadable
from truongluy.verdict import Verdict

HANOI = timezone(timedelta(hours=7))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1))
ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))


def facts_of(entry: dict, read_at: str = NOW) -> facts.Facts:
    text = json.dumps({"read_at": read_at, **entry})
    return facts.read(entry["platform"], {"report": Answer(text)})


def test_a_whole_report_is_read():
    found = facts_of(PC)
    assert found.unread.keys() == {"integrity"}
    assert found.at("malware") == {"product": "Microsoft Defender", "watches": True, "signature_age_days": 0}
    assert found.at("updates") == {"days_since_installed": 4, "pending": 0}
    assert found.at("support.days_left") == 322
    assert found.at("screen_lock.seconds") == 600
    assert found.at("automatic_login.places") == []


@given(MOMENTS, ZONES, st.integers(0, 800), st.integers(0, 86399))
def test_age_is_counted_in_days_of_our_calendar(read, zone, days, seconds):
    read_at = read.replace(tzinfo=UTC)
    collected = (read_at - timedelta(days=days, seconds=seconds)).astimezone(zone)
    found = facts_of({**TABLET, "collected_at": collected.isoformat()}, read_at.isoformat())
    wanted = (read_at.astimezone(HANOI).date() - collected.astimezone(HANOI).date()).days
    assert found.at("report.age_days") == wanted
    assert days <= wanted <= days + 1


@given(st.dates(date(2024, 2, 28), date(2028, 3, 2)), st.integers(-400, 400))
def test_the_last_day_of_support_still_counts(today, ahead):
    entry = {**TABLET, "os": {"supported_until": (today + timedelta(days=ahead)).isoformat()}}
    entry["collected_at"] = f"{today}T00:00:00+07:00"
    found = facts_of(entry, f"{today}T23:59:59+07:00")
    assert found.at("support.days_left") == ahead


def test_a_report_from_the_future_tells_nothing():
    found = facts_of({**PC, "collected_at": "2026-11-24T08:30:00+07:00"})
    assert set(found.unread) == set(facts_of(PC).values) | {"integrity"}
    assert facts_of({**PC, "collected_at": "2026-11-24T08:10:00+07:00"}).at("report.age_days") == 0


@pytest.mark.parametrize("path", ["updates.last_installed", "malware_protection.signatures_at"])
def test_dates_ahead_are_not_fresh(path):
    group, key = path.split(".")
    found = facts_of(
        {**PC, group: {**PC[group], key: "2026-12-31" if group == "updates" else "2026-12-31T00:00:00Z"}}
    )
    with pytest.raises(Unreadable):
        found.at("updates.days_since_installed" if group == "updates" else "malware.signature_age_days")


MANAGED = [c for c in the_policy().controls.values() if {"windows", "android", "ipados"} & set(c.breaks)]


@pytest.mark.parametrize("control", MANAGED, ids=lambda control: control.id)
def test_a_report_without_the_keys_is_an_error_and_never_a_pass(control):
    device = next(
        d for d in DEVICES.values() if control.fits(d.device_class, (), d.platform) and d.platform != "debian"
    )
    values = {name: parameter.at(2) for name, parameter in control.parameters.items()}
    bare = {"device": device.name, "platform": device.platform, "collected_at": NOW}
    kept = facts_of(bare)
    finding = judge_control(the_policy(), control, device, kept, values, date(2026, 11, 24), KINDS, 2)
    assert finding.verdict is (Verdict.PASS if control.id == "report_recent" else Verdict.ERROR)
    assert bind(control.expect, values)


def test_there_are_enough_of_them():
    assert len(MANAGED) >= 12
