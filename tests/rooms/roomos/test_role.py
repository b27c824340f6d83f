"""The role through Ansible itself: an endpoint as unpacked has findings, after the role it has none."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lab import access, breaking
from tests import walking
from tests.policy.samples import the_policy
from tests.rooms.roomos.conftest import NAME, PASSPHRASE, ROOT, SIP_PASSWORD, Endpoint
from truongluy import inventory
from truongluy.policy.model import PEOPLE
from truongluy.verdict import Verdict

LAB = ROOT / "inventories" / "lab"
FOUND = inventory.load(LAB)
DEVICE = FOUND.devices[NAME]
# What every endpoint must not be like when it was just unpacked.
UNPACKED = {
    "endpoint_passphrases_set",
    "endpoint_never_answers_by_itself",
    "endpoint_old_key_exchange_refused",
    "endpoint_web_encrypted_only",
    "endpoint_telnet_off",
}


@pytest.fixture
def reached(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Endpoint:
    """An endpoint that every tool takes for the lab's, with passwords that the tests know."""
    place = endpoint.folder / "room_secrets.yml"
    monkeypatch.setattr(access, "ROOM_SECRETS", place)
    access.make_room_secrets(FOUND)
    known = yaml.safe_load(place.read_text())
    known["endpoints"][NAME] = PASSPHRASE
    for accounts in known["sip"].values():
        accounts.update(dict.fromkeys(accounts, SIP_PASSWORD))
    access.write_private(place, yaml.safe_dump(known, default_style='"'))
    files: dict[str, Path | None] = {
        "SSH_CONFIG": endpoint.settings.ssh_config,
        "KNOWN_HOSTS": endpoint.settings.known_hosts,
        "CREDENTIALS": endpoint.settings.credentials,
        "ROOM_SECRETS": place,
        "WEB_INTERFACES": endpoint.settings.web,
    }
    for name, file in files.items():
        monkeypatch.setenv(f"TRUONGLUY_{name}", str(file))
    return endpoint


def play(*options: str) -> tuple[int, str]:
    """Exit status and output of the meeting rooms' playbook on the simulated endpoint."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "ansible-playbook"), "-i", str(LAB / "hosts"),
         "playbooks/room_endpoints.yml", "--limit", NAME, *options],
        cwd=ROOT, env={**os.environ}, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def counted(output: str) -> dict[str, int]:
    recap = re.search(rf"^{NAME}\s+: (.*)$", output, re.MULTILINE)
    assert recap, output
    return {name: int(number) for name, number in re.findall(r"(\w+)=(\d+)", recap[1])}


def wrong() -> set[str]:
    """Controls that the endpoint does not meet, each by a verdict of its own and none by an error."""
    found = walking.judge(FOUND, DEVICE)
    assert not [one.message.en for one in found.values() if one.verdict is Verdict.ERROR]
    return {name for name, one in found.items() if one.verdict not in (*walking.GOOD, Verdict.NOT_APPLICABLE)}


@pytest.mark.slow
@pytest.mark.parametrize("transport", ["ssh", "https"])
def test_check_apply_and_apply_again(reached: Endpoint, transport: str) -> None:
    over = ("-e", f"room_endpoint_transport={transport}")
    before = reached.values()
    assert wrong() >= UNPACKED
    status, told = play("--check", "--diff", *over)
    assert (status, counted(told)["changed"]) == (0, 1), told
    assert "+xConfiguration Conference AutoAnswer Mode: Off" in told
    assert "-passphrase of our account: not ours" in told
    assert reached.values() == before
    status, done = play("--diff", *over)
    assert (status, counted(done)["changed"]) == (0, 1), done
    assert wrong() == set()
    assert reached.values()["SIP Authentication Password"] == SIP_PASSWORD
    for options in ((), ("--check", "--diff")):
        status, again = play(*options, *over)
        assert (status, counted(again)["changed"]) == (0, 0), again
    for secret in (PASSPHRASE, SIP_PASSWORD):
        assert secret not in told + done + again


@pytest.mark.slow
def test_an_endpoint_that_cannot_be_reached_is_told_without_a_traceback(reached: Endpoint) -> None:
    reached.fault("wrong_password")
    status, output = play()
    assert status != 0
    assert counted(output)["unreachable"] == 1
    assert "refused the name or the password" in output
    assert "Traceback" not in output


@pytest.mark.slow
def test_two_passphrases_for_one_endpoint_are_refused(reached: Endpoint) -> None:
    place = reached.settings.credentials
    place.write_text(place.read_text().replace(PASSPHRASE, "another-passphrase"))
    status, output = play()
    assert status != 0
    assert "is not the one in room_secrets.yml" in output
    assert "another-passphrase" not in output


@pytest.mark.slow
def test_every_control_is_broken_noticed_and_healed(reached: Endpoint) -> None:
    assert play()[0] == 0
    kind = (DEVICE.device_class, DEVICE.functions, DEVICE.platform)
    good = walking.judge(FOUND, DEVICE)
    mine = [one for one in the_policy().controls.values() if one.fits(*kind) and one.id in good]
    assert len(mine) >= 20
    for control in mine:
        assert good[control.id].verdict in walking.GOOD, control.id
        breaking.break_control(FOUND, control, DEVICE)
    assert wrong() == {control.id for control in mine}
    for control in mine:
        if control.fixed_by == PEOPLE:
            breaking.mend_control(FOUND, control, DEVICE)
    assert play()[0] == 0
    assert wrong() == set()
