"""Two real browsers meet in a room of the lab's meeting server; whoever is not invited stays outside."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, sync_playwright

from lab import access, modes, requirements, state
from lab.containers import GATEWAY
from tests.rooms.sip.places import place
from tests.rooms.webrtc.browser import Person, person
from truongluy import room_secrets
from truongluy.access import ROOT, ca_for
from truongluy.commands import HERE
from truongluy.inventory.rooms import all_rooms, number_of
from truongluy.rooms.invitation import Keys, invite

pytestmark = [pytest.mark.lab, pytest.mark.slow]
SERVER, ROOM, OTHER = "conf-01", "so-gddt/hop-tang-2", "so-gddt/hop-tang-3"
PLACES = ("10.99.30.201", "10.99.61.202")
_GOODBYES_ARE_LOST = """
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (words) { if (!words.includes('"destroy"')) send.call(this, words); };
"""
_ASKS_FOR_THE_CAMERA = """
const Socket = WebSocket, media = navigator.mediaDevices, camera = media.getUserMedia.bind(media);
Object.assign(window, { sockets: [], given: null, allow: null });
window.WebSocket = class extends Socket {
  constructor(...words) { super(...words); window.sockets.push(this); }
};
media.getUserMedia = async (wanted) => {
  await new Promise((resolve) => { window.allow = resolve; });
  return (window.given = await camera(wanted));
};
"""
CLOSED = (80, 7088, 7089, 7188, 7889, 7989, 8088, 8089, 8188)


def flowing(found: dict) -> bool:
    """Whether sound and pictures arrive and are understood."""
    sound, picture = found["in"].get("audio", {}), found["in"].get("video", {})
    return sound.get("bytes", 0) > 0 and sound.get("energy", 0) > 0 and picture.get("frames", 0) > 10


@pytest.fixture(scope="module")
def places(lab):
    """Two namespaces beside the lab's hosts, in networks of two units."""
    kept = state.load()
    network = modes.named(kept["mode"]).network(kept)
    with place(network, GATEWAY, PLACES[0]) as first, place(network, GATEWAY, PLACES[1]) as second:
        yield first, second


@pytest.fixture(scope="module")
def chromium():
    """The driver of browsers; they are Debian's, and nothing is downloaded."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def people(lab, places, chromium, tmp_path):
    """Opens the page as somebody; their browsers close when the test ends."""
    missing = requirements.missing(requirements.MEDIA)
    assert not missing, f"run `python -m lab requirements --media`: {missing}"
    addresses, numbers = {SERVER: lab.devices[SERVER].address}, count()
    with ExitStack() as opened:

        def open_page(link: str, where: int = 0, *, trusts: bool = True, relay: bool = False) -> Person:
            folder = tmp_path / f"person-{next(numbers)}"
            authority = ca_for(lab) / "ca.pem" if trusts else None
            one = opened.enter_context(
                person(chromium, places[where], folder, authority, addresses, relay=relay)
            )
            one.page.goto(link)
            return one

        yield open_page


@pytest.fixture(scope="module")
def invitation() -> str:
    """A link as the verb prints it."""
    until = (datetime.now(HERE) + timedelta(hours=1)).isoformat(timespec="minutes")
    words = [
        Path(sys.executable).parent / "invoke",
        "rooms.invite",
        "--room",
        ROOM,
        "--until",
        until,
        "--json",
    ]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["links"][0]


@pytest.fixture(scope="module")
def pin(lab) -> str:
    """The room's PIN, which no link holds."""
    site, _, room = ROOM.partition("/")
    return room_secrets.load(lab).pins[site][room]


def signed(lab, *, minutes: int = 60, room: str = ROOM, key: str | None = None) -> str:
    """An invitation that the verb would not print."""
    own = room_secrets.load(lab).services[SERVER]
    chosen = next(one for one in all_rooms(lab) if f"{one.site}/{one.id}" == room)
    until = datetime.now(UTC) + timedelta(minutes=minutes)
    keys = Keys(key or own["meeting_token"], own["turn"])
    return invite(SERVER, (room, chosen.name.vi, number_of(chosen)), until, keys, []).link


