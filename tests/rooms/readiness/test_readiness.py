"""A room can meet only when all its equipment was seen to be in order, and not long ago."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.policy.samples import the_policy
from tests.rooms.poly.example import ENTRY
from tests.rooms.roomos.test_facts import GOOD, SYSTEM
from truongluy import inventory as inventory_of
from truongluy.dates import VIETNAM
from truongluy.evidence import DeviceEvidence, Evidence, RawAnswer
from truongluy.facts.cisco_roomos.lines import END
from truongluy.finding import Finding
from truongluy.rooms.points import Point, State
from truongluy.rooms.readiness import EVIDENCE_LASTS, Readiness, readiness, security_notes
from truongluy.verdict import Text, Verdict

LAB = inventory_of.load(Path(__file__).resolve().parents[3] / "inventories" / "lab")
SCHOOL = LAB.rooms["thcs-minh-hoa"]["hop-truong"]
SEEN = datetime.fromisoformat(ENTRY["collected_at"])


def exported(entry: dict[str, Any] = ENTRY, read_at: datetime = SEEN) -> DeviceEvidence:
    """What is kept of room-03: the report of its administrator."""
    report = json.dumps({"read_at": read_at.isoformat(), **entry})
    answer = RawAnswer("report", "report", report, "", 0, read_at.isoformat())
    return DeviceEvidence("room-03", "poly", "10.99.61.23", read_at, (answer,))


def asked(*read: DeviceEvidence, at: datetime = SEEN, inventory=LAB, room=SCHOOL) -> Readiness:
    """The room at a time, by what was read."""
    evidence = Evidence("lab", SEEN, {one.device: one for one in read})
    return readiness(inventory, evidence, at, [room])[0]


def told(one: Readiness) -> dict[Point, Text]:
    return {said.point: said.found for said in one.to_do}


def test_a_room_whose_equipment_is_in_order_is_ready():
    one = asked(exported())
    assert one.state is State.READY and one.can_meet and one.to_do == ()
    assert one.checked_at == SEEN
    assert [person.id for person in one.people] == ["school-it"]


def test_a_room_that_could_not_be_reached_is_unknown_and_never_ready():
    reason = Text("hết thời gian chờ", "timed out")
    one = asked(DeviceEvidence("room-03", "poly", "10.99.61.23", SEEN, error=reason))
    assert one.state is State.UNKNOWN and not one.can_meet
    assert "không liên lạc được với thiết bị: hết thời gian chờ" in told(one)[Point.REACHABLE].vi


def test_a_room_that_nobody_checked_is_unknown():
    for one in (asked(), readiness(LAB, None, SEEN, [SCHOOL])[0]):
        assert one.state is State.UNKNOWN and one.checked_at is None
        assert "không được đọc trong lần kiểm tra này" in told(one)[Point.REACHABLE].vi


def test_an_answer_that_can_not_be_read_is_unknown():
    broken = replace(exported(), raw=(replace(exported().raw[0], stdout="{}"),))
    assert asked(broken).state is State.UNKNOWN


@pytest.mark.parametrize("away", [EVIDENCE_LASTS, -EVIDENCE_LASTS])
def test_a_reading_far_from_the_meeting_says_nothing_of_it(away):
    near, far = SEEN + away, SEEN + away + away / 86400
    assert asked(exported(), at=near).state is State.READY
    one = asked(exported(), at=far)
    assert one.state is State.UNKNOWN
    assert "cách giờ họp hơn 24 giờ" in told(one)[Point.CHECKED].vi


def test_a_report_speaks_of_its_own_time_and_not_of_when_it_was_read():
    later = SEEN + timedelta(hours=20)
    one = asked(exported(read_at=later), at=SEEN + timedelta(hours=30))
    assert (one.state, one.checked_at) == (State.UNKNOWN, SEEN)


def test_known_not_to_work_comes_before_not_known_to():
    blind = {**ENTRY, "room": {**ENTRY["room"], "camera": False}}
    one = asked(exported(blind), at=SEEN + timedelta(days=3))
    assert one.state is State.NOT_READY
    assert [said.state for said in one.to_do] == [State.NOT_READY, State.UNKNOWN]


def test_one_device_of_two_decides_for_the_room():
    both = replace(SCHOOL, endpoints=("room-03", "room-01"))
    one = asked(exported(), room=both)
    assert one.state is State.UNKNOWN
    assert {said.device for said in one.to_do} == {"room-01"}


def test_a_room_without_equipment_or_with_planned_equipment_is_unknown():
    assert asked(room=replace(SCHOOL, endpoints=())).state is State.UNKNOWN
    waiting = asked(room=replace(SCHOOL, endpoints=("room-04",)))
    assert waiting.state is State.UNKNOWN
    assert "chưa được đưa vào sử dụng" in told(waiting)[Point.EQUIPMENT].vi


def test_a_room_without_equipment_still_has_somebody_to_call():
    assert [person.id for person in asked(room=replace(SCHOOL, endpoints=())).people] == ["school-head"]


def test_all_rooms_are_asked_when_none_is_named():
    every = readiness(LAB, None, SEEN)
    assert [one.room.id for one in every] == ["hop-tang-2", "hop-tang-3", "hop-truong"]
    assert not any(one.can_meet for one in every)


def test_open_findings_are_told_and_keep_no_room_from_meeting():
    policy = the_policy()
    severe = next(one for one in policy.controls.values() if one.severity == "high")
    mild = next(one for one in policy.controls.values() if one.severity == "low")
    words = Text("lý do", "reason")
    findings = [
        Finding("room-03", severe.id, Verdict.FAIL, words),
        Finding("room-03", severe.id, Verdict.ERROR, words),
        Finding("room-03", mild.id, Verdict.FAIL, words),
    ]
    notes = security_notes(policy, findings, SEEN.date())
    assert len(notes) == 1 and severe.title.vi in notes[0].vi and "24/11/2026" in notes[0].vi
    evidence = Evidence("lab", SEEN, {"room-03": exported()})
    (one,) = readiness(LAB, evidence, SEEN, [SCHOOL], {"room-03": notes})
    assert one.state is State.READY and one.notes == notes


@pytest.mark.parametrize(("version", "state"), [("11.27.2.0", State.READY), ("9.15.3.26", State.NOT_READY)])
def test_an_endpoint_older_than_its_control_allows_is_not_ready(version, state):
    answers = GOOD | {"roomos_system": SYSTEM.replace("11.27.2.0", version)}
    raw = tuple(RawAnswer(name, "", f"{text}\n{END}\n\nOK\n", "", 0, "") for name, text in answers.items())
    evidence = Evidence("lab", SEEN, {"room-02": DeviceEvidence("room-02", "cisco_roomos", "x", SEEN, raw)})
    room = LAB.rooms["so-gddt"]["hop-tang-3"]
    (one,) = readiness(LAB, evidence, SEEN, [room], policy=the_policy())
    assert one.state is state, one.to_do
    assert state is State.READY or "cũ hơn" in told(one)[Point.SOFTWARE].vi
    assert readiness(LAB, evidence, SEEN, [room])[0].state is State.READY


def test_the_time_may_be_told_in_any_zone():
    assert asked(exported(), at=SEEN.astimezone(VIETNAM)).state is State.READY
