"""What must hold of the file of Wi-Fi secrets, and between it and the inventory; never says a value.

Nor a key that names nothing: it may be a secret that slipped to the left of a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from truongluy.inventory import Inventory, wifi
from truongluy.inventory.rules_wifi import zone_of
from truongluy.inventory.source import problem
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

PARTS = ("keys", "radius", "accounts")


def wordless(told: Problem) -> Problem:
    """The problem without what it quotes from the file."""
    return replace(told, what=_hidden(told.what), why=_hidden(told.why))


def _hidden(text: Text) -> Text:
    return Text(re.sub("`[^`]*`", "`...`", text.vi), re.sub("`[^`]*`", "`...`", text.en))


def check(document: Document, inventory: Inventory) -> Iterator[Problem]:
    """Every broken rule; what lies deeper is asked only of a file that has the right shape."""
    wrong = list(_shape(document))
    yield from wrong
    if not wrong:
        for rule in (_keys, _radius, _accounts, _missing):
            yield from rule(document, inventory)


def _shape(document: Document) -> Iterator[Problem]:
    """Maps where maps belong and text where text does: what everything below relies on."""
    if not isinstance(document.data, dict):
        yield _not(document, (), "khóa và giá trị", "keys and values")
        return
    for part in document.data:
        if part not in PARTS:
            yield _stranger(document, (part,), PARTS)
    for part, depth in (("keys", 2), ("radius", 1), ("accounts", 3)):
        if part in document.data:
            yield from _levels(document, (part,), depth)


_TEXT = ("chữ, đặt trong nháy kép", "text, in double quotes")


def _levels(document: Document, at: Place, depth: int) -> Iterator[Problem]:
    value = document.get(*at)
    if depth == 0:
        if not isinstance(value, str):
            yield _not(document, at, *_TEXT)
    elif not isinstance(value, dict):
        yield _not(document, at, "khóa và giá trị", "keys and values")
    else:
        for key in value:
            if isinstance(key, str):
                yield from _levels(document, (*at, key), depth - 1)
            else:
                yield _not(document, (*at, key), *_TEXT)


def _not(document: Document, at: Place, vi: str, en: str) -> Problem:
    return problem(
        document, at,
        Text("sai kiểu giá trị", "the wrong kind of value"),
        Text(f"ở đây phải là {vi}; số và ngày không có nháy thì không phải chữ",
             f"here stands {en}; a number or date without quotes is no text"),
        Text("xem mẫu trong inventories/README.md", "see the example in inventories/README.md"),
    )  # fmt: skip


def _entries(document: Document, part: str) -> Iterator[tuple[Place, str, Any]]:
    for key, value in document.get(part, default={}).items():
        yield (part, key), key, value


def _keys(document: Document, inventory: Inventory) -> Iterator[Problem]:
    for at, site, given in _entries(document, "keys"):
        if site not in inventory.sites:
            yield _stranger(document, at, inventory.sites)
            continue
        wlans = inventory.wlans.get(site, {})
        fit = [name for name, wlan in wlans.items() if wlan.security in wifi.WITH_PASSPHRASE]
        for name, value in given.items():
            if name not in fit:
                yield _stranger(document, (*at, name), fit)
            elif not PASSPHRASE.fullmatch(value):
                yield _unfit(document, (*at, name), value, _PASSPHRASE)


_PASSPHRASE = Text(
    "8 đến 63 ký tự ASCII in được, không có `|id=`, `|mac=`, `|pk=`, `|vlanid=`",
    "8 to 63 printable ASCII characters without `|id=`, `|mac=`, `|pk=`, `|vlanid=`",
)


def _radius(document: Document, inventory: Inventory) -> Iterator[Problem]:
    every = {**inventory.devices, **inventory.not_deployed}
    known = [name for name, device in every.items() if device.device_class == "wifi_ap"]
    for at, name, value in _entries(document, "radius"):
        if name not in known:
            yield _stranger(document, at, known)
        elif not SHARED_SECRET.fullmatch(value):
            yield _unfit(document, at, value, _signs(20))


def _signs(fewest: int) -> Text:
    return Text(
        f"{fewest} đến 128 ký tự ASCII, không có dấu cách, nháy, gạch chéo ngược, $, # và ngoặc nhọn",
        f"{fewest} to 128 ASCII characters without spaces, quotes, backslash, $, # and braces",
    )


def _accounts(document: Document, inventory: Inventory) -> Iterator[Problem]:
    for at, site, given in _entries(document, "accounts"):
        if site not in inventory.sites:
            yield _stranger(document, at, inventory.sites)
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
        yield _stranger(document, (*at, key), ("zone", "password"))
    for key in ("zone", "password"):
        if key not in raw:
            yield _lacking(document, at, f"`{key}` của tài khoản", f"the account's `{key}`")
    if "password" in raw and not PASSWORD.fullmatch(raw["password"]):
        yield _unfit(document, (*at, "password"), raw["password"], _signs(8))
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
            Text(f"các mạng enterprise của `{site}` cho vào: {_list(open_to)}",
                 f"the enterprise networks of `{site}` let into: {_list(open_to)}"),
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
                yield _lacking(
                    document, at,
                    f"mật khẩu của mạng `{wlan.id}` (`{device.site}`), điểm phát `{device.name}` cần nó",
                    f"the passphrase of network `{wlan.id}` (`{device.site}`), which `{device.name}` needs",
                )  # fmt: skip
    for device in wifi.asking_radius(inventory):
        if document.get("radius", device.name) is None:
            yield _lacking(
                document, ("radius", device.name),
                f"bí mật RADIUS của điểm phát `{device.name}`", f"the RADIUS secret of `{device.name}`",
            )  # fmt: skip


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)[:20]) or "-"


def _stranger(document: Document, at: Place, known: Iterable[str]) -> Problem:
    names = _list(known)
    return problem(
        document, at,
        Text("khóa này chỉ tới thứ không có", "this key names something that does not exist"),
        Text(f"đang có: {names}", f"there are: {names}"),
        Text("sửa lại tên, hoặc xóa dòng", "correct the name, or remove the line"),
    )  # fmt: skip


def _unfit(document: Document, at: Place, value: str, takes: Text) -> Problem:
    return problem(
        document, at,
        Text("bí mật này không dùng được", "this secret can't be used"),
        Text(f"dài {len(value)} ký tự; phải có {takes.vi}", f"it has {len(value)} characters; it takes {takes.en}"),
        Text("đặt một bí mật ngẫu nhiên khác", "choose another one at random"),
    )  # fmt: skip


def _lacking(document: Document, at: Place, vi: str, en: str) -> Problem:
    return problem(
        document, at,
        Text(f"thiếu {vi}", f"{en} is missing"),
        Text("thiếu thì Wi-Fi không thể được cấu hình", "without it the Wi-Fi can't be set up"),
        Text("thêm vào tệp này", "add it to this file"),
    )  # fmt: skip
