"""What must hold between the lines of organisation.yml."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from truongluy.inventory.rooms import SERVICE_FUNCTIONS
from truongluy.inventory.source import Source, problem
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document, Path

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# VLAN 1 carries every switch's own chatter by default; 1002-1005 are reserved by IOS and cannot be made.
_UNUSABLE_VLANS = {1, 1002, 1003, 1004, 1005}

RADIUS_SERVER = "radius_server"
"""The function of a server that authenticates Wi-Fi."""


def check(source: Source) -> Iterator[Problem]:
    """Every broken rule of units, zones, people and services."""
    document = source.organisation
    if document is None:
        return
    yield from unique(document, [(("units", i, "id"), u["id"]) for i, u in enumerate(source.units)])
    yield from unique(document, [(("people", i, "id"), p["id"]) for i, p in enumerate(source.people)])
    yield from _areas(source, document)
    for kind in ("qcvn_102", "qd_20_2020"):
        given = [(i, unit.get("identifiers", {}).get(kind)) for i, unit in enumerate(source.units)]
        places: list[tuple[Path, object]] = [
            (("units", i, "identifiers", kind), code) for i, code in given if code
        ]
        yield from unique(document, places)
    for index, unit in enumerate(source.units):
        at: Path = ("units", index, "zones")
        zones = list(enumerate(unit["zones"]))
        yield from unique(document, [((*at, i, "id"), zone["id"]) for i, zone in zones])
        yield from unique(document, [((*at, i, "vlan"), zone["vlan"]) for i, zone in zones])
        for i, zone in zones:
            yield from _zone(document, (*at, i), zone)
    yield from _overlaps(source, document)
    yield from _people(source, document)
    yield from _services(source, document)


def _areas(source: Source, document: Document) -> Iterator[Problem]:
    areas = [area["id"] for area in document.data.get("areas", ())]
    yield from unique(document, [(("areas", i, "id"), area) for i, area in enumerate(areas)])
    for index, unit in enumerate(source.units):
        if "area" in unit and unit["area"] not in areas:
            yield unknown(document, ("units", index, "area"), areas)


def network(text: str) -> Network | None:
    """A subnet in CIDR form without host bits, or None."""
    try:
        return ipaddress.ip_network(text) if "/" in text else None
    except ValueError:
        return None


def address(text: str) -> Address | None:
    """An IP address, or None."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def is_host_address(where: Network, what: Address) -> bool:
    """Whether an address can belong to a host of the network: inside, neither its first nor its last."""
    if what not in where:
        return False
    return where.num_addresses <= 2 or what not in (where.network_address, where.broadcast_address)


def unique(document: Document, places: Iterable[tuple[Path, object]]) -> Iterator[Problem]:
    """A problem for every value that stood before among `places`."""
    first: dict[object, int] = {}
    for path, value in places:
        if value in first:
            key = next(step for step in reversed(path) if isinstance(step, str))
            yield problem(
                document,
                path,
                Text(f"`{key}` trùng lặp", f"`{key}` is not unique"),
                Text(
                    f"giá trị này đã dùng ở dòng {first[value]}", f"the value is used on line {first[value]}"
                ),
                Text("đặt giá trị khác", "give it another value"),
            )
        else:
            first[value] = document.line(path)


def _zone(document: Document, path: Path, zone: dict) -> Iterator[Problem]:
    if zone["vlan"] in _UNUSABLE_VLANS:
        yield problem(
            document,
            (*path, "vlan"),
            Text("số VLAN không dùng được", "the VLAN number cannot be used"),
            Text(
                "VLAN 1 là VLAN mặc định của mọi cổng; 1002-1005 dành riêng",
                "VLAN 1 is every port's default; 1002-1005 are reserved",
            ),
            Text("chọn số từ 2 đến 4094, trừ 1002-1005", "choose 2 to 4094, except 1002-1005"),
        )
    subnet, gateway = network(zone["subnet"]), address(zone["gateway"])
    if subnet is None:
        yield problem(
            document,
            (*path, "subnet"),
            Text("`subnet` không phải mạng con", "`subnet` is not a subnet"),
            Text(
                "phải là địa chỉ mạng và độ dài, phần máy bằng 0",
                "it must be a network address and a length, with the host part zero",
            ),
            Text("ví dụ: 10.99.10.0/24", "for example: 10.99.10.0/24"),
        )
    elif gateway is None or not is_host_address(subnet, gateway):
        yield problem(
            document,
            (*path, "gateway"),
            Text("`gateway` không thuộc mạng con của vùng", "`gateway` is not in the zone's subnet"),
            Text(f"mạng con là {subnet}", f"the subnet is {subnet}"),
            Text("sửa `gateway` hoặc `subnet`", "correct `gateway` or `subnet`"),
        )


