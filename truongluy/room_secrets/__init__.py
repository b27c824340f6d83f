"""The secrets of meeting rooms: SIP passwords, PINs, endpoints' passphrases, servers' keys, from one private file.

The file is `access.room_secrets_for`: `sip` (unit -> account -> password), `pins` (unit -> room -> PIN), `endpoints`
(device -> passphrase of its administrator), `settings` (device -> PIN of its screen of settings), `services` (server ->
what it shares with browsers and guards itself by). No refusal says a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from truongluy import private_file
from truongluy.access import room_secrets_for
from truongluy.inventory import Device, Inventory
from truongluy.inventory.rooms import MEETING_ROOM, SERVICE_FUNCTIONS, all_rooms, room_of
from truongluy.room_secrets import rules
from truongluy.room_secrets.rules import KEYS_OF


@dataclass(frozen=True)
class RoomSecrets:
    """Every secret of an inventory's meeting rooms; see this package's docstring for the maps."""

    sip: Mapping[str, Mapping[str, str]] = field(repr=False)
    pins: Mapping[str, Mapping[str, str]] = field(repr=False)
    endpoints: Mapping[str, str] = field(repr=False)
    settings: Mapping[str, str] = field(repr=False)
    services: Mapping[str, Mapping[str, str]] = field(repr=False)

    def for_device(self, inventory: Inventory, device: Device) -> dict[str, Any]:
        """What one device may know; a server only what its functions need.

        A room's equipment: {sip_password, admin_passphrase, settings_pin}, None where it has none. A server: accounts
        [{account, site, password}] (registrar), pins {unit/room: PIN} and meeting_token, meeting_admin (meeting server),
        turn (relay and meeting server). Others: nothing.
        """
        if device.device_class == MEETING_ROOM:
            room = room_of(inventory, device)
            account = room.sip_account if room else None
            return {
                "sip_password": self.sip[device.site][account] if account else None,
                "admin_passphrase": self.endpoints.get(device.name),
                "settings_pin": self.settings.get(device.name),
            }
        if not set(SERVICE_FUNCTIONS.values()) & set(device.functions):
            return {}
        own = self.services.get(device.name, {})
        found: dict[str, Any] = {
            key: own[key]
            for function in device.functions
            for key in KEYS_OF.get(function, ())
            if key in own
        }  # fmt: skip
        rooms = list(all_rooms(inventory))
        if "sip_registrar" in device.functions:
            found["accounts"] = [
                {"account": r.sip_account, "site": r.site, "password": self.sip[r.site][r.sip_account]}
                for r in rooms
                if r.sip_account
            ]
        if "webrtc_server" in device.functions:
            found["pins"] = {f"{r.site}/{r.id}": self.pins[r.site][r.id] for r in rooms}
        return found

    def values(self) -> frozenset[str]:
        """Every secret there is: what must appear in no log, diff, evidence or report."""
        maps = (
            *self.sip.values(),
            *self.pins.values(),
            self.endpoints,
            self.settings,
            *self.services.values(),
        )
        return frozenset(value for one in maps for value in one.values())


def load(inventory: Inventory) -> RoomSecrets:
    """The secrets of an inventory's rooms; raises InputError when one is missing, unfit, or of nothing we know."""
    return read(inventory, room_secrets_for(inventory))


def read(inventory: Inventory, file: Path) -> RoomSecrets:
    """The secrets in one file; see `load`."""
    document = private_file.load(file)
    private_file.refuse(rules.check(document, inventory))
    return RoomSecrets(*(document.get(part, default={}) for part in rules.DEPTHS))
