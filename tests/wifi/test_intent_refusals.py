"""Every broken rule of Wi-Fi is one problem that names its file and line, in both languages."""

from __future__ import annotations

import pytest

from truongluy import inventory

SO, SCHOOL = "hosts/so-gddt.yml", "hosts/thcs-minh-hoa.yml"
SO_AIR, SCHOOL_AIR = "wifi/so-gddt.yml", "wifi/thcs-minh-hoa.yml"
ORG = "organisation.yml"

# file, text to replace, its replacement, text on the line that must be named, words that must be said
CASES = {
    "unknown security": (SCHOOL_AIR, "security: sae", "security: wpa9", "wpa9", "allowed: enterprise, sae, owe, wpa2-psk"),
    "security of the past": (SCHOOL_AIR, "security: sae", "security: wep", "security: wep", "allowed: enterprise"),
    "unknown purpose": (SCHOOL_AIR, "purpose: devices", "purpose: printers", "printers", "allowed: staff, pupils, guests"),
    "unknown band": (SCHOOL_AIR, "bands: [2.4GHz]}", "bands: [6GHz]}", "6GHz", "allowed: 2.4GHz, 5GHz"),
    "no band": (SCHOOL_AIR, "bands: [2.4GHz]}", "bands: []}", "bands: []", "out of limits"),
    "band twice": (SCHOOL_AIR, "bands: [2.4GHz]}", "bands: [2.4GHz, 2.4GHz]}", "2.4GHz, 2.4GHz", "not unique"),
    "typo in a key": (SCHOOL_AIR, "id: devices, purpose", "id: devices, porpose", "porpose", "did you mean `purpose`"),
    "name on the air twice": (SCHOOL_AIR, "TruongMinhHoa-ThietBi", "TruongMinhHoa", "id: devices", "`ssid` is not unique"),
    "empty name": (SCHOOL_AIR, "ssid: TruongMinhHoa-ThietBi", 'ssid: ""', "id: devices", "not in the right form"),
    "33 bytes": (SCHOOL_AIR, "TruongMinhHoa-ThietBi", "x" * 33, "id: devices", "not in the right form"),
    "accents make it long": (SCHOOL_AIR, "TruongMinhHoa-ThietBi", "Thiết bị của Trường Minh Họa", "id: devices", "32 at most"),
    "control sign": (SCHOOL_AIR, "ssid: TruongMinhHoa-ThietBi", 'ssid: "a\\nb"', "id: devices", "not in the right form"),
    "hidden sign": (SCHOOL_AIR, "ssid: TruongMinhHoa-ThietBi", 'ssid: "a\\u0085b"', "id: devices", "not in the right form"),
    "zone of another site": (SO_AIR, "zone: staff", "zone: pupils", "zone: pupils",
                             "`pupils` (VLAN 50) belongs to `thcs-minh-hoa`, not to `so-gddt`"),
    "zone of nobody": (SO_AIR, "zone: staff", "zone: staf", "zone: staf", "there are: devices, guests, management"),
    "user zone of nobody": (SCHOOL_AIR, "[staff, pupils]", "[staff, pupil]", "user_zones:", "there are: devices, guests"),
    "VLAN number": (SO_AIR, "zone: staff", "zone: 30", "zone: 30", "it must be text"),
    "user zone twice": (SCHOOL_AIR, "[staff, pupils]", "[staff, staff]", "user_zones:", "not unique"),
    "accounts in the management zone": (SCHOOL_AIR, "[staff, pupils]", "[staff, management]", "user_zones:", "administered"),
    "devices in the management zone": (SCHOOL_AIR, "zone: devices", "zone: management", "id: devices", "administered"),
    "guests among staff": (SO_AIR, "zone: guests", "zone: staff", "id: guests", "guests would reach"),
    "guests among servers": (SO_AIR, "zone: guests", "zone: servers", "id: guests", "guests would reach"),
    "guests in the management zone": (SO_AIR, "zone: guests", "zone: management", "id: guests", "administered"),
    "others among guests": (SO_AIR, "zone: devices", "zone: guests", "id: legacy", "shared with no other"),
    "accounts among guests": (SCHOOL_AIR, "[staff, pupils]", "[staff, guests]", "user_zones:", "shared with no other"),
    "guests with accounts": (SO_AIR, "security: owe", "security: enterprise", "id: guests", "use `owe` or `sae`"),
    "guests with WPA2": (SO_AIR, "security: owe", "security: wpa2-psk, until: 2027-01-01", "id: guests", "`owe` or `sae`"),
    "user zones without accounts": (SCHOOL_AIR, "security: sae", "security: sae, user_zones: [devices]", "id: devices",
                                    "goes only with enterprise"),
    "WPA2 for ever": (SO_AIR, "until: 2027-06-30, ", "", "id: legacy", "`until` is missing"),
    "end without need": (SO_AIR, "security: owe", "security: owe, until: 2027-06-30", "id: guests", "not belong here"),
    "end in quotes": (SO_AIR, "until: 2027-06-30", 'until: "2027-06-30"', "id: legacy", "is not a date"),
    "a passphrase": (SO_AIR, "{id: legacy,", "{psk: 12345678, id: legacy,", "id: legacy", "looks like a secret"),

    "network of nobody": (SO, "[accounts, guests, legacy]", "[accounts, guests, devices]", "wlans:", "there are: accounts"),
    "network carried twice": (SO, "[accounts, guests, legacy]", "[guests, guests]", "wlans:", "not unique"),
    "channel of the other band": (SO, "channel: 1,", "channel: 36,", "channel: 36", "1, 2, 3, 4"),
    "channel of Japan": (SO, "channel: 1,", "channel: 14,", "channel: 14", "in Viet Nam the band 2.4GHz"),
    "channel between": (SO, "channel: 44,", "channel: 46,", "channel: 46", "36, 40, 44, 48"),
    "channel 0": (SO, "channel: 1,", "channel: 0,", "channel: 0", "the limits are 1 to 165"),
    "radio twice": (SO, "name: radio1", "name: radio0", "5GHz", "`name` is not unique"),
    "short address": (SO, "02:00:00:00:11:00", "02:00:00:00:11", "5GHz", "not in the right form"),
    "upper-case address": (SO, "02:00:00:00:11:00", "02:00:00:00:AA:00", "5GHz", "not in the right form"),
    "group address": (SO, "02:00:00:00:11:00", "03:00:00:00:11:00", "5GHz", "group address"),
    "no room for three networks": (SO, "02:00:00:00:10:00", "02:00:00:00:10:fe", "2.4GHz", "leaves no room"),
    "range into the other radio": (SO, "02:00:00:00:11:00", "02:00:00:00:10:02", "5GHz", "that of `ap-01`"),
    "address of another access point": (SCHOOL, "02:00:00:00:01:00", "02:00:00:00:11:01", "5GHz", "that of `ap-01`"),
    "no uplink": (SO, "      uplink: eth0\n", "", "ap-01:", "`uplink` is missing"),
    "no firmware floor": (SO, '      firmware_minimum: "24.10"\n', "", "ap-01:", "`firmware_minimum` is missing"),
    "firmware as a number": (SO, 'firmware_minimum: "24.10"', "firmware_minimum: 24.10", "24.10", "it must be text"),
    "firmware in words": (SO, '"24.10"', '"24.10-rc1"', "rc1", "not in the right form"),
    "networks on a server": (SO, "      serial_number: LAB-CONF-01", "      wlans: [guests]\n      serial_number: LAB-CONF-01",
                             "wlans: [guests]", "it is for: wifi_ap"),
    "platform of another class": (SO, "platform: openwrt", "platform: cisco_roomos", "cisco_roomos", "are: hostapd, openwrt"),

    "RADIUS server of nobody": (ORG, "radius_servers: [log-01]", "radius_servers: [log-1]", "log-1]", "there are: log-01"),
    "RADIUS server that is none": (ORG, "radius_servers: [log-01]", "radius_servers: [portal-01]", "[portal-01]",
                                   "does not have the function `radius_server`"),
    "no RADIUS server named": (ORG, "radius_servers: [log-01]", "radius_servers: []", "radius_servers", "out of limits"),
}  # fmt: skip


