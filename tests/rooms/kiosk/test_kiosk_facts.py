"""A room's computer as it answers, and what becomes of it: absence and failure never look compliant."""

from __future__ import annotations

import json

import pytest

from truongluy.facts.answers import Answer, Answers, Unreadable
from truongluy.facts.debian.kiosk import read_kiosk
from truongluy.facts.debian.kiosk_settings import read_kiosk_settings
from truongluy.facts.debian.kiosk_state import read_room_state

START = (
    "/usr/bin/env XDG_RUNTIME_DIR=/run/truongluy-kiosk /usr/bin/cage -d -s -- /usr/bin/chromium --kiosk "
    "--user-data-dir=/run/truongluy-kiosk/profile https://hop-01/"
)
UNITS = f"""Id=truongluy-kiosk.service
LoadState=loaded
ActiveState=inactive
UnitFileState=enabled
User=kiosk
ExecStart={{ path=/usr/bin/env ; argv[]={START} ; ignore_errors=no ; pid=0 }}
Environment=HOME=/run/truongluy-kiosk
RuntimeDirectory=truongluy-kiosk
RuntimeDirectoryPreserve=no
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
CapabilityBoundingSet=

Id=truongluy-kiosk-clean.service
LoadState=loaded
ActiveState=active
UnitFileState=enabled
Environment=MINUTES=10

Id=getty@tty1.service
LoadState=masked

Id=autovt@tty2.service
LoadState=masked
"""
NOTHING = "\n\n".join(
    f"Id={name}\nLoadState=not-found\nActiveState=inactive"
    for name in ("truongluy-kiosk.service", "truongluy-kiosk-clean.service", "getty@tty1.service")
)
HOST = {
    "kiosk_units": UNITS,
    "kiosk_flags": "--no-default-browser-check\n--enable-gpu-rasterization\n",
    "kiosk_run": "tmpfs\n",
    "kernel_modules": "install usb_storage /bin/false\ninstall uas /bin/false\nblacklist uas\n",
    "accounts_passwd": "root:shadow:0:0::/root:/bin/bash\nkiosk:shadow:998:997::/nonexistent:/usr/sbin/nologin\n",
    "accounts_groups": "root:x:0:\nsudo:x:27:\nkiosk:x:997:\nvideo:x:44:kiosk\naudio:x:29:kiosk\ndocker:x:999:\n",
    "accounts_shadow": "root:locked::20000:0:99999:7::\nkiosk:locked::20000:0:99999:7::\ntoday 20500\n",
    "privileges_sudoers": json.dumps(
        {"User_Specs": [{"User_List": [{"usergroup": "sudo"}], "Cmnd_Specs": []}]}
    ),
}


def kiosk(**differing: str) -> dict:
    return read_kiosk(Answers.of(**{**HOST, **differing}))


def test_a_kiosk_without_a_screen_is_whole_and_does_not_run():
    assert kiosk() == {
        "installed": True,
        "starts_at_boot": True,
        "running": False,
        "lacks": [],
        "account": {"name": "kiosk", "more_than_a_browser": []},
        "profile": {"in_memory": True, "kept_between_sessions": False, "cleaned_after_minutes": 10},
        "usb_storage_blocked": ["uas", "usb_storage"],
        "consoles": [],
    }


def test_a_computer_that_is_no_kiosk_has_nothing_of_it():
    found = kiosk(kiosk_units=NOTHING, kiosk_run="ext2/ext3\n", kernel_modules="", kiosk_flags="")
    assert not found["installed"] and not found["starts_at_boot"]
    assert found["account"]["name"] is None and "kiosk mode" in found["lacks"]
    assert found["profile"] == {
        "in_memory": False, "kept_between_sessions": True, "cleaned_after_minutes": None,
    }  # fmt: skip
    assert found["usb_storage_blocked"] == []
    assert found["consoles"] == ["autovt@tty2.service", "getty@tty1.service"]


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("User=kiosk", "User=", "an account of its own"),
        ("NoNewPrivileges=yes", "NoNewPrivileges=no", "no new privileges"),
        ("ProtectSystem=strict", "ProtectSystem=full", "a system it can't change"),
        ("ProtectHome=yes", "ProtectHome=no", "no homes of others"),
        ("PrivateTmp=yes", "PrivateTmp=no", "temporary files of its own"),
        ("CapabilityBoundingSet=\n", "CapabilityBoundingSet=cap_sys_admin\n", "no privileges of root"),
        ("--kiosk ", "", "kiosk mode"),
        ("--kiosk ", "--kiosk --no-sandbox ", "weakened by --no-sandbox"),
        ("--kiosk ", "--kiosk --remote-debugging-port=1 ", "weakened by --remote-debugging-port=1"),
    ],
)
def test_each_protection_of_the_service_is_missed(old, new, missing):
    assert missing in kiosk(kiosk_units=UNITS.replace(old, new))["lacks"]


