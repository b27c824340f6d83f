"""OpenWrt: UCI files are read strictly, secrets are cut on the device, and a diff shows marks in their place."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from truongluy import facts
from truongluy.facts.answers import Answer
from truongluy.facts.openwrt import files
from truongluy.facts.openwrt.uci import Section, UciError, parse, render
from truongluy.provision import openwrt, uci_files

CONFIG = Path(__file__).resolve().parents[2] / "lab" / "openwrt_simulator" / "root" / "etc" / "config"
NAMES = st.from_regex(r"[A-Za-z0-9_]{1,12}", fullmatch=True)
VALUES = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\u0085"), max_size=40
)
OPTIONS = st.dictionaries(NAMES, VALUES | st.lists(VALUES, min_size=1, max_size=4), max_size=6)


@given(st.lists(st.tuples(NAMES, OPTIONS), max_size=5))
def test_what_is_written_is_read_back(given_sections):
    sections = [
        Section(kind, f"s{number}", 0, options) for number, (kind, options) in enumerate(given_sections)
    ]
    assert parse(render(sections)) == sections


@pytest.mark.parametrize("name", files.FILES)
def test_a_delivered_file_survives_being_written_anew(name):
    sections = parse((CONFIG / name).read_text())
    assert sections and parse(render(sections)) == sections


def test_quotes_comments_and_line_ends_are_read_as_openwrt_does():
    text = "config a # note\r\n\toption ssid 'It'\\''s \"x\"'#tail # note\r\n\tlist q \"a \\\" b\"\r\n\tlist q c\\ d\r\n"
    (section,) = parse(text)
    assert section.name is None
    assert section.options == {"ssid": 'It\'s "x"#tail', "q": ['a " b', "c d"]}


BROKEN = [
    ("config a\n\toption x 'y\n\toption z 'w'\n", 2),
    ('config a\n\n\toption x "y\n', 3),
    ("option x y\n", 1),
    ("config a b c\n", 1),
    ("config a\n\toption x\n", 2),
    ("config a\n\toption x y z\n", 2),
    ("config a b-c\n", 1),
    ("confg a\n", 1),
]


@pytest.mark.parametrize(("text", "line"), BROKEN)
def test_a_broken_file_is_refused_with_its_line(text, line):
    with pytest.raises(UciError) as refused:
        parse(text, "/etc/config/wireless")
    assert (refused.value.file, refused.value.line) == ("/etc/config/wireless", line)
    assert f"/etc/config/wireless:{line}" in str(refused.value.problem())


SECRETS = """config wifi-iface 'a'
\toption ssid 'broken
\toption key 'plantedOne'
\toption 'auth_secret' "plantedTwo"
\toption sae_password plantedThree
\t# option key 'plantedFour'
\toption ssid 'x' # it was plantedFive
\toption acct_secret 'plantedSix
plantedSeven'
\toption encryption 'psk2+ccmp'
"""


def _cut(tmp_path, text):
    file = tmp_path / "wireless"
    file.write_text(text)
    command = files.command("wireless").replace("/etc/config/wireless", str(file))
    return subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout


def test_no_secret_leaves_the_device(tmp_path):
    shown = _cut(tmp_path, SECRETS)
    assert "planted" not in shown
    assert "'<redacted 10>'" in shown and "psk2+ccmp" in shown
    assert shown.splitlines()[1] == "\toption ssid 'broken"


def test_what_only_sounds_like_a_secret_stays(tmp_path):
    text = "config dropbear\n\toption PasswordAuth 'off'\n\toption RootPasswordAuth 'off'\n"
    assert _cut(tmp_path, text) == text


def test_a_broken_file_makes_only_its_facts_unknown(tmp_path):
    shown = _cut(tmp_path, SECRETS)
    found = facts.read(
        "openwrt",
        {
            "uci_wireless": Answer(shown),
            "ap_release": Answer("DISTRIB_ID='OpenWrt'\nDISTRIB_RELEASE='24.10.4'\n"),
        },
    )
    assert "/etc/config/wireless:2" in str(found.unread["wifi_radios"])
    assert found.values["firmware"] == {"name": "OpenWrt", "version": "24.10.4"}


def test_a_diff_shows_that_a_secret_changes_and_not_what_it_is():
    now = {"wireless": "config wifi-iface 'a'\n\toption key 'plantedOld'\n\toption ssid 'x'\n"}
    text = "config wifi-iface 'a'\n\toption key 'plantedNew'\n\toption ssid 'x'\n"
    diff = uci_files.Wanted({"wireless": text}).diff("wireless", now)
    assert "planted" not in diff
    assert "-\toption key '<secret 1>'" in diff and "+\toption key '<secret 2>'" in diff
    assert "planted" not in repr(uci_files.Wanted({"wireless": text}))


def test_a_broken_present_file_is_not_printed_in_a_diff():
    now = {"wireless": "config wifi-iface 'a'\n\toption ssid 'x\n\toption key 'planted'\n"}
    assert "planted" not in uci_files.Wanted({"wireless": "config a\n"}).diff("wireless", now)


@pytest.mark.parametrize(
    ("tags", "playbook", "expected"),
    [(None, "site.yml", True), ("wifi_access_point", "site.yml", True), ("ssh_server", "site.yml", False),
     ("ssh_server,wifi_access_point", "wifi.yml", True), (None, "servers.yml", False)],
)  # fmt: skip
def test_only_runs_meant_for_access_points_reach_them(tags, playbook, expected):
    assert openwrt.concerned(tags, playbook) is expected


SIMULATOR = CONFIG.parents[1]
# The simulator's awk runs in busybox on the device.
_AWK = ["busybox", "awk"] if shutil.which("busybox") else ["awk"]


def _uci(tmp_path, *words):
    """The simulator's own `uci`, in a root of its own."""
    (tmp_path / "bin").mkdir(exist_ok=True)
    wrapper = tmp_path / "bin" / "awk"
    wrapper.write_text(f'#!/bin/sh\nexec {" ".join(_AWK)} "$@"\n')
    wrapper.chmod(0o755)
    known = {
        "UCI_SAVE": str(tmp_path / "save"),
        "UCI_AWK": str(SIMULATOR / "usr/lib/uci.awk"),
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.run(
        ["sh", str(SIMULATOR / "sbin" / "uci"), "-c", str(tmp_path / "etc"), *words],
        capture_output=True, text=True, check=False, env=known | {"PATH": f"{tmp_path}/bin:/usr/bin:/bin"},
    )  # fmt: skip


def _kept(tmp_path, text):
    (tmp_path / "etc").mkdir(exist_ok=True)
    (tmp_path / "etc" / "wireless").write_text(text, encoding="utf-8", newline="")


TWINS = [
    *((CONFIG / name).read_text() for name in files.FILES),
    "config a # note\r\n\toption ssid 'It'\\''s \"x\"'#tail # note\r\n\tlist q \"a \\\" b\"\r\n\tlist q c\\ d\r\n",
    "package wireless\nconfig a 'one'\n\toption x 1\nconfig b 'two'\nconfig a 'one'\n\toption x 2\n\tlist l 'Trường'\n",
    "config a\n\toption e ''\n\tlist l x\n\tlist l 'y z'\n\toption l one\n",
]


@pytest.mark.parametrize("text", TWINS)
def test_the_simulators_uci_reads_what_we_read(tmp_path, text):
    _kept(tmp_path, text)
    shown = _uci(tmp_path, "export", "wireless")
    assert shown.returncode == 0, shown.stderr
    assert parse(shown.stdout) == parse(text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, OPTIONS), min_size=1, max_size=4))
def test_the_simulators_uci_reads_what_we_write(tmp_path, given_sections):
    text = render(
        Section(kind, f"s{number}", 0, options) for number, (kind, options) in enumerate(given_sections)
    )
    _kept(tmp_path, text)
    shown = _uci(tmp_path, "export", "wireless")
    assert shown.returncode == 0, shown.stderr
    assert parse(shown.stdout) == parse(text)


@pytest.mark.parametrize(("text", "line"), BROKEN)
def test_the_simulators_uci_refuses_what_we_refuse(tmp_path, text, line):
    _kept(tmp_path, text)
    said = _uci(tmp_path, "show", "wireless")
    assert said.returncode != 0
    found = int(re.search(r"at line (\d+)", said.stderr)[1])
    # OpenWrt goes on to look for the quote that closes, and names the line where it gave up.
    assert found >= line if "unterminated" in said.stderr or "many" in said.stderr else found == line
