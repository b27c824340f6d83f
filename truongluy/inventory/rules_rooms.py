"""What must hold between meeting rooms, the equipment in them, and the ports and accounts they use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from truongluy.inventory.classes import GROUPS, NOT_DEPLOYED
from truongluy.inventory.rooms import MEETING_ROOM
from truongluy.inventory.rules_organisation import no_such_unit, unique, unknown
from truongluy.inventory.rules_wifi import zone_of
from truongluy.inventory.source import Host, Source, problem
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document
from truongluy.yamlfile import Path as Place

Raw = Mapping[str, Any]
Room = tuple[Document, Place, Raw]
Hosts = Mapping[str, Host]


def check(source: Source) -> Iterator[Problem]:
    """Every broken rule of meeting rooms, and of the equipment that should stand in one."""
    zones_of = {unit["id"]: {zone["id"]: zone for zone in unit["zones"]} for unit in source.units}
    hosts = {host.name: host for host in source.hosts()}
    rooms: list[Room] = []
    for stem, document in source.files_in("rooms").items():
        if stem not in zones_of:
            yield no_such_unit(document, zones_of, Text("phòng họp", "meeting rooms"))
            continue
        own = [(document, ("rooms", i), raw) for i, raw in enumerate(document.data["rooms"])]
        yield from unique(document, [((*at, "id"), raw["id"]) for _, at, raw in own])
        for room in own:
            yield from _account(room, source)
            stray = list(zone_of(document, (*room[1], "zone"), room[2]["zone"], stem, zones_of))
            # What else stands in a zone that does not exist would only repeat it.
            yield from stray or (*_endpoints(room, hosts), *_port(room, hosts))
        rooms += own
    yield from _shared(rooms)
    yield from _without_room(rooms, hosts)
    yield from _conference(source, hosts)


def _class(host: Host) -> str:
    """The class of the host's group: where its own key differs, that is told once, with the device."""
    return GROUPS[host.group]


def _endpoints(room: Room, hosts: Hosts) -> Iterator[Problem]:
    document, at, raw = room
    site = document.file.stem
    equipment = sorted(h.name for h in hosts.values() if _class(h) == MEETING_ROOM and h.site == site)
    for index, name in enumerate(raw.get("endpoints", ())):
        place: Place = (*at, "endpoints", index)
        host = hosts.get(name)
        if host is None:
            yield unknown(document, place, equipment)
        elif _class(host) != MEETING_ROOM or host.site != site:
            yield problem(
                document, place,
                Text("thiết bị này không phải thiết bị họp của đơn vị",
                     "this device is no meeting equipment of the unit"),
                Text(f"`{name}` thuộc loại `{_class(host)}` của `{host.site}`",
                     f"`{name}` is of the class `{_class(host)}` at `{host.site}`"),
                Text(f"dùng một thiết bị họp của `{site}`: {', '.join(equipment)}",
                     f"name meeting equipment of `{site}`: {', '.join(equipment)}"),
            )  # fmt: skip
        elif host.values["zone"] != raw["zone"]:
            where = f"{host.document.file}:{host.document.line((host.group, 'hosts', name, 'zone'))}"
            yield problem(
                document, (*at, "zone"),
                Text("`zone` khác vùng của thiết bị trong phòng", "`zone` differs from the zone of the room's equipment"),
                Text(f"`{name}` ở vùng `{host.values['zone']}`, xem {where}",
                     f"`{name}` is in the zone `{host.values['zone']}`, see {where}"),
                Text("sửa vùng của phòng hoặc của thiết bị", "correct the zone of the room or of the device"),
            )  # fmt: skip


def _port(room: Room, hosts: Hosts) -> Iterator[Problem]:
    document, at, raw = room
    if "port" not in raw:
        return
    site, name = document.file.stem, raw["port"]["name"]
    switches = {h.name: h for h in hosts.values() if _class(h) == "switch" and h.site == site}
    switch = switches.get(raw["port"]["switch"])
    if switch is None:
        yield unknown(document, (*at, "port", "switch"), switches)
        return
    ports = {port["name"]: port for port in switch.values.get("ports", ())}
    if name not in ports:
        yield unknown(document, (*at, "port", "name"), ports)
    elif ports[name].get("zone") != raw["zone"]:
        told = f"{ports[name]['mode']} {ports[name].get('zone', '')}".strip()
        index = list(ports).index(name)
        where = f"{switch.document.file}:{switch.document.line((switch.group, 'hosts', switch.name, 'ports', index))}"
        yield problem(
            document, (*at, "port", "name"),
            Text("cổng này không dẫn vào vùng của phòng", "this port does not lead into the room's zone"),
            Text(f"cổng đang là `{told}` ở {where}, phòng thuộc vùng `{raw['zone']}`",
                 f"the port is `{told}` at {where}, the room is in the zone `{raw['zone']}`"),
            Text(f"chọn cổng khác, hoặc khai cổng này là `mode: access, zone: {raw['zone']}`",
                 f"choose another port, or declare this one as `mode: access, zone: {raw['zone']}`"),
        )  # fmt: skip


