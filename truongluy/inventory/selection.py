"""Turns a limit such as `switch,!sw-school-*` into devices."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from truongluy.inventory.classes import GROUPS
from truongluy.verdict import InputError, Problem, Text

if TYPE_CHECKING:
    from truongluy.inventory.model import Device, Inventory


def select(inventory: Inventory, limit: str | None) -> list[Device]:
    """See `Inventory.select`."""
    if limit is None:
        return list(inventory.devices.values())
    words = [word.strip() for word in limit.split(",") if word.strip()]
    wanted: set[str] = set()
    unwanted: set[str] = set()
    for word in words:
        names = matches(inventory.devices.values(), word.removeprefix("!"))
        if not names:
            raise InputError([_unknown(inventory, word.removeprefix("!"))])
        (unwanted if word.startswith("!") else wanted).update(names)
    if words and all(word.startswith("!") for word in words):
        wanted = set(inventory.devices)
    chosen = [device for name, device in inventory.devices.items() if name in wanted - unwanted]
    if not chosen:
        raise InputError([_nothing(inventory)])
    return chosen


class Selectable(Protocol):
    """What a word of a limit may select: a device, or a host line not yet believed to be one."""

    @property
    def name(self) -> str: ...

    @property
    def site(self) -> str: ...

    @property
    def device_class(self) -> str: ...


def matches(devices: Iterable[Selectable], word: str) -> set[str]:
    """Names of the devices that one word selects: a name, a glob, a site, a class or `all`."""
    device_class = GROUPS.get(word, word)
    return {
        device.name
        for device in devices
        if word == "all"
        or device_class == device.device_class
        or word == device.site
        or fnmatch.fnmatchcase(device.name, word)
    }


def _unknown(inventory: Inventory, word: str) -> Problem:
    if names := matches(inventory.not_deployed.values(), word):
        return _idle(inventory, sorted(names)[0])
    known = [*inventory.devices, *inventory.sites, *GROUPS, *GROUPS.values()]
    near = difflib.get_close_matches(word, known, n=1)
    hint = f"`{near[0]}`?" if near else ""
    return Problem(
        inventory.path,
        0,
        Text(f"`{word}` không chọn thiết bị nào", f"`{word}` selects no device"),
        Text(
            "không phải tên thiết bị, đơn vị hay loại thiết bị có trong kho mô tả",
            "it is no device, site or device class of this inventory",
        ),
        Text(f"có phải {hint}", f"did you mean {hint}") if near else _list(inventory),
    )


def _idle(inventory: Inventory, name: str) -> Problem:
    return Problem(
        inventory.path,
        0,
        Text(f"`{name}` chưa dùng hoặc đã thôi dùng", f"`{name}` is not in use yet, or no longer"),
        Text(
            "thiết bị dự kiến hay đã thanh lý thì không đọc được", "a planned or retired device can't be read"
        ),
        Text("sửa `state` khi thiết bị được đưa vào dùng", "correct `state` when it comes into use"),
    )


def _nothing(inventory: Inventory) -> Problem:
    return Problem(
        inventory.path,
        0,
        Text("không thiết bị nào được chọn", "no device is selected"),
        Text("chọn rỗng thì không kiểm tra được gì", "an empty selection checks nothing"),
        _list(inventory),
    )


def _list(inventory: Inventory) -> Text:
    names = ", ".join(list(inventory.devices)[:10])
    return Text(f"thiết bị có sẵn: {names}", f"devices there are: {names}")