def _said(problem) -> str:
    return f"{problem.what.en}: {problem.why.en}. {problem.remedy.en}"


@pytest.mark.parametrize("name", CASES)
def test_a_broken_rule_is_named_with_its_line(spoil, only_problem, name):
    file, old, new, at, said = CASES[name]
    spoil.replace(file, old, new)
    problem = only_problem(file)
    assert said in _said(problem)
    assert problem.line == spoil.line_of(file, at)
    for text in (problem.what, problem.why, problem.remedy):
        assert text.vi.strip() and text.en.strip() and text.vi != text.en


def test_a_network_described_twice(spoil):
    spoil.replace(SCHOOL_AIR, "{id: devices,", "{id: guests,")
    found = {(p.file.name, p.line): p for p in spoil.problems() if p.file.parent.name == "wifi"}
    assert list(found) == [("thcs-minh-hoa.yml", spoil.line_of(SCHOOL_AIR, "ThietBi"))]
    assert "`id` is not unique" in next(iter(found.values())).what.en


def test_a_network_that_no_radio_can_carry(spoil, only_problem):
    spoil.replace(SO, '        - {name: radio1, band: 5GHz, channel: 44, mac: "02:00:00:00:11:00"}\n', "")
    spoil.replace(SO_AIR, "until: 2027-06-30, bands: [2.4GHz]", "until: 2027-06-30, bands: [5GHz]")
    problem = only_problem(SO)
    assert problem.line == spoil.line_of(SO, "wlans: [accounts, guests, legacy]")
    assert "no radio can carry the network `legacy`" in problem.what.en