def test_a_flag_that_the_distribution_adds_to_every_start_counts():
    assert kiosk(kiosk_flags="--no-sandbox\n")["lacks"] == ["weakened by --no-sandbox"]


@pytest.mark.parametrize(
    ("differing", "found"),
    [
        ({"accounts_groups": HOST["accounts_groups"].replace("docker:x:999:", "docker:x:999:kiosk")},
         ["administrator: docker", "group: docker"]),
        ({"accounts_passwd": HOST["accounts_passwd"].replace("/usr/sbin/nologin", "/bin/sh")}, ["login shell"]),
        ({"accounts_shadow": HOST["accounts_shadow"].replace("kiosk:locked", "kiosk:set")}, ["password"]),
        ({"accounts_shadow": HOST["accounts_shadow"].replace("kiosk:locked", "kiosk:empty")}, ["password"]),
        ({"accounts_passwd": HOST["accounts_passwd"].replace(":998:", ":0:")}, ["root"]),
    ],
)  # fmt: skip
def test_whatever_makes_the_account_more_is_named(differing, found):
    assert kiosk(**differing)["account"]["more_than_a_browser"] == found


@pytest.mark.parametrize(
    ("old", "new"),
    [("--user-data-dir=/run/truongluy-kiosk/", "--user-data-dir=/home/kiosk/"), ("--user-data-dir=", "--x=")],
)
def test_a_profile_elsewhere_is_not_in_memory(old, new):
    assert not kiosk(kiosk_units=UNITS.replace(old, new))["profile"]["in_memory"]
    assert not kiosk(kiosk_run="ext2/ext3")["profile"]["in_memory"]


def test_a_cleaning_that_does_not_run_cleans_nothing():
    stopped = UNITS.replace("ActiveState=active", "ActiveState=inactive")
    assert kiosk(kiosk_units=stopped)["profile"]["cleaned_after_minutes"] is None


SETTINGS_UNIT = """Id=truongluy-room-settings.service
LoadState=loaded
UnitFileState=enabled
DropInPaths=
ExecStartPre={ path=/usr/bin/setfont ; argv[]=/usr/bin/setfont -C /dev/tty2 x.psf.gz ; ignore_errors=yes }
ExecStart={ path=/usr/local/lib/truongluy/room-settings ; argv[]=/usr/local/lib/truongluy/room-settings ; ignore_errors=no }
Environment=LOCK_SECONDS=120 TRIES=5 PAUSE_SECONDS=300
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
CapabilityBoundingSet=cap_net_admin
RestrictAddressFamilies=AF_UNIX AF_NETLINK
"""
SETTINGS_FILES = (
    "/usr/local/lib/truongluy/room-settings root 755\n/etc/truongluy/room-settings.pin root 600\n"
    "n:32768\nr:8\np:1\nhashed\n"
)


def settings(old: str = "", new: str = "") -> dict:
    """The facts of a good screen of settings in which something is replaced."""
    unit, files = SETTINGS_UNIT.replace(old, new), SETTINGS_FILES.replace(old, new)
    assert not old or (unit, files) != (SETTINGS_UNIT, SETTINGS_FILES)
    return read_kiosk_settings(Answers.of(kiosk_settings_unit=unit, kiosk_settings_files=files))


def test_settings_behind_a_pin():
    assert settings() == {
        "starts_at_boot": True,
        "lacks": [],
        "pin": "set",
        "locks_after_seconds": 120,
        "tries": 5,
        "pause_minutes": 5,
    }


