"""What an office computer answers about its desktop becomes facts; absence never looks compliant."""

from __future__ import annotations

import json

import pytest

from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.debian import administrator_rights, desktop

SET = """/org/gnome/desktop/session/idle-delay = uint32 600
/org/gnome/desktop/screensaver/lock-enabled = true
/org/gnome/desktop/screensaver/lock-delay = uint32 5
/org/gnome/desktop/media-handling/autorun-never = true
"""
LOCKS = "\n".join(line.split(" = ")[0] for line in SET.splitlines())
GDM = "@@ /etc/gdm3/daemon.conf\n[daemon]\n{}\n\n"


def answers(settings=SET, locks=LOCKS, displays="", consoles="", browsers="") -> Answers:
    return Answers.of(
        desktop_settings=settings,
        desktop_locks=locks,
        desktop_displays=displays,
        desktop_consoles=consoles,
        desktop_browsers=browsers,
    )


@pytest.mark.parametrize(
    ("settings", "seconds"),
    [
        (SET, 605),
        (SET.replace("600", "0"), None),
        (SET.replace("lock-enabled = true", "lock-enabled = false"), None),
        (SET.replace("lock-enabled = true", "lock-enabled = "), None),
        (SET.replace("uint32 5", ""), None),
        ("", None),
    ],
)
def test_the_screen_locks_only_when_everything_says_so(settings, seconds):
    assert desktop.read_screen_lock(answers(settings)) == {"seconds": seconds}


def test_what_nobody_set_or_locked_can_be_changed():
    assert desktop.read_desktop(answers())["changeable"] == []
    assert len(desktop.read_desktop(answers(locks=""))["changeable"]) == 4
    assert len(desktop.read_desktop(answers(settings=""))["changeable"]) == 4


def test_media_run_unless_the_administrator_says_never():
    assert desktop.read_removable_media(answers()) == {"runs_automatically": False}
    assert desktop.read_removable_media(answers(settings="")) == {"runs_automatically": True}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (GDM.format("AutomaticLoginEnable=true\nAutomaticLogin=canbo"), ["/etc/gdm3/daemon.conf: canbo"]),
        (GDM.format("AutomaticLoginEnable = True\nAutomaticLogin = canbo"), ["/etc/gdm3/daemon.conf: canbo"]),
        (GDM.format("TimedLoginEnable=1\nTimedLogin=khach"), ["/etc/gdm3/daemon.conf: khach"]),
        (GDM.format("AutomaticLoginEnable=false\nAutomaticLogin=canbo"), []),
        (GDM.format("# AutomaticLoginEnable=true\n#AutomaticLogin=canbo"), []),
        ("@@ /etc/lightdm/lightdm.conf\n[Seat:*]\nautologin-user=an\n\n", ["/etc/lightdm/lightdm.conf: an"]),
        ("@@ /etc/lightdm/lightdm.conf\n[Seat:*]\nautologin-user=\n\n", []),
        (
            "@@ /etc/lightdm/lightdm.conf\n[Seat:*]\nautologin-guest=true\n\n",
            ["/etc/lightdm/lightdm.conf: guest"],
        ),
        ("@@ /etc/sddm.conf\n[Autologin]\nUser=an\nSession=plasma\n\n", ["/etc/sddm.conf: an"]),
        ("@@ /etc/sddm.conf\n[Users]\nUser=an\n\n", []),
    ],
)
def test_automatic_login_is_found_where_it_is_on(text, places):
    assert desktop.read_automatic_login(answers(displays=text)) == {"places": places}


def test_a_console_that_logs_somebody_in_is_found():
    file = "/etc/systemd/system/getty@tty1.service.d/x.conf"
    assert desktop.read_automatic_login(answers(consoles=file))["places"] == [file]


def _browsers(firefox, chromium):
    return (
        f"@@ /etc/firefox/policies/policies.json\n{json.dumps(firefox)}\n\n"
        f"@@ /etc/chromium/policies/managed/a.json\n{json.dumps(chromium)}\n\n"
    )


BLOCKED = {"policies": {"ExtensionSettings": {"*": {"installation_mode": "blocked"}}}}


def test_only_a_policy_for_all_extensions_counts():
    good = _browsers(BLOCKED, {"ExtensionInstallBlocklist": ["*"]})
    assert desktop.read_browsers(answers(browsers=good)) == {"accept_any_extension": []}
    weak = _browsers({"policies": {"ExtensionSettings": {}}}, {"ExtensionInstallBlocklist": ["abc"]})
    assert desktop.read_browsers(answers(browsers=weak)) == {"accept_any_extension": ["chromium", "firefox"]}
    assert desktop.read_browsers(answers()) == {"accept_any_extension": ["chromium", "firefox"]}


def test_a_broken_policy_is_unknown():
    with pytest.raises(Unreadable, match="not JSON"):
        desktop.read_browsers(answers(browsers="@@ /etc/firefox/policies/policies.json\n{\n"))


PASSWD = """root:shadow:0:0::/root:/bin/bash
canbo:shadow:1001:1001::/home/canbo:/bin/bash
an:shadow:1002:1002::/home/an:/bin/bash
binh:shadow:1003:999::/home/binh:/bin/bash
chi:shadow:1004:1004::/home/chi:/bin/bash
"""
GROUPS = "root:x:0:\nsudo:x:27:canbo\ndocker:x:999:\nan:x:1002:\ncanbo:x:1001:\nchi:x:1004:\n"
SUDOERS = {"User_Specs": [{"User_List": [{"usergroup": "sudo"}, {"username": "an"}], "Cmnd_Specs": []}]}


def test_administrators_are_found_by_every_door():
    found = administrator_rights.read_administrator_rights(
        Answers.of(accounts_passwd=PASSWD, accounts_groups=GROUPS, privileges_sudoers=json.dumps(SUDOERS))
    )
    assert found["accounts"] == [
        {"name": "an", "through": "sudoers"},
        {"name": "binh", "through": "docker"},
        {"name": "canbo", "through": "sudo"},
    ]
