"""What is read of an endpoint: the lines of its console, and the normal form of what they say."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.roomos_simulator.settings import table
from truongluy import facts
from truongluy.facts.answers import Answer, Unreadable
from truongluy.facts.cisco_roomos import COMMANDS, redact
from truongluy.facts.cisco_roomos.lines import END, refusal, values
from truongluy.facts.cisco_roomos.source import CONFIGURATION, EMPTY_LOGIN
from truongluy.redact import redact as redact_generally

SYSTEM = '*s SystemUnit Software Version: "ce11.27.2.0.abcdef 2025-05-01"'
USERS = """OK
*r UserListResult (status=OK):
*r UserListResult User 1 Active: True
*r UserListResult User 1 Role 1: "Admin"
*r UserListResult User 1 Username: "admin"
"""
GOOD: dict[str, str] = {
    "roomos_audio": "*s Audio Input Connectors Microphone 1 ConnectionStatus: Connected\n"
    "*s Audio Output Connectors Line 1 ConnectionStatus: Connected",
    "roomos_cameras": "*s Cameras Camera 1 Connected: True",
    "roomos_clock": "*s NetworkServices NTP Status: Synced\n"
    '*s NetworkServices NTP Server 1 Address: "10.99.10.12"\n*s NetworkServices NTP Server 2 Address: ""',
    "roomos_sip": '*s SIP Proxy 1 Address: "conf-01"\n*s SIP Registration 1 Status: Registered',
    "roomos_system": SYSTEM,
    "roomos_users": USERS,
    "roomos_certificates": '*r ServicesShowResult Details 1 EndDate: "2028-11-28T01:48:16+00:00"',
}

words = st.text(string.ascii_letters, min_size=1, max_size=12)
paths = st.lists(words | st.integers(1, 9).map(str), min_size=1, max_size=5).map(
    lambda one: " ".join(["A", *one])
)
texts = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp"), blacklist_characters='"\\'), max_size=40
)


def configuration(**changed: str) -> str:
    """The whole configuration at the vendor's defaults, with some settings changed."""
    told = {one.path: one.default for one in table().values()}
    told |= {name.replace("_", " "): value for name, value in changed.items()}
    return "\n".join(f'*c xConfiguration {path}: "{value}"' for path, value in told.items())


def read(config: str | None = None, login: str = "refused admin", **changed: str) -> facts.Facts:
    """The facts of an endpoint in order, or with some answers changed."""
    given = {**GOOD, CONFIGURATION: config or configuration(), **changed}
    answers = {
        name: Answer(text if text.startswith("ERROR") else f"{text}\n{END}\n\nOK\n")
        for name, text in given.items()
    }
    return facts.read("cisco_roomos", {**answers, EMPTY_LOGIN: Answer(login)})


@given(st.dictionaries(paths, texts, max_size=12))
def test_what_is_printed_is_what_is_read(told: dict[str, str]) -> None:
    lines = [f'*c xConfiguration {path}: "{value}"' for path, value in told.items()]
    assert values("\n".join([*lines, END, "", "OK"]), "xConfiguration") == told


@given(st.text(max_size=300))
def test_any_answer_is_read_or_refused(text: str) -> None:
    try:
        values(text, "xConfiguration")
    except Unreadable:
        assert refusal(text) or END not in text


@given(texts.filter(str.strip))
def test_a_secret_never_passes_and_whether_one_is_set_always_does(secret: str) -> None:
    for path in ("SIP Authentication Password", "NetworkServices SNMP CommunityName", "Some PreShared Key"):
        kept = redact_generally(redact(CONFIGURATION, f'*c xConfiguration {path}: "{secret}"'))
        assert kept == f"*c xConfiguration {path}: <redacted>"
        none = redact_generally(redact(CONFIGURATION, f'*c xConfiguration {path}: ""'))
        assert values(none + "\n" + END, "x") == {path: ""}


