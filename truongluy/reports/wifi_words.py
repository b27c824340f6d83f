"""The words reports use for Wi-Fi: whom a network serves, how it is protected, who gets in."""

from __future__ import annotations

from collections.abc import Iterable

from truongluy.inventory.wifi import Wlan
from truongluy.verdict import Text

PURPOSES = {
    "staff": Text("Cán bộ, giáo viên", "Staff"),
    "pupils": Text("Học sinh", "Pupils"),
    "guests": Text("Khách", "Guests"),
    "devices": Text("Thiết bị dùng chung", "Shared devices"),
}
SECURITY = {
    "enterprise": Text("Tài khoản riêng (802.1X, khung quản lý được bảo vệ)", "Own accounts (802.1X)"),
    "sae": Text("Khóa chung, WPA3 (SAE)", "Shared key, WPA3 (SAE)"),
    "owe": Text("Không mật khẩu, có mã hóa (OWE)", "No password, encrypted (OWE)"),
    "wpa2-psk": Text("Khóa chung, WPA2", "Shared key, WPA2"),
    "mixed-psk": Text("Khóa chung, nhận cả WPA2 và WPA3", "Shared key, WPA2 and WPA3"),
    "owe-transition": Text(
        "Mở cho máy đời cũ, mã hóa cho máy mới", "Open to old machines, encrypted for new ones"
    ),
    "open": Text("Mở, không mã hóa", "Open, not encrypted"),
    "wep": Text("WEP, đã bị phá", "WEP, broken"),
    "wpa": Text("WPA đời đầu, đã bị phá", "The first WPA, broken"),
}
_WHO = {
    "enterprise": Text("Người có tài khoản", "Whoever has an account"),
    "sae": Text("Thiết bị được nhập khóa", "Devices that were given the key"),
    "wpa2-psk": Text("Thiết bị được nhập khóa", "Devices that were given the key"),
    "owe": Text("Bất kỳ ai ở gần; chỉ ra Internet", "Anybody near; to the Internet only"),
}


def purpose(word: str | None) -> Text:
    """Whom a network serves; an unknown word is shown as it is."""
    if not word:
        return Text("chưa rõ", "unknown")
    return PURPOSES.get(word, Text(word, word))


def security(word: str) -> Text:
    """How a network is protected; an unknown word is shown as it is."""
    return SECURITY.get(word, Text(f"chưa rõ ({word})", f"unknown ({word})"))


def band(word: str) -> str:
    """`2.4GHz` as a Vietnamese reader writes it: `2,4 GHz`."""
    return word.replace(".", ",").replace("GHz", " GHz")


def bands(words: Iterable[str]) -> str:
    """Several bands."""
    return "; ".join(band(word) for word in words)


def admitted(wlan: Wlan) -> Text:
    """Who gets into a WLAN."""
    return _WHO.get(wlan.security, Text("chưa rõ", "unknown"))


def zones(wlan: Wlan) -> Text:
    """Where a WLAN leads: one zone, or one of several by account."""
    names = ", ".join(wlan.zones)
    return (
        Text(f"{names} (theo tài khoản)", f"{names} (by account)") if wlan.user_zones else Text(names, names)
    )
