"""The conference server's doors in the lab: what is open, what speaks which TLS, and whom the relay lets through."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from pathlib import Path

import pytest

from tests.rooms.sip import turn_client

pytestmark = [pytest.mark.lab, pytest.mark.slow]
SIP, TURN = 5061, 5349
_KNOCK = """
import socket, sys
host, port = sys.argv[1], int(sys.argv[2])
door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
door.settimeout(3)
door.connect((host, port))
request = "OPTIONS sip:%s SIP/2.0\\r\\nVia: SIP/2.0/UDP %s:5060;branch=z9hG4bKx\\r\\nFrom: <sip:a@b>;tag=1\\r\\n" % (host, host)
door.send((request + "To: <sip:a@b>\\r\\nCall-ID: 1\\r\\nCSeq: 1 OPTIONS\\r\\nContent-Length: 0\\r\\n\\r\\n").encode())
try:
    print("answered", door.recv(100))
except ConnectionRefusedError:
    print("refused")
except TimeoutError:
    print("silent")
"""
_OPEN = """
import socket, sys
try:
    socket.create_connection((sys.argv[1], int(sys.argv[2])), 3)
    print("open")
except OSError as error:
    print(type(error).__name__)
"""


@pytest.fixture(scope="module")
def here(places):
    """Where these tests stand: a place in the network of shared equipment."""
    return places["stranger"]


@pytest.mark.parametrize("port", [5060, 1720, 3478, 22])
def test_no_other_door_is_open(here, server: str, port: int) -> None:
    said = here.run("python3", "-c", _OPEN, server, str(port)).stdout.strip()
    # Administration is open to the networks of administrators, to which the whole lab belongs.
    assert (said == "open") == (port == 22), said


@pytest.mark.parametrize("port", [5060, 1719, 3478])
def test_no_datagram_is_answered(here, server: str, port: int) -> None:
    assert here.run("python3", "-c", _KNOCK, server, str(port)).stdout.strip() in ("refused", "silent")


@pytest.mark.parametrize("port", [SIP, TURN], ids=["sip", "turn"])
@pytest.mark.parametrize(
    ("version", "taken"), [("-tls1", False), ("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)]
)
def test_only_modern_tls_is_spoken(
    here, server: str, authority: Path, port: int, version: str, taken: bool
) -> None:
    done = here.run(
        "openssl", "s_client", "-connect", f"{server}:{port}", version, "-cipher", "ALL:@SECLEVEL=0",
        "-CAfile", str(authority), "-verify_return_error", "-verify_ip", server, "-no_ign_eof",
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert ("Verification: OK" in said and "Cipher is (NONE)" not in said) == taken, said
    if not taken:
        assert "alert protocol version" in said.lower() or "alert number 70" in said.lower(), said


def _credentials(secret: str, seconds: int) -> tuple[str, str]:
    user = f"{int(time.time()) + seconds}:hop-tang-2"
    return user, base64.b64encode(hmac.digest(secret.encode(), user.encode(), hashlib.sha1)).decode()


def _relay(here, server: str, authority: Path, user: str, password: str, peers=()) -> dict:
    given = {
        "host": server, "port": TURN, "authority": str(authority), "user": user, "password": password,
        "peers": list(peers),
    }  # fmt: skip
    done = here.run("python3", turn_client.__file__, data=json.dumps(given))
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_the_relay_serves_right_credentials_and_reaches_the_meeting_server_only(
    here, lab, server, authority, known
):
    log_host, switch = lab.devices["log-01"].address, lab.devices["sw-so-01"].address
    peers = [
        (server, 20000), ("127.0.0.1", 7088), ("0.0.0.0", 22), (log_host, 514), (switch, 22), ("224.0.0.1", 5000),
    ]  # fmt: skip
    found = _relay(
        here, server, authority, *_credentials(known.services["conf-01"]["turn"], 600), peers=peers
    )
    assert found["allocated"] == 0
    address, port = found["relayed"]
    assert address == server and 49160 <= port <= 49559
    for answers in (found["permitted"], found["bound"]):
        assert answers.pop(server) == 0
        assert set(answers.values()) == {403}
    assert found["software"] is None


def test_the_relay_refuses_what_ended_or_was_made_up(here, server, authority, known):
    secret = known.services["conf-01"]["turn"]
    for user, password in (
        _credentials(secret, -60),
        _credentials("bi-mat-cua-nguoi-khac", 600),
        ("nguoi-la", "mat-khau"),
    ):
        assert _relay(here, server, authority, user, password)["allocated"] == 401
