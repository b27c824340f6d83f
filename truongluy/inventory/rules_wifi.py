"""What must hold between the Wi-Fi networks of a unit and its zones."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from truongluy.inventory import rules_access_points
from truongluy.inventory.rules_organisation import no_such_unit, unique, unknown
from truongluy.inventory.source import Source, not_a_date, problem
from truongluy.inventory.wifi import ENTERPRISE, OLD_DEVICES
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document
from truongluy.yamlfile import Path as Place

MANAGEMENT = "management"
"""The zone from which devices are administered; nobody's Wi-Fi leads there."""

NOT_FOR_GUESTS = ("staff", "servers", MANAGEMENT)
MOST_SSID_BYTES = 32

Raw = Mapping[str, Any]
ZonesOf = Mapping[str, Mapping[str, Raw]]


def check(source: Source) -> Iterator[Problem]:
    """Every broken rule of Wi-Fi networks, and of the access points that carry them."""
    zones_of = {unit["id"]: {zone["id"]: zone for zone in unit["zones"]} for unit in source.units}
    for stem, document in source.files_in("wifi").items():
        if stem not in zones_of:
            yield no_such_unit(document, zones_of, Text("Wi-Fi", "Wi-Fi"))
            continue
        yield from _names(document)
        for index, raw in enumerate(document.data["wlans"]):
            yield from _wlan(document, ("wlans", index), raw)
            for path, zone in zone_places(("wlans", index), raw):
                yield from zone_of(document, path, zone, stem, zones_of)
                yield from _zone(document, path, zone, raw)
    yield from rules_access_points.check(source)


def zone_places(at: Place, raw: Raw) -> list[tuple[Place, str]]:
    """Where a WLAN names zones, and which."""
    users = [((*at, "user_zones", i), zone) for i, zone in enumerate(raw.get("user_zones", ()))]
    return [((*at, "zone"), raw["zone"]), *users]


def zone_of(document: Document, path: Place, zone: str, site: str, zones_of: ZonesOf) -> Iterator[Problem]:
    """The problem of a zone that is not the site's: whose it is, when it is another's."""
    if zone in zones_of[site]:
        return
    owners = [other for other, zones in zones_of.items() if zone in zones]
    if not owners:
        yield unknown(document, path, zones_of[site])
        return
    vlan = zones_of[owners[0]][zone]["vlan"]
    whose = ", ".join(f"`{owner}`" for owner in owners[:3])
    yield problem(
        document, path,
        Text("vùng (VLAN) này của đơn vị khác", "this zone (VLAN) is another site's"),
        Text(f"`{zone}` (VLAN {vlan}) thuộc {whose}, không thuộc `{site}`",
             f"`{zone}` (VLAN {vlan}) belongs to {whose}, not to `{site}`"),
        Text(f"dùng một vùng của `{site}`: {', '.join(sorted(zones_of[site]))}",
             f"use a zone of `{site}`: {', '.join(sorted(zones_of[site]))}"),
    )  # fmt: skip


def _names(document: Document) -> Iterator[Problem]:
    wlans = list(enumerate(document.data["wlans"]))
    for key in ("id", "ssid"):
        yield from unique(document, [(("wlans", i, key), raw[key]) for i, raw in wlans])
    for i, raw in wlans:
        for key in ("bands", "user_zones"):
            places: list[tuple[Place, object]] = [
                (("wlans", i, key, n), one) for n, one in enumerate(raw.get(key, ()))
            ]
            yield from unique(document, places)


def _wlan(document: Document, at: Place, raw: Raw) -> Iterator[Problem]:
    if (length := len(raw["ssid"].encode())) > MOST_SSID_BYTES:
        yield problem(
            document, (*at, "ssid"),
            Text("tên phát ra quá dài", "the name on the air is too long"),
            Text(f"dài {length} byte, tối đa {MOST_SSID_BYTES}; chữ có dấu chiếm 2 đến 3 byte",
                 f"it takes {length} bytes, {MOST_SSID_BYTES} at most; an accented letter takes 2 or 3"),
            Text("rút ngắn tên, hoặc viết không dấu", "shorten it, or write it without accents"),
        )  # fmt: skip
    if raw["purpose"] == "guests" and raw["security"] in (ENTERPRISE, OLD_DEVICES):
        yield problem(
            document, (*at, "security"),
            Text("mạng khách không dùng kiểu bảo mật này", "a guests' network can't have this security"),
            Text("khách không có tài khoản, và WPA2 chỉ dành cho thiết bị cũ",
                 "guests have no accounts, and WPA2 is only for old devices"),
            Text("dùng `owe` hoặc `sae`", "use `owe` or `sae`"),
        )  # fmt: skip
    if "user_zones" in raw and raw["security"] != ENTERPRISE:
        yield problem(
            document, (*at, "user_zones"),
            Text("`user_zones` chỉ dùng với enterprise", "`user_zones` goes only with enterprise"),
            Text("chỉ RADIUS mới chọn được vùng theo tài khoản", "only RADIUS can choose a zone by account"),
            Text("xóa `user_zones`, hoặc dùng `security: enterprise`",
                 "remove `user_zones`, or use `security: enterprise`"),
        )  # fmt: skip
    yield from _until(document, at, raw)


def _until(document: Document, at: Place, raw: Raw) -> Iterator[Problem]:
    old = raw["security"] == OLD_DEVICES
    if old and "until" not in raw:
        yield problem(
            document, (*at, "security"),
            Text("thiếu `until`", "`until` is missing"),
            Text("wpa2-psk chỉ là giải pháp chuyển tiếp cho thiết bị cũ, phải có ngày kết thúc",
                 "wpa2-psk is only a transition for old devices and needs a last day"),
            Text("thêm `until`, ví dụ 2027-06-30, hoặc dùng `sae`", "add `until`, for example 2027-06-30, or use `sae`"),
        )  # fmt: skip
    elif "until" in raw and not old:
        yield problem(
            document, (*at, "until"),
            Text("thừa `until`", "`until` does not belong here"),
            Text("chỉ mạng wpa2-psk mới có ngày kết thúc", "only a wpa2-psk network has a last day"),
            Text("xóa `until`", "remove `until`"),
        )  # fmt: skip
    elif "until" in raw and type(raw["until"]) is not datetime.date:
        yield not_a_date(document, (*at, "until"), "2027-06-30")


def _zone(document: Document, path: Place, zone: str, raw: Raw) -> Iterator[Problem]:
    guests = raw["purpose"] == "guests"
    if zone not in (NOT_FOR_GUESTS if guests else {MANAGEMENT} | _zones_of_guests(document)):
        return
    if zone == MANAGEMENT:
        why = Text("từ vùng này quản trị được mọi thiết bị", "from this zone every device is administered")
    elif guests:
        why = Text("khách sẽ tới được máy của đơn vị", "guests would reach the unit's own machines")
    else:
        why = Text("vùng này dành cho khách, không dùng chung với mạng khác",
                   "this zone is the guests' and is shared with no other network")  # fmt: skip
    yield problem(
        document, path,
        Text(f"mạng Wi-Fi này không được vào vùng `{zone}`", f"this Wi-Fi network may not enter the zone `{zone}`"),
        why,
        Text("chọn một vùng riêng cho mạng này", "choose a zone of its own for this network"),
    )  # fmt: skip


def _zones_of_guests(document: Document) -> set[str]:
    return {raw["zone"] for raw in document.data["wlans"] if raw["purpose"] == "guests"} - set(NOT_FOR_GUESTS)
