"""What must hold between a host line and the rest of the inventory."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from truongluy.inventory.classes import (
    AP_KEYS,
    CLASSES_WITH_FUNCTIONS,
    CLASSES_WITH_PORTS,
    CLASSES_WITH_RADIOS,
    CLASSES_WITH_USERS,
    GROUPS,
    PLATFORMS,
)
from truongluy.inventory.rules_organisation import address, is_host_address, network, unknown
from truongluy.inventory.source import Host, Source, not_a_date
from truongluy.verdict import Problem, Text

Zones = Mapping[str, Mapping[str, Any]]


def check(source: Source) -> Iterator[Problem]:
    """Every broken rule of devices and their ports."""
    zones_of = {unit["id"]: {zone["id"]: zone for zone in unit["zones"]} for unit in source.units}
    people = {person["id"] for person in source.people}
    yield from _file_names(source, set(zones_of))
    yield from _unique(source, set(zones_of))
    for host in source.hosts():
        yield from _class(host)
        yield from _dates(host)
        if host.values["owner"] not in people:
            yield unknown(host.document, _at(host, "owner"), people)
        zones = zones_of.get(host.values["site"])
        if zones is None or host.values["site"] != host.document.file.stem:
            continue  # told by _file_names: the file's stem is the site
        yield from _address(host, zones)
        yield from _ports(host, zones)


def _at(host: Host, *path: str | int) -> tuple[str | int, ...]:
    return (host.group, "hosts", host.name, *path)


def _file_names(source: Source, sites: set[str]) -> Iterator[Problem]:
    for stem, document in source.host_files.items():
        if stem not in sites:
            yield Problem(
                document.file,
                0,
                Text("tên tệp không phải mã đơn vị", "the file's name is not the id of a unit"),
                Text("mỗi tệp mô tả thiết bị của một đơn vị", "each file describes the devices of one unit"),
                Text(
                    "đổi tên tệp, hoặc thêm đơn vị vào organisation.yml",
                    "rename the file, or add the unit to organisation.yml",
                ),
            )
    for host in source.hosts():
        stem = host.document.file.stem
        if host.values["site"] != stem:
            yield host.problem(
                ("site",),
                Text("`site` khác tên tệp", "`site` differs from the file's name"),
                Text(f"tệp này mô tả đơn vị `{stem}`", f"this file describes the unit `{stem}`"),
                Text(
                    f"viết `site: {stem}` hoặc chuyển thiết bị sang tệp khác",
                    f"write `site: {stem}` or move the device to another file",
                ),
            )


def _unique(source: Source, sites: set[str]) -> Iterator[Problem]:
    words = sites | set(GROUPS) | set(GROUPS.values()) | {"all", "ungrouped"}
    names: dict[str, Host] = {}
    addresses: dict[object, Host] = {}
    for host in source.hosts():
        if host.name in words:
            yield host.problem(
                (),
                Text("tên thiết bị trùng tên đơn vị hoặc nhóm", "the device has the name of a unit or group"),
                Text("lệnh chọn thiết bị sẽ hiểu hai cách", "selecting by name would mean two things"),
                Text("đổi tên thiết bị", "rename the device"),
            )
        if host.name in names:
            yield _twice(host, (), names[host.name], "name")
        if (own := address(host.values["ansible_host"])) in addresses and own is not None:
            yield _twice(host, ("ansible_host",), addresses[own], "ansible_host")
        names.setdefault(host.name, host)
        addresses.setdefault(own, host)


def _twice(host: Host, path: tuple[str, ...], first: Host, key: str) -> Problem:
    place = f"{first.document.file}:{first.document.line(_at(first, *path))}"
    return host.problem(
        path,
        Text(f"`{key}` đã dùng cho thiết bị khác", f"`{key}` is already another device's"),
        Text(f"xem `{first.name}` ở {place}", f"see `{first.name}` at {place}"),
        Text(
            "mỗi thiết bị có tên và địa chỉ quản trị riêng",
            "give every device a name and a management address of its own",
        ),
    )


def _class(host: Host) -> Iterator[Problem]:
    device_class = GROUPS[host.group]
    if host.values["device_class"] != device_class:
        yield host.problem(
            ("device_class",),
            Text("`device_class` khác nhóm", "`device_class` differs from the group"),
            Text(
                f"nhóm `{host.group}` chỉ gồm `{device_class}`",
                f"the group `{host.group}` holds `{device_class}`",
            ),
            Text("sửa `device_class` hoặc chuyển nhóm", "correct `device_class` or move it to its group"),
        )
        return
    platforms = PLATFORMS[device_class]
    if host.values["platform"] not in platforms:
        yield unknown(host.document, _at(host, "platform"), platforms)
    special = {
        "ports": CLASSES_WITH_PORTS,
        "functions": CLASSES_WITH_FUNCTIONS,
        "users": CLASSES_WITH_USERS,
    } | dict.fromkeys(AP_KEYS, CLASSES_WITH_RADIOS)
    for key, classes in special.items():
        if key in host.values and device_class not in classes:
            yield host.problem(
                (key,),
                Text(f"`{key}` không dùng cho loại thiết bị này", f"`{key}` is not for this device class"),
                Text(f"chỉ dành cho: {', '.join(classes)}", f"it is for: {', '.join(classes)}"),
                Text(f"xóa `{key}`", f"remove `{key}`"),
            )


def _dates(host: Host) -> Iterator[Problem]:
    if type(host.values["support_until"]) is not datetime.date:
        yield not_a_date(host.document, _at(host, "support_until"), "2028-06-30")


def _address(host: Host, zones: Zones) -> Iterator[Problem]:
    own = address(host.values["ansible_host"])
    if own is None:
        yield host.problem(
            ("ansible_host",),
            Text("`ansible_host` không phải địa chỉ IP", "`ansible_host` is not an IP address"),
            Text("tên miền có thể trỏ đi nơi khác", "a domain name may lead elsewhere"),
            Text("viết địa chỉ IP, ví dụ 10.99.10.11", "write the IP address, for example 10.99.10.11"),
        )
    zone = zones.get(host.values["zone"])
    if zone is None:
        yield unknown(host.document, _at(host, "zone"), zones)
        return
    subnet = network(zone["subnet"])
    if own is None or subnet is None:
        return
    if not is_host_address(subnet, own) or own == address(zone["gateway"]):
        yield host.problem(
            ("ansible_host",),
            Text("địa chỉ không dùng được trong vùng", "the address cannot be used in its zone"),
            Text(
                f"vùng `{zone['id']}` là {subnet}, cổng ra {zone['gateway']}",
                f"the zone `{zone['id']}` is {subnet}, its gateway {zone['gateway']}",
            ),
            Text("sửa địa chỉ hoặc vùng", "correct the address or the zone"),
        )


def _ports(host: Host, zones: Zones) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, port in enumerate(host.values.get("ports", [])):
        line = host.document.line(_at(host, "ports", index))
        if port["name"] in first:
            yield host.problem(
                ("ports", index, "name"),
                Text("tên cổng trùng lặp", "the port is described twice"),
                Text(
                    f"cổng này đã có ở dòng {first[port['name']]}", f"it stands on line {first[port['name']]}"
                ),
                Text("giữ lại một dòng", "keep one line"),
            )
        first.setdefault(port["name"], line)
        yield from _port_keys(host, index, port)
        for key in ("zone", "zones"):
            named = port.get(key, [])
            places = [((), named)] if isinstance(named, str) else [((i,), z) for i, z in enumerate(named)]
            for rest, zone in places:
                if zone not in zones:
                    yield unknown(host.document, _at(host, "ports", index, key, *rest), zones)


def _port_keys(host: Host, index: int, port: Mapping[str, Any]) -> Iterator[Problem]:
    wanted = {"access": "zone", "trunk": "zones", "unused": None}[port["mode"]]
    for key in ("zone", "zones"):
        if (key in port) == (key == wanted):
            continue
        missing = key == wanted
        yield host.problem(
            ("ports", index, "mode" if missing else key),
            Text(f"thiếu `{key}`", f"`{key}` is missing")
            if missing
            else Text(f"thừa `{key}`", f"`{key}` does not belong here"),
            Text(
                "access có `zone`, trunk có `zones`, unused không có gì",
                "access has `zone`, trunk has `zones`, unused has neither",
            ),
            Text(f"thêm `{key}`", f"add `{key}`") if missing else Text(f"xóa `{key}`", f"remove `{key}`"),
        )