def _overlaps(source: Source, document: Document) -> Iterator[Problem]:
    """Subnets that share addresses: sorted by first address, only the widest reach so far can overlap."""
    nets = []
    for unit_index, unit in enumerate(source.units):
        for zone_index, zone in enumerate(unit["zones"]):
            subnet = network(zone["subnet"])
            if subnet is not None:
                path = ("units", unit_index, "zones", zone_index, "subnet")
                nets.append((subnet.version, int(subnet[0]), int(subnet[-1]), path))
    reach: tuple[int, int, Path] | None = None
    for version, first, last, path in sorted(nets):
        if reach and reach[0] == version and first <= reach[1]:
            other = document.line(reach[2])
            yield problem(
                document,
                path,
                Text("`subnet` chồng lên mạng con khác", "`subnet` overlaps another subnet"),
                Text(f"mạng con kia ở dòng {other}", f"the other stands on line {other}"),
                Text("chia lại dải địa chỉ", "divide the address range again"),
            )
        if not reach or reach[0] != version or last > reach[1]:
            reach = (version, last, path)


def _people(source: Source, document: Document) -> Iterator[Problem]:
    units = {unit["id"] for unit in source.units}
    for index, person in enumerate(source.people):
        if person["unit"] not in units:
            yield unknown(document, ("people", index, "unit"), units)


def unknown(document: Document, path: Path, known: Iterable[str]) -> Problem:
    """A reference that leads nowhere; names what there is, not what was written."""
    key = next(step for step in reversed(path) if isinstance(step, str))
    names = ", ".join(sorted(known)[:20])
    return problem(
        document,
        path,
        Text(f"`{key}` chỉ tới thứ không có", f"`{key}` names something that does not exist"),
        Text(f"đang có: {names}", f"there are: {names}"),
        Text("sửa lại tên, hoặc mô tả thứ còn thiếu", "correct the name, or describe what is missing"),
    )


def no_such_unit(document: Document, units: Iterable[str], what: Text) -> Problem:
    """The problem of a file that is to describe something of one unit, and has no unit's name."""
    names = ", ".join(sorted(units)[:20])
    return Problem(
        document.file,
        0,
        Text("tên tệp không phải mã đơn vị", "the file's name is not the id of a unit"),
        Text(f"mỗi tệp mô tả {what.vi} của một đơn vị", f"each file describes the {what.en} of one unit"),
        Text(f"các đơn vị: {names}", f"the units: {names}"),
    )


def may_approve(document: Document, path: Path, people: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    """The problem of an approver at `path` who does not exist or may not approve."""
    approver = people.get(document.get(*path))
    if approver is None:
        yield unknown(document, path, people)
    elif not approver["may_approve"]:
        yield problem(
            document,
            path,
            Text("người này không có quyền phê duyệt", "this person may not approve"),
            Text(
                "`may_approve` trong organisation.yml là false", "`may_approve` in organisation.yml is false"
            ),
            Text("nêu người đã ký quyết định", "name the person who signed the decision"),
        )


def _not_its_function(document: Document, path: Path, function: str) -> Problem:
    return problem(
        document,
        path,
        Text("máy chủ này không phục vụ việc đó", "this server does not serve that"),
        Text(f"nó không có việc `{function}`", f"it does not have the function `{function}`"),
        Text(f"thêm `{function}` vào `functions` của nó", f"add `{function}` to its `functions`"),
    )


def _services(source: Source, document: Document) -> Iterator[Problem]:
    names = {host.name for host in source.deployed()}
    services = document.data["services"]
    for service in ("log_servers", "time_servers"):
        for index, server in enumerate(services[service]):
            if server not in names and address(server) is None:
                yield unknown(document, ("services", service, index), names)
    for service, function in {"radius_servers": RADIUS_SERVER, **SERVICE_FUNCTIONS}.items():
        able = {host.name for host in source.deployed() if function in host.values.get("functions", ())}
        for index, server in enumerate(services.get(service, ())):
            if server not in able and address(server) is None:
                at: Path = ("services", service, index)
                yield (
                    _not_its_function(document, at, function)
                    if server in names
                    else unknown(document, at, able)
                )
    for index, text in enumerate(services["admin_networks"]):
        if network(text) is None:
            yield problem(
                document,
                ("services", "admin_networks", index),
                Text("không phải mạng con", "it is not a subnet"),
                Text(
                    "việc quản trị chỉ được phép từ các mạng này", "administration is allowed only from these"
                ),
                Text("ví dụ: 10.99.99.0/24", "for example: 10.99.99.0/24"),
            )
