"""The Wi-Fi of each unit: what is announced to whom, by which access points, what is heard, what is to be replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from truongluy.facts import Facts
from truongluy.inventory import Device, Site
from truongluy.inventory.wifi import Radio, Wlan, radios_of, wlans_of
from truongluy.reports import wifi_words as words
from truongluy.reports.joined import Joined, count
from truongluy.reports.markup import Html, Nodes, heading, link, page, table, tag
from truongluy.reports.pages import links
from truongluy.reports.pages.wifi_air import (
    access_points,
    air_of,
    air_table,
    danger,
    facts_at,
    heard_by,
    wlans,
)
from truongluy.reports.pages.wifi_transition import old_wlans, transition
from truongluy.reports.vietnamese import number
from truongluy.verdict import Text

_UNIT = Text("Đơn vị", "Unit")


def wifi_units(joined: Joined) -> list[Site]:
    """The units that have Wi-Fi networks or access points, in inventory order."""
    with_aps = {device.site for device in access_points(joined)}
    return [
        site
        for name, site in joined.inventory.sites.items()
        if name in joined.inventory.wlans or name in with_aps
    ]


def wifi_index(joined: Joined) -> str:
    """All units with Wi-Fi: networks, access points, what is left to replace, false access points."""
    heads = [
        _UNIT,
        Text("Mạng Wi-Fi", "Networks"),
        Text("Điểm truy cập", "Access points"),
        Text("Kết quả", "Verdicts"),
        Text("Cần xem", "To look at"),
    ]
    rows = [_unit_row(joined, site) for site in wifi_units(joined)]
    title = Text("Wi-Fi theo đơn vị", "Wi-Fi by unit")
    return page("Wi-Fi", links.stamp(joined), _principles(), table(title, heads, rows), hide=("navigation",))


def wifi_page(joined: Joined, site: Site) -> str:
    """The Wi-Fi of one unit."""
    points = access_points(joined, site)
    heard = list(heard_by(joined, site))
    blocks: list[str] = [links.stamp(joined), _lead(joined, site)]
    blocks += [heading(2, Text("Các mạng Wi-Fi", "Networks")), _networks(joined, site)]
    blocks += [heading(2, Text("Các điểm truy cập", "Access points")), _points(joined, points)]
    if old_wlans(joined, site):
        blocks += [
            heading(2, Text("Kế hoạch chuyển tiếp", "Transition plan")),
            *transition(joined, site, points),
        ]
    blocks += [heading(2, Text("Nghe thấy trên sóng", "Heard on the air")), *air_table(joined, points, heard)]
    return page(f"Wi-Fi: {site.name.vi}", *blocks, hide=("navigation",))


def _principles() -> Html:
    return tag(
        "p",
        Text(
            "Mỗi mạng được đánh giá theo mục đích đã khai báo (dành cho ai), không theo tên phát ra.",
            "Each network is judged by its declared purpose (whom it serves), never by its name on the air.",
        ),
    )


def _unit_row(joined: Joined, site: Site) -> list[Nodes]:
    points = access_points(joined, site)
    findings = [one for device in points for one in joined.by_device.get(device.name, ())]
    return [
        link(f"{site.id}.html", site.name.vi),
        number(len(wlans(joined, site))),
        number(len(points)),
        links.tally(count(findings)),
        [tag("p", one) for one in _concerns(joined, site)] or "–",
    ]


def _concerns(joined: Joined, site: Site) -> Iterator[Nodes]:
    false = {one.bssid for one in heard_by(joined, site) if one.whose == "false"}
    if false:
        yield danger(
            Text(
                f"{number(len(false))} thiết bị lạ phát tên của đơn vị",
                f"Unknown devices under the unit's name: {len(false)}",
            )
        )
    if failing := _failing(joined, site):
        names = ", ".join(failing)
        yield danger(Text(f"chưa đạt hoặc chưa rõ: {names}", f"not compliant, or unknown: {names}"))
    if old := old_wlans(joined, site):
        yield Text(
            f"{number(len(old))} mạng chuyển tiếp cho thiết bị cũ", f"Networks for old devices: {len(old)}"
        )
    if deaf := [one.name for one in access_points(joined, site) if isinstance(air_of(joined, one), Text)]:
        names = ", ".join(deaf)
        yield Text(f"chưa nghe được sóng từ {names}", f"nothing is known of the air around {names}")
    if not access_points(joined, site):
        yield Text("chưa có điểm truy cập nào được đánh giá", "no access point was assessed")


def _failing(joined: Joined, site: Site) -> list[str]:
    """Access points of a unit that can't claim their level: something fails, is unknown, or was never judged."""
    return [one.name for one in access_points(joined, site) if not joined.device_claim(one).holds]


