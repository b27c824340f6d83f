"""Changing a real simulated endpoint: the good way over both transports, and every way it can go wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import yaml

from lab.roomos_simulator import certificate
from lab.roomos_simulator.device import Device
from tests.rooms.roomos.conftest import NAME, PASSPHRASE, SIP_PASSWORD, Endpoint
from truongluy.platforms import roomos, roomos_https
from truongluy.platforms.connection import CannotReach
from truongluy.platforms.planner import PlanError
from truongluy.platforms.push import PushFailed
from truongluy.platforms.roomos_plan import Wish
from truongluy.platforms.roomos_push import Outcome, configure

WISH = Wish(
    {
        "Conference AutoAnswer Mode": "Off",
        "SystemUnit Name": "Phòng họp tầng 3",
        "NetworkServices NTP Server 2 Address": "10.99.10.12",
        "NetworkServices Telnet Mode": "Off",
        "NetworkServices SSH KeyExchangeAlgorithms AllowLegacy": "Off",
        "Security Session MaxFailedLogins": "4",
    },
    {"SIP Authentication Password": SIP_PASSWORD},
    accounts=("admin",),
    passphrase=PASSPHRASE,
)
# No restart: a few lines are enough where the way it goes wrong is the point.
SMALL = replace(WISH, settings={path: WISH.settings[path] for path in list(WISH.settings)[:4]})
OPENERS = {"ssh": roomos.terminal, "https": roomos_https.web}


def push(
    endpoint: Endpoint, wish: Wish = SMALL, opener: Any = roomos.terminal, *, check: bool = False
) -> Outcome:
    return configure(NAME, wish, endpoint.settings, opener, check=check, backups=endpoint.folder / "backups")


@pytest.mark.slow
@pytest.mark.parametrize("transport", OPENERS)
def test_one_push_is_enough_and_backed_up(endpoint: Endpoint, transport: str) -> None:
    opener = OPENERS[transport]
    endpoint.ask(
        'xCommand UserManagement User Add Username: "la" Passphrase: "x" Role: "Admin" Active: "True"'
    )
    before = endpoint.values()
    told = push(endpoint, WISH, opener, check=True)
    assert endpoint.values() == before
    assert not (endpoint.folder / "backups").exists()
    done = push(endpoint, WISH, opener)
    assert done.changed and not done.restart_waits
    assert done.plan.shown == told.plan.shown
    assert {**endpoint.values(), **WISH.settings, **WISH.secrets} == endpoint.values()
    assert done.backup and done.backup.stat().st_mode & 0o777 == 0o600
    assert "AutoAnswer" in done.backup.read_text()
    assert endpoint.facts().at("room_endpoint.accounts") == [
        {"name": "admin", "active": True, "passphrase_set": True}
    ]
    again = push(endpoint, WISH, opener)
    assert (again.changed, again.plan.shown, again.backup) == (False, (), None)
    for secret in (PASSPHRASE, SIP_PASSWORD):
        assert secret not in "".join(done.plan.shown) + done.plan.diff + done.backup.read_text() + repr(done)


def untouched(endpoint: Endpoint, before: dict[str, str]) -> bool:
    """Whether every open setting is as it was; a secret that was sent can't be taken back."""
    now = endpoint.values()
    return {**now, "SIP Authentication Password": ""} == {**before, "SIP Authentication Password": ""}


@pytest.mark.slow
@pytest.mark.parametrize("transport", OPENERS)
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("refuse:NetworkServices Telnet Mode", "refused the line"),
        ("ignore:NetworkServices Telnet Mode", "reads back different"),
    ],
)
def test_a_line_refused_or_not_kept_is_named_and_everything_put_back(
    endpoint: Endpoint, transport: str, fault: str, words: str
) -> None:
    before = endpoint.values()
    endpoint.fault(fault)
    with pytest.raises(PushFailed, match=words) as told:
        push(endpoint, SMALL, OPENERS[transport])
    assert "NetworkServices Telnet Mode" in told.value.reason.en
    assert "every setting was put back" in told.value.reason.en
    assert untouched(endpoint, before)
    endpoint.fault("clear")
    assert push(endpoint, SMALL, OPENERS[transport]).changed
    assert not push(endpoint, SMALL, OPENERS[transport]).changed


