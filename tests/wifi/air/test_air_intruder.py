"""Somebody else's access point under our name is a finding of the next run, and none once it is gone."""

from __future__ import annotations

import pytest

from lab.air.intruder import BSSID as INTRUDER
from tests import walking
from truongluy.verdict import Verdict

pytestmark = [pytest.mark.lab, pytest.mark.vm, pytest.mark.slow]


# --- somebody else's access point


def test_a_foreign_access_point_under_our_name_is_found_and_gone_again(scene):
    control = "own_wifi_names_only_on_own_access_points"
    network = scene.network("accounts")
    scene.air.do("intrude", netns="sta2", ssid=network.ssid, channel=network.channel, button=False)
    try:
        found = walking.judge(scene.inventory, scene.device)[control]
        assert found.verdict is Verdict.FAIL, found.message.en
        assert INTRUDER in found.message.en
    finally:
        scene.air.do("withdraw", netns="sta2")
    found = walking.judge(scene.inventory, scene.device)[control]
    assert found.verdict is Verdict.PASS, found.message.en
