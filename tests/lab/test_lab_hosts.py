"""The running lab: hosts that are real, separate, and reached only with verified keys."""

import subprocess
from collections.abc import Iterator

import pytest

from lab import access, bootstrap, hosts, single

pytestmark = [pytest.mark.lab, pytest.mark.slow]
BARE = [host.name for host in hosts.devices() if host.kind == "bare"]


@pytest.fixture(scope="module")
def servers(lab) -> Iterator[list]:
    """The lab's Debian hosts: servers and the office computer."""
    yield [device for device in lab.devices.values() if device.platform == "debian"]


def ssh(name: str, command: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a device through the generated ssh_config, over a connection of its own."""
    return subprocess.run(
        ["ssh", "-F", str(access.SSH_CONFIG), "-o", "ControlPath=none", *options, name, command],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=40, check=False,
    )  # fmt: skip


def test_every_device_runs(lab):
    assert set(single.status()) == set(lab.devices)
    assert set(single.status().values()) == {"running"}


def test_every_host_booted_systemd_without_a_failed_unit(servers):
    for server in servers:
        assert (
            ssh(server.name, "systemctl is-system-running; systemctl --failed --no-legend").stdout
            == "running\n"
        )


def test_every_host_has_a_cgroup_tree_of_its_own(servers):
    for server in servers:
        found = ssh(server.name, "cat /sys/fs/cgroup/system.slice/ssh.service/cgroup.procs").stdout.split()
        assert found, server.name
        assert "0" not in found, f"{server.name}: processes of another host in this host's cgroup"


def test_no_two_hosts_share_an_identity(servers):
    for what in ("cat /etc/machine-id", "cat /etc/ssh/ssh_host_ed25519_key.pub"):
        answers = [ssh(server.name, what).stdout for server in servers]
        assert all(answers)
        assert len(set(answers)) == len(servers), what


def test_root_of_a_host_is_nobody_on_the_machine(servers):
    for server in servers:
        answer = ssh(
            server.name, "sudo sh -c 'v=$(cat /proc/sys/kernel/panic); echo $v >/proc/sys/kernel/panic'"
        )
        assert answer.returncode != 0, f"{server.name} could write the machine's own kernel setting"


def test_names_resolve_to_the_inventorys_addresses(lab, servers):
    known = {device.name: device.address for device in lab.devices.values()}
    for server in servers:
        lines = ssh(server.name, f"getent hosts {' '.join(known)}").stdout.splitlines()
        assert {line.split()[1]: line.split()[0] for line in lines} == known, server.name


def test_hosts_reach_each_other(servers):
    # A bare server was delivered without ping, so it is only asked.
    asking = [server for server in servers if server.name not in BARE]
    assert len(asking) >= 3
    for server in asking:
        for other in servers:
            answer = ssh(server.name, f"sudo ping -c 1 -W 2 {other.address}")
            assert answer.returncode == 0, f"{server.name} -> {other.name}: {answer.stdout}{answer.stderr}"


def test_a_wrong_host_key_is_refused(servers, tmp_path):
    lines = access.KNOWN_HOSTS.read_text().splitlines()
    first, second = (next(line.split() for line in lines if line.startswith(s.name)) for s in servers[:2])
    forged = tmp_path / "known_hosts"
    forged.write_text(f"{first[0]} {second[1]} {second[2]}\n")
    answer = ssh(servers[0].name, "true", "-o", f"UserKnownHostsFile={forged}")
    assert answer.returncode == 255
    assert "verification failed" in answer.stderr
    forged.write_text(f"{' '.join(first)}\n")
    assert ssh(servers[0].name, "true", "-o", f"UserKnownHostsFile={forged}").returncode == 0


def test_an_unknown_host_key_is_refused(servers, tmp_path):
    answer = ssh(servers[0].name, "true", "-o", f"UserKnownHostsFile={tmp_path / 'empty'}")
    assert answer.returncode == 255


def test_day_zero_again_changes_nothing_and_its_key_is_gone(lab):
    assert bootstrap.run_all() == 0
    name = BARE[0]
    assert ssh(name, "sudo -n id -u").stdout == "0\n"
    day0 = subprocess.run(
        ["ssh", "-F", str(access.DAY0_SSH_CONFIG), name, "true"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert day0.returncode == 255
    assert "Permission denied" in day0.stderr


def test_a_stopped_host_comes_back_with_its_identity(lab):
    key = ssh("files-01", "cat /etc/ssh/ssh_host_ed25519_key.pub").stdout
    single.stop("files-01")
    try:
        assert single.status()["files-01"] == "stopped"
        assert ssh("files-01", "true", "-o", "ConnectTimeout=3").returncode == 255
        assert ssh("portal-01", "true").returncode == 0
    finally:
        single.start("files-01")
    assert ssh("files-01", "cat /etc/ssh/ssh_host_ed25519_key.pub").stdout == key != ""