def test_two_rooms_meet_and_hear_and_see_each_other(people, invitation, pin):
    first, second = people(invitation, 0), people(invitation, 1)
    first.enter("Phòng họp của Sở", pin)
    first.is_inside()
    second.enter("Phòng họp của trường", pin)
    second.is_inside()
    first.sees("Phòng họp của trường")
    second.sees("Phòng họp của Sở")
    # Both are read while both are there: what leaves takes its numbers with it.
    told = first.traffic(flowing), second.traffic(flowing)
    for one in told:
        assert flowing(one), told
        assert one["in"]["video"]["bytes"] > 0
        assert {each["state"] for each in one["transports"]} == {"connected"}
        assert all(each["cipher"] and each["version"] >= "FEFD" for each in one["transports"]), one
    second.page.get_by_role("button", name="Rời phòng").click()
    first.page.get_by_label("Hình của Phòng họp của trường").wait_for(state="detached")
    assert "rời phòng" in second.state


def test_whoever_leaves_is_out_at_once_even_when_the_server_does_not_answer(people, invitation, pin):
    somebody = people(invitation)
    somebody.page.add_init_script(_GOODBYES_ARE_LOST)
    somebody.page.reload()
    somebody.enter("Phòng họp của Sở", pin)
    somebody.is_inside()
    somebody.page.get_by_role("button", name="Rời phòng").click()
    assert "rời phòng" in somebody.state
    assert somebody.page.evaluate("() => measured.map((one) => one.connectionState)") == ["closed"]
    assert not somebody.page.get_by_role("region", name="Cuộc họp").is_visible()


def test_a_camera_that_is_allowed_too_late_is_switched_off(people, invitation, pin):
    somebody = people(invitation)
    somebody.page.add_init_script(_ASKS_FOR_THE_CAMERA)
    somebody.page.reload()
    somebody.enter("Phòng họp của Sở", pin)
    somebody.page.wait_for_function("() => window.allow")
    somebody.page.evaluate("() => sockets[0].close()")
    assert "Mất kết nối" in somebody.refusal()
    somebody.page.evaluate("() => allow()")
    somebody.page.wait_for_function("() => given?.getTracks().every((one) => one.readyState === 'ended')")
    assert not somebody.page.get_by_role("region", name="Cuộc họp").is_visible()


def test_a_room_behind_a_firewall_meets_through_the_relay(people, invitation, pin):
    first, second = people(invitation, 0), people(invitation, 1, relay=True)
    first.enter("Phòng họp của Sở", pin)
    first.is_inside()
    second.enter("Phòng ở sau tường lửa", pin)
    second.is_inside()
    told = first.traffic(flowing), second.traffic(flowing)
    assert flowing(told[0]) and flowing(told[1]), told
    assert told[1]["relayed"] and not told[0]["relayed"]


def test_a_wrong_pin_does_not_enter_and_the_right_one_then_does(people, invitation, pin):
    somebody = people(invitation)
    somebody.enter("Người lạ", "000000")
    assert "Sai mã PIN" in somebody.refusal()
    somebody.enter("Người được mời", pin)
    somebody.is_inside()


def test_an_invitation_that_has_ended_does_not_enter(people, lab, pin):
    somebody = people(signed(lab, minutes=-1))
    somebody.enter("Người đến muộn", pin)
    assert "Giấy mời hết hạn" in somebody.refusal()


def test_an_invitation_that_somebody_else_signed_does_not_enter(people, lab, pin):
    somebody = people(signed(lab, key="khong-phai-khoa-cua-may-chu-hop-nay-dau"))
    somebody.enter("Người lạ", pin)
    assert "Giấy mời không hợp lệ" in somebody.refusal()


