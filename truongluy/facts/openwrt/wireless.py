"""Radios and networks of an OpenWrt access point in the normal form.

Defaults are those of OpenWrt's own scripts (netifd's wireless handlers); what a raw hostapd line would change is
not guessed: such a network's security is `unknown`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from truongluy.facts import wifi
from truongluy.facts.answers import Answers
from truongluy.facts.iw import heard, interfaces
from truongluy.facts.openwrt.files import COMMANDS as _FILES
from truongluy.facts.openwrt.files import config, secret_length
from truongluy.facts.openwrt.uci import Section, of_type

# What hostapd was given: one line per file and its BSSs, and whether the UCI file was changed after it was written.
_RUNNING = r"""
for file in /var/run/hostapd-*.conf; do
  [ -f "$file" ] || continue
  [ /etc/config/wireless -nt "$file" ] && echo "older $file" || echo "newer $file"
  grep -E '^(interface|bss)=' "$file"
done
exit 0
"""
# One scan by each radio that is up. A network's description is cut to what is judged.
_SCAN = r"""
radios=$(iw dev | awk '$1 ~ /^phy#/ { seen = 0 } $1 == "Interface" { name = $2 }
  $1 == "type" && $2 == "AP" && !seen { seen = 1; print name }')
[ -n "$radios" ] || { echo 'no radio is up as an access point' >&2; exit 1; }
for radio in $radios; do
  tries=0
  until air=$(iw dev "$radio" scan ap-force); do
    tries=$((tries + 1)); [ "$tries" -lt 4 ] || exit 1
    sleep 1
  done
  printf '%s\n' "$air" | awk '/^BSS / || /^\t(freq|SSID|capability|RSN|WPA|OWE)/ || /Authentication suites/'
done
"""

COMMANDS = {name: _FILES[name] for name in ("uci_wireless", "uci_network", "uci_changes")} | {
    "wifi_running": _RUNNING,
    "wifi_interfaces": "iw dev",
    "wifi_scan": _SCAN,
}

_BANDS = {"2g": "2.4GHz", "5g": "5GHz", "6g": "6GHz", "11a": "5GHz", "11b": "2.4GHz", "11g": "2.4GHz"}
_NOWHERE = ("", "00")


@dataclass(frozen=True)
class Encryption:
    """What `option encryption` means: hostapd's key management, which versions of WPA, and the PMF it defaults to."""

    key_management: tuple[str, ...] = ()
    wpa: bool = False
    rsn: bool = False
    wep: bool = False
    management_frames: int = 0
    known: bool = True


_PSK, _EAP = ("WPA-PSK",), ("WPA-EAP",)
_ENCRYPTION = {
    **dict.fromkeys(("", "none", "open"), Encryption()),
    "wep": Encryption(wep=True),
    "psk": Encryption(_PSK, wpa=True),
    **dict.fromkeys(("psk-mixed", "mixed-psk", "psk_mixed"), Encryption(_PSK, wpa=True, rsn=True)),
    "psk2": Encryption(_PSK, rsn=True),
    **dict.fromkeys(("sae", "psk3"), Encryption(("SAE",), rsn=True, management_frames=2)),
    **dict.fromkeys(
        ("sae-mixed", "psk3-mixed"), Encryption(("SAE", "WPA-PSK"), rsn=True, management_frames=1)
    ),
    "wpa": Encryption(_EAP, wpa=True),
    **dict.fromkeys(("wpa-mixed", "mixed-wpa"), Encryption(_EAP, wpa=True, rsn=True)),
    "wpa2": Encryption(_EAP, rsn=True),
    "wpa3": Encryption(("WPA-EAP-SHA256",), rsn=True, management_frames=2),
    "wpa3-mixed": Encryption(("WPA-EAP", "WPA-EAP-SHA256"), rsn=True, management_frames=1),
    "wpa3-192": Encryption(("WPA-EAP-SUITE-B-192",), rsn=True, management_frames=2),
    "owe": Encryption(("OWE",), rsn=True, management_frames=2),
}
_CIPHERS = {
    "tkip": ("TKIP",), "ccmp": ("CCMP",), "aes": ("CCMP",), "gcmp": ("GCMP",), "gcmp256": ("GCMP-256",),
    "ccmp256": ("CCMP-256",),
}  # fmt: skip
_RAW = ("hostapd_options", "hostapd_bss_options")


def read_radios(answers: Answers) -> list[dict[str, Any]]:
    """Radios that are switched on; channel 0 means that the radio chooses one itself."""
    return [wifi.fact(_radio(one)) for one in _radios(config(answers, "wireless")).values()]


def read_networks(answers: Answers) -> list[dict[str, Any]]:
    """Networks that are switched on, on radios that are."""
    sections = config(answers, "wireless")
    radios, bridges = _radios(sections), _bridges(config(answers, "network"))
    on_air = _addresses(answers)
    found = []
    for number, section in enumerate(of_type(sections, "wifi-iface")):
        radio = radios.get(section.get("device"))
        if radio is None or section.get("mode", "ap") != "ap" or section.on("disabled"):
            continue
        name = section.name or f"@wifi-iface[{number}]"
        found.append(wifi.fact(_network(name, section, _radio(radio), bool(_raw(radio)), bridges)))
        found[-1]["bssid"] = found[-1]["bssid"] or on_air.get(found[-1]["ssid"])
    return found


def read_plan(answers: Answers) -> list[str]:
    """The networks in the words of the inventory's own plan."""
    return wifi.plan(read_networks(answers))


def read_in_force(answers: Answers) -> bool:
    """Whether hostapd has what the files say: nothing staged, its own files not older, as many networks in them."""
    lines = answers["wifi_running"].splitlines()
    given = [line for line in lines if line.startswith(("interface=", "bss="))]
    older = any(line.startswith("older ") for line in lines)
    staged = bool(answers["uci_changes"].strip())
    return not older and not staged and len(given) == len(read_networks(answers))


def read_air(answers: Answers) -> list[dict[str, Any]]:
    """Every BSS heard, and the device's own, once each; sorted by BSSID."""
    own = {one.address: one for one in interfaces(answers["wifi_interfaces"]).values() if one.kind == "AP"}
    found = {
        bss.bssid: wifi.Heard(
            bss.bssid, bss.ssid, bss.security(), wifi.channel_of(bss.frequency), bss.bssid in own
        )
        for bss in heard(answers["wifi_scan"])
    }
    channels = {radio["name"]: radio["channel"] for radio in read_radios(answers)}
    for network in read_networks(answers):
        if network["bssid"]:
            found[network["bssid"]] = wifi.Heard(
                network["bssid"], network["ssid"], network["security"], channels[network["radio"]], True
            )
    return [wifi.fact(found[bssid]) for bssid in sorted(found)]


def _addresses(answers: Answers) -> dict[str, str]:
    """SSID -> address on the air, of names that are on the air once."""
    own = [one for one in interfaces(answers["wifi_interfaces"]).values() if one.kind == "AP" and one.ssid]
    names = [one.ssid for one in own]
    return {one.ssid: one.address for one in own if one.ssid and names.count(one.ssid) == 1}


def _radios(sections: list[Section]) -> dict[str, Section]:
    """Radios that are switched on, by name."""
    return {
        section.name or "": section
        for section in of_type(sections, "wifi-device")
        if not section.on("disabled")
    }


def _radio(section: Section) -> wifi.Radio:
    country, channel = section.get("country").upper(), section.get("channel", "auto")
    return wifi.Radio(
        name=section.name or "",
        band=_BANDS[section.get("band") or section.get("hwmode")],
        channel=0 if channel == "auto" else int(channel),
        country=None if country in _NOWHERE else country,
        announces_country=country not in _NOWHERE and section.on("country_ie", default=True),
    )


def _bridges(sections: list[Section]) -> dict[str, str]:
    """Interface -> the device its clients enter; the old way of writing a bridge gave it the interface's name."""
    return {
        section.name or "": section.get("device") or f"br-{section.name}"
        for section in of_type(sections, "interface")
    }


def _raw(section: Section) -> list[str]:
    return [line for name in _RAW for line in section.items(name)]


def _network(
    name: str, section: Section, radio: wifi.Radio, raw_radio: bool, bridges: dict[str, str]
) -> wifi.Network:
    kind, *ciphers = section.get("encryption", "none").lower().split("+")
    meaning = _ENCRYPTION.get(kind, Encryption(known=False))
    partner = bool(section.get("owe_transition_ifname") or section.get("owe_transition_ssid"))
    word = wifi.security(
        meaning.key_management, wpa=meaning.wpa, rsn=meaning.rsn, wep=meaning.wep, owe_partner=partner
    )
    if not meaning.known or _raw(section) or raw_radio:
        word = wifi.UNKNOWN
    dynamic = int(section.get("dynamic_vlan", "0") or 0) if word == "enterprise" else 0
    entered = bridges.get(section.get("network"))
    key = section.get("key") if {"WPA-PSK", "SAE"} & set(meaning.key_management) else ""
    return wifi.Network(
        name=name,
        wlan=section.get("truongluy_wlan") or None,
        purpose=section.get("truongluy_purpose") or None,
        ssid=section.get("ssid"),
        bssid=section.get("macaddr").lower() or None,
        radio=radio.name,
        band=radio.band,
        # 2: an account without a zone is refused; 1: it falls back to the bridge.
        zone=None if dynamic == 2 else wifi.zone_of(entered) or wifi.UNKNOWN,
        by_account=dynamic > 0,
        security=word,
        ciphers=_ciphers(ciphers, meaning),
        management_frames=wifi.management_frames(int(section.get("ieee80211w") or meaning.management_frames)),
        push_button=section.on("wps_pushbutton") or section.on("wps_label") or bool(section.get("wps_pin")),
        isolated=section.on("isolate"),
        key_length=secret_length(key),
        rekey_seconds=int(section.get("wpa_group_rekey")) if section.get("wpa_group_rekey") else None,
        radius_servers=tuple(section.items("auth_server") or section.items("server")),
        accounting_servers=tuple(section.items("acct_server")),
    )


def _ciphers(words: list[str], meaning: Encryption) -> tuple[str, ...]:
    """Ciphers named after a `+`, or CCMP, OpenWrt's default; of WEP, `WEP`; none for an open network."""
    if meaning.wep:
        return ("WEP",)
    if not (meaning.wpa or meaning.rsn):
        return ()
    named = [cipher for word in words for cipher in _CIPHERS.get(word, (word.upper(),))]
    return tuple(sorted(set(named or ["CCMP"])))


READERS = {
    "wifi_radios": read_radios,
    "wifi_networks": read_networks,
    "wifi_plan": read_plan,
    "wifi_in_force": read_in_force,
    "wifi_air": read_air,
}
