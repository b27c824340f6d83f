"""Facts of an exported endpoint: the form of every endpoint, nothing from keys that are not there, nothing old."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rooms.poly.example import ENTRY, NOW, changed, paths, without
from truongluy import facts
from truongluy.facts.answers import Answer, Unreadable

ROOM = ("room_endpoint", "room_services", "room_sip", "room_state")


def facts_of(entry, read_at=NOW):
    return facts.read("poly", {"report": Answer(json.dumps({"read_at": read_at, **entry}))})


def test_a_whole_export_is_read():
    found = facts_of(ENTRY)
    assert found.unread == {}
    assert found.at("room_endpoint") == {
        "software": {"name": "Poly VideoOS", "version": "4.2.0"},
        "auto_answer": False,
        "media_encryption": "required",
        "remote_camera_control": False,
        "accounts": [
            {"name": "admin", "passphrase_set": True, "active": True},
            {"name": "room", "passphrase_set": False, "active": True},
        ],
        "h323": False,
        "remote_support": False,
        "settings_locked": True,
        "session_timeout_minutes": 10,
        "max_failed_logins": 4,
    }
    assert found.at("room_services") == ENTRY["room"]["services"]
    assert found.at("room_sip") == {"transport": "tls", "verify": True, "listen": False}
    assert found.at("room_state") == {
        "camera": True,
        "microphone": True,
        "speaker": True,
        "registration": {"kind": "sip", "state": "registered", "target": "hop.so-gddt.example"},
        "clock": {"synchronised": True, "servers": ["10.99.10.12"]},
        "certificate": {"not_after": "2027-06-30T00:00:00+07:00"},
        "disk_free_percent": None,
        "updates": {"pending": 0, "restart_needed": None},
        "software": {"name": "Poly VideoOS", "version": "4.2.0"},
    }
    assert found.at("room_usb.enabled") is False and found.at("password_policy.minimum_length") == 8


def _told(found):
    """Every value that any of the facts holds, by path; None is no value."""

    def walk(value, path):
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from walk(inner, f"{path}.{key}")
        else:
            yield path, value if value is None else json.dumps(value)

    told = {item for name, value in found.values.items() for item in walk(value, name)}
    return {(path, value) for path, value in told if value is not None}


@pytest.mark.parametrize("path", paths(), ids=".".join)
def test_a_key_left_out_is_not_known_and_spoils_nothing_else(path):
    whole, less = _told(facts_of(ENTRY)), _told(facts_of(without(path)))
    assert less < whole, "nothing is made up"


@pytest.mark.parametrize("account", ["admin_code", "room_code"])
def test_one_account_of_which_nothing_is_told_is_not_a_protected_one(account):
    with pytest.raises(Unreadable):
        facts_of(without(("room", account))).at("room_endpoint.accounts")
    with pytest.raises(Unreadable):
        facts_of(without(("room", account, "minimum_length"))).at("password_policy.minimum_length")


def test_an_endpoint_without_a_server_names_none():
    entry = changed(("room", "registration"), {"kind": "sip", "state": "not_configured"})
    told = facts_of(entry).at("room_state.registration")
    assert told == {"kind": "sip", "state": "not_configured", "target": ""}
    silent = changed(("room", "registration"), {"kind": "sip", "state": "registered"})
    with pytest.raises(Unreadable):
        facts_of(silent).at("room_state.registration.state")


def test_no_room_at_all_is_an_error_of_every_fact_about_it():
    found = facts_of({key: ENTRY[key] for key in ("device", "platform", "collected_at")})
    assert set(ROOM) <= set(found.unread)


@given(st.integers(0, 72 * 3600))
def test_what_changes_by_itself_is_believed_for_a_day(seconds):
    read_at = (datetime.fromisoformat(NOW) + timedelta(seconds=seconds)).isoformat()
    found = facts_of(ENTRY, read_at)
    assert ("room_state" in found.unread) == (seconds > 24 * 3600)
    assert found.at("room_endpoint.auto_answer") is False, (
        "settings stay; the report's age is judged by itself"
    )


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
                        [path[-1] for path in paths()]), inner, max_size=5), max_leaves=12))  # fmt: skip
def test_kept_evidence_of_any_form_is_read_or_refused(room):
    found = facts_of(changed(("room",), room))
    assert set(found.values) | set(found.unread) >= set(ROOM)
