"""Networks for old devices: until when they may stay, and which waivers let them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from truongluy.inventory import Device, Site
from truongluy.inventory.wifi import OLD_DEVICES, Wlan, wlans_of
from truongluy.reports.due_words import WAIVERS
from truongluy.reports.joined import Joined
from truongluy.reports.markup import Nodes, table, tag
from truongluy.reports.pages import links
from truongluy.reports.vietnamese import day, number
from truongluy.verdict import Text
from truongluy.waivers import Standing, standing


def old_wlans(joined: Joined, site: Site) -> list[Wlan]:
    """The networks of a unit that are only for devices that know no WPA3."""
    return [one for one in joined.inventory.wlans.get(site.id, {}).values() if one.security == OLD_DEVICES]


def transition(joined: Joined, site: Site, points: Sequence[Device]) -> list[str]:
    """Each such network with its last day and its waivers; a waiver that outlives its network is pointed out."""
    lead = Text(
        "Mạng WPA2 chỉ để thiết bị cũ còn dùng được đến khi thay. Hết ngày cuối thì tắt mạng này, và miễn trừ cũng hết.",
        "A WPA2 network lets old devices work until they are replaced; after its last day it is switched off.",
    )
    heads = [
        Text("Mạng", "Network"),
        Text("Ngày cuối", "Last day"),
        Text("Miễn trừ", "Waivers"),
        Text("Bù đắp bằng", "What protects instead"),
    ]
    rows = [_row(joined, wlan, points) for wlan in old_wlans(joined, site)]
    return [tag("p", lead), table(Text("Kế hoạch chuyển tiếp", "Transition plan"), heads, rows)]


def _row(joined: Joined, wlan: Wlan, points: Sequence[Device]) -> list[Nodes]:
    carriers = {one.name for one in points if wlan in wlans_of(joined.inventory, one)}
    waivers = [one for one in _standings(joined) if carriers & set(one.waiver.devices)]
    return [
        [tag("p", wlan.ssid), tag("code", wlan.id, class_="tl-nowrap")],
        _last_day(joined, wlan),
        [_waiver(joined, one, wlan) for one in waivers]
        or tag(
            "p",
            Text("không có miễn trừ nào: kết quả là không đạt", "no waiver: it fails"),
            class_="tl-claim tl-claim-no",
        ),
        [tag("p", one.waiver.compensating) for one in waivers] or "–",
    ]


def _standings(joined: Joined) -> Iterable[Standing]:
    """The waivers of Wi-Fi controls."""
    known = joined.policy.controls
    for one in standing(joined.inventory, joined.assessment.findings, joined.assessment.as_of):
        control = known.get(one.waiver.control)
        if control is not None and control.topic.startswith("wifi_"):
            yield one


def _last_day(joined: Joined, wlan: Wlan) -> Nodes:
    if wlan.until is None:
        return Text("chưa ghi", "not said")
    left = (wlan.until - joined.assessment.as_of).days
    said = (
        Text(f"còn {number(left)} ngày", f"{left} days left")
        if left >= 0
        else Text(f"đã quá {number(-left)} ngày", f"{-left} days over")
    )
    return [tag("p", day(wlan.until)), tag("p", said)]


def _waiver(joined: Joined, one: Standing, wlan: Wlan) -> Nodes:
    waiver = one.waiver
    too_long = wlan.until is not None and waiver.until > wlan.until
    late = Text("dài hơn thời gian của mạng: phải rút ngắn", "outlives the network: shorten it")
    when, state = f"{day(waiver.first)} – {day(waiver.until)}", WAIVERS[one.state]
    left = (
        Text(f", còn {number(one.days_left)} ngày", f", {one.days_left} days left")
        if one.days_left >= 0
        else Text("", "")
    )
    return [
        tag("p", links.control_of(joined, waiver.control)),
        tag("p", Text(f"{when}: {state.vi}{left.vi}", f"{state.en}{left.en}")),
        tag("p", late, class_="tl-claim tl-claim-no") if too_long else None,
    ]
