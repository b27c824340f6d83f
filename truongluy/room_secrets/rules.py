"""What must hold of the file of meeting rooms' secrets, and between it and the inventory; never says a value."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from truongluy.inventory import Device, Inventory
from truongluy.inventory.rooms import MEETING_ROOM, SERVICE_FUNCTIONS, all_rooms
from truongluy.private_file import entries, lacking, shape, stranger, unfit
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document

DEPTHS = {"sip": 2, "pins": 2, "endpoints": 1, "settings": 1, "services": 2}

KEYS_OF = {
    "sip_registrar": (),
    "webrtc_server": ("turn", "meeting_token", "meeting_admin"),
    "turn_relay": ("turn",),
}
"""Function of a server -> its secrets under `services`."""

WITH_PASSPHRASE = ("cisco_roomos",)
"""Platforms of room equipment whose administrator's passphrase we set."""

WITH_SETTINGS = ("debian",)
"""Platforms of room equipment whose settings lie behind a PIN that we set."""

# What every program these go to reads as itself.
_SIGNS = "[0-9A-Za-z._~-]"
PASSWORD = re.compile(_SIGNS + "{16,64}")
PASSPHRASE = re.compile(_SIGNS + "{15,64}")
KEY = re.compile(_SIGNS + "{32,128}")
PIN = re.compile("[0-9]{6,12}")

_WHY = Text("thiếu thì phòng họp không thể được cấu hình", "without it the meeting rooms can't be set up")
_PIN = Text("6 đến 12 chữ số, không phải một chữ số lặp lại hay dãy liên tiếp",
            "6 to 12 digits, neither one digit repeated nor a run")  # fmt: skip


_OF_EQUIPMENT = {
    "settings": (WITH_SETTINGS, Text("mã PIN thiết lập của máy phòng họp", "the PIN for the settings of the room's computer")),
    "endpoints": (WITH_PASSPHRASE, Text("mật khẩu quản trị của thiết bị phòng họp",
                                        "the administrator's passphrase of room equipment")),
}  # fmt: skip
"""What each device of these platforms needs under its own name: part -> platforms, what it is."""


def check(document: Document, inventory: Inventory) -> Iterator[Problem]:
    """Every broken rule; what lies deeper is asked only of a file that has the right shape."""
    wrong = list(shape(document, DEPTHS))
    yield from wrong
    if not wrong:
        for rule in (_sip, _pins, _endpoints, _settings, _services, _missing):
            yield from rule(document, inventory)


def _signs(fewest: int, most: int) -> Text:
    return Text(
        f"{fewest} đến {most} chữ cái không dấu, chữ số, `.`, `_`, `~`, `-`",
        f"{fewest} to {most} letters without accents, digits, `.`, `_`, `~`, `-`",
    )


def guessed_first(pin: str) -> bool:
    """Whether a PIN is one digit repeated, or digits that follow each other up or down."""
    steps = {(int(second) - int(first)) % 10 for first, second in pairwise(pin)}
    return len(steps) == 1 and steps <= {0, 1, 9}


def _sip(document: Document, inventory: Inventory) -> Iterator[Problem]:
    for at, site, given in entries(document, "sip"):
        known = {room.sip_account for room in all_rooms(inventory) if room.site == site and room.sip_account}
        if site not in inventory.sites:
            yield stranger(document, at, inventory.sites)
            continue
        for account, value in given.items():
            if account not in known:
                yield stranger(document, (*at, account), known)
            elif not PASSWORD.fullmatch(value):
                yield unfit(document, (*at, account), value, _signs(16, 64))


def _pins(document: Document, inventory: Inventory) -> Iterator[Problem]:
    for at, site, given in entries(document, "pins"):
        if site not in inventory.sites:
            yield stranger(document, at, inventory.sites)
            continue
        for room, value in given.items():
            if room not in inventory.rooms.get(site, {}):
                yield stranger(document, (*at, room), inventory.rooms.get(site, {}))
            elif not PIN.fullmatch(value) or guessed_first(value):
                yield unfit(document, (*at, room), value, _PIN)


def _equipment(inventory: Inventory, platforms: Collection[str]) -> set[str]:
    every = {**inventory.devices, **inventory.not_deployed}
    return {
        name
        for name, device in every.items()
        if device.device_class == MEETING_ROOM and device.platform in platforms
    }


def _endpoints(document: Document, inventory: Inventory) -> Iterator[Problem]:
    known = _equipment(inventory, WITH_PASSPHRASE)
    for at, name, value in entries(document, "endpoints"):
        if name not in known:
            yield stranger(document, at, known)
        elif not PASSPHRASE.fullmatch(value):
            yield unfit(document, at, value, _signs(15, 64))


def _settings(document: Document, inventory: Inventory) -> Iterator[Problem]:
    known = _equipment(inventory, WITH_SETTINGS)
    for at, name, value in entries(document, "settings"):
        if name not in known:
            yield stranger(document, at, known)
        elif not PIN.fullmatch(value) or guessed_first(value):
            yield unfit(document, at, value, _PIN)


def _wanted(device: Device) -> Collection[str]:
    return {key for function in device.functions for key in KEYS_OF.get(function, ())}


def _services(document: Document, inventory: Inventory) -> Iterator[Problem]:
    every = {**inventory.devices, **inventory.not_deployed}
    known = {name for name, device in every.items() if set(KEYS_OF) & set(device.functions)}
    for at, name, given in entries(document, "services"):
        if name not in known:
            yield stranger(document, at, known)
            continue
        for key, value in given.items():
            if key not in _wanted(every[name]):
                yield stranger(document, (*at, key), _wanted(every[name]))
            elif not KEY.fullmatch(value):
                yield unfit(document, (*at, key), value, _signs(32, 128))


def _missing(document: Document, inventory: Inventory) -> Iterator[Problem]:
    """What a device in service can't work without."""
    functions = {function for device in inventory.devices.values() for function in device.functions}
    for room in all_rooms(inventory) if functions & set(SERVICE_FUNCTIONS.values()) else ():
        if room.sip_account and document.get("sip", room.site, room.sip_account) is None:
            yield lacking(
                document, ("sip", room.site, room.sip_account),
                Text(f"mật khẩu SIP của tài khoản `{room.sip_account}` (`{room.site}`)",
                     f"the SIP password of account `{room.sip_account}` (`{room.site}`)"),
                _WHY,
            )  # fmt: skip
        if "webrtc_server" in functions and document.get("pins", room.site, room.id) is None:
            yield lacking(
                document, ("pins", room.site, room.id),
                Text(f"mã PIN của phòng `{room.id}` (`{room.site}`)", f"the PIN of room `{room.id}` (`{room.site}`)"),
                _WHY,
            )  # fmt: skip
    for device in inventory.devices.values():
        yield from _missing_of(document, device)


def _missing_of(document: Document, device: Device) -> Iterator[Problem]:
    for part, (platforms, what) in _OF_EQUIPMENT.items():
        ours = device.device_class == MEETING_ROOM and device.platform in platforms
        if ours and document.get(part, device.name) is None:
            named = Text(f"{what.vi} `{device.name}`", f"{what.en} `{device.name}`")
            yield lacking(document, (part, device.name), named, _WHY)
    for key in sorted(_wanted(device)):
        if document.get("services", device.name, key) is None:
            yield lacking(
                document, ("services", device.name, key),
                Text(f"`{key}` của máy chủ `{device.name}`", f"`{key}` of server `{device.name}`"), _WHY,
            )  # fmt: skip
