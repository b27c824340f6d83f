"""What must hold between the radios of an access point, its networks and those of all others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from truongluy.inventory.classes import AP_KEYS, CLASSES_WITH_RADIOS, NOT_DEPLOYED
from truongluy.inventory.rules_organisation import unique, unknown
from truongluy.inventory.source import Host, Source
from truongluy.inventory.wifi import CHANNELS, ENTERPRISE, bssids
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Path as Place

Wlans = dict[str, dict[str, Any]]


def check(source: Source) -> Iterator[Problem]:
    """Every broken rule of access points; keys of theirs on other classes are told with the class."""
    has_radius = bool(source.organisation and source.organisation.get("services", "radius_servers"))
    taken: dict[str, tuple[Host, int]] = {}
    for host in source.hosts():
        if host.device_class not in CLASSES_WITH_RADIOS:
            continue
        document = source.files_in("wifi").get(host.site)
        wlans: Wlans = {raw["id"]: raw for raw in document.data["wlans"]} if document else {}
        yield from _missing(host)
        yield from _wlans(host, wlans, has_radius)
        yield from _radios(host)
        if host.values["state"] != "retired":
            yield from _bssids(host, wlans, taken)


def at(host: Host, *path: str | int) -> Place:
    """The place of a key of a host in its file."""
    return (host.group, "hosts", host.name, *path)


def _missing(host: Host) -> Iterator[Problem]:
    if host.values["state"] in NOT_DEPLOYED:
        return
    for key in AP_KEYS:
        if key not in host.values:
            yield host.problem(
                (),
                Text(f"thiếu `{key}`", f"`{key}` is missing"),
                Text("điểm phát Wi-Fi đang dùng phải được mô tả đủ để cấu hình và đánh giá",
                     "an access point in service is described fully, to be provisioned and judged"),
                Text(f"thêm `{key}`, hoặc ghi `state: planned`", f"add `{key}`, or write `state: planned`"),
            )  # fmt: skip


def _wlans(host: Host, wlans: Wlans, has_radius: bool) -> Iterator[Problem]:
    own = list(enumerate(host.values.get("wlans", ())))
    bands = {radio["band"] for radio in host.values.get("radios", ())}
    yield from unique(host.document, [(at(host, "wlans", i), name) for i, name in own])
    for index, name in own:
        if name not in wlans:
            yield _no_such_wlan(host, index, wlans)
            continue
        if bands and not bands & set(wlans[name]["bands"]):
            yield host.problem(
                ("wlans", index),
                Text(f"không bộ phát sóng nào phát được mạng `{name}`", f"no radio can carry the network `{name}`"),
                Text(f"mạng này ở băng {', '.join(wlans[name]['bands'])}; thiết bị có {', '.join(sorted(bands))}",
                     f"it is on {', '.join(wlans[name]['bands'])}; the device has {', '.join(sorted(bands))}"),
                Text("bỏ mạng khỏi thiết bị, hoặc thêm băng tần cho mạng",
                     "take the network off the device, or add a band to the network"),
            )  # fmt: skip
        if wlans[name]["security"] == ENTERPRISE and not has_radius:
            yield host.problem(
                ("wlans", index),
                Text(f"mạng `{name}` cần máy chủ RADIUS", f"the network `{name}` needs a RADIUS server"),
                Text("enterprise xác thực từng tài khoản qua RADIUS", "enterprise checks each account by RADIUS"),
                Text("thêm `services: radius_servers` vào organisation.yml",
                     "add `services: radius_servers` to organisation.yml"),
            )  # fmt: skip


def _no_such_wlan(host: Host, index: int, wlans: Wlans) -> Problem:
    if wlans:
        return unknown(host.document, at(host, "wlans", index), wlans)
    return host.problem(
        ("wlans", index),
        Text("đơn vị này chưa có mạng Wi-Fi nào", "this unit has no Wi-Fi network yet"),
        Text("mạng Wi-Fi được mô tả trong tệp của đơn vị", "Wi-Fi networks are described in the unit's own file"),
        Text(f"thêm wifi/{host.site}.yml", f"add wifi/{host.site}.yml"),
    )  # fmt: skip


def _radios(host: Host) -> Iterator[Problem]:
    radios = list(enumerate(host.values.get("radios", ())))
    yield from unique(host.document, [(at(host, "radios", i, "name"), radio["name"]) for i, radio in radios])
    for index, radio in radios:
        if radio["channel"] not in CHANNELS[radio["band"]]:
            known = ", ".join(map(str, sorted(CHANNELS[radio["band"]])))
            yield host.problem(
                ("radios", index, "channel"),
                Text("kênh không dùng được ở băng tần này", "the channel can't be used on this band"),
                Text(f"băng {radio['band']} ở Việt Nam có các kênh: {known}",
                     f"in Viet Nam the band {radio['band']} has the channels: {known}"),
                Text("sửa `channel` hoặc `band`", "correct `channel` or `band`"),
            )  # fmt: skip
        if int(radio["mac"][:2], 16) % 2:
            yield host.problem(
                ("radios", index, "mac"),
                Text("`mac` là địa chỉ nhóm", "`mac` is a group address"),
                Text("octet đầu lẻ thì không thể là địa chỉ của một bộ phát sóng",
                     "with an odd first octet it can't be a radio's address"),
                Text("chép lại địa chỉ MAC ghi trên thiết bị", "copy the MAC address from the device again"),
            )  # fmt: skip


def _bssids(host: Host, wlans: Wlans, taken: dict[str, tuple[Host, int]]) -> Iterator[Problem]:
    """A radio without room for its networks' BSSIDs, or one that would use another radio's."""
    bands = [wlans[name]["bands"] for name in host.values.get("wlans", ()) if name in wlans]
    for index, radio in enumerate(host.values.get("radios", ())):
        try:
            # The radio's own address is taken even where no network of its band stands on it.
            own = bssids(radio["mac"], bands, radio["band"]) or [radio["mac"]]
        except ValueError:
            yield host.problem(
                ("radios", index, "mac"),
                Text("`mac` không đủ chỗ cho các mạng", "`mac` leaves no room for the networks"),
                Text("mỗi mạng lấy octet cuối cộng thêm 1, và octet cuối không vượt quá ff",
                     "each network adds 1 to the last octet, and that can't pass ff"),
                Text("dùng địa chỉ nhỏ hơn, hoặc bớt mạng", "use a lower address, or fewer networks"),
            )  # fmt: skip
            continue
        clash = next((one for one in own if one in taken), None)
        if clash is not None:
            other, place = taken[clash]
            where = f"{other.document.file}:{other.document.line(at(other, 'radios', place, 'mac'))}"
            yield host.problem(
                ("radios", index, "mac"),
                Text("BSSID trùng với bộ phát sóng khác", "a BSSID is another radio's too"),
                Text(f"bộ phát sóng kia của `{other.name}` ở {where} dùng các địa chỉ liền sau `mac`",
                     f"that of `{other.name}` at {where} uses the addresses that follow its `mac`"),
                Text("mỗi bộ phát sóng cần một dải địa chỉ riêng, bắt đầu từ `mac`",
                     "each radio needs a range of addresses of its own, beginning at `mac`"),
            )  # fmt: skip
        taken.update(dict.fromkeys(own, (host, index)))
