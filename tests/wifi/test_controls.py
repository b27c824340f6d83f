"""What the samples of the Wi-Fi controls can't show: both kinds of access points, no network's name, honest clauses."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from checks import KINDS
from tests.policy.samples import the_policy
from truongluy import inventory as inventory_of
from truongluy.assess import bind
from truongluy.facts import Facts
from truongluy.inventory.classes import PLATFORMS
from truongluy.policy.model import PEOPLE
from truongluy.values import plain, values_for

LAB = inventory_of.load(Path(__file__).resolve().parents[2] / "inventories" / "lab")
TODAY = date(2026, 11, 24)
WIFI = [control for control in the_policy().controls.values() if "wifi_ap" in control.applies_to]
IDS = [control.id for control in WIFI]
ACCESS_POINTS = [device for device in LAB.devices.values() if device.device_class == "wifi_ap"]
ONE_PLATFORM: dict[str, str] = {}
"""Controls that one platform has nothing to show for, and why."""


def test_there_are_enough():
    assert len(WIFI) >= 24
    assert {control.topic for control in WIFI} == {"wifi_networks", "wifi_radio", "wifi_management"}


@pytest.mark.parametrize("control", WIFI, ids=IDS)
def test_a_wifi_control_is_judged_on_every_kind_of_access_point(control):
    missing = set(PLATFORMS["wifi_ap"]) - set(control.breaks)
    assert not missing or control.id in ONE_PLATFORM, f"{missing} can't be judged, and nobody says why"


@pytest.mark.parametrize("control", WIFI, ids=IDS)
def test_a_wifi_control_speaks_of_access_points_only(control):
    assert control.applies_to == ("wifi_ap",)
    assert control.fixed_by in ("wifi_access_point", PEOPLE)


@pytest.mark.parametrize("control", WIFI, ids=IDS)
def test_no_wifi_control_selects_or_judges_by_a_networks_name(control):
    """The one exception asks what is announced under our names: there the name is the question."""
    names = {wlan.ssid for wlans in LAB.wlans.values() for wlan in wlans.values()}
    assert not names & set(re.findall(r"[\w-]+", f"{control.expect} {control.breaks} {control.title}"))
    if control.id != "own_wifi_names_only_on_own_access_points":
        assert "ssid" not in str(control.expect)


@pytest.mark.parametrize("control", WIFI, ids=IDS)
def test_every_wifi_control_is_asked_of_the_labs_access_points(control):
    asked = [
        device.name
        for device in ACCESS_POINTS
        if the_policy().asked(control, device.level, TODAY, device.device_class)
    ]
    assert asked, "nobody can see it broken and healed"


@pytest.mark.parametrize("control", WIFI, ids=IDS)
@pytest.mark.parametrize("device", ACCESS_POINTS, ids=lambda device: device.name)
def test_the_inventory_says_every_value_of_a_wifi_control(control, device):
    values = plain(values_for(LAB, the_policy(), device, TODAY))[control.id]
    assert None not in values.values()
    if control.id not in ("wifi_accounts_lead_to_own_zone",):
        assert [] not in values.values()


@pytest.mark.parametrize("control", WIFI, ids=IDS)
def test_the_clauses_of_a_wifi_control_speak_of_network_devices(control):
    """A clause on firewalls or servers alone is not met by an access point."""
    clauses = [the_policy().clauses[name] for name in control.satisfies]
    strangers = [
        clause.full_id
        for clause in clauses
        if clause.raw.get("targets") and not {"wifi_ap", "switch"} & set(clause.raw["targets"])
    ]
    assert not strangers


def test_the_clauses_on_wireless_security_are_met_by_controls():
    named = {clause for control in WIFI for clause in control.satisfies}
    assert {"tcvn-11930.NET-DES-05", "tcvn-11930.NET-DES-25", "tcvn-14423.T26-NET-06"} <= named


OLD = {
    "name": "radio0-2", "wlan": "legacy", "purpose": "devices", "ssid": "old", "bssid": "02:00:00:00:10:02",
    "radio": "radio0", "band": "2.4GHz", "zone": "devices", "by_account": False, "security": "wpa2-psk",
    "ciphers": ["CCMP"], "management_frames": "optional", "push_button": False, "isolated": True, "key_length": 24,
    "rekey_seconds": 3600, "radius_servers": [], "accounting_servers": [],
}  # fmt: skip


def test_a_network_for_old_devices_misses_exactly_what_is_waived():
    device = LAB.devices["ap-01"]
    values = plain(values_for(LAB, the_policy(), device, TODAY))
    facts = Facts({"wifi_networks": [OLD]})
    judged = [control for control in WIFI if set(control.expect) == {"wifi_networks"}]
    missed = {c.id for c in judged if KINDS[c.check](facts, bind(c.expect, values[c.id]))}
    waived = {waiver.control for waiver in LAB.waivers.values() if "ap-01" in waiver.devices}
    assert missed == waived & {control.id for control in WIFI}
