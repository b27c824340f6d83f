"""A Debian machine with a kernel of its own: what a container cannot apply is applied here."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.vm import image, machine
from truongluy import inventory

HERE = Path(__file__).resolve().parent
FILES = image.Image(Path("/cache/disk.raw"), Path("/cache/vmlinuz"), Path("/cache/initrd"))


@pytest.fixture(scope="session")
def kernel_host() -> Iterator[str]:
    """The name of the running machine; it is switched off at the end unless it ran before."""
    ran_before = machine.running()
    machine.up()
    yield machine.NAME
    if not ran_before:
        machine.down()


def ssh(command: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a command on the machine over a verified connection of its own."""
    return subprocess.run(
        ["ssh", "-F", str(machine.SSH_CONFIG), "-o", "ControlPath=none", *options, machine.NAME, command],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_the_inventory_describes_this_machine():
    found = inventory.load(HERE / "inventory" / "vm")
    assert found.lab
    assert found.name == machine.BUILD.name, "its ssh_config would not be found"
    device = found.devices[machine.NAME]
    assert (device.address, device.level) == (machine.ADDRESS, 3)


def test_only_loopback_leads_into_the_machine_and_nothing_is_written():
    words = machine.command(FILES, 2222, "AAAA", accelerator="tcg")
    network = words[words.index("-netdev") + 1]
    assert "restrict=on" in network
    assert "hostfwd=tcp:127.0.0.1:2222-:22" in network
    assert "snapshot=on" in words[words.index("-drive") + 1]
    assert "truongluy.key=AAAA" in words[words.index("-append") + 1]


@pytest.mark.vm
@pytest.mark.slow
def test_the_machine_boots_its_own_kernel(kernel_host):
    assert ssh("systemctl is-system-running").stdout == "running\n"
    assert ssh("systemd-detect-virt --container").stdout == "none\n"
    assert ssh("uname -r").stdout != Path("/proc/sys/kernel/osrelease").read_text()


@pytest.mark.vm
@pytest.mark.slow
def test_kernel_settings_audit_and_apparmor_really_work(kernel_host):
    written = ssh("sudo sh -c 'echo 2 >/proc/sys/kernel/kptr_restrict; cat /proc/sys/kernel/kptr_restrict'")
    assert written.stdout == "2\n"
    assert ssh("systemctl is-active auditd").stdout == "active\n"
    assert "enabled 1" in ssh("sudo auditctl -s").stdout
    assert ssh("cat /sys/module/apparmor/parameters/enabled").stdout == "Y\n"
    assert int(ssh("sudo aa-status --enforced").stdout) > 0


@pytest.mark.vm
@pytest.mark.slow
def test_the_machines_host_key_is_verified(kernel_host, tmp_path):
    kind, key = machine.KNOWN_HOSTS.read_text().split()[1:3]
    forged = tmp_path / "known_hosts"
    forged.write_text(f"[127.0.0.1]:1 {kind} {key}\n")
    answer = ssh("true", "-o", f"UserKnownHostsFile={forged}")
    assert answer.returncode == 255
