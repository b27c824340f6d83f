"""What Chromium's policy files allow, merged as Chromium merges them; what no policy closes is open.

How it merges was seen on a real browser: `test_real_browser.py` shows the part of it that a room depends on.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.debian.kiosk_browser import merged, read_kiosk_browser

ROLE = Path(__file__).resolve().parents[3] / "roles" / "meeting_room"
GOOD = {
    "URLBlocklist": ["*"],
    "URLAllowlist": ["https://.hop-01"],
    "VideoCaptureAllowed": False,
    "AudioCaptureAllowed": False,
    "VideoCaptureAllowedUrls": ["https://hop-01"],
    "AudioCaptureAllowedUrls": ["https://hop-01"],
    "DeveloperToolsAvailability": 2,
    "RemoteDebuggingAllowed": False,
    "SSLErrorOverrideAllowed": False,
    "CACertificates": ["MIIB"],
    "ExtensionInstallBlocklist": ["*"],
}


def printed(**files) -> str:
    """Policy files as the command prints them; a text stands for itself."""
    return "".join(
        f"@@ {name.replace('__', '.')}\n{given if isinstance(given, str) else json.dumps(given)}\n\n"
        for name, given in files.items()
    )


def read(text: str, packages: str = "bash\nchromium\n") -> dict:
    return read_kiosk_browser(Answers.of(kiosk_policies=text, services_packages=packages))


def test_a_managed_browser_opens_what_is_named_and_nothing_else():
    found = read(printed(truongluy__json=GOOD))
    assert found["installed"] and found["blocks_every_page"] and found["hosts"] == ["hop-01"]
    assert found["camera_hosts"] == found["microphone_hosts"] == ["hop-01"]
    assert found["developer_doors"] == [] and found["trusted_authorities"] == 1
    assert found["certificate_errors_can_be_ignored"] is False


def test_the_role_closes_every_door_that_is_judged():
    rules = yaml.safe_load((ROLE / "vars" / "main.yml").read_text(encoding="utf-8"))["meeting_room_rules"]
    found = read(printed(truongluy__json=rules))
    doors = ("developer_doors", "keeps", "ways_out", "pages_may_reach", "camera_hosts", "microphone_hosts")
    assert {name: found[name] for name in doors} == {name: [] for name in doors}
    assert found["certificate_errors_can_be_ignored"] is False


def test_without_any_policy_everything_is_open():
    found = read("", "bash\n")
    assert not found["installed"] and not found["blocks_every_page"] and found["hosts"] == []
    assert found["camera_hosts"] == found["microphone_hosts"] == ["*"]
    assert found["developer_doors"] == ["developer tools", "remote debugging"]
    assert {"passwords", "profile"} <= set(found["keeps"])
    assert {"extensions", "file dialogs"} <= set(found["ways_out"])
    assert {"USB devices", "location"} <= set(found["pages_may_reach"])
    assert found["certificate_errors_can_be_ignored"] is True and found["trusted_authorities"] == 0


@pytest.mark.parametrize("name", ["zz__json", "zz__bak", "zz"])
def test_the_last_file_wins_whatever_its_name_ends_in(name):
    found = read(printed(truongluy__json=GOOD, **{name: {"URLAllowlist": ["*"]}}))
    assert found["hosts"] == ["*"] and found["blocks_every_page"]


def test_a_file_that_sorts_before_ours_changes_nothing_that_ours_says():
    text = printed(aa__json={"URLAllowlist": ["*"], "ExtensionInstallForcelist": ["x"]}, truongluy__json=GOOD)
    found = read(text)
    assert found["hosts"] == ["hop-01"] and "forced extensions" in found["ways_out"]
    assert merged(text) == merged(
        printed(truongluy__json=GOOD, aa__json={"ExtensionInstallForcelist": ["x"]})
    )


@pytest.mark.parametrize(
    "pattern", ["https://hop-01", "hop-01", "http://.hop-01", "https://.hop-01:8443", "https://*", "*"]
)
def test_a_pattern_that_means_more_than_one_host_is_not_read_as_that_host(pattern):
    assert read(printed(a=GOOD | {"URLAllowlist": [pattern]}))["hosts"] == [pattern]


@pytest.mark.parametrize(
    ("urls", "hosts"),
    [
        (["https://hop-01"], ["hop-01"]),
        (["https://hop-01/", "https://hop-02:443"], ["hop-01", "hop-02"]),
        (["https://[*.]hop-01"], ["https://[*.]hop-01"]),
        (["*"], ["*"]),
    ],
)
def test_the_camera_belongs_to_the_hosts_that_are_named(urls, hosts):
    assert read(printed(a=GOOD | {"VideoCaptureAllowedUrls": urls}))["camera_hosts"] == hosts


@pytest.mark.parametrize("value", [True, None, "false", 0])
def test_a_camera_that_is_not_refused_elsewhere_is_anybodys(value):
    assert read(printed(a=GOOD | {"VideoCaptureAllowed": value}))["camera_hosts"] == ["hop-01", "*"]


@pytest.mark.parametrize(
    "content",
    [
        "// x\n{}",
        '{"a": 1,}',
        "\ufeff{}",
        "{",
        "[]",
        json.dumps({"PolicyListMultipleSourceMergeList": ["*"]}),
    ],
)
def test_what_the_browser_may_read_otherwise_than_we_do_is_unknown(content):
    with pytest.raises(Unreadable):
        read(printed(truongluy__json=GOOD, zz__json=content))


@given(
    st.dictionaries(
        st.from_regex(r"[a-z.]{1,8}", fullmatch=True),
        st.dictionaries(
            st.sampled_from(sorted(GOOD)), st.one_of(st.booleans(), st.lists(st.text(max_size=5)))
        ),
        max_size=5,
    )
)
def test_every_policy_in_effect_is_that_of_the_last_file_that_sets_it(files):
    text = "".join(f"@@ {name}\n{json.dumps(policy)}\n\n" for name, policy in files.items())
    wanted: dict = {}
    for name in sorted(files):
        wanted |= files[name]
    assert merged(text) == wanted
