"""What the school's networks say of themselves, and whom they let in: real 802.11 frames against a real hostapd.

Each refusal has, in the same test or right beside it, the success that shows that the set-up was sound.
"""

from __future__ import annotations

import pytest

from lab.air import networks
from lab.air.elements import MFP_CAPABLE
from lab.air.intruder import BSSID as INTRUDER
from tests.wifi.air.scene import BANDS, joined

pytestmark = [pytest.mark.lab, pytest.mark.vm, pytest.mark.slow]

# Status codes of IEEE 802.11-2020, table 9-50.
ACCEPTED, FRAMES_UNPROTECTED, NO_RSN = 0, 31, 40
WRONG_GROUP, WRONG_PAIRWISE, WRONG_AKM = 41, 42, 43
AKM_OF = {"enterprise": "WPA-EAP-SHA256", "sae": "SAE", "owe": "OWE"}


# --- what the networks say of themselves


def test_beacons_announce_what_is_declared_and_no_push_button(scene):
    for network in scene.networks:
        frequency = scene.frequencies(network)[0]
        said = scene.air.do(
            "announced", netns="sta1", bssid=network.bssid, frequency=frequency, ssid=network.ssid
        )
        for kind in ("beacon", "probe_response"):
            announced = said[kind]
            assert announced, f"{network.ssid}: no {kind}"
            assert (announced["ssid"], announced["country"]) == (network.ssid, "VN")
            assert announced["rsn"]["pairwise"] == ["CCMP"]
            assert announced["rsn"]["group"] == "CCMP"
            assert announced["rsn"]["akms"] == [AKM_OF[network.security]]
            assert announced["frames_protected"] == "required"
            assert not announced["wpa1"]
            assert not announced["push_button"]


def test_a_pressed_button_gets_nothing_here_and_the_key_elsewhere(scene):
    own = scene.network("accounts")
    answer = scene.air.do("push_button", netns="sta1", bssid=own.bssid)
    assert answer == {"events": ["WPS-PBC-ACTIVE"], "heard": 2}
    scene.air.do("intrude", netns="sta2", ssid="truongluy-nut-bam", channel=own.channel, button=True)
    try:
        said = scene.air.do("announced", netns="sta1", bssid=INTRUDER, frequency=scene.frequencies(own)[0],
                            ssid="truongluy-nut-bam")  # fmt: skip
        assert said["beacon"]["push_button"], "the reader of beacons doesn't know a button when it hears one"
        answer = scene.air.do("push_button", netns="sta1", bssid=INTRUDER)
        assert "WPS-CRED-RECEIVED" in answer["events"]
    finally:
        scene.air.do("withdraw", netns="sta2")


# --- raw frames: nobody declines on the access point's behalf


def request(akm, *, capabilities=MFP_CAPABLE, pairwise="CCMP", group="CCMP"):
    return {
        "rsn": {"group": group, "pairwise": [pairwise], "akms": [akm], "capabilities": capabilities},
    }


@pytest.mark.parametrize("band", BANDS)
def test_the_access_point_itself_refuses_what_is_not_protected(scene, band):
    network = scene.network("accounts", band)
    akm = AKM_OF[network.security]
    asked = {
        "protected": (request(akm), ACCEPTED),
        "management frames unprotected": (request(akm, capabilities=0), FRAMES_UNPROTECTED),
        "TKIP for the client": (request(akm, pairwise="TKIP"), WRONG_PAIRWISE),
        "TKIP for all": (request(akm, group="TKIP"), WRONG_GROUP),
        "a passphrase": (request("WPA-PSK"), WRONG_AKM),
        "no protection": ({"rsn": None}, NO_RSN),
        "protected again": (request(akm), ACCEPTED),
    }
    answers = scene.air.do(
        "ask_to_join", netns="sta1", bssid=network.bssid, frequency=scene.frequencies(network)[0],
        ssid=network.ssid, requests=[wish for wish, _ in asked.values()],
    )  # fmt: skip
    got = {name: answer["association"] for name, answer in zip(asked, answers, strict=True)}
    assert got == {name: status for name, (_, status) in asked.items()}
    assert {answer["authentication"] for answer in answers} == {ACCEPTED}


# --- the devices' network: WPA3 with a passphrase


def test_right_key_joins_with_protected_frames_and_reaches_its_gateway(scene):
    outcome = scene.join_devices()
    assert joined(outcome) == scene.network("devices").bssid
    assert (outcome["key_mgmt"], outcome["pmf"]) == ("SAE", "2")
    assert (outcome["pairwise"], outcome["group"]) == ("CCMP", "CCMP")
    seen = scene.seen("sta1", outcome["bssid"])
    assert seen.bridge == "br-devices"
    assert (seen.facts["authorized"], seen.facts["MFP"]) == ("yes", "yes")
    scene.give_address("sta1", "devices", 201)
    assert scene.air.pings("sta1", scene.gateway("devices"))


def test_wrong_key_is_refused_and_the_right_one_is_not(scene):
    outcome = scene.join_devices(key="khong-phai-mat-khau-nay")
    assert outcome["state"] == "refused", outcome
    assert "CTRL-EVENT-AUTH-REJECT" in outcome["reason"]
    assert "auth_type=3" in outcome["reason"], "not refused by SAE"
    seen = scene.seen("sta1", scene.network("devices").bssid)
    assert seen is None or seen.facts["authorized"] == "no"
    joined(scene.join_devices())


def test_a_wpa2_client_finds_nothing_to_join_among_wpa3(scene):
    network = scene.network("devices")
    key = scene.secrets.keys[scene.device.site]["devices"]
    outcome = scene.air.join("sta1", networks.wpa2(network.ssid, key, scene.frequencies(network)))
    assert (outcome["state"], outcome["heard"]) == ("not_joined", [network.bssid]), outcome
    assert any(
        "key mgmt mismatch" in line for line in scene.air.do("reasons", netns="sta1", words=["RSN IE"])
    )
    # And when a client does not decline: the access point does.
    answers = scene.air.do(
        "ask_to_join", netns="sta1", bssid=network.bssid, frequency=scene.frequencies(network)[0],
        ssid=network.ssid, requests=[request("WPA-PSK"), request("WPA-PSK", capabilities=0)],
    )  # fmt: skip
    assert [answer["association"] for answer in answers] == [WRONG_AKM, WRONG_AKM]


def test_a_client_that_cannot_protect_frames_does_not_join(scene):
    outcome = scene.join_devices(pmf=networks.PMF_OFF)
    assert (outcome["state"], outcome["heard"]) == ("not_joined", [scene.network("devices").bssid]), outcome
    reasons = scene.air.do("reasons", netns="sta1", words=["RSN IE"])
    assert any("no mgmt frame protection enabled but AP requires it" in line for line in reasons)
