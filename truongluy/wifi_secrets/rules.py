"""What must hold of the file of Wi-Fi secrets, and between it and the inventory; never says a value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from truongluy.inventory import Inventory, wifi
from truongluy.inventory.rules_wifi import zone_of
from truongluy.inventory.source import problem
from truongluy.private_file import entries, lacking, names, shape, stranger, unfit
from truongluy.verdict import Problem, Text
from truongluy.yamlfile import Document
from truongluy.yamlfile import Path as Place

PASSPHRASE = re.compile(r"(?!.*\|(?:mac|vlanid|pk|id)=)[\x20-\x7e]{8,63}")
"""What WPA takes as a passphrase (IEEE 802.11, J.4), without what hostapd would cut off an SAE password."""

# Signs that a shell, UCI or FreeRADIUS would read as something other than themselves.
_PLAIN = r"[!%&()*+,./0-9:;<=>?@A-Z\[\]^_a-z|~-]"
SHARED_SECRET = re.compile(_PLAIN + "{20,128}")
PASSWORD = re.compile(_PLAIN + "{8,128}")
ACCOUNT = re.compile(r"[a-z][a-z0-9._-]{0,63}")

_WHY = Text("thiếu thì Wi-Fi không thể được cấu hình", "without it the Wi-Fi can't be set up")
_DEPTHS = {"keys": 2, "radius": 1, "accounts": 3}


def check(document: Document, inventory: Inventory) -> Iterator[Problem]:
    """Every broken rule; what lies deeper is asked only of a file that has the right shape."""
    wrong = list(shape(document, _DEPTHS))
    yield from wrong
    if not wrong:
        for rule in (_keys, _radius, _accounts, _missing):
            yield from rule(document, inventory)


def _keys(document: Document, inventory: Inventory) -> Iterator[Problem]:
    for at, site, given in entries(document, "keys"):
        if site not in inventory.sites:
            yield stranger(document, at, inventory.sites)
            continue
        wlans = inventory.wlans.get(site, {})
        fit = [name for name, wlan in wlans.items() if wlan.security in wifi.WITH_PASSPHRASE]
        for name, value in given.items():
            if name not in fit:
                yield stranger(document, (*at, name), fit)
            elif not PASSPHRASE.fullmatch(value):
                yield unfit(document, (*at, name), value, _PASSPHRASE)


_PASSPHRASE = Text(
    "8 đến 63 ký tự ASCII in được, không có `|id=`, `|mac=`, `|pk=`, `|vlanid=`",
    "8 to 63 printable ASCII characters without `|id=`, `|mac=`, `|pk=`, `|vlanid=`",
)


def _radius(document: Document, inventory: Inventory) -> Iterator[Problem]:
    every = {**inventory.devices, **inventory.not_deployed}
    known = [name for name, device in every.items() if device.device_class == "wifi_ap"]
    for at, name, value in entries(document, "radius"):
        if name not in known:
            yield stranger(document, at, known)
        elif not SHARED_SECRET.fullmatch(value):
            yield unfit(document, at, value, _signs(20))


def _signs(fewest: int) -> Text:
    return Text(
        f"{fewest} đến 128 ký tự ASCII, không có dấu cách, nháy, gạch chéo ngược, $, # và ngoặc nhọn",
        f"{fewest} to 128 ASCII characters without spaces, quotes, backslash, $, # and braces",
    )


def _accounts(document: Document, inventory: Inventory) -> Iterator[Problem]:
    for at, site, given in entries(document, "accounts"):
        if site not in inventory.sites:
            yield stranger(document, at, inventory.sites)
            continue
        for name, raw in given.items():
            yield from _account(document, (*at, name), site, raw, inventory)


def _account(
    document: Document, at: Place, site: str, raw: Mapping[str, str], inventory: Inventory
) -> Iterator[Problem]:
    if not ACCOUNT.fullmatch(str(at[-1])):
        yield problem(
            document, at,
            Text("tên tài khoản không hợp lệ", "the account's name is not allowed"),
            Text("gồm chữ thường, số, dấu chấm, gạch; bắt đầu bằng chữ",
                 "it is lower-case letters, digits, dots and dashes, and begins with a letter"),
            Text("ví dụ: giaovien", "for example: giaovien"),
        )  # fmt: skip
    for key in sorted(set(raw) - {"zone", "password"}):
        yield stranger(document, (*at, key), ("zone", "password"))
    for key in ("zone", "password"):
        if key not in raw:
            yield lacking(document, at, Text(f"`{key}` của tài khoản", f"the account's `{key}`"), _WHY)
    if "password" in raw and not PASSWORD.fullmatch(raw["password"]):
        yield unfit(document, (*at, "password"), raw["password"], _signs(8))
    if "zone" in raw:
        yield from _account_zone(document, (*at, "zone"), site, raw["zone"], inventory)


def _account_zone(
    document: Document, at: Place, site: str, zone: str, inventory: Inventory
) -> Iterator[Problem]:
    zones_of = {
        unit.id: {name: {"vlan": one.vlan} for name, one in unit.zones.items()}
        for unit in inventory.sites.values()
    }
    wrong = list(zone_of(document, at, zone, site, zones_of))
    yield from wrong
    open_to = {
        name
        for wlan in inventory.wlans.get(site, {}).values()
        if wlan.security == wifi.ENTERPRISE
        for name in wlan.zones
    }
    if not wrong and zone not in open_to:
        yield problem(
            document, at,
            Text(f"không mạng Wi-Fi nào đưa tài khoản vào vùng `{zone}`",
                 f"no Wi-Fi network lets an account into the zone `{zone}`"),
            Text(f"các mạng enterprise của `{site}` cho vào: {names(open_to)}",
                 f"the enterprise networks of `{site}` let into: {names(open_to)}"),
            Text(f"sửa vùng, hoặc thêm vào `user_zones` trong wifi/{site}.yml",
                 f"correct the zone, or add it to `user_zones` in wifi/{site}.yml"),
        )  # fmt: skip


def _missing(document: Document, inventory: Inventory) -> Iterator[Problem]:
    """What an access point in service can't work without; each is asked once, at the first that needs it."""
    asked: set[Place] = set()
    for device in inventory.devices.values():
        for wlan in wifi.wlans_of(inventory, device):
            at: Place = ("keys", device.site, wlan.id)
            if wlan.security in wifi.WITH_PASSPHRASE and document.get(*at) is None and at not in asked:
                asked.add(at)
                yield lacking(
                    document, at,
                    Text(f"mật khẩu của mạng `{wlan.id}` (`{device.site}`), điểm phát `{device.name}` cần nó",
                         f"the passphrase of network `{wlan.id}` (`{device.site}`), which `{device.name}` needs"),
                    _WHY,
                )  # fmt: skip
    for device in wifi.asking_radius(inventory):
        if document.get("radius", device.name) is None:
            yield lacking(
                document, ("radius", device.name),
                Text(f"bí mật RADIUS của điểm phát `{device.name}`", f"the RADIUS secret of `{device.name}`"),
                _WHY,
            )  # fmt: skip