def test_a_computer_without_a_screen_of_settings_has_nothing_of_it():
    nothing = (
        "Id=truongluy-room-settings.service\nLoadState=not-found\nCapabilityBoundingSet=cap_chown cap_kill\n"
    )
    found = read_kiosk_settings(Answers.of(kiosk_settings_unit=nothing, kiosk_settings_files=""))
    assert not found["starts_at_boot"] and found["pin"] == "missing" and len(found["lacks"]) == 7
    assert (found["locks_after_seconds"], found["tries"], found["pause_minutes"]) == (None, None, None)


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("argv[]=/usr/local/lib/truongluy/room-settings ;", "argv[]=/bin/bash ;", "our program and no other"),
        ("argv[]=/usr/local/lib/truongluy/room-settings ;", "argv[]=/usr/local/lib/truongluy/room-settings --x ;",
         "our program and no other"),
        ("ExecStart={", "ExecStartPre={ path=/bin/sh ; argv[]=/bin/sh ; ignore_errors=no }\nExecStart={",
         "our program and no other"),
        ("DropInPaths=", "DropInPaths=/etc/systemd/system/truongluy-room-settings.service.d/khach.conf", "no changes of others"),
        ("root 755", "root 775", "a program only root can change"),
        ("root 755", "kiosk 755", "a program only root can change"),
        ("/usr/local/lib/truongluy/room-settings root 755\n", "", "a program only root can change"),
        ("NoNewPrivileges=yes", "NoNewPrivileges=no", "no new privileges"),
        ("ProtectSystem=strict", "ProtectSystem=no", "a system it can't change"),
        ("ProtectHome=yes", "ProtectHome=no", "no homes of others"),
        ("=cap_net_admin", "=cap_net_admin cap_sys_admin", "no privilege but the network's"),
        ("AF_UNIX AF_NETLINK", "AF_UNIX AF_INET", "no way to the network"),
        ("AF_UNIX AF_NETLINK", "", "no way to the network"),
    ],
)  # fmt: skip
def test_whatever_makes_the_settings_more_is_named(old, new, missing):
    assert settings(old, new)["lacks"] == [missing]


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ("/etc/truongluy/room-settings.pin root 600\n", "", "missing"),
        ("hashed\n", "", "missing"),
        ("root 600", "root 640", "open_to_others"),
        ("root 600", "kiosk 600", "open_to_others"),
        ("n:32768", "n:16384", "weakly_hashed"),
        ("r:8\n", "", "weakly_hashed"),
    ],
)
def test_a_pin_that_is_kept_badly_is_not_set(old, new, state):
    assert settings(old, new)["pin"] == state


def test_a_service_that_does_not_start_is_no_lock():
    assert not settings("UnitFileState=enabled", "UnitFileState=disabled")["starts_at_boot"]
    assert settings("LOCK_SECONDS=120", "")["locks_after_seconds"] is None


ROOM = {
    "room_devices": "camera 0 yes\ncamera 1 yes\nsound 00-00: USB Audio : USB Audio : playback 1 : capture 1\n",
    "room_host": json.dumps({"host": "hop-01", "answered": True, "not_after": 1795000000}),
    "room_disk": "/dev/sda1 100 20 80 20% /\n",
    "room_updates": "pending 3\nrestart no\n",
    "room_browser": "ii  156.0.1-1\n",
    "time_config": "server 10.0.0.1 iburst\n",
    "time_units": "Id=chrony.service\nActiveState=active\nUnitFileState=enabled\n",
    "time_tracking": "0A000001,10.0.0.1,2,1,0,0,0,0,0,0,0,0,0,Normal\n",
}


def room(**differing: str) -> dict:
    return read_room_state(Answers.of(**{**ROOM, **differing}))


def test_a_room_that_is_ready():
    assert room() == {
        "camera": True,
        "microphone": True,
        "speaker": True,
        "registration": {"kind": "https", "state": "registered", "target": "https://hop-01/"},
        "clock": {"synchronised": True, "servers": ["10.0.0.1"]},
        "certificate": {"not_after": "2026-11-18T11:06:40+00:00"},
        "disk_free_percent": 80,
        "updates": {"pending": 3, "restart_needed": False},
        "software": {"name": "Chromium", "version": "156.0.1-1"},
    }


def test_a_camera_that_is_not_there_is_false_and_no_error():
    found = room(room_devices="")
    assert (found["camera"], found["microphone"], found["speaker"]) == (False, False, False)
    assert not room(room_devices="camera 0 no\ncamera 1 yes\n")["camera"]
    assert not room(room_devices="sound 00-00: HDMI 0 : HDMI 0 : playback 1\n")["microphone"]


def test_a_host_that_does_not_answer_or_is_not_trusted_is_no_registration():
    told = json.dumps({"host": "hop-01", "answered": False, "not_after": None, "problem": "SSLError"})
    found = room(room_host=told)
    assert found["registration"]["state"] == "failed" and found["certificate"] is None


def test_a_computer_nobody_made_a_kiosk_knows_no_host_and_no_updates():
    found = room(room_host="", room_updates="", room_browser="")
    assert found["registration"] == {"kind": "https", "state": "not_configured", "target": ""}
    assert found["updates"] == {"pending": None, "restart_needed": None}
    assert found["software"]["version"] == ""


def test_updates_nobody_could_know_of_are_not_zero():
    assert room(room_updates="restart yes\n")["updates"] == {"pending": None, "restart_needed": True}


@pytest.mark.parametrize("name", sorted(ROOM))
def test_what_could_not_be_asked_is_unknown(name):
    answers = {key: Answer(text, 1 if key == name else 0) for key, text in ROOM.items()}
    with pytest.raises(Unreadable):
        read_room_state(Answers(answers))
