"""What the access points of a unit hear: their own networks, those of others, and who uses the unit's names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from truongluy.facts import Facts
from truongluy.facts.answers import Unreadable
from truongluy.inventory import Device, Site
from truongluy.inventory.wifi import Wlan, networks_of
from truongluy.reports import wifi_words as words
from truongluy.reports.joined import Joined
from truongluy.reports.markup import Html, Nodes, table, tag
from truongluy.reports.pages import links
from truongluy.verdict import Text


@dataclass(frozen=True)
class Heard:
    """One BSS that an access point of a unit hears, and whose it is: `own`, `false` (our name, not our device), `other`."""

    ssid: str
    bssid: str
    security: str
    channel: str
    by: str
    whose: str


def access_points(joined: Joined, site: Site | None = None) -> list[Device]:
    """The assessed access points, of one unit or of all."""
    chosen = [one for one in joined.devices if one.device_class == "wifi_ap"]
    return [one for one in chosen if site is None or one.site == site.id]


def wlans(joined: Joined, site: Site) -> list[Wlan]:
    """The networks that a unit declares."""
    return list(joined.inventory.wlans.get(site.id, {}).values())


def danger(text: Text) -> Html:
    """A danger as symbol and words: never by colour alone."""
    return tag("span", tag("span", "✗ ", aria_hidden="true"), text, class_="tl-claim tl-claim-no")


def heard_by(joined: Joined, site: Site) -> Iterator[Heard]:
    """What the access points of a unit hear, false ones first, each BSSID once for each access point."""
    names = {wlan.ssid for wlan in wlans(joined, site)}
    ours = {
        network.bssid
        for device in joined.inventory.devices.values()
        if device.site == site.id
        for network in networks_of(joined.inventory, device)
    }
    found = []
    for device in access_points(joined, site):
        air = air_of(joined, device)
        for one in [] if isinstance(air, Text) else air:
            bssid = str(one["bssid"]).lower()
            whose = "own" if bssid in ours else "false" if one["ssid"] in names else "other"
            found.append(
                Heard(str(one["ssid"]), bssid, str(one["security"]), str(one["channel"]), device.name, whose)
            )
    yield from sorted(
        found, key=lambda one: (("false", "other", "own").index(one.whose), one.ssid, one.bssid)
    )


def air_of(joined: Joined, device: Device) -> list[Mapping[str, Any]] | Text:
    """What an access point hears, or why nobody knows."""
    return facts_at(joined.facts_of(device), "wifi_air")


def facts_at(facts: Facts | Text, path: str) -> list[Mapping[str, Any]] | Text:
    """A list fact, or why it could not be read."""
    if isinstance(facts, Text):
        return facts
    try:
        return list(facts.at(path))
    except Unreadable as reason:
        return reason.text


_WHOSE = {
    "own": Text("của đơn vị", "the unit's own"),
    "other": Text("của nơi khác", "somebody else's"),
    "false": Text("THIẾT BỊ LẠ PHÁT TÊN CỦA ĐƠN VỊ", "UNKNOWN DEVICE UNDER THE UNIT'S NAME"),
}


def air_table(joined: Joined, points: list[Device], heard: list[Heard]) -> list[str]:
    """What is heard, the dangerous first, after the access points that tell nothing."""
    blocks: list[str] = []
    for device in points:
        air = air_of(joined, device)
        if isinstance(air, Text):
            unknown = Text(
                f"{device.name} không cho biết nghe thấy gì: {air.vi}",
                f"{device.name} tells nothing: {air.en}",
            )
            blocks.append(tag("p", unknown))
    if not heard:
        return [*blocks, tag("p", Text("Chưa có gì để xem.", "There is nothing to show."))]
    heads = [
        Text("Tên phát ra", "Name on the air"),
        Text("Của ai", "Whose"),
        Text("Địa chỉ phát (BSSID), kênh", "Radio address (BSSID), channel"),
        Text("Bảo mật", "Security"),
        Text("Nghe từ", "Heard by"),
    ]
    rows: list[list[Nodes]] = [
        [
            one.ssid or Text("(ẩn tên)", "(hidden)"),
            danger(_WHOSE[one.whose]) if one.whose == "false" else _WHOSE[one.whose],
            [tag("code", one.bssid), f", kênh {one.channel}"],
            words.security(one.security),
            links.device(one.by),
        ]
        for one in heard
    ]
    return [*blocks, table(Text("Nghe thấy trên sóng", "Heard on the air"), heads, rows)]
