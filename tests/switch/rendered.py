"""The role's templates rendered for a switch of the lab inventory, without starting Ansible."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from ansible.plugins.filter.core import FilterModule
from jinja2 import ChainableUndefined, Environment, FileSystemLoader, StrictUndefined

from truongluy import inventory as inventory_of
from truongluy import policy as policy_of
from truongluy import values

ROOT = Path(__file__).resolve().parents[2]
ROLE = ROOT / "roles" / "switch_baseline"
TODAY = date(2026, 11, 24)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROLE / "templates"),
        trim_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters.update(FilterModule().filters())
    return environment


def variables(name: str, **override: Any) -> dict[str, Any]:
    """What the vars plugin and the role's defaults give a switch."""
    inventory, policy = inventory_of.load(ROOT / "inventories" / "lab"), policy_of.load()
    device = inventory.devices[name]
    given: dict[str, Any] = {
        **device.attributes,
        "inventory_hostname": name,
        "policy": values.plain(values.values_for(inventory, policy, device, TODAY)),
        "site_zones": [{"id": z.id, "vlan": z.vlan} for z in inventory.sites[device.site].zones.values()],
    }
    native = Environment(undefined=ChainableUndefined)
    for key, value in yaml.safe_load((ROLE / "defaults" / "main.yml").read_text()).items():
        is_expression = isinstance(value, str) and value.startswith("{{")
        given[key] = native.compile_expression(value.strip("{} "))(**given) if is_expression else value
    return {**given, **override}


@cache
def _cached(name: str) -> tuple[str, tuple[str, ...]]:
    return render(variables(name))


def render(given: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Intended text and absent patterns."""
    environment = _environment()
    intended = environment.get_template("cisco_ios.j2").render(given)
    absent = environment.get_template("cisco_ios_absent.j2").render(given)
    return intended, tuple(line.strip() for line in absent.splitlines() if line.strip())


def baseline(name: str) -> tuple[str, tuple[str, ...]]:
    """Intended text and absent patterns of a switch of the lab."""
    return _cached(name)
