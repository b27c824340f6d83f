"""The points that decide whether one piece of meeting equipment can meet: what is found of each, and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from truongluy.dates import VIETNAM, local_day
from truongluy.facts.answers import Unreadable
from truongluy.inventory import Device
from truongluy.verdict import Text

CERTIFICATE_DAYS = 14
"""A certificate must hold for more than so many days after the meeting; project default."""

DISK_FULL, DISK_TIGHT = 3, 10
"""Per cent of free disk below which equipment is not ready, or only just; project default."""

APPLIANCES = ("cisco_roomos", "poly")
"""Platforms without a disk or packages of their own to look after: their one software is judged by its version."""


class State(StrEnum):
    """How ready something is; nothing is ready that was not seen to be."""

    READY = "ready"
    REMARKS = "ready_with_remarks"
    UNKNOWN = "unknown"
    NOT_READY = "not_ready"


WORST = (State.NOT_READY, State.UNKNOWN, State.REMARKS, State.READY)
"""What decides first: known not to work, then not known to, then a remark."""


class Point(StrEnum):
    """What is asked of a room and its equipment."""

    EQUIPMENT = "equipment"
    CHECKED = "checked"
    REACHABLE = "reachable"
    PICTURE_AND_SOUND = "picture_and_sound"
    REGISTRATION = "registration"
    CLOCK = "clock"
    CERTIFICATE = "certificate"
    SOFTWARE = "software"
    DISK = "disk"
    UPDATES = "updates"


@dataclass(frozen=True)
class Said:
    """What was found at one point of one device (none: of the room), and what to do where it is not in order."""

    point: Point
    device: str
    state: State
    found: Text
    remedy: Text | None = None


Facts = Mapping[str, Any]
Told = tuple[State, Text, Text | None]


@dataclass(frozen=True)
class Asked:
    """The device, the time of the meeting, and the oldest software the policy allows on it (None: it names none)."""

    device: Device
    at: datetime
    oldest: str | None = None


Judge = Callable[[Facts, Asked], Told | None]


def judge(facts: Facts, asked: Asked) -> Iterator[Said]:
    """Every point of a device by its fact `room_state`; a key that nobody told is unknown, never in order."""
    for point, ask in JUDGES.items():
        try:
            told = ask(facts, asked)
        except KeyError as missing:
            told = _unsaid(str(missing.args[0]))
        except Unreadable as reason:
            told = (State.UNKNOWN, reason.text, CHECK_ON_THE_SPOT)
        if told is not None:
            yield Said(point, asked.device.name, *told)


def clock_time(moment: datetime) -> str:
    """`8:00 ngày 01/12/2026`: a time as it stands on an invitation; one without a zone is refused."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone can't be told")
    local = moment.astimezone(VIETNAM)
    return f"{local.hour}:{local:%M} ngày {local:%d/%m/%Y}"


CHECK_ON_THE_SPOT = Text(
    "đến phòng xem trực tiếp, hoặc hỏi người phụ trách", "look in the room, or ask the person in charge"
)
_SEEN = {
    "camera": Text("camera", "camera"),
    "microphone": Text("micrô", "microphone"),
    "speaker": Text("loa", "loudspeaker"),
}  # fmt: skip


def _unsaid(key: str) -> Told:
    found = Text(f"thiết bị không cho biết (`{key}`)", f"the device does not tell (`{key}`)")
    return State.UNKNOWN, found, CHECK_ON_THE_SPOT


def _picture_and_sound(facts: Facts, _asked: Asked) -> Told:
    missing = [name for key, name in _SEEN.items() if not facts[key]]
    if not missing:
        return (
            State.READY,
            Text("thấy camera, micrô và loa", "camera, microphone and loudspeaker are there"),
            None,
        )
    names = Text(", ".join(one.vi for one in missing), ", ".join(one.en for one in missing))
    only_speaker = missing == [_SEEN["speaker"]]
    return (
        # Sound may also come from a display that a device does not see.
        State.REMARKS if only_speaker else State.NOT_READY,
        Text(f"không thấy {names.vi}", f"no {names.en} is seen"),
        Text(f"cắm lại hoặc thay {names.vi}, rồi kiểm tra lại", f"plug in again or replace: {names.en}; then check again"),
    )  # fmt: skip


def _registration(facts: Facts, _asked: Asked) -> Told:
    told = facts["registration"]
    target = told["target"] or "?"
    if told["state"] == "registered":
        return State.READY, Text(f"đã kết nối máy chủ họp {target}", f"registered with {target}"), None
    if told["state"] == "failed":
        return (
            State.NOT_READY,
            Text(f"không kết nối được máy chủ họp {target}", f"can't register with {target}"),
            Text("kiểm tra dây mạng của phòng và máy chủ họp; báo người phụ trách",
                 "check the room's network cable and the meeting server; tell the person in charge"),
        )  # fmt: skip
    return (
        State.NOT_READY,
        Text("chưa khai máy chủ họp", "no meeting server is set"),
        Text("người phụ trách cấu hình thiết bị (invoke provision)", "the person in charge configures it (invoke provision)"),
    )  # fmt: skip


