"""Adds Wi-Fi to a few units of inventories/quang-ngai: invented, the same at every run; make_province.py runs it.

`python inventories/province_wifi.py [FOLDER]`. One school still has a network for old tablets, and no waiver for it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

HEAD = "---\n# Dữ liệu minh họa / example data: written by inventories/province_wifi.py; nothing in it is real.\n"
STAFF_ONLY = "user_zones: [staff], "
BY_ACCOUNT = "user_zones: [staff, pupils], "
ACCOUNTS = "id: accounts, purpose: staff, ssid: {name}, zone: staff, {zones}security: enterprise, bands: [2.4GHz, 5GHz]"
GUESTS = "id: guests, purpose: guests, ssid: {name}-Khach, zone: guests, security: owe, bands: [2.4GHz, 5GHz]"
TABLETS = "id: tablets, purpose: pupils, ssid: {name}-MayTinhBang, zone: pupils, security: sae, bands: [5GHz]"
OLD_TABLETS = (
    "id: old-tablets, purpose: pupils, ssid: {name}-MayCu, zone: pupils, security: wpa2-psk, "
    "until: 2027-05-31, bands: [2.4GHz]"
)
# Unit -> its number in the address plan, the start of its names on the air, its networks, and its access points.
UNITS: dict[str, tuple[int, str, tuple[str, ...], tuple[str, ...]]] = {
    "so-gddt": (1, "SoGDDT", (ACCOUNTS, GUESTS), ("openwrt", "openwrt", "hostapd")),
    "tt-minh-hoa-01": (2, "TrungTam01", (ACCOUNTS, GUESTS), ("openwrt",)),
    "thpt-minh-hoa-01": (7, "THPT01", (ACCOUNTS, GUESTS, TABLETS), ("hostapd", "openwrt")),
    "thpt-minh-hoa-02": (8, "THPT02", (ACCOUNTS, GUESTS, TABLETS), ("hostapd", "hostapd", "openwrt")),
    "thcs-minh-hoa-01": (31, "THCS01", (ACCOUNTS, GUESTS, OLD_TABLETS), ("openwrt",)),
}
PLANNED = ("ap-so-gddt-03",)
PLATFORMS = {
    # Platform: names of its radios, wired interface, lowest firmware.
    "openwrt": (("radio0", "radio1"), "eth0", "24.10"),
    "hostapd": (("wlan0", "wlan1"), "eth1", "12"),
}
FIRST_FREE_PORT = 19


def networks(unit: str) -> str:
    """The text of wifi/<unit>.yml."""
    _, name, kinds, _ = UNITS[unit]
    zones = BY_ACCOUNT if TABLETS in kinds or OLD_TABLETS in kinds else STAFF_ONLY
    return f"{HEAD}wlans:\n" + "".join(f"  - {{{kind.format(name=name, zones=zones)}}}\n" for kind in kinds)


def names(unit: str) -> list[str]:
    """Names of the access points of a unit."""
    return [f"ap-{unit}-{n:02}" for n in range(1, len(UNITS[unit][3]) + 1)]


def access_point(unit: str, index: int) -> list[str]:
    """The lines of one access point; neighbours are on channels of their own."""
    number, _, kinds, platforms = UNITS[unit]
    name, (radios, uplink, firmware) = names(unit)[index], PLATFORMS[platforms[index]]
    carried = ", ".join(kind.split(",")[0].removeprefix("id: ") for kind in kinds)
    channels = (("2.4GHz", (1, 6, 11)[index % 3]), ("5GHz", (36, 44, 149)[index % 3]))
    lines = [
        f"    {name}:",
        f"      ansible_host: 10.{number}.99.{71 + index}",
        f"      site: {unit}",
        "      device_class: wifi_ap",
        f"      platform: {platforms[index]}",
        "      zone: management",
        "      purpose: Điểm truy cập Wi-Fi",
        f"      location: Hành lang tầng {index + 1}",
        "      model: Điểm truy cập hai băng tần (minh họa)",
        f"      serial_number: EX-{name.upper()}",
        f"      state: {'planned' if name in PLANNED else 'in_service'}",
        "      support_until: 2029-12-31",
        f"      owner: {unit}-it",
        "      radios:",
    ]
    for place, (radio, (band, channel)) in enumerate(zip(radios, channels, strict=True)):
        mac = f"02:00:{number:02x}:{index:02x}:{place:02x}:00"
        lines.append(f'        - {{name: {radio}, band: {band}, channel: {channel}, mac: "{mac}"}}')
    return [
        *lines,
        f"      uplink: {uplink}",
        f"      wlans: [{carried}]",
        f'      firmware_minimum: "{firmware}"',
    ]


def cabled(text: str, unit: str) -> str:
    """The unit's devices with a trunk for each access point on its first switch."""
    zones = "staff, guests, management" if unit[:2] != "th" else "staff, pupils, guests, management"
    for port, name in enumerate(names(unit), FIRST_FREE_PORT):
        if name not in PLANNED:
            free = f"GigabitEthernet1/0/{port}, mode: unused"
            used = f"GigabitEthernet1/0/{port}, mode: trunk, zones: [{zones}], description: {name}"
            text = text.replace(free, used, 1)
    return text


def authenticate(folder: Path) -> None:
    """Let the Department's log server sign the users of Wi-Fi in."""
    for name, old, new in (
        (
            "organisation.yml",
            "time_servers: [log-01]\n",
            "time_servers: [log-01]\n  radius_servers: [log-01]\n",
        ),
        ("hosts/so-gddt.yml", "[log_server]", "[log_server, radius_server]"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def write(folder: Path) -> None:
    """Add the access points to the files make_province.py has just written, and write wifi/."""
    authenticate(folder)
    shutil.rmtree(folder / "wifi", ignore_errors=True)
    (folder / "wifi").mkdir()
    for unit in UNITS:
        (folder / "wifi" / f"{unit}.yml").write_text(networks(unit), encoding="utf-8")
        hosts = folder / "hosts" / f"{unit}.yml"
        lines = [line for index in range(len(names(unit))) for line in access_point(unit, index)]
        text = cabled(hosts.read_text(encoding="utf-8"), unit) + "\n".join(
            ["wifi_aps:", "  hosts:", *lines, ""]
        )
        hosts.write_text(text, encoding="utf-8")
        system = folder / "systems" / f"network-{unit}.yml"
        text = system.read_text(encoding="utf-8").replace(
            "devices: [", f"devices: [{', '.join(names(unit))}, ", 1
        )
        system.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "quang-ngai")
