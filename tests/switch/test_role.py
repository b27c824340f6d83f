"""The role through Ansible itself: check mode and diff tell the truth, the second run changes nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.switch.conftest import LOGIN, NAME, ROOT, Switch


def play(switch: Switch, *options: str) -> tuple[int, str]:
    """Exit status and output of the switches' playbook on the simulated switch."""
    environment = {
        **os.environ,
        "TRUONGLUY_SSH_CONFIG": str(switch.settings.ssh_config),
        "TRUONGLUY_KNOWN_HOSTS": str(switch.settings.known_hosts),
        "TRUONGLUY_CREDENTIALS": str(switch.settings.credentials),
    }
    done = subprocess.run(
        [str(Path(sys.executable).parent / "ansible-playbook"), "playbooks/switches.yml", "--limit", NAME, *options],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def counted(output: str) -> dict[str, int]:
    recap = re.search(rf"^{NAME}\s+: (.*)$", output, re.MULTILINE)
    assert recap, output
    return {name: int(number) for name, number in re.findall(r"(\w+)=(\d+)", recap[1])}


def test_check_apply_and_apply_again(switch: Switch) -> None:
    before = switch.configuration()
    status, told = play(switch, "--check", "--diff")
    assert (status, counted(told)["changed"]) == (0, 1), told
    assert "+ transport input ssh" in told
    assert "-snmp-server community <redacted> RO" in told
    assert switch.configuration() == before
    status, done = play(switch)
    assert (status, counted(done)["changed"]) == (0, 1), done
    for options in ((), ("--check", "--diff")):
        status, again = play(switch, *options)
        assert (status, counted(again)["changed"]) == (0, 0), again
    for secret in (LOGIN["password"], LOGIN["enable"]):
        assert secret not in told + done


def test_a_switch_that_cannot_be_reached_is_told_without_a_traceback(switch: Switch) -> None:
    switch.fault("wrong_password")
    status, output = play(switch)
    assert status != 0
    assert counted(output)["unreachable"] == 1
    assert "refused the name or the password" in output
    assert "Traceback" not in output
    assert LOGIN["password"] not in output
