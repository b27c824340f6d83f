"""What the access point hears around it."""

from __future__ import annotations

from typing import Any

from truongluy.facts import wifi
from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.hostapd.networks import read_networks, read_radios
from truongluy.facts.iw import heard, interfaces

# One scan by each radio that is up, of its own band. `iw scan` may miss the end of a quick scan and wait for ever, so the
# scan is only triggered; the radio is busy until it is done, and then takes the next one. A radio that stays busy ends the
# command with its error. A network's description is cut to what is judged.
_SCAN = r"""
radios=$(iw dev | awk '$1 ~ /^phy#/ { seen = 0 } $1 == "Interface" { name = $2 }
  $1 == "type" && $2 == "AP" && !seen { seen = 1; print name }')
[ -n "$radios" ] || { echo 'no radio is up as an access point' >&2; exit 1; }
trigger() {
  tries=0
  until iw dev "$radio" scan trigger "$@"; do
    tries=$((tries + 1)); [ "$tries" -lt 40 ] || exit 1
    sleep 0.3
  done
}
for radio in $radios; do
  own=$(iw dev "$radio" info | sed -n 's/.*channel [0-9]* (\([0-9]*\) MHz.*/\1/p')
  band=$(iw phy "$(cat "/sys/class/net/$radio/phy80211/name")" channels | awk -v own="${own:-0}" '
    $1 == "*" && !/disabled/ && $2 > 2400 && $2 < 5900 && ($2 < 2500) == (own < 2500) { print $2 }')
  trigger freq $band flush ap-force
  trigger freq "${own:-2412}" ap-force
  echo "@@ $radio"
  iw dev "$radio" scan dump | awk '/^BSS / || /^\t(freq|SSID|capability|RSN|WPA|OWE)/ || /Authentication suites/'
done
"""

COMMANDS = {"wifi_scan": _SCAN}


def read_air(answers: Answers) -> list[dict[str, Any]]:
    """Every BSS heard, and the device's own, once each; sorted by BSSID."""
    scan = answers["wifi_scan"]
    if "@@ " not in scan:
        raise Unreadable("no radio scanned the air")
    own = {one.address: one for one in interfaces(answers["wifi_interfaces"]).values() if one.kind == "AP"}
    found = {
        bss.bssid: wifi.Heard(
            bss.bssid, bss.ssid, bss.security(), wifi.channel_of(bss.frequency), bss.bssid in own
        )
        for bss in heard(scan)
    }
    channels = {radio["name"]: radio["channel"] for radio in read_radios(answers)}
    for network in read_networks(answers):
        if network["bssid"]:
            found[network["bssid"]] = wifi.Heard(
                network["bssid"], network["ssid"], network["security"], channels[network["radio"]], True
            )
    return [wifi.fact(found[bssid]) for bssid in sorted(found)]


READERS = {"wifi_air": read_air}