def test_an_invitation_to_another_room_does_not_open_this_one(people, lab, pin):
    numbers = {f"{one.site}/{one.id}": str(number_of(one)) for one in all_rooms(lab)}
    link = signed(lab, room=OTHER).replace(f"#room={numbers[OTHER]}", f"#room={numbers[ROOM]}")
    somebody = people(link)
    somebody.enter("Khách của phòng khác", pin)
    assert "Giấy mời không hợp lệ" in somebody.refusal()


def test_without_an_invitation_there_is_not_even_a_form(people):
    somebody = people(f"https://{SERVER}/")
    assert "Thiếu giấy mời" in somebody.refusal()
    assert not somebody.page.get_by_role("button", name="Vào phòng").is_visible()


def test_a_page_that_did_not_come_whole_says_what_to_do(people, invitation):
    somebody = people("about:blank")
    somebody.page.route("**/janus.js", lambda route: route.abort())
    somebody.page.goto(invitation)
    assert "hãy tải lại trang" in somebody.state
    somebody.page.unroute_all()
    somebody.page.reload()
    somebody.page.get_by_label("Tên của bạn").wait_for()


def test_a_browser_that_does_not_know_our_authority_refuses_the_page(people):
    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        people(f"https://{SERVER}/", trusts=False)


def test_the_page_runs_no_foreign_code_and_talks_to_nobody_else(people, invitation):
    page = people(invitation).page
    injected = """() => {
      const script = document.createElement("script");
      script.textContent = "window.foreign = true";
      document.head.append(script);
      return window.foreign === true;
    }"""
    assert page.evaluate(injected) is False
    other = """() => new Promise((resolve) => {
      addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), { once: true });
      try { new WebSocket("wss://portal-01:8989/"); } catch (error) { resolve("connect-src"); }
      setTimeout(() => resolve("nothing stopped it"), 3000);
    })"""
    assert page.evaluate(other) == "connect-src"


def test_what_is_secret_in_a_link_reaches_no_log(lab, people, invitation, pin):
    somebody = people(invitation)
    somebody.enter("Người được mời", pin)
    somebody.is_inside()
    fragment = urlsplit(invitation).fragment
    token = fragment.partition("&entry=")[2].partition("&")[0][-24:]
    script = "cat /var/log/nginx/*.log; journalctl -u janus -o cat --since -10min"
    command = ["ssh", "-F", str(access.SSH_CONFIG), SERVER, "sudo -n sh -s"]
    told = subprocess.run(command, input=script, capture_output=True, text=True, check=True).stdout
    assert "GET / HTTP" in told, "the page's requests are recorded"
    assert "entry=" not in told and pin not in told and token not in told


def test_nothing_answers_on_a_plain_port_or_for_administration(lab, places):
    address = lab.devices[SERVER].address
    script = (
        "import socket, sys\n"
        "for port in map(int, sys.argv[2:]):\n"
        "    door = socket.socket(); door.settimeout(1)\n"
        "    print(port, door.connect_ex((sys.argv[1], port)) == 0)\n"
    )
    told = places[0].run("python3", "-c", script, address, "443", "8989", *map(str, CLOSED)).stdout.split()
    answers = dict(zip(told[::2], told[1::2], strict=True))
    assert answers == {"443": "True", "8989": "True", **{str(port): "False" for port in CLOSED}}
    command = ["ssh", "-F", str(access.SSH_CONFIG), SERVER, "sudo -n ss -H -tlnp"]
    inside = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    waits = [line.split()[3] for line in inside.splitlines() if '"janus"' in line]
    assert waits == [f"{address}:8989"], "not even on its own loopback"
    assert not [line for line in inside.splitlines() if line.split()[3].endswith(":80")]


@pytest.mark.parametrize("port", [443, 8989])
def test_old_tls_is_refused(lab, places, port):
    def shakes(version: str) -> bool:
        words = ["-connect", f"{lab.devices[SERVER].address}:{port}", version, "-cipher", "ALL:@SECLEVEL=0"]
        return places[0].run("openssl", "s_client", *words).returncode == 0

    assert [shakes(version) for version in ("-tls1", "-tls1_1", "-tls1_2")] == [False, False, True]
