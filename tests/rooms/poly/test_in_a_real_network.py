"""An endpoint's export in a network that is no lab: checked, asked whether its room can meet, and never changed."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.lab.verbs import invoke
from tests.rooms.poly.example import ENTRY, changed
from tests.workstations.example import as_json, put

LAB = Path(__file__).resolve().parents[3] / "inventories" / "lab"


@pytest.fixture
def real(tmp_path):
    folder = tmp_path / "real"
    shutil.copytree(LAB, folder)
    file = folder / "organisation.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("lab: true", "lab: false"), encoding="utf-8")
    return folder


def export(folder, entry, hours=1):
    moment = (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="seconds")
    soon = (datetime.now(UTC) + timedelta(days=300)).isoformat(timespec="seconds")
    room = {"certificate_until": soon} | {k: v for k, v in entry["room"].items() if k != "certificate_until"}
    put(folder / "imported", "phong-hop.json", as_json(entry | {"collected_at": moment, "room": room}))


def room_of(real):
    run = invoke("rooms", "-i", str(real), "--limit", "room-03", "--json")
    assert "Traceback" not in run.stderr, run.stderr
    (told,) = json.loads(run.stdout)["rooms"]
    return run.returncode, told


def test_a_room_is_ready_by_a_fresh_export(real):
    export(real, ENTRY)
    code, told = room_of(real)
    assert (code, told["state"], told["room"]) == (0, "ready", "hop-truong"), told


def test_an_old_export_leaves_the_room_unknown(real):
    export(real, ENTRY, hours=30)
    assert room_of(real)[0] == 1 and room_of(real)[1]["state"] == "unknown"


def test_no_export_leaves_the_room_unknown(real):
    code, told = room_of(real)
    assert (code, told["state"]) == (1, "unknown")


@pytest.mark.parametrize("key", ["camera", "microphone"])
def test_what_is_missing_keeps_a_room_from_meeting(real, key):
    export(real, changed(("room", key), False))
    assert room_of(real)[1]["state"] == "not_ready"


def test_an_endpoint_is_checked_by_its_export_and_left_alone(real):
    export(real, changed(("room", "usb_ports_enabled"), True))
    run = invoke("check", "-i", str(real), "--limit", "room-03")
    assert run.returncode == 1 and "endpoint_usb_ports_closed" in run.stdout and "Traceback" not in run.stderr
    left = invoke("provision", "-i", str(real), "--limit", "room-03")
    assert left.returncode == 0 and "PLAY" not in left.stdout


def test_validate_names_the_line_of_a_wrong_export(real):
    export(real, changed(("room", "auto_anser"), True))
    run = invoke("validate", "-i", str(real))
    assert run.returncode == 2 and "phong-hop.json:" in run.stderr and "auto_anser" in run.stderr
    assert "Traceback" not in run.stderr
