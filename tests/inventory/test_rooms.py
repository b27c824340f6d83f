"""What roles and readiness read of meeting rooms: the room of a device, and what each device must know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from truongluy import inventory
from truongluy.inventory import rooms
from truongluy.inventory.rooms import Port, number_of, plain, room_of
from truongluy.verdict import Text


@pytest.fixture
def lab(spoil):
    return inventory.load(spoil.path)


def test_a_room_is_what_its_file_says(lab):
    room = lab.rooms["so-gddt"]["hop-tang-2"]
    assert (room.id, room.site, room.use, room.seats) == ("hop-tang-2", "so-gddt", "provincial_meeting", 24)
    assert room.port == Port("sw-so-01", "GigabitEthernet1/0/10")
    assert room.planned_equipment[0].item == Text("Màn hình 75 inch", "75-inch display")
    assert [(one.quantity, one.year) for one in room.planned_equipment] == [(1, 2027), (4, 2027)]
    assert (room.file, room.line) == ("rooms/so-gddt.yml", 4)


def test_a_device_knows_its_room_and_others_have_none(lab):
    assert room_of(lab, lab.devices["room-02"]).id == "hop-tang-3"
    assert room_of(lab, lab.devices["portal-01"]) is None


def test_equipment_is_told_its_account_and_its_registrar(lab):
    assert plain(lab, lab.devices["room-01"]) == {
        "room": "hop-tang-2",
        "room_name": "Phòng họp tầng 2",
        "sip_account": "hop-tang-2",
        "domain": "hop.so-gddt.example",
        "registrar": "10.99.10.13",
        "registrar_name": "conf-01",
        "hosts": ["conf-01"],
    }


def test_the_server_is_told_every_room(lab):
    told = plain(lab, lab.devices["conf-01"])
    assert told["names"] == ["conf-01", "hop.so-gddt.example"]
    assert {"account": "hop-truong", "room": "hop-truong", "site": "thcs-minh-hoa"} in told["accounts"]
    assert [room["name"] for room in told["rooms"]][:2] == ["Phòng họp tầng 2", "Phòng họp tầng 3"]
    assert len({room["number"] for room in told["rooms"]}) == len(told["rooms"]) == 3


def test_other_devices_are_told_nothing(lab):
    assert {plain(lab, lab.devices[name]) == {} for name in ("portal-01", "pc-01", "sw-so-01", "ap-01")} == {
        True
    }


def test_without_meetings_of_its_own_an_organisation_tells_nothing_of_a_registrar(lab):
    bare = replace(lab, conference=None, services={"log_servers": [], "time_servers": []})
    told = plain(bare, lab.devices["room-01"])
    assert (told["room"], told["domain"], told["registrar"], told["registrar_name"], told["hosts"]) == (
        "hop-tang-2", None, None, None, [],
    )  # fmt: skip


def test_a_registrar_of_somebody_else_has_an_address_and_no_name(spoil):
    spoil.replace("organisation.yml", "sip_registrars: [conf-01]", "sip_registrars: [192.0.2.9]")
    lab = inventory.load(spoil.path)
    told = plain(lab, lab.devices["room-02"])
    assert (told["registrar"], told["registrar_name"]) == ("192.0.2.9", None)


def test_a_room_keeps_its_number_whatever_else_is_described(lab):
    room = lab.rooms["so-gddt"]["hop-tang-2"]
    assert number_of(room) == number_of(replace(room, seats=1, endpoints=())) > 0
    assert {one.id for one in rooms.all_rooms(lab)} == {"hop-tang-2", "hop-tang-3", "hop-truong"}
