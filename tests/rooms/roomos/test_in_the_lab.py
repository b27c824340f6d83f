"""The endpoint of the running lab: provisioned, judged good, changed by nothing more, and its secrets nowhere."""

from __future__ import annotations

import pytest

from tests import walking
from tests.rooms.roomos.conftest import NAME
from truongluy import room_secrets
from truongluy.access import BUILD
from truongluy.inventory import Inventory
from truongluy.provision import provision


@pytest.mark.lab
@pytest.mark.slow
def test_a_provisioned_endpoint_is_good_and_stays_as_it_is(lab: Inventory) -> None:
    device = lab.devices[NAME]
    found = walking.judge(lab, device)
    assert not [one.message.en for one in found.values() if one.verdict.blocks_level]
    run = provision(lab, [device], check=True, diff=True)
    assert run.ok
    assert run.changed == {NAME: 0}


@pytest.mark.lab
def test_no_secret_of_a_room_stands_in_a_log_an_evidence_or_a_report(lab: Inventory) -> None:
    known = room_secrets.load(lab)
    secrets = {known.endpoints[NAME], *(one for accounts in known.sip.values() for one in accounts.values())}
    for part in ("logs", "evidence", "reports", f"backups/{NAME}"):
        for file in (BUILD / part).rglob("*"):
            if file.is_file():
                text = file.read_bytes().decode(errors="replace")
                assert not [one for one in secrets if one in text], file
