"""A Debian machine with a kernel of its own: what a container cannot apply is applied here."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.image import debian
from lab.vm import image, kernel_host, machine
from truongluy import inventory

HERE = Path(__file__).resolve().parent
FILES = image.Image(Path("/cache/disk.raw"), Path("/cache/vmlinuz"), Path("/cache/initrd"))


@pytest.fixture(scope="session")
def kernel_host_up() -> Iterator[str]:
    """The name of the running machine; it is switched off at the end unless it ran before."""
    ran_before = kernel_host.running()
    kernel_host.up()
    yield kernel_host.NAME
    if not ran_before:
        kernel_host.down()


def ssh(command: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a command on the machine over a verified connection of its own."""
    config = str(kernel_host.BUILD / "ssh_config")
    return subprocess.run(
        ["ssh", "-F", config, "-o", "ControlPath=none", *options, kernel_host.NAME, command],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def value_after(words: list[str], option: str) -> str:
    return words[words.index(option) + 1]


def test_the_inventory_describes_this_machine():
    found = inventory.load(HERE / "inventory" / "vm")
    assert found.lab
    assert found.name == kernel_host.BUILD.name, "its ssh_config would not be found"
    device = found.devices[kernel_host.NAME]
    assert (device.address, device.level) == (str(kernel_host.ADDRESS.ip), 3)


def test_only_loopback_leads_into_the_machine_and_nothing_is_written(tmp_path, monkeypatch):
    (tmp_path / "id_ed25519.pub").write_text("ssh-ed25519 AAAA us\n")
    monkeypatch.setattr(kernel_host, "KEY", tmp_path / "id_ed25519")
    words = machine.command(kernel_host.described(2222), FILES, accelerator="tcg")
    assert words.count("-netdev") == 1
    network = value_after(words, "-netdev")
    assert "restrict=on" in network
    assert network.count("hostfwd") == 1
    assert "hostfwd=tcp:127.0.0.1:2222-:22" in network
    assert "snapshot=on" in value_after(words, "-drive")
    told = value_after(words, "-append").split()
    assert {"truongluy.key=AAAA", "truongluy.name=kernel-01", "truongluy.address=10.0.2.15/24"} <= set(told)
    assert not [word for word in told if word.startswith("truongluy.radios")]


def test_the_image_is_built_again_when_any_part_of_its_recipe_changes(tmp_path, monkeypatch):
    original = image.recipe_hash("bookworm")
    assert image.recipe_hash("trixie") != original
    recipe = {path for path in image.RECIPE.iterdir() if path.suffix in (".sh", ".txt", ".service")}
    assert recipe <= set(image._PARTS), "a part of the recipe that no hash follows"
    for part in image._PARTS:
        changed = tmp_path / part.name
        changed.write_bytes(part.read_bytes() + b"\n")
        parts = tuple(changed if one == part else one for one in image._PARTS)
        monkeypatch.setattr(image, "_PARTS", parts)
        assert image.recipe_hash("bookworm") != original, part
        monkeypatch.undo()


def test_the_kernel_keeps_what_boots_it_and_what_an_access_point_needs():
    options = debian.words(image.RECIPE / "unpacked.txt")
    kept = " ".join(option for option in options if option.startswith("path-include="))
    for module in ("virtio_blk", "virtio_net", "mac80211_hwsim", "veth"):
        assert module in kept
    packages = set(debian.words(image.RECIPE / "packages.txt"))
    assert {"hostapd", "wpasupplicant", "iw", "wireless-regdb"} <= packages


@pytest.mark.vm
@pytest.mark.slow
def test_the_machine_boots_its_own_kernel(kernel_host_up):
    assert ssh("systemctl is-system-running").stdout == "running\n"
    assert ssh("systemd-detect-virt --container").stdout == "none\n"
    assert ssh("uname -r").stdout != Path("/proc/sys/kernel/osrelease").read_text()
    assert ssh("hostname; cat /etc/hostname").stdout == f"{kernel_host.NAME}\n" * 2


@pytest.mark.vm
@pytest.mark.slow
def test_nothing_transmits_by_itself(kernel_host_up):
    assert ssh("systemctl is-enabled hostapd wpa_supplicant").stdout.split() == ["disabled", "disabled"]
    assert ssh("systemctl is-active hostapd wpa_supplicant").stdout.split() == ["inactive", "inactive"]
    assert ssh("ls /sys/class/net").stdout.split() == ["eth0", "lo"]


@pytest.mark.vm
@pytest.mark.slow
def test_kernel_settings_audit_and_apparmor_really_work(kernel_host_up):
    written = ssh("sudo sh -c 'echo 2 >/proc/sys/kernel/kptr_restrict; cat /proc/sys/kernel/kptr_restrict'")
    assert written.stdout == "2\n"
    assert ssh("systemctl is-active auditd").stdout == "active\n"
    assert "enabled 1" in ssh("sudo auditctl -s").stdout
    assert ssh("cat /sys/module/apparmor/parameters/enabled").stdout == "Y\n"
    assert int(ssh("sudo aa-status --enforced").stdout) > 0


@pytest.mark.vm
@pytest.mark.slow
def test_the_machines_host_key_is_verified(kernel_host_up, tmp_path):
    kind, key = (kernel_host.BUILD / "known_hosts").read_text().split()[1:3]
    forged = tmp_path / "known_hosts"
    forged.write_text(f"[127.0.0.1]:1 {kind} {key}\n")
    answer = ssh("true", "-o", f"UserKnownHostsFile={forged}")
    assert answer.returncode == 255
