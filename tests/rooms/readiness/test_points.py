"""What is found of one piece of equipment: in order only where it was seen to be, and what to do otherwise."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workstations.example import device
from truongluy.dates import VIETNAM
from truongluy.facts.answers import Unreadable
from truongluy.facts.room import normal
from truongluy.rooms.points import APPLIANCES, JUDGES, WORST, Asked, Point, Said, State, clock_time, judge

AT = datetime(2026, 12, 1, 8, 0, tzinfo=VIETNAM)
FINE: dict[str, Any] = {
    "camera": True,
    "microphone": True,
    "speaker": True,
    "registration": {"kind": "sip", "state": "registered", "target": "hop.so-gddt.example"},
    "clock": {"synchronised": True, "servers": ["10.99.10.12"]},
    "certificate": {"not_after": "2027-06-30T00:00:00+07:00"},
    "disk_free_percent": 60,
    "updates": {"pending": 0, "restart_needed": False},
    "software": {"name": "RoomOS", "version": "ce11.27.1.2 1234abcd"},
}


def said(
    facts: dict[str, Any], platform: str = "debian", oldest: str | None = None, **attributes: Any
) -> dict[Point, Said]:
    """The points of a room's device with these facts."""
    one = device("room-01", "meeting_room", platform)
    one.attributes.update({"support_until": date(2030, 12, 31), **attributes})
    return {said.point: said for said in judge(facts, Asked(one, AT, oldest))}


def test_all_that_is_in_order_is_ready_and_asks_for_nothing():
    told = said(FINE)
    assert set(told) == set(JUDGES)
    assert {(one.state, one.remedy) for one in told.values()} == {(State.READY, None)}


# what is changed, the point, its state, words that name what is wrong
CASES: dict[str, tuple[dict[str, Any], Point, State, str]] = {
    "no camera": ({"camera": False}, Point.PICTURE_AND_SOUND, State.NOT_READY, "không thấy camera"),
    "no microphone": ({"microphone": False}, Point.PICTURE_AND_SOUND, State.NOT_READY, "không thấy micrô"),
    "neither": ({"camera": False, "microphone": False}, Point.PICTURE_AND_SOUND, State.NOT_READY, "camera, micrô"),
    "no loudspeaker": ({"speaker": False}, Point.PICTURE_AND_SOUND, State.REMARKS, "không thấy loa"),
    "refused by the server": (
        {"registration": {"kind": "sip", "state": "failed", "target": "10.99.10.13"}},
        Point.REGISTRATION, State.NOT_READY, "không kết nối được máy chủ họp 10.99.10.13",
    ),
    "no server set": (
        {"registration": {"kind": "https", "state": "not_configured", "target": ""}},
        Point.REGISTRATION, State.NOT_READY, "chưa khai máy chủ họp",
    ),
    "wrong clock": ({"clock": {"synchronised": False, "servers": []}}, Point.CLOCK, State.NOT_READY, "không được đồng bộ"),
    "certificate unknown": ({"certificate": None}, Point.CERTIFICATE, State.UNKNOWN, "không biết chứng thư"),
    "certificate over": (
        {"certificate": {"not_after": "2026-11-30T00:00:00+07:00"}},
        Point.CERTIFICATE, State.NOT_READY, "hết hạn ngày 30/11/2026",
    ),
    "certificate without zone": (
        {"certificate": {"not_after": "2027-11-30T00:00:00"}}, Point.CERTIFICATE, State.UNKNOWN, "không có múi giờ",
    ),
    "software without version": (
        {"software": {"name": "Chromium", "version": ""}}, Point.SOFTWARE, State.UNKNOWN, "không biết Chromium",
    ),
    "disk full": ({"disk_free_percent": 1}, Point.DISK, State.NOT_READY, "còn trống 1%"),
    "disk tight": ({"disk_free_percent": 5}, Point.DISK, State.REMARKS, "còn trống 5%"),
    "disk unknown": ({"disk_free_percent": None}, Point.DISK, State.UNKNOWN, "không cho biết"),
    "updates wait": ({"updates": {"pending": 3, "restart_needed": False}}, Point.UPDATES, State.REMARKS, "3 bản cập nhật"),
    "restart": ({"updates": {"pending": 0, "restart_needed": True}}, Point.UPDATES, State.REMARKS, "cần khởi động lại"),
    "updates unknown": ({"updates": {"pending": None, "restart_needed": True}}, Point.UPDATES, State.UNKNOWN, "không cho biết"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_in_order_is_named_with_what_to_do(name):
    change, point, state, words = CASES[name]
    told = said({**FINE, **change})
    assert told[point].state is state and words in told[point].found.vi
    remedy = told[point].remedy
    assert remedy is not None and remedy.vi and remedy.en and remedy.vi != remedy.en
    assert {one.state for other, one in told.items() if other is not point} == {State.READY}


@pytest.mark.parametrize(
    ("days", "state"), [(13, State.NOT_READY), (14, State.NOT_READY), (14.01, State.READY)]
)
def test_a_certificate_holds_for_more_than_fourteen_days_after_the_meeting(days, state):
    ends = (AT + timedelta(days=days)).isoformat()
    assert said({**FINE, "certificate": {"not_after": ends}})[Point.CERTIFICATE].state is state


@pytest.mark.parametrize(
    ("version", "floor", "state"),
    [
        ("ce11.27.1.2 1234abcd", "11.27.1.2", State.READY),
        ("ce11.9.0.0 1234abcd", "11.27", State.NOT_READY),
        ("12", "12.0", State.READY),
        ("RoomOS", "11.0", State.UNKNOWN),
    ],
)
def test_software_is_at_least_the_lowest_accepted(version, floor, state):
    facts = {**FINE, "software": {"name": "RoomOS", "version": version}}
    assert said(facts, oldest=floor)[Point.SOFTWARE].state is state


def test_software_that_its_maker_gave_up_is_not_ready_from_the_next_day():
    for until, state in ((date(2026, 12, 1), State.READY), (date(2026, 11, 30), State.NOT_READY)):
        assert said(FINE, support_until=until)[Point.SOFTWARE].state is state


@pytest.mark.parametrize("platform", APPLIANCES)
def test_an_appliance_is_not_asked_for_a_disk_that_it_does_not_have(platform):
    facts = {**FINE, "disk_free_percent": None, "updates": {"pending": None, "restart_needed": None}}
    assert set(JUDGES) - set(said(facts, platform)) == {Point.DISK, Point.UPDATES}


@pytest.mark.parametrize("key", sorted(FINE))
def test_a_key_that_nobody_told_is_unknown_and_never_in_order(key):
    told = said({name: value for name, value in FINE.items() if name != key})
    states = {one.state for one in told.values()}
    assert states == {State.READY, State.UNKNOWN}
    assert any(f"`{key}`" in one.found.vi for one in told.values())


def test_the_hour_is_told_as_on_an_invitation():
    assert clock_time(AT) == "8:00 ngày 01/12/2026"
    with pytest.raises(ValueError, match="without a zone"):
        clock_time(datetime(2026, 12, 1, 8))


values = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.lists(st.none(), max_size=1),
                   st.dictionaries(st.sampled_from(["state", "pending", "not_after"]), st.text(max_size=5)))  # fmt: skip


@given(changes=st.dictionaries(st.sampled_from(sorted(FINE)), values, min_size=1))
def test_whatever_a_device_says_is_refused_or_judged_in_words(changes):
    facts = {**FINE, **changes}
    try:
        normal("room_state", facts)
    except Unreadable as reason:
        assert "room_state." in reason.text.vi
        return
    assert all(one.state in WORST and one.found.vi for one in said(facts).values())
