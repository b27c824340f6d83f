"""Every broken rule of meeting rooms is one problem that names its file and line, in both languages."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongluy import inventory, yamlfile
from truongluy.inventory.source import SCHEMAS
from truongluy.verdict import InputError

SO, SCHOOL = "hosts/so-gddt.yml", "hosts/thcs-minh-hoa.yml"
ROOMS, SCHOOL_ROOMS = "rooms/so-gddt.yml", "rooms/thcs-minh-hoa.yml"
ORG = "organisation.yml"

# file, text to replace, its replacement, text on the line that must be named, words that must be said
CASES = {
    "equipment of nobody": (ROOMS, "[room-01]", "[room-01, room-1]", "room-1]", "there are: room-01, room-02, room-04"),
    "a server as equipment": (ROOMS, "[room-01]", "[room-01, conf-01]", "conf-01", "is of the class `server` at"),
    "equipment in two rooms": (ROOMS, "[room-02]", "[room-02, room-01]", "[room-02, room-01]", "the room `hop-tang-2` at"),
    "equipment twice in one room": (ROOMS, "[room-01]", "[room-01, room-01]", "endpoints: [room-01", "already belongs to a room"),
    "zone of nobody": (ROOMS, "zone: devices", "zone: rooms", "zone: rooms", "there are: devices, guests"),
    "zone of another site": (ROOMS, "zone: devices", "zone: pupils", "zone: pupils", "belongs to `thcs-minh-hoa`"),
    "use of nobody": (ROOMS, "use: administration", "use: parties", "parties", "allowed: teaching, administration"),
    "no seat": (ROOMS, "seats: 24", "seats: 0", "seats: 0", "the limits are 1 to 5000"),
    "seats in words": (ROOMS, "seats: 24", "seats: many", "seats: many", "whole number"),
    "half a seat": (ROOMS, "seats: 24", "seats: 2.5", "seats: 2.5", "whole number"),
    "seats below nothing": (ROOMS, "seats: 24", "seats: -3", "seats: -3", "the limits are"),
    "switch of nobody": (ROOMS, "switch: sw-so-01", "switch: sw-so-09", "sw-so-09", "there are: sw-so-01"),
    "switch of another site": (ROOMS, "switch: sw-so-01", "switch: sw-school-01", "sw-school-01", "there are: sw-so-01"),
    "a server as switch": (ROOMS, "switch: sw-so-01", "switch: portal-01", "portal-01", "there are: sw-so-01"),
    "port that is not declared": (ROOMS, "1/0/10}", "1/0/13}", "1/0/13", "GigabitEthernet1/0/10"),
    "port of another zone": (ROOMS, "1/0/10}", "1/0/4}", "1/0/4", "the port is `access guests`"),
    "port that is a trunk": (ROOMS, "1/0/10}", "1/0/24}", "1/0/24", "the port is `trunk`"),
    "port that is closed": (ROOMS, "1/0/10}", "1/0/12}", "1/0/12", "declare this one as `mode: access, zone: devices`"),
    "port of another room": (ROOMS, "1/0/11}", "1/0/10}", "LAST 1/0/10", "`port` already belongs to a room"),
    "account of another room": (SCHOOL_ROOMS, "sip_account: hop-truong", "sip_account: hop-tang-2", "sip_account",
                                "the room `hop-tang-2` at"),
    "calendar of another room": (SCHOOL_ROOMS, "hop-truong@", "hop-tang-3@", "calendar", "the room `hop-tang-3` at"),
    "calendar that is no address": (ROOMS, "hop-tang-2@lich.example", "hop-tang-2", "calendar:", "not in the right form"),
    "year of the past": (ROOMS, "quantity: 1, year: 2027", "quantity: 1, year: 1027", "1027", "the limits are 2020 to 2100"),
    "year in words": (ROOMS, "quantity: 1, year: 2027", "quantity: 1, year: soon", "soon", "whole number"),
    "none to buy": (ROOMS, "quantity: 4", "quantity: 0", "quantity: 0", "the limits are"),
    "a price": (ROOMS, "quantity: 4,", "quantity: 4, price: 100,", "price", "the key `price` is unknown"),
    "a password": (ROOMS, "sip_account: hop-tang-2", "password: 12345678", "password", "looks like a secret"),
    "typo in a key": (ROOMS, "seats: 24", "seat: 24", "seat: 24", "did you mean `seats`"),
    "one language": (ROOMS, ", en: Second-floor meeting room", "", "name: {vi", "`en` is missing"),

    "registrar that is none": (ORG, "sip_registrars: [conf-01]", "sip_registrars: [log-01]", "sip_registrars",
                               "does not have the function `sip_registrar`"),
    "meeting server of nobody": (ORG, "meeting_servers: [conf-01]", "meeting_servers: [conf-1]", "conf-1]", "there are: conf-01"),
    "relay that is none": (ORG, "turn_servers: [conf-01]", "turn_servers: [portal-01]", "turn_servers", "function `turn_relay`"),
    "host that is an address": (ORG, "hosts: [conf-01]", "hosts: [10.99.10.13]", "hosts: [10", "not in the right form"),
    "host that is a page": (ORG, "hosts: [conf-01]", "hosts: ['https://conf-01']", "https", "not in the right form"),
    "any host": (ORG, "hosts: [conf-01]", "hosts: ['*']", "'*'", "not in the right form"),
    "host twice": (ORG, "hosts: [conf-01]", "hosts: [conf-01, conf-01]", "hosts: [conf-01", "not unique"),
    "short host of nobody": (ORG, "hosts: [conf-01]", "hosts: [conf-1]", "conf-1]", "there are: conf-01"),
    "domain that is none": (ORG, "domain: hop.so-gddt.example", "domain: 'hop so-gddt'", "domain:", "not in the right form"),
}  # fmt: skip
# What one change spoils in more than one way: every line that must be named, with its words.
SEVERAL = {
    "equipment of another site": (ROOMS, "[room-01]", "[room-01, room-03]", {
        (ROOMS, "room-03"): "`meeting_room` at `thcs-minh-hoa`",
        (SCHOOL_ROOMS, "room-03"): "the room `hop-tang-2` at",
    }),
    "zone that is not the equipment's": (ROOMS, "zone: devices", "zone: staff", {
        (ROOMS, "zone: staff"): "`room-01` is in the zone `devices`", (ROOMS, "1/0/10"): "does not lead into",
    }),
    "equipment without room": (SCHOOL_ROOMS, "    endpoints: [room-03]\n", "", {(SCHOOL, "room-03:"): "stands in no room"}),
    "no registrar": (ORG, "  sip_registrars: [conf-01]\n", "", {
        (ROOMS, "sip_account: hop-tang-2"): "`sip_account` needs `services.sip_registrars`",
        (ROOMS, "sip_account: hop-tang-3"): "`sip_account` needs `services.sip_registrars`",
        (SCHOOL_ROOMS, "sip_account"): "`sip_account` needs `services.sip_registrars`",
    }),
    "no domain": (ORG, "conference:\n  domain: hop.so-gddt.example\n  hosts: [conf-01]\n", "", {
        (ROOMS, "sip_account: hop-tang-2"): "`sip_account` needs `conference.domain`",
        (ROOMS, "sip_account: hop-tang-3"): "`sip_account` needs `conference.domain`",
        (SCHOOL_ROOMS, "sip_account"): "`sip_account` needs `conference.domain`",
    }),
}  # fmt: skip


def _said(problem) -> str:
    return f"{problem.what.en}: {problem.why.en}. {problem.remedy.en}"


@pytest.mark.parametrize("name", CASES)
def test_a_broken_rule_is_named_with_its_line(spoil, only_problem, name):
    file, old, new, at, said = CASES[name]
    spoil.replace(file, old, new)
    problem = only_problem(file)
    assert said in _said(problem)
    assert problem.line == spoil.line_of(file, at.removeprefix("LAST "), last=at.startswith("LAST "))
    for text in (problem.what, problem.why, problem.remedy):
        assert text.vi.strip() and text.en.strip() and text.vi != text.en


@pytest.mark.parametrize("name", SEVERAL)
def test_all_that_one_change_spoils_is_told(spoil, name):
    file, old, new, expected = SEVERAL[name]
    spoil.replace(file, old, new)
    told = {(problem.file, problem.line): _said(problem) for problem in spoil.problems()}
    assert set(told) == {(spoil.path / f, spoil.line_of(f, at)) for f, at in expected}
    for (at_file, at), words in expected.items():
        assert words in told[spoil.path / at_file, spoil.line_of(at_file, at)]


def test_a_room_described_twice(spoil):
    spoil.replace(ROOMS, "id: hop-tang-3", "id: hop-tang-2")
    (problem,) = spoil.problems()
    assert problem.line == spoil.line_of(ROOMS, "id: hop-tang-2", last=True)
    assert "`id` is not unique" in problem.what.en


def test_the_rooms_of_no_unit_are_refused(spoil):
    (spoil.path / SCHOOL_ROOMS).rename(spoil.path / "rooms/thcs.yml")
    told = {(p.file.name, p.line): _said(p) for p in spoil.problems()}
    assert "describes the meeting rooms of one unit. the units: so-gddt, thcs-minh-hoa" in told["thcs.yml", 0]
    assert "stands in no room" in told["thcs-minh-hoa.yml", spoil.line_of(SCHOOL, "room-03:")]


@pytest.mark.parametrize("state", ["planned", "retired"])
def test_equipment_that_is_not_in_use_needs_no_room(spoil, state):
    spoil.replace(SCHOOL_ROOMS, "    endpoints: [room-03]\n", "")
    head, name, rest = (spoil.path / SCHOOL).read_text(encoding="utf-8").partition("room-03:")
    spoil.write(SCHOOL, head + name + rest.replace("state: in_service", f"state: {state}", 1))
    assert spoil.problems() == []


def test_a_room_may_still_wait_for_its_equipment_port_and_account(spoil):
    text = (spoil.path / ROOMS).read_text(encoding="utf-8")
    hall = (
        "  - {id: hoi-truong, name: {vi: Hội trường, en: Hall}, use: teaching, seats: 200, zone: devices}\n"
    )
    spoil.write(ROOMS, text + hall)
    room = inventory.load(spoil.path).rooms["so-gddt"]["hoi-truong"]
    assert (room.endpoints, room.port, room.sip_account, room.calendar) == ((), None, None, None)


plain_values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.lists(st.text(max_size=3), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip
SOUND = {
    "id": "a", "name": {"vi": "Phòng", "en": "Room"}, "use": "teaching", "seats": 4, "zone": "devices",
    "port": {"switch": "sw", "name": "GigabitEthernet1/0/1"}, "sip_account": "a", "calendar": "a@lich.example",
    "planned_equipment": [{"item": {"vi": "Loa", "en": "Speaker"}, "quantity": 1, "year": 2027}],
}  # fmt: skip


@given(key=st.sampled_from(sorted(SOUND)), value=plain_values)
def test_whatever_stands_in_a_key_is_refused_in_words_or_right(key, value):
    raw = json.dumps({"rooms": [{**SOUND, key: value}]}).encode()
    try:
        document = yamlfile.parse(raw, "so-gddt.yml")
    except InputError as refused:
        assert refused.problems
        return
    problems = yamlfile.check(document, SCHEMAS / "rooms.yml")
    assert problems or isinstance(value, type(SOUND[key]))
    if key == "seats" and not problems:
        assert type(value) is int and 1 <= value <= 5000