def _account(room: Room, source: Source) -> Iterator[Problem]:
    document, at, raw = room
    organisation = source.organisation
    if "sip_account" not in raw or organisation is None:
        return
    for key in (("conference", "domain"), ("services", "sip_registrars")):
        if not organisation.get(*key):
            yield problem(
                document, (*at, "sip_account"),
                Text(f"`sip_account` cần `{'.'.join(key)}`", f"`sip_account` needs `{'.'.join(key)}`"),
                Text("tài khoản chỉ có nghĩa trong một miền, ở một máy chủ đăng ký",
                     "an account means something only in a domain, at a registrar"),
                Text(f"thêm `{'.'.join(key)}` vào organisation.yml, hoặc xóa `sip_account`",
                     f"add `{'.'.join(key)}` to organisation.yml, or remove `sip_account`"),
            )  # fmt: skip


def _shared(rooms: list[Room]) -> Iterator[Problem]:
    """What only one room may have, and a second one has too, of whatever unit."""
    first: dict[object, Room] = {}
    for document, at, raw in rooms:
        told: list[tuple[Place, object]] = [
            ((*at, key), (key, raw[key])) for key in ("sip_account", "calendar") if key in raw
        ]
        told += [((*at, "endpoints", i), ("endpoints", n)) for i, n in enumerate(raw.get("endpoints", ()))]
        if "port" in raw:
            told.append(((*at, "port"), ("port", *sorted(raw["port"].items()))))
        for place, value in told:
            if value in first:
                yield _taken(document, place, str(place[len(at)]), first[value])
            else:
                first[value] = (document, at, raw)


def _taken(document: Document, place: Place, key: str, other: Room) -> Problem:
    where = f"{other[0].file}:{other[0].line(other[1])}"
    return problem(
        document, place,
        Text(f"`{key}` đã thuộc một phòng khác", f"`{key}` already belongs to a room"),
        Text(f"phòng `{other[2]['id']}` ở {where} đang dùng", f"the room `{other[2]['id']}` at {where} has it"),
        Text("mỗi phòng có thiết bị, cổng, tài khoản và lịch riêng",
             "give every room equipment, a port, an account and a calendar of its own"),
    )  # fmt: skip


def _without_room(rooms: list[Room], hosts: Hosts) -> Iterator[Problem]:
    placed = {name for _, _, raw in rooms for name in raw.get("endpoints", ())}
    for host in hosts.values():
        if _class(host) != MEETING_ROOM or host.name in placed or host.values["state"] in NOT_DEPLOYED:
            continue
        yield host.problem(
            (),
            Text("thiết bị họp này không thuộc phòng nào", "this meeting equipment stands in no room"),
            Text("không ai biết nó có sẵn sàng cho cuộc họp nào", "nobody could say for which meeting it is ready"),
            Text(f"thêm nó vào `endpoints` của một phòng trong rooms/{host.site}.yml, hoặc ghi `state: planned`",
                 f"add it to the `endpoints` of a room in rooms/{host.site}.yml, or write `state: planned`"),
        )  # fmt: skip


def _conference(source: Source, hosts: Hosts) -> Iterator[Problem]:
    document = source.organisation
    if document is None or "conference" not in document.data:
        return
    named = list(enumerate(document.data["conference"]["hosts"]))
    at: Place = ("conference", "hosts")
    yield from unique(document, [((*at, index), name) for index, name in named])
    servers = {host.name for host in hosts.values() if _class(host) == "server"}
    for index, name in named:
        # A name with a dot may be anybody's; one without can only be our own.
        if "." not in name and name not in servers:
            yield unknown(document, (*at, index), servers)
