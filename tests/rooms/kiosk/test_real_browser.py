"""The real browser of the lab's room, under its real policy, is asked by a page what it allows."""

from __future__ import annotations

import time

import pytest

from tests.rooms.kiosk import room
from tests.rooms.kiosk.room import GOOD, MEETS, OTHER, STRANGE, reached, shell, start, told
from truongluy import collect, facts

pytestmark = [pytest.mark.lab, pytest.mark.slow]
PAGE, ELSEWHERE = f"https://{MEETS}/", f"https://{OTHER}/"
THEIRS = "/etc/chromium/policies/managed/zz-thu.json"


def test_the_room_says_how_it_is(lab):
    evidence = collect.collect_one(lab, lab.devices[room.HOST])
    found = facts.read("debian", evidence.answers)
    state = found.at("room_state")
    assert (state["camera"], state["microphone"]) == (False, False), "a container has neither"
    assert state["registration"]["target"] == PAGE
    assert state["software"]["version"] and state["updates"]["pending"] is not None
    assert 0 <= state["disk_free_percent"] <= 100
    assert found.at("kiosk")["running"] is False, "there is no screen"


@pytest.fixture(scope="module")
def pages(lab, tmp_path_factory):
    with room.pages(lab, tmp_path_factory.mktemp("pages")):
        yield lab


def test_the_conference_page_gets_camera_and_microphone_and_nothing_else(pages):
    start(PAGE)
    lines = reached("TOLD")
    assert told(lines) == {
        "page": "/",
        "camera": "video",
        "microphone": "audio",
        "geolocation": "denied",
        "notifications": "denied",
        "left": None,
    }
    # The page has a frame of another host, and the browser never asked for it.
    assert not [line for line in lines if OTHER in line]


def test_another_page_is_never_asked_for(pages):
    start(ELSEWHERE)
    shell("while ! test -e /run/truongluy-kiosk/profile/Default; do sleep 0.2; done")
    time.sleep(4)
    assert shell(f"cat {room.FOLDER}/{GOOD}.log") == ""
    assert shell("systemctl is-active truongluy-kiosk").strip() == "active"


def test_a_page_that_somebody_lets_in_still_gets_neither_camera_nor_microphone(pages):
    room.put(THEIRS, f'{{"URLAllowlist": ["https://.{OTHER}"]}}')
    shell(f"chmod 644 {THEIRS}")
    try:
        start(ELSEWHERE)
        found = told(reached("TOLD"))
    finally:
        shell(f"rm -f {THEIRS}")
    assert (found["camera"], found["microphone"]) == ("NotAllowedError", "NotAllowedError")


def test_a_certificate_of_somebody_else_ends_the_visit(pages):
    start(PAGE, port=STRANGE)
    lines = reached("REFUSED", port=STRANGE)
    time.sleep(2)
    assert not [line for line in lines if line.startswith("GET")]


def test_nobody_steers_the_browser_from_outside(pages):
    start(PAGE, "--remote-debugging-port=19222")
    reached("TOLD")
    assert ":19222 " not in shell("ss -Hltn")
    assert "remote debugging is disallowed" in shell("journalctl -u truongluy-kiosk --no-pager -n 200")


def test_what_a_meeting_left_is_gone_after_it(pages):
    start(PAGE)
    assert told(reached("TOLD"))["left"] is None
    assert "nhom hop truoc" not in shell("ls /run/truongluy-kiosk")
    assert shell("stat -f -c %T /run/truongluy-kiosk").strip() == "tmpfs"
    clean = "MINUTES=10 /usr/local/lib/truongluy/room-clean"
    started = "systemctl show -p ExecMainStartTimestampMonotonic --value truongluy-kiosk"
    # Somebody still uses the camera: nothing happens, however long ago the meeting began.
    before = shell(started)
    shell(
        "touch -d '-11 minutes' /run/truongluy-meeting; : > /dev/video99; exec 3</dev/video99; "
        f'{clean}; exec 3<&-; rm /dev/video99; test -n "$(find /run/truongluy-meeting -mmin -1)"'
    )
    assert shell(started) == before
    # Nobody has for eleven minutes.
    shell(f"touch -d '-11 minutes' /run/truongluy-meeting; {clean}; ! test -e /run/truongluy-meeting")
    assert told(reached("TOLD", times=2))["left"] is None
    assert shell(started) != before
    shell("systemctl stop truongluy-kiosk; ! test -e /run/truongluy-kiosk")


def test_the_service_starts_by_its_own_command_where_there_is_a_screen(pages):
    room.start_on_a_thought_screen()
    shell(
        "for n in $(seq 60); do if pgrep -u kiosk -f -- --type=renderer >/dev/null; then exit 0; fi; sleep 0.5; done; "
        "journalctl -u truongluy-kiosk --no-pager -n 20 >&2; exit 1"
    )
    command = shell("tr '\\0' ' ' < /proc/$(systemctl show -p MainPID --value truongluy-kiosk)/cmdline")
    assert command.startswith("/usr/bin/cage -d -s -- /usr/bin/chromium --kiosk") and PAGE in command
    assert "--no-sandbox" not in shell("ps -u kiosk -o args= -ww")
    shell("systemctl stop truongluy-kiosk; ! test -e /run/truongluy-kiosk")


def test_the_browser_is_confined_as_it_runs(pages):
    start(PAGE)
    reached("TOLD")
    status = shell(
        "grep -E '^(Uid|NoNewPrivs|CapBnd|Seccomp):' /proc/$(systemctl show -p MainPID --value truongluy-kiosk)/status"
    )
    words = dict(line.split(":\t", 1) for line in status.splitlines())
    assert words["Uid"].split()[0] == shell("id -u kiosk").strip() != "0"
    assert (words["NoNewPrivs"], words["CapBnd"].strip("0")) == ("1", "")
    # Its own sandbox is on: pages run in a process that sees no other, behind a filter of system calls.
    pages_of = "for one in $(pgrep -u kiosk -f -- --type=renderer); do grep -E '^(NSpid|Seccomp):' /proc/$one/status; done"
    inside = shell(pages_of, ok=False).splitlines()
    assert inside and all(len(line.split()) > 2 for line in inside if line.startswith("NSpid"))
    assert all(line.split()[1] == "2" for line in inside if line.startswith("Seccomp"))
