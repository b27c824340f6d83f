"""Radios and networks in the normal form, by what runs and not by what lies on the disk."""

from __future__ import annotations

import re
from typing import Any

from truongluy.facts import wifi
from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.hostapd.configuration import Section
from truongluy.facts.hostapd.running import COMMANDS as _RUNNING
from truongluy.facts.hostapd.running import File, Running, running
from truongluy.facts.iw import Interface, country

# Which bridge each port belongs to, and the 802.1Q tag of each sub-interface.
_PORTS = r"""
for link in /sys/class/net/*/master; do
  [ -e "$link" ] || continue
  port=${link%/master}; master=$(readlink "$link")
  echo "port ${port##*/} ${master##*/}"
done
[ ! -r /proc/net/vlan/config ] || awk -F'[ |]+' 'NR > 2 { print "tag", $1, $2, $3 }' /proc/net/vlan/config
"""

COMMANDS = _RUNNING | {"wifi_ports": _PORTS}

_CIPHERS = ("rsn_pairwise", "wpa_pairwise", "group_cipher")
_REKEY_SECONDS = 86400
_REKEY_SECONDS_TKIP = 600


def bridges(answers: Answers) -> dict[str, str]:
    """Port -> bridge."""
    return {words[1]: words[2] for words in _lines(answers, "port")}


def tags(answers: Answers) -> dict[str, int]:
    """802.1Q sub-interface -> its tag."""
    return {words[1]: int(words[2]) for words in _lines(answers, "tag")}


def _lines(answers: Answers, kind: str) -> list[list[str]]:
    return [line.split() for line in answers["wifi_ports"].splitlines() if line.startswith(f"{kind} ")]


def read_radios(answers: Answers) -> list[dict[str, Any]]:
    """Radios that are up as access points."""
    found = running(answers)
    in_force = country(answers["wifi_interfaces"])
    radios = []
    for file in found.files:
        first = file.sections[0]
        interface = found.interfaces.get(first.interface)
        if interface is None or interface.kind != "AP":
            continue
        channel, frequency = _tuned(interface)
        radio = wifi.Radio(
            name=first.interface,
            band=wifi.band_of(frequency),
            channel=channel,
            country=in_force if in_force == first.get("country_code") else None,
            announces_country=first.number("ieee80211d", 0) == 1 and first.get("country_code") is not None,
        )
        radios.append(wifi.fact(radio))
    return sorted(radios, key=lambda radio: str(radio["name"]))


def read_networks(answers: Answers) -> list[dict[str, Any]]:
    """Every BSS that is on the air."""
    found, ports = running(answers), bridges(answers)
    networks = [
        wifi.fact(_network(found, file, section, interface, ports))
        for file, section, interface in found.on_air()
    ]
    return sorted(networks, key=lambda network: str(network["name"]))


def read_plan(answers: Answers) -> list[str]:
    """The networks in the words of the inventory's own plan."""
    return wifi.plan(read_networks(answers))


def read_in_force(answers: Answers) -> bool:
    """Whether hostapd runs, with what is written down: every file, every BSS, and no rule changed meanwhile."""
    found = running(answers)
    used = {section.interface for file in found.files for section in file.sections}
    return (
        bool(found.files)
        and all(file.in_force() for file in found.files)
        and set(found.written) <= used
        and len(found.on_air()) == sum(len(file.sections) for file in found.files)
        and all(_as_written(found, section) for _, section, _ in found.on_air())
    )


