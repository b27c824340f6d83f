"""What the law asks of a meeting room: what it asks of conference equipment, or of a computer."""

from __future__ import annotations

import pytest

from tests.policy.samples import the_policy
from truongluy import inventory as inventory_of
from truongluy.access import ROOT
from truongluy.values import inventory_value

CLAUSES = the_policy().clauses


@pytest.mark.parametrize(
    ("clause", "asked"),
    [
        ("tcvn-14423.T26-CONF-03", True),  # names conference equipment
        ("tcvn-14423.T26-WEBMAIL-01", True),  # names computers only
        ("tcvn-11930.SRV-IPS-03", False),  # names servers and databases
        ("tcvn-11930.MGT-POL-01", True),  # names nothing
    ],
)
def test_a_clause_counts_for_a_room_when_it_names_its_equipment_or_a_computer(clause, asked):
    assert CLAUSES[clause].speaks_of("meeting_room") is asked
    assert CLAUSES[clause].speaks_of("server")


def test_a_kiosk_is_told_the_hosts_that_the_organisation_names():
    lab = inventory_of.load(ROOT / "inventories" / "lab")
    room, server = lab.devices["room-01"], lab.devices["portal-01"]
    assert inventory_value(lab, the_policy(), room, "device.conference_hosts") == ["conf-01"]
    assert inventory_value(lab, the_policy(), server, "device.conference_hosts") == []


def test_what_is_judged_of_a_kiosk_speaks_of_no_other_device():
    controls = [one for one in the_policy().controls.values() if one.topic == "room_kiosk"]
    assert len(controls) >= 9
    for control in controls:
        assert control.applies_to == ("meeting_room",) and set(control.breaks) == {"debian"}
