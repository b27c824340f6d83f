"""The vars plugin gives roles the very values that checks judge by."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path

import pytest
from ansible.inventory.host import Host
from ansible.parsing.dataloader import DataLoader

from tests.policy.example import LAB
from tests.policy.samples import the_policy
from truongluy.values import plain, values_for

ROOT = Path(__file__).resolve().parents[2]
HOSTS = str(ROOT / "inventories" / "lab" / "hosts")


@pytest.fixture(scope="module")
def plugin():
    path = ROOT / "playbooks" / "plugins" / "vars" / "truongluy_policy.py"
    specification = importlib.util.spec_from_file_location("truongluy_policy", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.VarsModule()


@pytest.mark.parametrize("device", LAB.devices.values(), ids=lambda device: device.name)
def test_roles_get_what_checks_judge_by(plugin, device, monkeypatch):
    monkeypatch.setenv("TRUONGLUY_AS_OF", "2026-11-23")
    given = plugin.get_vars(DataLoader(), HOSTS, [Host(device.name)])
    assert given["policy"] == plain(values_for(LAB, the_policy(), device, date(2026, 11, 23)))
    assert given["security_level"] == device.level
    assert given["services"]["log_servers"] == ["10.99.10.12"]


def test_no_entity_or_an_unknown_host_gets_nothing(plugin):
    assert plugin.get_vars(DataLoader(), HOSTS, []) == {}
    assert plugin.get_vars(DataLoader(), HOSTS, [Host("localhost")]) == {}
    assert plugin.get_vars(DataLoader(), "/", [Host("portal-01")]) == {}
