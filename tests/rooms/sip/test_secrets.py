"""The file of meeting rooms' secrets is believed only when every line fits the inventory, and no word repeats a value."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lab import access as lab_access
from tests.inventory.conftest import LAB
from truongluy import inventory, room_secrets
from truongluy.room_secrets.rules import guessed_first
from truongluy.verdict import InputError

GOOD = """\
sip:
  so-gddt:
    hop-tang-2: Minh-hoa-phong-hop-2
    hop-tang-3: Minh-hoa-phong-hop-3
  thcs-minh-hoa:
    hop-truong: Minh-hoa-phong-hop-4
pins:
  so-gddt:
    hop-tang-2: "290417"
    hop-tang-3: "83051962"
  thcs-minh-hoa:
    hop-truong: "704182"
endpoints:
  room-02: Minh-hoa-quan-tri-phong
settings:
  room-01: "60318274"
services:
  conf-01:
    turn: minh-hoa-bi-mat-chuyen-tiep-khong-dung
    meeting_token: minh-hoa-bi-mat-giay-vao-cua-khong-dung
    meeting_admin: minh-hoa-bi-mat-quan-tri-hop-khong-dung
"""
VALUES = {
    "Minh-hoa-phong-hop-2", "Minh-hoa-phong-hop-3", "Minh-hoa-phong-hop-4", "290417", "83051962", "704182",
    "Minh-hoa-quan-tri-phong", "60318274", "minh-hoa-bi-mat-chuyen-tiep-khong-dung", "minh-hoa-bi-mat-giay-vao-cua-khong-dung",
    "minh-hoa-bi-mat-quan-tri-hop-khong-dung",
}  # fmt: skip


@pytest.fixture(scope="module")
def described() -> inventory.Inventory:
    """The lab's inventory, read and not running."""
    return inventory.load(LAB)