@pytest.mark.slow
def test_a_session_that_breaks_midway_is_taken_back(endpoint: Endpoint) -> None:
    before = endpoint.values()
    endpoint.fault("drop_once:2")
    with pytest.raises(PushFailed, match="was lost while changing") as told:
        push(endpoint)
    assert "every setting was put back" in told.value.reason.en
    assert untouched(endpoint, before)
    assert push(endpoint).changed
    assert not push(endpoint).changed


@pytest.mark.slow
def test_what_cannot_be_put_back_is_named(endpoint: Endpoint) -> None:
    endpoint.fault("drop_after:1")
    with pytest.raises(PushFailed, match="could not be put back: .*Conference AutoAnswer Mode"):
        push(endpoint)
    assert list((endpoint.folder / "backups" / NAME).iterdir())
    endpoint.fault("clear")
    assert push(endpoint).changed


@pytest.mark.slow
def test_our_passphrase_stays_when_all_else_is_taken_back(endpoint: Endpoint) -> None:
    endpoint.fault("refuse:SystemUnit Name")
    with pytest.raises(PushFailed):
        push(endpoint)
    assert endpoint.facts().at("room_endpoint.accounts")[0]["passphrase_set"]


@pytest.mark.slow
def test_an_endpoint_that_says_nothing_ends_in_bounded_time(endpoint: Endpoint) -> None:
    endpoint.fault("deaf")
    with pytest.raises(CannotReach):
        push(endpoint)


def test_the_account_we_work_with_stays_whoever_is_declared(endpoint: Endpoint) -> None:
    assert not push(endpoint, Wish({}, accounts=("ky-thuat",))).changed


def test_a_plan_that_cannot_be_made_changes_nothing(endpoint: Endpoint) -> None:
    before = endpoint.values()
    with pytest.raises(PlanError):
        push(endpoint, replace(SMALL, settings={"Teleport Mode": "On"}))
    assert endpoint.values() == before


def test_a_wrong_passphrase_is_told_without_showing_it(endpoint: Endpoint) -> None:
    endpoint.fault("wrong_password")
    for opener in OPENERS.values():
        with pytest.raises(CannotReach, match="refused the name or the password") as told:
            push(endpoint, SMALL, opener)
        assert PASSPHRASE not in str(told.value)


def test_another_host_key_and_another_certificate_are_refused(endpoint: Endpoint) -> None:
    endpoint.fault("change_host_key")
    with pytest.raises(CannotReach, match="host key"):
        push(endpoint)
    assert endpoint.settings.web
    place = yaml.safe_load(endpoint.settings.web.read_text())
    other = endpoint.folder / "other"
    other.mkdir()
    certificate.context(Device("other", other))
    place[NAME]["certificate"] = (other / "certificate.pem").read_text()
    endpoint.settings.web.write_text(yaml.safe_dump(place))
    with pytest.raises(CannotReach, match="not the pinned one"):
        push(endpoint, SMALL, roomos_https.web)


@pytest.mark.parametrize("text", ["", "room-02: 3", "room-02: {host: x}", "- a", "room-02: ["])
def test_bad_places_of_web_interfaces_are_told(endpoint: Endpoint, text: str) -> None:
    assert endpoint.settings.web
    endpoint.settings.web.write_text(text)
    with pytest.raises(CannotReach, match="does not hold|not known"):
        push(endpoint, SMALL, roomos_https.web)


def test_nobody_there(start: Callable[[], Endpoint]) -> None:
    endpoint = start()
    endpoint.process.terminate()
    endpoint.process.wait(timeout=60)
    with pytest.raises(CannotReach, match="nobody answers"):
        push(endpoint)
    with pytest.raises(CannotReach, match="does not answer"):
        push(endpoint, SMALL, roomos_https.web)
