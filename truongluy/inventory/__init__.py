"""What we own, read from an inventory folder and believed only when every reference in it holds."""

from truongluy.inventory.incidents import Incident
from truongluy.inventory.model import Device, Inventory, Person, Site, Zone
from truongluy.inventory.reader import load, load_once, validate
from truongluy.inventory.records import Record
from truongluy.inventory.rooms import Room, room_of
from truongluy.inventory.systems import Component, System
from truongluy.inventory.waivers import Waiver
from truongluy.inventory.wifi import Network, Radio, Wlan, networks_of

__all__ = [
    "Component",
    "Device",
    "Incident",
    "Inventory",
    "Network",
    "Person",
    "Radio",
    "Record",
    "Room",
    "Site",
    "System",
    "Waiver",
    "Wlan",
    "Zone",
    "load",
    "load_once",
    "networks_of",
    "room_of",
    "validate",
]