def _keep(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "room_secrets.yml"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def test_each_device_knows_only_its_own(described, tmp_path):
    known = room_secrets.read(described, _keep(tmp_path, GOOD))
    devices = described.devices
    server = known.for_device(described, devices["conf-01"])
    assert {one["account"]: one["password"] for one in server["accounts"]} == {
        "hop-tang-2": "Minh-hoa-phong-hop-2",
        "hop-tang-3": "Minh-hoa-phong-hop-3",
        "hop-truong": "Minh-hoa-phong-hop-4",
    }
    assert server["pins"]["so-gddt/hop-tang-2"] == "290417"
    assert server["turn"] == "minh-hoa-bi-mat-chuyen-tiep-khong-dung"
    assert known.for_device(described, devices["room-01"]) == {
        "sip_password": "Minh-hoa-phong-hop-2",
        "admin_passphrase": None,
        "settings_pin": "60318274",
    }
    assert known.for_device(described, devices["room-02"]) == {
        "sip_password": "Minh-hoa-phong-hop-3",
        "admin_passphrase": "Minh-hoa-quan-tri-phong",
        "settings_pin": None,
    }
    assert known.for_device(described, devices["portal-01"]) == {}
    assert known.values() == VALUES
    assert not any(value in f"{known} {known!r}" for value in VALUES)


def test_a_relay_alone_learns_no_password_of_a_room(described, tmp_path):
    known = room_secrets.read(described, _keep(tmp_path, GOOD))
    server = described.devices["conf-01"]
    alone = type(server)(**{**vars(server), "functions": ("turn_relay",)})
    assert set(known.for_device(described, alone)) == {"turn"}


# text to replace, its replacement, text on the line that must be named, words that must be said
CASES = {
    "short SIP password": ("Minh-hoa-phong-hop-2", "ngan", "    hop-tang-2: n", "it has 4 characters; it takes 16 to 64"),
    "password with a semicolon": ("Minh-hoa-phong-hop-2", "Minh;hoa;phong;hop;2", "    hop-tang-2:", "letters without accents"),
    "password read as a number": ("Minh-hoa-phong-hop-2", "1234567890123456", "    hop-tang-2:", "here stands text"),
    "account of nobody": ("hop-tang-3: Minh", "hop-tang-9: Minh", "    hop-tang-9:", "there are: hop-tang-2, hop-tang-3"),
    "missing account": ("    hop-tang-3: Minh-hoa-phong-hop-3\n", "", "  so-gddt:", "the SIP password of account `hop-tang-3`"),
    "accounts of no site": ("sip:\n  so-gddt", "sip:\n  thcs-khac: {a: Minh-hoa-phong-hop-9}\n  so-gddt", "  thcs-khac:",
                            "there are: so-gddt, thcs-minh-hoa"),
    "short PIN": ('"290417"', '"2904"', '    hop-tang-2: "2', "6 to 12 digits"),
    "PIN of one digit": ('"290417"', '"111111"', '    hop-tang-2: "1', "neither one digit repeated nor a run"),
    "PIN that runs": ('"290417"', '"345678"', '    hop-tang-2: "3', "neither one digit repeated nor a run"),
    "PIN without quotes": ('"290417"', "290417", "    hop-tang-2: 29", "in double quotes"),
    "PIN of nobody": ('hop-truong: "704182"', 'hop-truong: "704182"\n    phong-khac: "604182"', "    phong-khac:",
                      "there are: hop-truong"),
    "missing PIN": ('    hop-tang-3: "83051962"\n', "", "  so-gddt:", "the PIN of room `hop-tang-3`"),
    "passphrase of a computer": ("  room-02:", "  room-01: Minh-hoa-quan-tri-khac\n  room-02:", "  room-01:",
                                 "there are: room-02"),
    "short passphrase": ("Minh-hoa-quan-tri-phong", "Minh-hoa", "  room-02:", "it takes 15 to 64"),
    "missing passphrase": ("endpoints:\n  room-02: Minh-hoa-quan-tri-phong\n", "", "sip:", "the administrator's passphrase"),
    "short settings PIN": ('"60318274"', '"6031"', '  room-01: "6', "6 to 12 digits"),
    "settings PIN that runs": ('"60318274"', '"456789"', '  room-01: "4', "neither one digit repeated nor a run"),
    "settings PIN of other equipment": ("settings:\n", 'settings:\n  room-02: "60318275"\n', '  room-02: "6',
                                        "there are: room-01"),
    "missing settings PIN": ('settings:\n  room-01: "60318274"\n', "", "sip:", "the PIN for the settings"),
    "short server key": ("minh-hoa-bi-mat-chuyen-tiep-khong-dung", "minh-hoa", "    turn:", "it takes 32 to 128"),
    "key of no use": ("    turn:", "    tunr: minh-hoa-bi-mat-chuyen-tiep-khong-co\n    turn:", "    tunr:",
                      "there are: meeting_admin, meeting_token, turn"),
    "key of another server": ("services:\n", "services:\n  portal-01: {turn: minh-hoa-bi-mat-chuyen-tiep-khong-co}\n",
                              "  portal-01:", "there are: conf-01"),
    "missing server key": ("    turn: minh-hoa-bi-mat-chuyen-tiep-khong-dung\n", "", "  conf-01:", "`turn` of server `conf-01`"),
    "unknown part": ("pins:", "pin: {}\npins:", "pin:", "there are: endpoints, pins, services, settings, sip"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_secret_is_named_with_its_line(described, tmp_path, name):
    old, new, at, said = CASES[name]
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    with pytest.raises(InputError) as raised:
        room_secrets.read(described, _keep(tmp_path, text))
    problems = raised.value.problems
    found = [p for p in problems if said in f"{p.what.en}: {p.why.en}"]
    assert len(found) == 1, [str(p) for p in problems]
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith(at)]
    assert found[0].line in lines
    assert Path(found[0].file).name == "room_secrets.yml"
    assert not any(value in str(p) for p in problems for value in VALUES)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_others_can_read_is_refused(described, tmp_path, monkeypatch, mode):
    monkeypatch.setenv("TRUONGLUY_ROOM_SECRETS", str(_keep(tmp_path, GOOD, mode)))
    with pytest.raises(InputError, match="can be read by others"):
        room_secrets.load(described)


def test_a_missing_file_is_named(described, tmp_path, monkeypatch):
    monkeypatch.setenv("TRUONGLUY_ROOM_SECRETS", str(tmp_path / "nowhere.yml"))
    with pytest.raises(InputError) as raised:
        room_secrets.load(described)
    assert raised.value.problems[0].file == tmp_path / "nowhere.yml"


def test_the_lab_makes_all_that_its_rooms_need(described, tmp_path, monkeypatch):
    file = tmp_path / "room_secrets.yml"
    monkeypatch.setattr(lab_access, "ROOM_SECRETS", file)
    lab_access.make_room_secrets(described)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    first = room_secrets.read(described, file).values()
    lab_access.make_room_secrets(described)
    assert not first & room_secrets.read(described, file).values()


@given(st.text("0123456789", min_size=6, max_size=12))
def test_a_pin_is_guessed_first_when_its_digits_repeat_or_follow_each_other(pin):
    ups, downs = "01234567890123456789012", "98765432109876543210987"
    assert guessed_first(pin) == (len(set(pin)) == 1 or pin in ups or pin in downs)


SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=4, max_size=140).map(
    "Zq9".__add__
)


def _places(data: object, at: tuple = ()) -> list[tuple]:
    inner = data.items() if isinstance(data, dict) else ()
    return [at, *(place for key, value in inner for place in _places(value, (*at, key)))]


def _planted(place: tuple, what: object, as_key: bool) -> object:
    data = yaml.safe_load(GOOD)
    if not place:
        return what
    *before, last = place
    holder = data
    for step in before:
        holder = holder[step]
    kept = holder.pop(last)
    holder[what if as_key and isinstance(what, str) else last] = kept if as_key else what
    return data


@given(
    place=st.sampled_from(_places(yaml.safe_load(GOOD))),
    secret=SECRETS,
    shape=st.sampled_from([str, lambda s: [s], lambda s: {s: None}, lambda s: {s: {s: s}}]),
    as_key=st.booleans(),
    flow=st.booleans(),
    cut=st.integers(0, 60),
)
def test_no_refusal_repeats_a_secret_wherever_it_stands(
    tmp_path_factory, described, place, secret, shape, as_key, flow, cut
):
    text = yaml.safe_dump(_planted(place, shape(secret), as_key), default_flow_style=flow)
    file = tmp_path_factory.getbasetemp() / "planted.yml"
    file.write_text(text[: len(text) - cut] if cut > 30 else text, encoding="utf-8")
    try:
        shown = repr(room_secrets.read(described, file))
    except InputError as error:
        shown = f"{error}\n{error!r}\n{error.problems!r}\n{error.__cause__!r}"
    assert secret not in shown
    assert not any(value in shown for value in VALUES)
