"""The .ics file: another program reads back what the calendar said, and two runs give the same bytes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from tests.duties.test_calendar import POLICY, incident, lab, record
from truongluy.commands.calendar_file import calendar_file, uid
from truongluy.dates import VIETNAM
from truongluy.duties import State, calendar

ON = date(2026, 11, 24)
DETECTED = datetime.combine(date(2026, 11, 23), time(20, 15), VIETNAM)


@pytest.fixture(scope="module")
def dues():
    inventory = lab(record("level_report", date(2026, 12, 3)), incidents=(incident(DETECTED, serious=True),))
    return calendar(inventory, POLICY, date(2026, 12, 10), date(2027, 12, 10))


@pytest.fixture(scope="module")
def content(dues) -> bytes:
    return calendar_file(dues, "lab", ON)


def events(content: bytes) -> dict[str, object]:
    return {str(event["UID"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def test_it_reads_back_every_open_duty_and_nothing_done(dues, content):
    still_open = {uid(due, "lab") for due in dues if due.state is not State.DONE}
    assert set(events(content)) == still_open
    assert any(due.state is State.DONE for due in dues)
    assert len(still_open) == sum(due.state is not State.DONE for due in dues), "every event has its own id"


def test_a_day_is_a_day_and_an_hour_is_viet_nam_time(dues, content):
    for due in dues:
        if due.state is State.DONE:
            continue
        event = events(content)[uid(due, "lab")]
        start = event["DTSTART"].dt
        if due.at is None:
            assert start == due.last and event["DTEND"].dt - start == timedelta(days=1)
        else:
            assert start.utcoffset() == timedelta(hours=7)
            assert start.replace(tzinfo=VIETNAM) == due.at
    assert any(due.at for due in dues)


def test_the_zone_is_defined_in_the_file(content):
    (zone,) = Calendar.from_ical(content).walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Ho_Chi_Minh"
    assert b"TZID=Asia/Ho_Chi_Minh:20261126T201500" in content


def test_two_runs_give_the_same_bytes_and_the_stamp_is_the_day_asked_for(dues, content):
    assert calendar_file(list(dues), "lab", ON) == content
    stamps = {event["DTSTAMP"].dt for event in events(content).values()}
    assert {stamp.astimezone(VIETNAM).date() for stamp in stamps} == {ON}


def test_ids_stay_when_the_day_moves():
    first, second = (
        {uid(due, "lab") for due in calendar(lab(record("security_training", day)), POLICY, ON, date(2027, 12, 1))
         if due.duty.id == "security_training"}
        for day in (date(2026, 3, 1), date(2026, 9, 1))
    )  # fmt: skip
    assert first == second and first


def test_every_event_warns_and_carries_its_clauses_and_doubt(dues, content):
    for due in dues:
        if due.state is State.DONE:
            continue
        event = events(content)[uid(due, "lab")]
        assert len([part for part in event.subcomponents if part.name == "VALARM"]) == 2
        assert all(clause.full_id in event["DESCRIPTION"] for clause in due.basis)
        assert ("cần đối chiếu văn bản gốc" in event["DESCRIPTION"]) == due.doubtful


def test_lines_are_folded_and_end_as_the_standard_says(content):
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.endswith(b"END:VCALENDAR\r\n") and content.count(b"\n") == content.count(b"\r\n")