def test_accounts_need_a_radius_server(spoil):
    spoil.replace(ORG, "  radius_servers: [log-01]\n", "")
    found = [(p.file.name, p.line, p.what.en) for p in spoil.problems()]
    words = "the network `accounts` needs a RADIUS server"
    assert found == [
        ("so-gddt.yml", spoil.line_of(SO, "wlans:"), words),
        ("thcs-minh-hoa.yml", spoil.line_of(SCHOOL, "wlans:"), words),
    ]


def test_a_radius_server_may_be_somebody_else_s(spoil):
    spoil.replace(ORG, "radius_servers: [log-01]", "radius_servers: [192.0.2.7]")
    described = inventory.load(spoil.path)
    assert described.services["radius_servers"] == ["192.0.2.7"]


def test_the_wifi_of_no_unit_is_refused(spoil):
    (spoil.path / SCHOOL_AIR).rename(spoil.path / "wifi/thcs.yml")
    found = {(p.file.name, p.line): _said(p) for p in spoil.problems()}
    assert "the units: so-gddt, thcs-minh-hoa" in found["thcs.yml", 0]
    assert "add wifi/thcs-minh-hoa.yml" in found["thcs-minh-hoa.yml", spoil.line_of(SCHOOL, "wlans:")]


@pytest.mark.parametrize("key", ["radios", "wlans"])
def test_an_access_point_in_service_is_described_fully(spoil, only_problem, key):
    lines = (spoil.path / SO).read_text(encoding="utf-8").splitlines(keepends=True)
    start = (
        lines.index("      wlans: [accounts, guests, legacy]\n")
        if key == "wlans"
        else lines.index("      radios:\n")
    )
    del lines[start : start + (1 if key == "wlans" else 3)]
    spoil.write(SO, "".join(lines))
    problem = only_problem(SO)
    assert problem.line == spoil.line_of(SO, "ap-01:")
    assert f"`{key}` is missing" in problem.what.en


def test_a_retired_access_point_gives_its_addresses_back(spoil):
    spoil.replace(SCHOOL, "02:00:00:00:01:00", "02:00:00:00:11:00")
    assert len(spoil.problems()) == 1
    head, group, rest = (spoil.path / SCHOOL).read_text(encoding="utf-8").partition("wifi_aps:")
    spoil.write(SCHOOL, head + group + rest.replace("state: in_service", "state: retired", 1))
    assert spoil.problems() == []
