"""Ansible's door to our own certificate authority: a server's certificate that stands, renewed before it ends."""

from __future__ import annotations

from pathlib import Path

from ansible.plugins.action import ActionBase

from truongluy import inventory as inventory_of
from truongluy.access import ca_for
from truongluy.certificates import keep
from truongluy.verdict import InputError

DOCUMENTATION = r"""
module: own_certificate
short_description: See that our authority holds a standing certificate for a server
description:
  - Runs on the controller. Makes the authority, the certificate and the revocation list when missing or ending soon.
options:
  names:
    description: >-
      Full DNS name of the server, which names its files; then other DNS names, its short name, its addresses. Without
      names only the authority is seen to, and there is no certificate and no key.
    type: list
    elements: str
    default: []
"""

ARGUMENTS = {"names": {"type": "list", "elements": "str", "default": []}}


class ActionModule(ActionBase):
    """Asks the authority; all knowledge is in truongluy.certificates."""

    _requires_connection = False
    _supports_check_mode = True
    _supports_diff = False
    _VALID_ARGS = frozenset(("names",))

    def run(self, tmp=None, task_vars=None):
        """Return changed, done, certificate and trusted (texts without secrets), and key_file on the controller."""
        result = super().run(tmp, task_vars)
        del tmp
        _, given = self.validate_argument_spec(ARGUMENTS)
        start = Path(str((task_vars or {}).get("inventory_dir", "")))
        root = next((f for f in (start, *start.parents) if (f / "organisation.yml").is_file()), start)
        try:
            inventory = inventory_of.load(root)
            organisation = next(iter(inventory.sites.values())).name.vi
            kept = keep(ca_for(inventory), organisation, given["names"], check=self._task.check_mode)
        except InputError as problem:
            return {**result, "failed": True, "msg": str(problem)}
        return {
            **result,
            "changed": bool(kept.done),
            "done": list(kept.done),
            "certificate": kept.certificate,
            "trusted": kept.trusted,
            "key_file": str(kept.key_file or ""),
        }