def test_an_endpoint_at_its_vendors_defaults() -> None:
    found = read()
    assert found.unread == {}
    assert found.at("room_endpoint") == {
        "software": {"name": "RoomOS", "version": "11.27.2.0"},
        "auto_answer": False,
        "media_encryption": "best_effort",
        "remote_camera_control": True,
        "accounts": [{"name": "admin", "active": True, "passphrase_set": True}],
        "h323": False,
        "remote_support": False,
        "settings_locked": False,
        "session_timeout_minutes": 0,
        "max_failed_logins": 0,
    }
    assert found.at("room_services") == {
        "http": False, "https": True, "telnet": False, "ssh": True, "snmp": False, "upnp": True,
        "websocket": True, "legacy_key_exchange": True, "tls_minimum": "1.2", "strict_transport": False,
    }  # fmt: skip
    assert found.at("room_sip") == {"transport": "auto", "verify": True, "listen": False}
    assert found.at("room_state") == {
        "camera": True, "microphone": True, "speaker": True,
        "registration": {"kind": "sip", "state": "registered", "target": "conf-01"},
        "clock": {"synchronised": True, "servers": ["10.99.10.12"]},
        "certificate": {"not_after": "2028-11-28T01:48:16+00:00"},
        "disk_free_percent": None, "updates": {"pending": None, "restart_needed": None},
        "software": {"name": "RoomOS", "version": "11.27.2.0"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "value", "path", "told"),
    [
        ("NetworkServices HTTP Mode", "HTTP+HTTPS", "room_services.http", True),
        ("NetworkServices HTTP Mode", "Off", "room_services.https", False),
        ("NetworkServices SNMP Mode", "ReadWrite", "room_services.snmp", True),
        ("SIP ListenPort", "Auto", "room_sip.listen", True),
        ("SIP DefaultTransport", "Tls", "room_sip.transport", "tls"),
        ("Conference FarEndControl Mode", "Off", "room_endpoint.remote_camera_control", False),
        ("Conference Encryption Mode", "On", "room_endpoint.media_encryption", "required"),
    ],
)
def test_settings_in_our_words(setting: str, value: str, path: str, told: Any) -> None:
    assert read(configuration(**{setting.replace(" ", "_"): value})).at(path) == told


def test_logs_that_are_not_sent_reach_nobody() -> None:
    sent = {"Logging_External_Mode": "On", "Logging_External_Server_Address": "10.99.10.12"}
    assert read(configuration(**sent)).at("room_logging.hosts") == ["10.99.10.12"]
    assert read(configuration(**sent, Logging_Mode="Off")).at("room_logging.hosts") == []


def without(path: str) -> str:
    """The configuration of a release that lacks a setting."""
    return re.sub(rf"^\*c xConfiguration {path}: .*\n", "", configuration(), flags=re.M)


def test_a_release_without_telnet_has_none_and_one_without_another_setting_does_not_tell() -> None:
    assert read(without("NetworkServices Telnet Mode")).at("room_services.telnet") is False
    with pytest.raises(Unreadable):
        read(without("RemoteAccess Mode")).at("room_endpoint.remote_support")
    with pytest.raises(Unreadable):
        read(configuration(Conference_Encryption_Mode="Maybe")).at("room_endpoint.media_encryption")


@pytest.mark.parametrize(
    "answer",
    ['ERROR\n*r Result (status=Error):\n*r Result Reason: "No match"', "ERROR", "Command not recognized."],
)
def test_a_refused_or_cut_answer_is_no_fact(answer: str) -> None:
    found = read(**{CONFIGURATION: answer})
    for name in ("room_endpoint", "room_services", "room_sip", "room_logging"):
        assert name in found.unread
    whole = {name: Answer(f"{text}\n{END}\n\nOK\n") for name, text in GOOD.items()}
    cut = facts.read(
        "cisco_roomos",
        {**whole, CONFIGURATION: Answer(configuration()), EMPTY_LOGIN: Answer("refused admin")},
    )
    assert "cut short" in str(cut.unread["room_services"])


def test_only_our_own_account_is_tried() -> None:
    more = USERS + '*r UserListResult User 2 Active: True\n*r UserListResult User 2 Username: "khach"\n'
    with pytest.raises(Unreadable):
        read(roomos_users=more).at("room_endpoint.accounts")
    assert read(roomos_users=more).at("room_account_names") == ["admin", "khach"]
    ours = read(roomos_users=more, login="accepted admin").at("room_endpoint.accounts")
    assert ours == [{"name": "admin", "active": True, "passphrase_set": False}]
    idle = more.replace("User 2 Active: True", "User 2 Active: False")
    assert read(roomos_users=idle).at("room_endpoint.accounts")[0]["passphrase_set"] is True
    with pytest.raises(Unreadable):
        read(login="").at("room_endpoint.accounts")


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ("Nov 28 01:48:16 2028 GMT", {"not_after": "2028-11-28T01:48:16+00:00"}),
        ("some day", None),
    ],
)
def test_dates_of_certificates(ends: str, told: Any) -> None:
    found = read(roomos_certificates=f'*r ServicesShowResult Details 1 EndDate: "{ends}"')
    assert found.at("room_state.certificate") == told


@pytest.mark.parametrize(
    ("said", "told"), [("Failed", "failed"), ("Inactive", "not_configured"), ("Registering", "failed")]
)
def test_registration(said: str, told: str) -> None:
    found = read(roomos_sip=f"*s SIP Registration 1 Status: {said}")
    assert found.at("room_state.registration.state") == told


def test_every_command_is_used() -> None:
    used = {command for sources in read().sources.values() for command in sources}
    assert used == set(COMMANDS)
