"""The lab's rooms, asked as an organiser asks: one is ready, one has no camera, one was switched off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lab import single
from tests.lab.verbs import invoke
from truongluy import evidence as evidence_of
from truongluy import facts
from truongluy.access import BUILD

pytestmark = [pytest.mark.lab, pytest.mark.slow]
NEVER_READY = ("unknown", "not_ready")


def ask(*words: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """The exit status of `invoke rooms` and what it says of each room."""
    run = invoke("rooms", "-i", "lab", "--as-of", "now", "--json", *words)
    assert "Traceback" not in run.stderr, run.stderr
    return run.returncode, {room["room"]: room for room in json.loads(run.stdout)["rooms"]}


def found(room: dict[str, Any], state: str) -> str:
    """What was found at the points of a state, in both languages."""
    return "; ".join(
        f"{p['found']['vi']} / {p['found']['en']}" for p in room["points"] if p["state"] == state
    )


def newest() -> Path:
    folder = evidence_of.latest(BUILD / "evidence" / "lab" / "rooms")
    assert folder
    return folder


def test_a_provisioned_endpoint_is_ready(lab):
    status, told = ask("--limit", "room-02")
    assert (status, told["hop-tang-3"]["state"]) == (0, "ready"), found(told["hop-tang-3"], "not_ready")


def test_a_room_without_a_camera_is_not_ready_and_says_so(lab):
    status, told = ask("--limit", "room-01")
    assert (status, told["hop-tang-2"]["state"]) == (1, "not_ready")
    assert "camera" in found(told["hop-tang-2"], "not_ready")


def test_a_room_that_was_switched_off_is_unknown_and_never_ready(lab):
    single.stop("room-02")
    try:
        status, told = ask("--limit", "hop-tang-3")
    finally:
        single.start("room-02")
    assert (status, told["hop-tang-3"]["state"]) == (1, "unknown")
    assert "không liên lạc được với thiết bị" in found(told["hop-tang-3"], "unknown")
    assert ask("--limit", "hop-tang-3")[0] == 0


def test_only_what_readiness_needs_is_asked_and_kept_apart_from_what_is_judged(lab):
    before = evidence_of.latest(BUILD / "evidence" / "lab")
    ask()
    assert evidence_of.latest(BUILD / "evidence" / "lab") == before
    run = evidence_of.read(newest())
    assert evidence_of.verify_chain(newest()) == []
    for name in ("room-01", "room-02"):
        read, needed = run.devices[name], facts.needed(lab.devices[name].platform, "room_state")
        assert needed is not None and sorted(read.answers) == sorted(needed)
        facts.read(read.platform, read.answers).at("room_state")


def test_a_kept_run_says_the_same_again_and_nothing_of_another_day(lab):
    _, told = ask("--limit", "room-02")
    again = ask("--limit", "room-02", "--from-evidence", str(newest()))[1]
    assert again["hop-tang-3"]["state"] == told["hop-tang-3"]["state"]
    run = invoke(
        "rooms", "--limit", "room-02", "--from-evidence", str(newest()), "--as-of", "2100-01-01", "--json"
    )
    assert run.returncode == 1
    assert json.loads(run.stdout)["rooms"][0]["state"] in NEVER_READY
