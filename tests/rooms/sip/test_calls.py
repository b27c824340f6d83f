"""Real rooms at the lab's registrar: who gets in, who may call, and what goes over the wire while they talk."""

from __future__ import annotations

import pytest

from tests.rooms.sip.baresip import by_itself, endpoint, wait
from tests.rooms.sip.media import streams

pytestmark = [pytest.mark.lab, pytest.mark.slow]
DOMAIN = "hop.so-gddt.example"
CALLER, CALLED, OTHER = "hop-tang-2", "hop-tang-3", "hop-truong"
REGISTERED = "200 OK"


def _registered(endpoint) -> None:
    assert endpoint.wait_for(REGISTERED, "403 ", "401 ", "failed") == REGISTERED, endpoint.said


def _refused(endpoint, called: str = CALLED) -> str:
    """The status a call was refused with."""
    endpoint.ask("dial", f"sip:{called}@{DOMAIN}")
    said = wait(
        lambda: next((one for one in endpoint.said.splitlines() if "session closed" in one), ""), 20,
        lambda: endpoint.said,
    )  # fmt: skip
    assert "Call established" not in endpoint.said
    return said.rpartition("session closed: ")[2].strip()


def test_two_rooms_talk_and_nobody_understands_it_on_the_way(room, places) -> None:
    caller, called = room("caller", CALLER), room("called", CALLED)
    _registered(caller)
    _registered(called)
    caller.ask("dial", f"sip:{CALLED}@{DOMAIN}")
    caller.wait_for("Call established")
    called.wait_for("Call established")
    found = streams(places["caller"], 4)
    here, there = places["caller"].address, places["called"].address
    assert set(found) == {(here, there), (there, here)}
    for stream in found.values():
        assert len(stream.payloads) > 50
        assert stream.bits > 7.9 and stream.openings > 30
    assert all("SRTP is Enabled" in one.said for one in (caller, called))
    # Each heard the other's tone: what arrived was understood.
    assert all("incoming rtp for 'audio' established" in one.said for one in (caller, called))
    caller.ask("hangup")
    called.wait_for("terminated (duration")


def test_plain_media_would_be_recognised(places, authority, tmp_path) -> None:
    """The measure itself: the same tone without SRTP, from place to place and around the registrar."""
    there = places["called"].address
    with (
        endpoint(
            places["caller"], tmp_path / "a", by_itself("a", places["caller"].address), authority
        ) as caller,
        endpoint(places["called"], tmp_path / "b", by_itself("b", there), authority) as called,
    ):
        caller.wait_for("baresip is ready")
        called.wait_for("baresip is ready")
        caller.ask("dial", f"sip:b@{there}:5070")
        caller.wait_for("Call established")
        found = streams(places["caller"], 3)
    assert found and all(stream.openings <= 4 for stream in found.values())


@pytest.mark.parametrize("encryption", ["", "srtp"], ids=["none", "optional"])
def test_an_endpoint_without_mandatory_srtp_gets_488(room, encryption: str) -> None:
    called, caller = room("called", CALLED), room("caller", CALLER, encryption=encryption)
    _registered(called)
    _registered(caller)
    assert _refused(caller) == "488 SRTP Required"
    assert "incoming" not in called.said.lower()


def test_a_wrong_password_registers_nobody(room) -> None:
    stranger = room("stranger", OTHER, password="sai-mat-khau-gai-san")
    assert stranger.wait_for("403 Forbidden", "401 Unauthorized", REGISTERED) != REGISTERED
    assert REGISTERED not in stranger.said


def test_an_account_that_does_not_exist_gets_the_same_answer(room) -> None:
    stranger = room("stranger", "khong-co", password="sai-mat-khau-gai-san")
    assert stranger.wait_for("403 Forbidden", "401 Unauthorized", REGISTERED) == "403 Forbidden"


def test_who_did_not_register_may_not_call(room) -> None:
    """With the right password, and nothing else."""
    called, caller = room("called", CALLED), room("caller", CALLER, seconds=0)
    _registered(called)
    assert _refused(caller) == "403 Register First"


def test_calls_stay_in_the_domain(room) -> None:
    called, caller = room("called", CALLED), room("stranger", OTHER, domain="example.net")
    _registered(called)
    caller.wait_for("403 Forbidden")
    assert _refused(caller) == "403 Forbidden"