def _network(
    found: Running, file: File, section: Section, interface: Interface, ports: dict[str, str]
) -> wifi.Network:
    radio = file.sections[0]
    tuned = found.interfaces.get(radio.interface, interface)
    word, key_management = security_of(section, found.reports.get(section.interface, {}))
    dynamic = section.number("dynamic_vlan", 0) if word == "enterprise" else 0
    zone = wifi.zone_of(ports.get(section.interface))
    return wifi.Network(
        name=section.interface,
        wlan=section.wlan,
        purpose=section.purpose,
        ssid=section.ssid(),
        bssid=interface.address or None,
        radio=radio.interface,
        band=wifi.band_of(_tuned(tuned)[1]),
        # 2: an account without a zone is refused; 1: it falls back to the bridge.
        zone=None if dynamic == 2 else zone,
        by_account=dynamic > 0,
        security=word,
        ciphers=_ciphers(section, found.reports.get(section.interface, {})),
        management_frames=wifi.management_frames(section.number("ieee80211w", 0)),
        push_button=_push_button(section, found.reports.get(section.interface, {})),
        isolated=section.number("ap_isolate", 0) == 1,
        key_length=section.key_length() if key_management & {"psk", "sae"} else None,
        rekey_seconds=_rekey(section),
        radius_servers=tuple(section.all("auth_server_addr")),
        accounting_servers=tuple(section.all("acct_server_addr")),
    )


def security_of(section: Section, report: dict[str, str]) -> tuple[str, set[str]]:
    """The word for what a BSS accepts, and which of `psk`, `sae` its clients need a key for.

    hostapd's own report counts where it gives one: the file may have been changed since.
    """
    version = int(report["wpa"]) if report.get("wpa", "").isdigit() else section.number("wpa", 0)
    names = report.get("key_mgmt", "").split() or section.words("wpa_key_mgmt") or ["WPA-PSK"]
    wep = section.number("ieee8021x", 0) == 1 or any(section.get(f"wep_key{slot}") for slot in range(4))
    partner = bool(section.get("owe_transition_ifname") or section.get("owe_transition_bssid"))
    if section.number("osen", 0):
        return wifi.UNKNOWN, set()
    word = wifi.security(names, wpa=bool(version & 1), rsn=bool(version & 2), wep=wep, owe_partner=partner)
    needs = {"sae" if "SAE" in name else "psk" for name in names if re.search("PSK|SAE", name)}
    return word, needs if version & 3 else set()


def _as_written(found: Running, section: Section) -> bool:
    """Whether hostapd says of a BSS what its file says; without a report only the times are compared."""
    report = found.reports.get(section.interface, {})
    return not report or security_of(section, report) == security_of(section, {})


def _ciphers(section: Section, report: dict[str, str]) -> tuple[str, ...]:
    said = (report.get(f"{key}_cipher", report.get(key, "")) for key in _CIPHERS)
    ciphers = {word for text in said for word in text.split()}
    return tuple(sorted(ciphers)) if ciphers else written_ciphers(section)


def written_ciphers(section: Section) -> tuple[str, ...]:
    """Pairwise and group ciphers by the file alone, with hostapd's defaults; () for a network that has none."""
    version = section.number("wpa", 0)
    if not version & 3:
        return ("WEP",) if security_of(section, {})[0] == "wep" else ()
    wpa = section.words("wpa_pairwise") or ["TKIP"]
    pairwise = set(wpa if version & 1 else [])
    if version & 2:
        pairwise |= set(section.words("rsn_pairwise") or wpa)
    chosen = section.get("group_cipher")
    group = chosen.strip() if chosen else next((c for c in ("TKIP", "CCMP") if c in pairwise), None)
    return tuple(sorted(pairwise | ({group} if group else set())))


def _push_button(section: Section, report: dict[str, str]) -> bool:
    said = report.get("wps_state")
    return said != "disabled" if said else section.number("wps_state", 0) != 0


def _rekey(section: Section) -> int | None:
    """Seconds after which the group key is changed; None: never, or no key."""
    if not section.number("wpa", 0) & 3:
        return None
    tkip = "TKIP" in written_ciphers(section)
    return section.number("wpa_group_rekey", _REKEY_SECONDS_TKIP if tkip else _REKEY_SECONDS) or None


def _tuned(interface: Interface) -> tuple[int, int]:
    if interface.channel is None or interface.frequency is None:
        raise Unreadable(f"radio {interface.name} is up and on no channel")
    return interface.channel, interface.frequency


READERS = {
    "wifi_radios": read_radios,
    "wifi_networks": read_networks,
    "wifi_plan": read_plan,
    "wifi_in_force": read_in_force,
}
