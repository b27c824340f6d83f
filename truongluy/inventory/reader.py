"""Builds an inventory from its files, or says everything that is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from truongluy.inventory import (
    budget,
    figures,
    incidents,
    records,
    rooms,
    rules_devices,
    rules_organisation,
    rules_rooms,
    rules_systems,
    rules_wifi,
    waivers,
    wifi,
)
from truongluy.inventory import systems as systems_of
from truongluy.inventory.model import Device, Inventory, Person, Site, Zone
from truongluy.inventory.source import Host, Source, read
from truongluy.inventory.systems import System
from truongluy.verdict import InputError, Problem, Text

CHECKS = (
    *(rules_organisation.check, rules_devices.check, rules_systems.check, rules_wifi.check),
    rules_rooms.check,
    *(waivers.check, incidents.check, records.check, figures.check, budget.check),
)


def load(path: Path) -> Inventory:
    """The inventory in a folder.

    Raises `InputError` with every problem found.
    """
    source, problems = _examine(Path(path))
    if problems:
        raise InputError(problems)
    return _build(source)


@lru_cache(maxsize=4)
def load_once(path: Path) -> Inventory:
    """The inventory in a folder, read once in this process: for one that asks often while nothing changes."""
    return load(path)


def validate(path: Path) -> list[Problem]:
    """Every problem of the inventory in a folder; empty when it can be used."""
    return _examine(Path(path))[1]


def _examine(path: Path) -> tuple[Source, list[Problem]]:
    source = read(path)
    problems = list(source.problems)
    if not problems:
        # References are judged only between files that are each well formed: no false alarms.
        for check in CHECKS:
            problems.extend(check(source))
    return source, sorted(problems, key=lambda problem: (str(problem.file), problem.line))


def _build(source: Source) -> Inventory:
    written = {stem: systems_of.build(stem, document.data) for stem, document in source.system_files.items()}
    hosts = list(source.hosts())
    described = {host.name: _device(host, written) for host in hosts}
    idle = set(described) - {host.name for host in source.deployed()}
    systems = {stem: _deployed(system, idle) for stem, system in written.items()}
    organisation = source.organisation.data if source.organisation else {}
    addresses = {host.name: host.values["ansible_host"] for host in hosts}
    return Inventory(
        name=source.path.resolve().name,
        path=source.path,
        lab=organisation["lab"],
        devices={name: device for name, device in described.items() if name not in idle},
        sites={unit["id"]: _site(unit) for unit in source.units},
        systems=systems,
        people={person["id"]: Person(**person) for person in source.people},
        services={
            name: [addresses.get(entry, entry) for entry in entries]
            for name, entries in organisation["services"].items()
        },
        administrators=organisation["administrators"],
        digest=source.digest(),
        waivers=waivers.build(source),
        incidents=incidents.build(source),
        records=records.build(source),
        figures=figures.build(source),
        budget=budget.build(source),
        prices=source.prices,
        wlans=wifi.build(source),
        rooms=rooms.build(source),
        conference=rooms.conference_of(organisation),
        not_deployed={name: device for name, device in described.items() if name in idle},
        areas={area["id"]: Text(**area["name"]) for area in organisation.get("areas", ())},
    )


def _deployed(system: System, idle: set[str]) -> System:
    """The system on the devices that are there: one that is planned carries nothing yet."""
    return replace(system, devices=tuple(name for name in system.devices if name not in idle))


def _site(unit: dict[str, Any]) -> Site:
    zones = {zone["id"]: Zone(**zone) for zone in unit["zones"]}
    return Site(
        unit["id"],
        Text(**unit["name"]),
        unit["kind"],
        zones,
        unit.get("identifiers", {}),
        unit.get("area", ""),
    )


def _device(host: Host, systems: dict[str, System]) -> Device:
    carried = [system for system in systems.values() if host.name in system.devices]
    values = host.values
    return Device(
        name=host.name,
        site=values["site"],
        device_class=values["device_class"],
        platform=values["platform"],
        address=values["ansible_host"],
        zone=values["zone"],
        level=max(system.level for system in carried if system.level),
        functions=tuple(values.get("functions", ())),
        systems=tuple(system.id for system in carried),
        attributes=dict(values),
    )
