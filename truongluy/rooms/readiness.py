"""Can this room meet at 8:00? A pure question about inventory, evidence and a time; it reads no device and no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from truongluy import facts as facts_of
from truongluy.dates import local_day
from truongluy.evidence import DeviceEvidence, Evidence
from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.imported import moment, report_of
from truongluy.facts.room import normal
from truongluy.finding import Finding
from truongluy.inventory import Device, Inventory, Person, Room
from truongluy.inventory.classes import IMPORTED
from truongluy.inventory.rooms import all_rooms
from truongluy.policy import Policy
from truongluy.rooms.points import CHECK_ON_THE_SPOT, WORST, Asked, Point, Said, State, clock_time, judge
from truongluy.values import values_for
from truongluy.verdict import Text, Verdict

EVIDENCE_LASTS = timedelta(hours=24)
"""How far from the meeting a reading may lie and still say something of it; project default."""

OLDEST = ("endpoint_firmware_new_enough", "oldest")
"""The control and its parameter that name the oldest software allowed on an endpoint."""

SEVERE = ("critical", "high")
"""Severities of which an organiser is told."""


@dataclass(frozen=True)
class Readiness:
    """One room at one time; `checked_at` is the oldest reading, None where there is none.

    `notes` are open security findings: they don't keep a room from meeting, and are told all the same.
    """

    room: Room
    at: datetime
    checked_at: datetime | None
    points: tuple[Said, ...]
    people: tuple[Person, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def state(self) -> State:
        """The worst of all points; a room of which nothing was asked is unknown."""
        states = {said.state for said in self.points}
        return next((state for state in WORST if state in states), State.UNKNOWN)

    @property
    def to_do(self) -> tuple[Said, ...]:
        """The points that are not in order, what decides first."""
        open_points = [said for said in self.points if said.state is not State.READY]
        return tuple(sorted(open_points, key=lambda said: WORST.index(said.state)))

    @property
    def can_meet(self) -> bool:
        """Whether the room was seen to be ready, be it with remarks."""
        return self.state in (State.READY, State.REMARKS)


def readiness(
    inventory: Inventory,
    evidence: Evidence | None,
    at: datetime,
    rooms: Sequence[Room] | None = None,
    notes: Mapping[str, Sequence[Text]] | None = None,
    policy: Policy | None = None,
) -> tuple[Readiness, ...]:
    """Every room (or those given) at a time, in inventory order; `notes` are open findings by device.

    Without a policy no software is too old, only no longer supported.
    """
    chosen = all_rooms(inventory) if rooms is None else rooms
    return tuple(_room(inventory, room, evidence, at, notes or {}, policy) for room in chosen)


def _oldest(inventory: Inventory, policy: Policy | None, device: Device, at: datetime) -> str | None:
    control, parameter = OLDEST
    control_of = policy.controls.get(control) if policy else None
    if policy is None or control_of is None or device.platform not in control_of.breaks:
        return None
    value = values_for(inventory, policy, device, local_day(at))[control][parameter].value
    return str(value)


def security_notes(policy: Policy, findings: Iterable[Finding], on: date) -> tuple[Text, ...]:
    """The failing findings of high severity in a run of that day, by the titles of their controls."""
    day = f"{on:%d/%m/%Y}"
    failing = [policy.controls[one.control] for one in findings if one.verdict is Verdict.FAIL]
    return tuple(
        Text(f"{control.title.vi}: không đạt ({day})", f"not met: {control.title.en} ({day})")
        for control in failing
        if control.severity in SEVERE
    )


def _room(
    inventory: Inventory,
    room: Room,
    evidence: Evidence | None,
    at: datetime,
    notes: Mapping[str, Sequence[Text]],
    policy: Policy | None,
) -> Readiness:
    known = [_known(evidence, name) for name in room.endpoints]
    devices = [inventory.devices.get(name) or inventory.not_deployed[name] for name in room.endpoints]
    points = list(_without_equipment(room))
    for device, read in zip(devices, known, strict=True):
        asked = Asked(device, at, _oldest(inventory, policy, device, at))
        points += _device(asked, read, device.name in inventory.devices)
    readings = [_seen_at(device, read) for device, read in zip(devices, known, strict=True) if read]
    return Readiness(
        room=room,
        at=at,
        checked_at=min(readings) if readings else None,
        points=tuple(points),
        people=_people(inventory, room, devices),
        notes=tuple(note for name in room.endpoints for note in notes.get(name, ())),
    )


def _known(evidence: Evidence | None, name: str) -> DeviceEvidence | None:
    return evidence.devices.get(name) if evidence else None


def _people(inventory: Inventory, room: Room, devices: list[Device]) -> tuple[Person, ...]:
    """Whom to call: who is in charge of the equipment, or anybody of the unit where there is none."""
    named = dict.fromkeys(str(device.attributes["owner"]) for device in devices)
    own = [person for person in inventory.people.values() if person.unit == room.site]
    return tuple(inventory.people[name] for name in named) or tuple(own[:1])


def _without_equipment(room: Room) -> Iterator[Said]:
    if not room.endpoints:
        yield Said(
            Point.EQUIPMENT, "", State.UNKNOWN,
            Text("phòng chưa có thiết bị họp nào được khai báo", "no meeting equipment of the room is described"),
            Text("khai báo thiết bị trong hosts/ và rooms/, hoặc chọn phòng khác",
                 "describe it in hosts/ and rooms/, or choose another room"),
        )  # fmt: skip


def _device(asked: Asked, read: DeviceEvidence | None, deployed: bool) -> Iterator[Said]:
    device = asked.device
    if not deployed:
        yield Said(
            Point.EQUIPMENT, device.name, State.UNKNOWN,
            Text("thiết bị chưa được đưa vào sử dụng", "the equipment is not in use yet, or no longer"),
            Text("chọn phòng khác", "choose another room"),
        )  # fmt: skip
    elif read is None:
        yield Said(
            Point.REACHABLE, device.name, State.UNKNOWN,
            Text("không được đọc trong lần kiểm tra này", "it was not read in this run"),
            Text("chạy: invoke rooms", "run: invoke rooms"),
        )  # fmt: skip
    elif read.error is not None:
        yield Said(
            Point.REACHABLE, device.name, State.UNKNOWN,
            Text(f"không liên lạc được với thiết bị: {read.error.vi}", f"the device can't be reached: {read.error.en}"),
            Text("bật nguồn, kiểm tra dây mạng trong phòng, rồi kiểm tra lại",
                 "switch it on, check the network cable in the room, then check again"),
        )  # fmt: skip
    else:
        yield from _reached(asked, read)


def _reached(asked: Asked, read: DeviceEvidence) -> Iterator[Said]:
    device = asked.device
    yield _age(device, _seen_at(device, read), asked.at)
    how = Text("liên lạc được", "reached")
    if device.platform in IMPORTED:
        how = Text("theo báo cáo do người quản trị xuất ra", "by the report that its administrator exported")
    yield Said(Point.REACHABLE, device.name, State.READY, how)
    try:
        told = normal("room_state", facts_of.read(device.platform, read.answers).at("room_state"))
    except Unreadable as reason:
        yield Said(
            Point.EQUIPMENT, device.name, State.UNKNOWN,
            Text(f"không đọc được tình trạng: {reason.text.vi}", f"its state could not be read: {reason.text.en}"),
            CHECK_ON_THE_SPOT,
        )  # fmt: skip
        return
    yield from judge(told, asked)


def _seen_at(device: Device, read: DeviceEvidence) -> datetime:
    """When the device was last seen: a report that somebody exported speaks of its own time, not of ours."""
    if device.platform not in IMPORTED or not read.reached:
        return read.collected_at
    try:
        return moment(report_of(Answers(read.answers))["collected_at"])
    except Unreadable:
        return read.collected_at  # nothing of such a report is believed, so its time decides nothing


def _age(device: Device, seen: datetime, at: datetime) -> Said:
    """A reading far from the meeting says nothing of it, whichever of the two comes first."""
    told = Text(f"kiểm tra lúc {clock_time(seen)}", f"checked at {clock_time(seen).replace(' ngày ', ', ')}")
    if abs(at - seen) <= EVIDENCE_LASTS:
        return Said(Point.CHECKED, device.name, State.READY, told)
    hours = int(EVIDENCE_LASTS.total_seconds() // 3600)
    found = Text(
        f"{told.vi}, cách giờ họp hơn {hours} giờ", f"{told.en}: more than {hours} hours from the meeting"
    )
    again = Text(f"kiểm tra lại trong {hours} giờ trước cuộc họp: invoke rooms",
                 f"check again within {hours} hours before the meeting: invoke rooms")  # fmt: skip
    if device.platform in IMPORTED:
        again = Text(f"xuất báo cáo mới từ thiết bị trong {hours} giờ trước cuộc họp, rồi kiểm tra lại",
                     f"export a new report from it within {hours} hours before the meeting, then check again")  # fmt: skip
    return Said(Point.CHECKED, device.name, State.UNKNOWN, found, again)
