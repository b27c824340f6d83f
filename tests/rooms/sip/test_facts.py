"""Facts of the registrar and the relay, from what their scripts print on a device."""

from __future__ import annotations

import json

import pytest

from checks import each_item, fact_values
from truongluy import facts, policy
from truongluy.assess import bind
from truongluy.facts.answers import Answer
from truongluy.facts.debian.service_probe import PROBE
from truongluy.facts.debian.sip_registrar import COMMANDS as SIP
from truongluy.facts.debian.sip_script import SCRIPT
from truongluy.facts.debian.turn_relay import COMMANDS as TURN

UNIT = {
    "ActiveState": "active",
    "UnitFileState": "enabled",
    "MainPID": "812",
    "ActiveEnterTimestamp": "@1764380000",
}
CERTIFICATE = {
    "days_left": 396,
    "names": ["conf-01", "hop.so-gddt.example"],
    "self_signed": False,
    "trusted": True,
}
REGISTRAR = {
    "unit": UNIT, "valid": True, "in_force": True, "tls_listeners": ["10.99.10.13:5061"], "plain_listeners": [],
    "tls": {"accepted": ["1.2", "1.3"], "refused": ["1.0", "1.1"], "unknown": []}, "certificate": CERTIFICATE,
    "answers": {"register_without_password": 401, "call_without_password": 407, "call_without_srtp": 488,
                "call_to_other_domain": 403, "registration_needed": True},
    "banner": [], "accounts": [{"name": "hop-tang-2", "password_kept_as": "hash"}], "log": "syslog",
    "guard": {"requests_limited": True, "wrong_passwords": 5, "deaf_seconds": 900},
    "secret_files": ["/etc/kamailio/truongluy/server.key"], "open_files": [],
}  # fmt: skip
RELAY = {
    "unit": UNIT, "in_force": True, "tls_listeners": ["10.99.10.13:5349"], "plain_listeners": [], "banner": None,
    "tls": {"accepted": ["1.2", "1.3"], "refused": ["1.0", "1.1"], "unknown": []}, "certificate": CERTIFICATE,
    "without_credentials": 401, "command_line": False, "realm": "hop.so-gddt.example",
    "credentials": {"end_by_themselves": True, "lasting_users": 0, "secret_length": 40, "authentication_off": False},
    "peers": {"denied": ["0.0.0.0-255.255.255.255"], "allowed": ["10.99.10.13"], "loopback": False, "multicast": False,
              "tcp": False},
    "limits": {"user_quota": 4, "total_quota": 40, "rate": 750000}, "secret_files": ["/etc/turnserver.conf"],
    "open_files": [],
}  # fmt: skip


def _read(name: str, text: str) -> facts.Facts:
    return facts.read("debian", {name: Answer(text)})


@pytest.mark.parametrize(
    ("name", "told"), [("sip_registrar", REGISTRAR), ("turn_relay", RELAY)], ids=["sip", "turn"]
)
def test_what_a_serving_host_says_is_taken_over(name, told):
    found = _read(name, json.dumps(told)).at(name)
    assert found["installed"] and found["running"] and found["starts_at_boot"] and found["in_force"]
    assert found["certificate"] == CERTIFICATE
    assert found["listeners"] == told["tls_listeners"]
    for key in set(told) & set(found):
        assert found[key] == told[key]


@pytest.mark.parametrize("name", ["sip_registrar", "turn_relay"])
def test_a_host_that_serves_nothing_has_nothing_that_could_pass(name):
    found = _read(name, "").at(name)
    assert not found["installed"] and not found["running"] and not found["in_force"]
    assert found["listeners"] == [] and found["tls"]["accepted"] == []
    assert set(found["certificate"].values()) == {None}


@pytest.mark.parametrize("topic", ["conference_sip", "conference_turn"])
def test_no_control_passes_where_nothing_serves(topic):
    """A host that was given the function and not the service: each control fails, and none is left unjudged."""
    found = facts.read("debian", {"sip_registrar": Answer(""), "turn_relay": Answer("")})
    kinds = {"fact_values": fact_values.judge, "each_item": each_item.judge}
    controls = [one for one in policy.load().controls.values() if one.path.parent.name == topic]
    own = [one for one in controls if one.only_functions]
    assert len(own) >= 8
    for control in own:
        values = {n: p.at(3) for n, p in control.parameters.items() if not p.from_inventory}
        expect = bind(control.expect, {"meeting_servers": ["10.99.10.13"], **values})
        try:
            assert kinds[control.check](found, expect), control.id
        except facts.Unreadable:
            assert control.check == "each_item"


@pytest.mark.parametrize("name", ["sip_registrar", "turn_relay"])
@pytest.mark.parametrize("text", ["Traceback (most recent call last):", "[1]", '{"unit": '])
def test_an_answer_that_is_none_is_not_read(name, text):
    assert name in _read(name, text).unread


@pytest.mark.parametrize("command", [SIP["sip_registrar"], TURN["turn_relay"]])
def test_the_script_is_sound_and_quotes_end_where_they_should(command):
    program = command.partition("<<'END'\n")[2].removesuffix("END")
    compile(program, "script", "exec")
    assert "\nEND\n" not in program


def test_versions_are_refused_only_by_the_other_side():
    """What our own library will not speak is unknown, and unknown fails the control."""
    assert '"unknown"' in PROBE and "alert" in PROBE
    assert SCRIPT.count("no-such-room@") == 1
