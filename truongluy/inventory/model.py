"""The things an inventory describes, checked and ready to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from truongluy.budget.model import Budget
from truongluy.budget.prices import Prices
from truongluy.inventory import selection
from truongluy.inventory.figures import Figure
from truongluy.inventory.incidents import Incident
from truongluy.inventory.records import Record
from truongluy.inventory.rooms import Conference, Room
from truongluy.inventory.systems import System
from truongluy.inventory.waivers import Waiver
from truongluy.inventory.wifi import Wlan
from truongluy.verdict import Text


@dataclass(frozen=True)
class Zone:
    """A VLAN with its subnet and its purpose; `subnet` is CIDR text, `gateway` an address."""

    id: str
    vlan: int
    subnet: str
    gateway: str
    purpose: str


@dataclass(frozen=True)
class Site:
    """A unit of the organisation and its zones by id; `identifiers` has only those that it was given.

    `area` is the part of the province it lies in, empty where nobody wrote it down.
    """

    id: str
    name: Text
    kind: str
    zones: Mapping[str, Zone]
    identifiers: Mapping[str, str] = field(default_factory=dict)
    area: str = ""


@dataclass(frozen=True)
class Person:
    """Someone who answers for things; only some may approve levels and waivers."""

    id: str
    name: str
    role: str
    unit: str
    may_approve: bool


@dataclass(frozen=True)
class Device:
    """One device; its level is the highest of the systems it carries.

    `attributes` holds every key of the host as written, `address` its management address.
    """

    name: str
    site: str
    device_class: str
    platform: str
    address: str
    zone: str
    level: int
    functions: tuple[str, ...]
    systems: tuple[str, ...]
    attributes: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Inventory:
    """One organisation's network.

    `devices` are those that can be read; `not_deployed` are described only: planned, or retired.
    `areas` are the names of the province's areas by id, of which each unit may name one.
    `wlans` are the Wi-Fi networks of each unit that has some, by unit and id.
    `rooms` are the meeting rooms, by unit and id; `conference` is None where the organisation holds no meetings itself.
    `services` has device names already turned into addresses. `digest` is a SHA-256 over the files' names
    and bytes: evidence says by it which description it was judged against.
    """

    name: str
    path: Path
    lab: bool
    devices: Mapping[str, Device]
    sites: Mapping[str, Site]
    systems: Mapping[str, System]
    people: Mapping[str, Person]
    services: Mapping[str, list[str]]
    administrators: Mapping[str, list[str]]
    digest: str
    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    incidents: Mapping[str, Incident] = field(default_factory=dict)
    records: tuple[Record, ...] = ()
    figures: tuple[Figure, ...] = ()
    budget: Budget = field(default_factory=Budget)
    prices: Prices = field(default_factory=Prices)
    wlans: Mapping[str, Mapping[str, Wlan]] = field(default_factory=dict)
    rooms: Mapping[str, Mapping[str, Room]] = field(default_factory=dict)
    conference: Conference | None = None
    not_deployed: Mapping[str, Device] = field(default_factory=dict)
    areas: Mapping[str, Text] = field(default_factory=dict)

    def select(self, limit: str | None) -> list[Device]:
        """The devices a limit names, in inventory order; None means all.

        A limit is a comma separated list of names, globs, sites and device classes; `!x` takes x away.
        Raises `InputError` for a word that names nothing and for an empty result.
        """
        return selection.select(self, limit)
