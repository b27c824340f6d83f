"""Stock Ansible, pyinfra and our own reader see the same devices in the same files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from truongluy import inventory
from truongluy.inventory.classes import GROUPS

ROOT = Path(__file__).parents[2]
LAB = ROOT / "inventories" / "lab"
BIN = Path(sys.executable).parent


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=True)


def test_ansible_reads_the_same_hosts_without_a_warning(tmp_path):
    ours = inventory.load(LAB)
    done = run(str(BIN / "ansible-inventory"), "-i", str(LAB / "hosts"), "--list", cwd=tmp_path)
    assert "WARNING" not in done.stderr and "DEPRECAT" not in done.stderr
    theirs = json.loads(done.stdout)
    hosts = theirs["_meta"]["hostvars"]
    assert {name: values["ansible_host"] for name, values in hosts.items()} == {
        name: device.address for name, device in (ours.devices | ours.not_deployed).items()
    }
    for group, device_class in GROUPS.items():
        described = (ours.devices | ours.not_deployed).values()
        assert set(theirs[group]["hosts"]) == {d.name for d in described if d.device_class == device_class}
    described = ours.devices | ours.not_deployed
    plain = json.loads(json.dumps({n: dict(d.attributes) for n, d in described.items()}, default=str))
    assert {
        name: {k: v for k, v in values.items() if k in plain[name]} for name, values in hosts.items()
    } == plain


@pytest.mark.slow
def test_pyinfra_reads_the_same_hosts(tmp_path):
    ours = inventory.load(LAB)
    done = run(
        str(BIN / "pyinfra"), "-y", str(ROOT / "inventories/for_pyinfra.py"), "debug-inventory", cwd=tmp_path
    )
    words = done.stdout + done.stderr
    for device in ours.devices.values():
        assert f"[{device.name}]" in words
        assert f'"ansible_host": "{device.address}"' in words
    assert words.count('"ansible_host"') == len(ours.devices)
