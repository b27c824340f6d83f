"""One test per device and control: devices from testinfra's --hosts, or from kept evidence."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from checks import KINDS
from truongluy import collect, facts
from truongluy import evidence as evidence_of
from truongluy import inventory as inventory_of
from truongluy import policy as policy_of
from truongluy.access import BUILD, ROOT
from truongluy.assess import judge_device
from truongluy.dates import today
from truongluy.evidence import DeviceEvidence
from truongluy.finding import Finding
from truongluy.inventory import Device, Inventory
from truongluy.verdict import InputError, Text


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("truongluy")
    group.addoption("--inventory-name", default="lab", help="name under inventories/ (lab)")
    group.addoption(
        "--device", default=None, help="the inventory's name of the host, where it can't be told from --hosts"
    )
    group.addoption(
        "--evidence", default=None, help="judge the evidence in this folder; no device is reached"
    )
    group.addoption(
        "--as-of", default=None, help="judge by what is in force on this date, yyyy-mm-dd (today)"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "finding" in metafunc.fixturenames:
        found = [pytest.param(one, id=f"{one.subject}-{one.control}") for one in _findings(metafunc.config)]
        if not found:
            raise pytest.UsageError(
                "no device was judged / chưa thiết bị nào được kiểm tra: --hosts=... or --evidence ..."
            )
        metafunc.parametrize("finding", found)


def _findings(config: pytest.Config) -> Iterator[Finding]:
    try:
        inventory = inventory_of.load(ROOT / "inventories" / config.getoption("--inventory-name"))
        policy = policy_of.load()
        for device, evidence in _sources(config, inventory):
            yield from judge_device(inventory, policy, device, evidence, _day(config), KINDS)
    except InputError as wrong:
        raise pytest.UsageError(str(wrong)) from None


def _day(config: pytest.Config) -> date:
    given = config.getoption("--as-of")
    return date.fromisoformat(given) if given else today()


def _sources(config: pytest.Config, inventory: Inventory) -> Iterator[tuple[Device, DeviceEvidence | None]]:
    if folder := config.getoption("--evidence"):
        kept = evidence_of.read(Path(folder))
        yield from ((inventory.devices[name], one) for name, one in kept.devices.items())
        return
    if not config.option.hosts:
        latest = evidence_of.latest(collect.evidence_root(BUILD, inventory))
        if latest:
            kept = evidence_of.read(latest)
            yield from ((inventory.devices[name], one) for name, one in kept.devices.items())
        return
    import testinfra

    for host in testinfra.get_hosts(
        config.option.hosts.split(","), connection=config.option.connection, ssh_config=config.option.ssh_config,
        ssh_identity_file=config.option.ssh_identity_file, sudo=config.option.sudo,
        ansible_inventory=config.option.ansible_inventory, force_ansible=config.option.force_ansible,
    ):  # fmt: skip
        device = _device(config, inventory, host.backend.get_pytest_id())
        yield device, _read_once(host, device)


def _device(config: pytest.Config, inventory: Inventory, spec: str) -> Device:
    name = (
        config.getoption("--device")
        or spec.rsplit("://", maxsplit=1)[-1]
        .split("?", maxsplit=1)[0]
        .rsplit("@", 1)[-1]
        .split(":", maxsplit=1)[0]
    )
    for device in inventory.devices.values():
        if name in (device.name, device.address):
            return device
    raise pytest.UsageError(
        f"'{name}' is no device of the inventory / không có trong kho khai báo; --device NAME"
    )


def _read_once(host, device: Device) -> DeviceEvidence:  # type: ignore[no-untyped-def]
    """Read a host through testinfra: the very script that `invoke check` sends, as one command."""
    at = datetime.now(UTC)
    commands = facts.commands(device.platform)
    mark = f"@{secrets.token_hex(12)}"
    wrapper = "sh -c" if host.user().name == "root" else "sudo -n sh -c"
    try:
        done = host.run(f"{wrapper} %s", collect.script(commands, mark))
    except Exception as problem:
        words = f"{type(problem).__name__}: {str(problem)[:200]}"
        return DeviceEvidence(device.name, device.platform, device.address, at, error=Text(words, words))
    if f"{mark} bye" not in done.stdout:
        words = (done.stderr.strip().splitlines() or ["the host did not answer"])[-1][:200]
        return DeviceEvidence(device.name, device.platform, device.address, at, error=Text(words, words))
    raw = collect.parse(done.stdout, mark, commands, device.platform)
    return DeviceEvidence(device.name, device.platform, device.address, at, raw)