def _lead(joined: Joined, site: Site) -> Html:
    said = list(_concerns(joined, site))
    if not said:
        fine = Text(
            "Mọi điểm truy cập đều đạt, không có mạng chuyển tiếp, không nghe thấy thiết bị lạ nào phát tên của đơn vị.",
            "Every access point is compliant, no network is in transition, no unknown device is heard under the unit's name.",
        )
        return tag("p", fine, class_="tl-lead")
    return tag("div", *[tag("p", one) for one in said], class_="tl-lead")


def _networks(joined: Joined, site: Site) -> Html:
    heads = [
        Text("Dành cho", "Purpose"),
        Text("Tên phát ra", "Name on the air"),
        Text("Bảo mật", "Security"),
        Text("Ai vào được", "Who gets in"),
        Text("Vùng mạng", "Zone"),
        Text("Băng tần, điểm truy cập", "Bands, access points"),
    ]
    declared = wlans(joined, site)
    if not declared:
        return tag("p", Text("Chưa khai báo mạng Wi-Fi nào.", "No Wi-Fi network is declared."))
    rows = [_network(joined, site, one) for one in declared]
    return table(Text("Các mạng Wi-Fi đã khai báo", "Networks as declared"), heads, rows)


def _network(joined: Joined, site: Site, wlan: Wlan) -> list[Nodes]:
    points = [one.name for one in access_points(joined, site) if wlan in wlans_of(joined.inventory, one)]
    return [
        [tag("p", words.purpose(wlan.purpose)), tag("code", wlan.id, class_="tl-nowrap")],
        wlan.ssid,
        words.security(wlan.security),
        words.admitted(wlan),
        words.zones(wlan),
        [tag("p", words.bands(wlan.bands)), tag("p", _commas(points))],
    ]


def _commas(names: list[str]) -> Nodes:
    if not names:
        return Text("không điểm truy cập nào phát", "no access point carries it")
    return [[", " if index else None, links.device(name)] for index, name in enumerate(names)]


def _points(joined: Joined, points: list[Device]) -> Html:
    heads = [
        Text("Điểm truy cập", "Access point"),
        Text("Vị trí, bộ phát", "Place, radios"),
        Text("Đang phát", "On the air"),
        Text("Kết quả", "Verdicts"),
    ]
    if not points:
        return tag(
            "p",
            Text("Không điểm truy cập nào trong lần đánh giá này.", "No access point in this assessment."),
        )
    return table(Text("Các điểm truy cập", "Access points"), heads, [_point(joined, one) for one in points])


def _point(joined: Joined, device: Device) -> list[Nodes]:
    facts = joined.facts_of(device)
    return [
        links.device(device.name),
        [
            tag("p", str(device.attributes.get("location", "–"))),
            _lines(facts, "wifi_radios", _radio) or [tag("p", _declared(one)) for one in radios_of(device)],
        ],
        _lines(facts, "wifi_networks", _on_air) or Text("không đọc được", "could not be read"),
        links.tally(count(joined.by_device.get(device.name, ()))),
    ]


def _lines(facts: Facts | Text, path: str, line: Any) -> list[Nodes]:
    """One paragraph per item of a list fact; none when it could not be read."""
    found = facts_at(facts, path)
    return [] if isinstance(found, Text) else [tag("p", line(one)) for one in found]


def _radio(one: Mapping[str, Any]) -> Nodes:
    return f"{one['name']}: {words.band(one['band'])}, kênh {one['channel']}"


def _declared(one: Radio) -> Text:
    said = f"{one.name}: {words.band(one.band)}, kênh {one.channel}"
    return Text(f"{said} (theo khai báo)", "as declared")


def _on_air(one: Mapping[str, Any]) -> Nodes:
    return [tag("b", str(one["ssid"])), f" ({words.band(one['band'])}): ", words.security(one["security"])]
