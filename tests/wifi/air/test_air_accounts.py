"""Accounts: who proves to be somebody lands in the zone of that account, and nobody else gets in."""

from __future__ import annotations

import time

import pytest

from tests.wifi.air.scene import AP, STAFF_COMPUTER, foreign_authority, joined
from truongluy.access import ca_for
from truongluy.certificates import Authority

pytestmark = [pytest.mark.lab, pytest.mark.vm, pytest.mark.slow]


# --- accounts


@pytest.mark.parametrize(
    ("account", "zone", "reaches_staff"), [("giaovien", "staff", True), ("hocsinh", "pupils", False)]
)
def test_an_account_lands_in_its_own_zone(scene, account, zone, reaches_staff):
    began = time.time() - 2
    outcome = scene.join_account(account)
    assert joined(outcome) == scene.network("accounts").bssid
    assert "EAP-SHA256" in outcome["key_mgmt"]
    assert (outcome["pmf"], outcome["pairwise"]) == ("2", "CCMP")
    assert scene.seen("sta1", outcome["bssid"]).bridge == f"br-{zone}"
    said = scene.radius_says(began, lambda line: "Wi-Fi accept" in line and f"{account}@" in line)
    assert f"vlan={scene.vlan(zone)} " in said
    assert f"ap={AP}" in said
    scene.give_address("sta1", zone, 201)
    assert scene.air.pings("sta1", scene.gateway(zone))
    scene.route("dev", "wlan2")
    assert scene.air.pings("sta1", STAFF_COMPUTER, patience=10 if reaches_staff else 3) is reaches_staff


def test_a_wrong_password_is_refused_and_written_down(scene):
    began = time.time() - 2
    outcome = scene.join_account("hocsinh", "khong-phai-mat-khau-nay")
    assert outcome["state"] == "refused", outcome
    assert "EAP" in outcome["reason"]
    said = scene.radius_says(began, lambda line: "Login incorrect" in line)
    assert "Login incorrect" in said
    joined(scene.join_account("hocsinh"))


def test_an_account_of_another_site_is_refused(scene):
    elsewhere = next(site for site in scene.secrets.accounts if site != scene.device.site)
    name, account = next(iter(scene.secrets.accounts[elsewhere].items()))
    for given in (name, f"{name}@{elsewhere}"):
        outcome = scene.join_account(given, account.password)
        assert outcome["state"] == "refused", (given, outcome)


def test_a_client_leaves_a_server_of_another_name(scene):
    authority = Authority.open(ca_for(scene.inventory))
    outcome = scene.join_certificate(authority, "giaovien", server="radius.mao-danh.example")
    assert outcome["state"] == "refused", outcome
    assert any("domain" in event.lower() and "mismatch" in event.lower() for event in outcome["events"]), (
        outcome
    )


def test_only_a_certificate_of_our_authority_opens(scene, tmp_path):
    began = time.time() - 2
    outcome = scene.join_certificate(foreign_authority(tmp_path), "giaovien")
    assert outcome["state"] == "refused", outcome
    said = scene.radius_says(began, lambda line: "Login incorrect" in line or "unable to get" in line)
    assert "certificate" in said or "Login incorrect" in said
    outcome = scene.join_certificate(Authority.open(ca_for(scene.inventory)), "giaovien")
    assert joined(outcome) == scene.network("accounts").bssid
    assert scene.seen("sta1", outcome["bssid"]).bridge == "br-staff"
    scene.give_address("sta1", "staff", 201)
    assert scene.air.pings("sta1", STAFF_COMPUTER)
