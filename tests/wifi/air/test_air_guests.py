"""Guests: in without a password, read by nobody, kept from the school, from the access point and from each other."""

from __future__ import annotations

import json

import pytest

from lab.air import networks
from tests.wifi.air.scene import BANDS, STAFF_COMPUTER, joined

pytestmark = [pytest.mark.lab, pytest.mark.vm, pytest.mark.slow]

MARKER = "7472756f6e67"


# --- guests


def test_a_guest_joins_without_a_password_and_nobody_reads_along(scene):
    outcome = scene.join_guests()
    assert joined(outcome) == scene.network("guests").bssid
    assert (outcome["key_mgmt"], outcome["pmf"], outcome["pairwise"]) == ("OWE", "2", "CCMP")
    assert scene.seen("sta1", outcome["bssid"]).bridge == "br-guests"
    scene.give_address("sta1", "guests", 201)
    assert scene.air.pings("sta1", scene.gateway("guests"))
    heard = overhear_ping(scene, scene.gateway("guests"))
    assert " 0 received" not in heard["output"]
    assert heard["protected"] > 0
    assert (heard["clear"], heard["with_marker"]) == (0, 0)


def overhear_ping(scene, target):
    words = ["ping", "-n", "-c", "3", "-i", "0.3", "-w", "4", "-p", MARKER, target]
    return scene.air.do("overhear", words=words, netns="sta1", marker=MARKER)


def test_an_eavesdropper_does_hear_an_open_network(scene):
    network = scene.network("guests")
    scene.air.do("intrude", netns="sta2", ssid="truongluy-mo", channel=network.channel, button=False)
    try:
        joined(scene.air.join("sta1", networks.open_network("truongluy-mo", scene.frequencies(network))))
        scene.air.do("address", netns="sta1", address="192.0.2.2/24")
        heard = overhear_ping(scene, "192.0.2.1")
        assert heard["clear"] >= heard["with_marker"] > 0
    finally:
        scene.air.do("withdraw", netns="sta2")


def test_a_guest_reaches_no_staff_computer_on_any_way_and_a_teacher_does(scene):
    joined(scene.join_account("giaovien"))
    scene.give_address("sta1", "staff", 201)
    assert scene.air.pings("sta1", STAFF_COMPUTER), "the computer of the staff answers nobody"

    joined(scene.join_guests())
    scene.give_address("sta1", "guests", 201)
    gateway = scene.gateway("guests")
    assert scene.air.pings("sta1", gateway)
    for way in (["dev", "wlan2"], ["via", gateway], ["via", access_point_as_router(scene), "dev", "wlan2"]):
        scene.route(*way)
        assert not scene.air.pings("sta1", STAFF_COMPUTER, patience=2), f"by way of {way}"


def access_point_as_router(scene):
    """An address beside the guest that the guest takes the access point itself for."""
    shown = scene.air.run("cat", "/sys/class/net/br-guests/address").strip()
    address = f"{scene.gateway('guests').rpartition('.')[0]}.254"
    scene.air.run("ip", "neighbour", "replace", address, "lladdr", shown, "dev", "wlan2", client="sta1")
    return address


def test_a_guest_finds_no_door_to_the_access_point(scene):
    """Silence can come from a missing way back, too: so it is given one, and the door opened for a moment."""
    joined(scene.join_guests())
    guest = scene.give_address("sta1", "guests", 201)
    scene.route("via", access_point_as_router(scene), "dev", "wlan2")

    def knock():
        return scene.air.opens("sta1", scene.device.address, 22)

    assert knock() == "silent"
    scene.air.run("ip", "route", "replace", f"{guest}/32", "dev", "br-guests")
    try:
        assert knock() == "silent"
        opened = open_door(scene, "br-guests")
        try:
            assert knock() == "open", "the way to the door was never there"
        finally:
            scene.air.run("nft", "delete", "rule", *opened)
        assert knock() == "silent"
    finally:
        scene.air.run("ip", "route", "del", f"{guest}/32", "dev", "br-guests", ok=())


def open_door(scene, bridge):
    """Let ssh in from a bridge; the words that name the rule, to delete it again."""
    listed = json.loads(scene.air.run("nft", "-j", "list", "chains"))["nftables"]
    chain = next(one["chain"] for one in listed if one.get("chain", {}).get("hook") == "input")
    place = [chain["family"], chain["table"], chain["name"]]
    text = scene.air.run("nft", "-e", "-a", "insert", "rule", *place, "iifname", bridge, "tcp", "dport", "22",
                         "accept")  # fmt: skip
    return [*place, "handle", text.split("# handle ")[1].split()[0]]


@pytest.mark.parametrize("band", BANDS)
def test_two_guests_do_not_reach_each_other(scene, band):
    """On one band the access point's radio must keep them apart, on two bands its bridge."""
    addresses = {}
    for client, its_band, last in (("sta1", "2.4GHz", 201), ("sta2", band, 202)):
        joined(scene.join_guests(client, its_band))
        addresses[client] = scene.give_address(client, "guests", last)
        assert scene.air.pings(client, scene.gateway("guests"))
    assert not scene.air.pings("sta1", addresses["sta2"], patience=3)
    assert not scene.air.pings("sta2", addresses["sta1"], patience=3)


@pytest.mark.parametrize("band", BANDS)
def test_two_teachers_do_reach_each_other(scene, band):
    """The control of the test above: what two clients of one access point can do when they are not kept apart."""
    addresses = {}
    for client, its_band, last in (("sta1", "2.4GHz", 201), ("sta2", band, 202)):
        joined(scene.join_account("giaovien", client=client, band=its_band))
        addresses[client] = scene.give_address(client, "staff", last)
    assert scene.air.pings("sta1", addresses["sta2"])