def _clock(facts: Facts, _asked: Asked) -> Told:
    servers = ", ".join(facts["clock"]["servers"])
    if facts["clock"]["synchronised"]:
        return (
            State.READY,
            Text(f"đồng hồ theo {servers or 'máy chủ thời gian'}", "the clock is synchronised"),
            None,
        )
    return (
        State.NOT_READY,
        Text("đồng hồ không được đồng bộ", "the clock is not synchronised"),
        Text("báo người phụ trách kiểm tra nguồn thời gian; giờ sai thì không kết nối được",
             "have the time source checked; with a wrong clock nothing connects"),
    )  # fmt: skip


def _certificate(facts: Facts, asked: Asked) -> Told:
    told = facts["certificate"]
    if told is None:
        raise Unreadable(
            Text("không biết chứng thư còn hạn tới khi nào", "nobody knows until when the certificate holds")
        )
    ends = _moment(told["not_after"])
    day = f"{local_day(ends):%d/%m/%Y}"
    if ends - asked.at > timedelta(days=CERTIFICATE_DAYS):
        return State.READY, Text(f"chứng thư còn hạn tới {day}", f"the certificate holds until {day}"), None
    renew = Text(
        "người phụ trách cấp lại chứng thư (invoke ca.issue)",
        "the person in charge renews it (invoke ca.issue)",
    )
    over = ends <= asked.at
    found = (
        Text(f"chứng thư hết hạn ngày {day}", f"the certificate ended on {day}") if over
        else Text(f"chứng thư chỉ còn tới {day}, không quá {CERTIFICATE_DAYS} ngày",
                  f"the certificate holds only until {day}, no more than {CERTIFICATE_DAYS} days")
    )  # fmt: skip
    return State.NOT_READY, found, renew


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise Unreadable(Text("hạn chứng thư không có múi giờ", "the certificate's end has no time zone"))
    return moment


def _software(facts: Facts, asked: Asked) -> Told:
    software = facts["software"]
    if not software["version"].strip():
        raise Unreadable(Text(f"không biết {software['name']} là phiên bản nào, hay có trên máy không",
                              f"nobody knows which {software['name']} it has, if any"))  # fmt: skip
    name = f"{software['name']} {software['version']}"
    until: date = asked.device.attributes["support_until"]
    renew = Text(
        "người phụ trách nâng cấp hoặc thay thiết bị", "the person in charge upgrades or replaces it"
    )
    if until < local_day(asked.at):
        ended = Text(
            f"{name}: hãng hết hỗ trợ từ {until:%d/%m/%Y}", f"{name}: support ended on {until:%d/%m/%Y}"
        )
        return State.NOT_READY, ended, renew
    if asked.oldest is not None and _version(software["version"]) < _version(asked.oldest):
        return (
            State.NOT_READY,
            Text(f"{name}: cũ hơn {asked.oldest}", f"{name}: older than {asked.oldest}"),
            renew,
        )
    return (
        State.READY,
        Text(f"{name}, được hỗ trợ tới {until:%d/%m/%Y}", f"{name}, supported until {until:%d/%m/%Y}"),
        None,
    )


def _version(text: str) -> tuple[int, ...]:
    """The dotted number in a version; makers write words before and after it."""
    found = re.search(r"\d+(?:\.\d+)*", text)
    if not found:
        raise Unreadable(Text(f"không hiểu phiên bản '{text}'", f"'{text}' is no version"))
    numbers = [int(part) for part in found[0].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _disk(facts: Facts, asked: Asked) -> Told | None:
    free = facts["disk_free_percent"]
    if free is None:
        return None if asked.device.platform in APPLIANCES else _unsaid("disk_free_percent")
    found = Text(f"ổ đĩa còn trống {free}%", f"{free}% of the disk is free")
    if free >= DISK_TIGHT:
        return State.READY, found, None
    state = State.NOT_READY if free < DISK_FULL else State.REMARKS
    return state, found, Text("người phụ trách dọn ổ đĩa", "the person in charge frees disk space")


def _updates(facts: Facts, asked: Asked) -> Told | None:
    pending, restart = facts["updates"]["pending"], facts["updates"]["restart_needed"]
    if pending is None and restart is None:
        return None if asked.device.platform in APPLIANCES else _unsaid("updates")
    if pending is None and asked.device.platform not in APPLIANCES:
        return _unsaid("updates.pending")
    if not pending and not restart:
        return State.READY, Text("không có bản cập nhật nào đang chờ", "no update is waiting"), None
    vi = [f"{pending} bản cập nhật đang chờ"] * bool(pending) + ["cần khởi động lại"] * bool(restart)
    en = [f"updates waiting: {pending}"] * bool(pending) + ["a restart is needed"] * bool(restart)
    return (
        State.REMARKS,
        Text(", ".join(vi), ", ".join(en)),
        Text("cập nhật và khởi động lại sau cuộc họp, hoặc ít nhất một giờ trước",
             "update and restart after the meeting, or an hour before at the latest"),
    )  # fmt: skip


JUDGES: Mapping[Point, Judge] = {
    Point.PICTURE_AND_SOUND: _picture_and_sound,
    Point.REGISTRATION: _registration,
    Point.CLOCK: _clock,
    Point.CERTIFICATE: _certificate,
    Point.SOFTWARE: _software,
    Point.DISK: _disk,
    Point.UPDATES: _updates,
}
