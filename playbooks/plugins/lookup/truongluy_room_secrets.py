"""Reads the meeting rooms' secrets that one device may know, when a task uses them."""

from __future__ import annotations

from pathlib import Path

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from truongluy import inventory as inventory_of
from truongluy import room_secrets
from truongluy.verdict import InputError

DOCUMENTATION = """
name: truongluy_room_secrets
short_description: meeting rooms' secrets of one device
description:
  - For a room's equipment C(sip_password), C(admin_passphrase) and C(settings_pin); for a server what its functions need.
  - See C(truongluy.room_secrets.RoomSecrets.for_device).
  - A task that uses it says C(no_log).
options:
  _terms:
    description: The device.
    required: true
  inventory:
    description: The folder of the inventory.
    required: true
"""


class LookupModule(LookupBase):
    """One answer for each device named."""

    def run(self, terms, variables=None, **kwargs):
        """Raises AnsibleLookupError in words that name the file and the line, never a value."""
        self.set_options(var_options=variables, direct=kwargs)
        try:
            inventory = inventory_of.load_once(Path(self.get_option("inventory")))
            known = room_secrets.load(inventory)
        except InputError as problem:
            raise AnsibleLookupError(str(problem)) from None
        return [known.for_device(inventory, inventory.devices[name]) for name in terms]
