"""What a meeting server shows of itself becomes facts, and its secrets stay with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.debian import webrtc_on_device as on_device
from truongluy.facts.debian.webrtc_server import COMMANDS, read_webrtc_server
from truongluy.redact import redact

CORE = 'general: {\n token_auth = true\n token_auth_secret_measured = "40 own"\n admin_secret_measured = "40 own"\n}\n'
VIDEO = (
    'general: {\n lock_rtp_forward = true\n admin_key_measured = "64 own"\n}\n'
    'room-7: {\n description = "Phòng họp"\n pin_measured = "8 own"\n secret_measured = "64 own"\n is_private = true\n'
    " signed_tokens = true\n require_pvtid = true\n publishers = 20\n bitrate = 1500000\n bitrate_cap = true\n"
    " record = false\n lock_record = true\n}\n"
)
# Recorded from Janus 1.1.2 of Debian 12 behind nginx 1.22, shortened.
GOOD = {
    "unit": {
        "MainPID": "512", "ActiveState": "active", "UnitFileState": "enabled",
        "ActiveEnterTimestamp": "@1795917482", "ProtectSystem": "strict",
    },
    "process": {
        "CapEff": "0000000000000000", "NoNewPrivs": "1", "Seccomp": "2", "user": "janus",
        "modules": [["plugins", "videoroom"], ["transports", "websockets"]],
    },
    "texts": {
        "janus": CORE, "janus.plugin.videoroom": VIDEO,
        "janus.transport.websockets": "general: {\n ws = false\n wss = true\n}\nadmin: {\n admin_ws = false\n}\n",
    },
    "listeners": [{"protocol": "tcp", "address": "10.99.10.13", "port": 8989, "versions": ["1.2", "1.3"]}],
    "certificate": {"trusted": True, "names": ["conf-01", "10.99.10.13"], "end": 1830217898},
    "asked": {"info": {"auth_token": True}, "without_token": "error", "forged_token": "error"},
    "page": {
        "status": 200, "versions": ["1.2", "1.3"], "plain": False,
        "headers": {
            "server": "nginx", "strict-transport-security": "max-age=31536000",
            "content-security-policy": "default-src 'self'; connect-src 'self' wss://conf-01:8989; object-src 'none'",
        },
    },
    "secret_files": [{"path": "/etc/janus/truongluy/core.jcfg", "mode": "0640", "owner": "root", "group": "janus"}],
    "times": {"now": 1795917482, "written": 1795917098},
}  # fmt: skip


def facts(**changed):
    """Facts of the recorded answer, with some of it changed."""
    return read_webrtc_server(Answers.of(webrtc_server=redact(json.dumps({**GOOD, **changed}))))


def test_a_server_in_order():
    found = facts()
    assert (
        found["running"]
        and found["in_force"]
        and found["invitation_required"]
        and found["signed_invitations"]
    )
    assert found["encrypted_listeners"] == ["10.99.10.13:8989"] and found["plain_listeners"] == []
    assert found["certificate"] == {"trusted": True, "names": ["conf-01", "10.99.10.13"], "days_left": 396}
    assert (found["account"], found["capabilities"], found["system_calls_filtered"]) == ("janus", 0, True)
    (room,) = found["rooms"]
    assert (room["room"], room["pin_digits"], room["pin_known_to_everybody"], room["bitrate"]) == (
        "7",
        8,
        False,
        1500000,
    )
    assert found["rooms_open_without_invitation"] == [] and found["open_files"] == []
    assert found["page"]["scripts_from"] == ["'self'"] and found["page"]["hsts_seconds"] == 31536000
    assert (
        found["page"]["talks_to"] == ["'self'", "wss://conf-01:8989"] and not found["page"]["version_shown"]
    )


def test_a_host_that_serves_no_meetings_is_in_order_nowhere():
    found = read_webrtc_server(Answers.of(webrtc_server=""))
    assert not found["installed"] and not found["running"] and not found["invitation_required"]
    assert found["certificate"] is None and found["rooms"] == [] and found["tls_versions"] == []


def test_a_server_that_does_not_answer_is_not_judged():
    with pytest.raises(Unreadable, match="did not answer"):
        facts(asked={"failed": "TimeoutError"})


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        (VIDEO.replace("signed_tokens = true", ""), "rooms_open_without_invitation", ["7"]),
        (
            VIDEO.replace("require_pvtid = true", "require_pvtid = false"),
            "rooms_open_without_invitation",
            ["7"],
        ),
        (VIDEO.replace("admin_key_measured", "x"), "room_makers_key", 0),
        (VIDEO.replace("lock_rtp_forward = true", ""), "forwarding_locked", False),
        (VIDEO.replace("secret_measured", "x_measured"), "shortest_room_secret", 0),
        (VIDEO.replace('"8 own"', '"4 known"'), "known_secrets", ["janus.plugin.videoroom: room-7: pin"]),
    ],
)
def test_what_a_room_lacks_is_seen(text, fact, value):
    assert facts(texts={**GOOD["texts"], "janus.plugin.videoroom": text})[fact] == value


def test_a_cap_that_senders_may_exceed_is_none():
    text = VIDEO.replace("bitrate_cap = true", "")
    assert facts(texts={**GOOD["texts"], "janus.plugin.videoroom": text})["rooms"][0]["bitrate"] is None


def test_an_open_administration_interface_is_named():
    text = "admin: {\n admin_ws = true\n}\n"
    found = facts(texts={**GOOD["texts"], "janus.transport.websockets": text})
    assert found["administered_by"] == ["websockets: admin_ws"]


@pytest.mark.parametrize(
    ("changed", "is_open"),
    [
        ({}, False),
        ({"mode": "0644"}, True),
        ({"mode": "0660"}, True),
        ({"group": "users"}, True),
        ({"owner": "janus"}, True),
    ],
)
def test_files_that_others_read_or_change(changed, is_open):
    assert bool(facts(secret_files=[{**GOOD["secret_files"][0], **changed}])["open_files"]) is is_open


def test_secrets_are_measured_where_they_are(tmp_path: Path):
    (tmp_path / "core.jcfg").write_text(
        'token_auth_secret = "mot-bi-mat-dai"\n  admin_secret: "janusoverlord";\napi_secret=khongnhay\n'
    )
    main = tmp_path / "janus.jcfg"
    main.write_text(
        f'general: {{\n\ttoken_auth = true\n@include "{tmp_path}/core.jcfg"\n\tserver_name = "x"\n}}\n'
    )
    text, files, own = on_device.settings(main)
    assert files == [main, tmp_path / "core.jcfg"] and not own and on_device.settings(files[1])[2]
    assert not [word for word in ("mot-bi-mat-dai", "janusoverlord", "khongnhay") if word in text]
    assert 'token_auth_secret_measured = "14 own"' in text and 'admin_secret_measured = "13 known"' in text
    assert "token_auth = true" in redact(text) and "14 own" in redact(text), (
        "the general rule leaves measures alone"
    )


def test_a_host_without_meetings_is_asked_two_short_questions():
    first = COMMANDS["webrtc_server"].splitlines()[0]
    assert first.endswith("|| exit 0") and first.count("systemctl") == 2
