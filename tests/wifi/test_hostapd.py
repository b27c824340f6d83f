"""Reading access points that run hostapd: recordings of a real one, and files that other people wrote."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongluy import facts
from truongluy.facts.answers import Answer, Unreadable
from truongluy.facts.hostapd.configuration import REDACT, parse
from truongluy.facts.hostapd.networks import security_of, written_ciphers

HERE = Path(__file__).parent / "hostapd"
FILE = "/etc/hostapd/x.conf"


def recorded(case: str) -> tuple[dict[str, Answer], dict]:
    found = json.loads((HERE / f"{case}.json").read_text(encoding="utf-8"))
    return {name: Answer(**answer) for name, answer in found["answers"].items()}, found["facts"]


def redacted(text: str) -> str:
    run = subprocess.run(["awk", REDACT], input=text, capture_output=True, text=True, check=True)
    return run.stdout


@pytest.mark.parametrize("case", ["delivered", "hardened"])
def test_recordings_of_a_real_access_point_read_as_expected(case):
    answers, expected = recorded(case)
    found = facts.read("hostapd", answers)
    assert not found.unread and found.values == expected


@pytest.mark.parametrize("name", sorted(facts.commands("hostapd")))
def test_a_failed_command_is_unreadable_and_never_a_value(name):
    answers, _ = recorded("hardened")
    found = facts.read("hostapd", answers | {name: Answer("", status=1, stderr="no")})
    using = {fact for fact, ids in found.sources.items() if name in ids}
    assert using and using <= set(found.unread)


@pytest.mark.parametrize(
    ("was", "now", "idle"),
    [
        ("channeltimeout session=900", "channeltimeout session=900", 900),
        # What OpenSSH 9.2 reports once `ChannelTimeout none` stands first, as the break recipe writes it.
        ("channeltimeout session=900\n", "", None),
        ("channeltimeout session=900", "channeltimeout session=0", None),
        ("channeltimeout session=900", "channeltimeout direct-tcpip=900", None),
        ("channeltimeout session=900", "channeltimeout session=1h30m direct-tcpip=60", 5400),
        # It ends connections that are dead, and never a session in which nothing happens.
        ("clientaliveinterval 300", "clientaliveinterval 0", 900),
    ],
)
def test_a_session_ends_by_what_sshd_does_with_idle_channels(was, now, idle):
    answers, _ = recorded("hardened")
    text = answers["ssh_effective"].stdout
    assert was in text
    # In all reports, then in that of one account alone: the account that may idle longest counts.
    for changed, expected in ((-1, idle), (1, idle and max(idle, 900))):
        report = Answer(text.replace(was, now, changed))
        found = facts.read("hostapd", answers | {"ssh_effective": report})
        assert found.values["management"]["idle_seconds"] == expected


def test_a_file_that_changed_after_the_start_is_not_in_force():
    answers, _ = recorded("hardened")
    text = answers["wifi_processes"].stdout
    younger = "\n".join(
        " ".join(["@@ file", "-100000", line.split()[3]]) if line.startswith("@@ file") else line
        for line in text.splitlines()
    )
    found = facts.read("hostapd", answers | {"wifi_processes": Answer(younger)})
    assert found.values["wifi_in_force"] is False


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("interface=wlan0\nssid\n", 2),
        ("bss=wlan0_1\n", 1),
        ("interface=wlan0\n\ninterface=wlan1\n", 3),
        ("interface=wlan0\nbss=wlan0\n", 2),
        ("interface=wlan0\nwpa=2\r\n", 2),
        ("ssid=a\n", 1),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_line(text, line):
    with pytest.raises(Unreadable, match=f"{FILE}, line {line}:"):
        parse(text, FILE)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=63))
def test_no_key_leaves_the_access_point_and_its_length_does(key):
    text = f"interface=wlan0\n# wpa_passphrase=old{key}\nwpa_passphrase={key}\nwpa_psk {key}\n"
    cut = redacted(text)
    assert f"<redacted {len(key)}>" in cut and key not in cut.replace("wpa_passphrase=<redacted", "")


@pytest.mark.parametrize(
    ("settings", "word", "ciphers"),
    [
        ("", "open", ()),
        ("wep_key0=<redacted 10>\n", "wep", ("WEP",)),
        ("wpa=1\n", "wpa", ("TKIP",)),
        ("wpa=3\nrsn_pairwise=CCMP\n", "wpa", ("CCMP", "TKIP")),
        ("wpa=2\nrsn_pairwise=CCMP\n", "wpa2-psk", ("CCMP",)),
        ("wpa=2\nwpa_key_mgmt=WPA-PSK SAE\nrsn_pairwise=CCMP\n", "mixed-psk", ("CCMP",)),
        ("wpa=2\nwpa_key_mgmt=OWE\n", "owe", ("TKIP",)),
        ("wpa=2\nwpa_key_mgmt=DPP\nrsn_pairwise=CCMP\n", "unknown", ("CCMP",)),
    ],
)
def test_files_of_other_people_with_hostapds_defaults(settings, word, ciphers):
    section = parse("interface=wlan0\n" + settings, FILE)[0]
    assert security_of(section, {})[0] == word
    assert written_ciphers(section) == ciphers
