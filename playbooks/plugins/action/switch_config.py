"""Ansible's door to the planner and the push: a switch as wanted, told truly in check mode and as a diff."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ansible.plugins.action import ActionBase

from truongluy import inventory as inventory_of
from truongluy.access import BUILD, credentials_for, known_hosts_for, ssh_config_for
from truongluy.platforms.connection import CannotReach, ConnectionSettings
from truongluy.platforms.planner import PlanError
from truongluy.platforms.push import PushFailed, Wish, configure
from truongluy.verdict import InputError

DOCUMENTATION = r"""
module: switch_config
short_description: Bring a switch to its intended configuration
description:
  - Runs on the controller over one verified SSH session, with the smallest change, under a dead-man timer.
options:
  device: {description: Name of the device in the generated ssh_config., type: str, required: true}
  intended: {description: Intended configuration text., type: str, required: true}
  absent: {description: Whole-line patterns of lines to remove., type: list, elements: str, default: []}
  password_kinds:
    description: Ways of keeping our own password that are accepted; an empty list leaves it alone.
    type: list
    elements: str
    default: []
  platform: {description: Platform of the device., type: str, default: cisco_ios}
  dead_man_minutes: {description: Minutes until the device undoes a bad change., type: int, default: 3}
"""

ARGUMENTS = {
    "device": {"type": "str", "required": True},
    "intended": {"type": "str", "required": True},
    "absent": {"type": "list", "elements": "str", "default": []},
    "password_kinds": {"type": "list", "elements": "str", "default": []},
    "platform": {"type": "str", "default": "cisco_ios"},
    "dead_man_minutes": {"type": "int", "default": 3},
}


class ActionModule(ActionBase):
    """Plans and pushes; all knowledge is in truongluy.platforms."""

    _requires_connection = False
    _supports_check_mode = True
    _supports_diff = True
    _VALID_ARGS = frozenset(
        ("device", "intended", "absent", "password_kinds", "platform", "dead_man_minutes")
    )

    def run(self, tmp=None, task_vars=None):
        """Return changed, commands (without secrets), backup and, when asked, the diff."""
        result = super().run(tmp, task_vars)
        del tmp
        _, given = self.validate_argument_spec(ARGUMENTS)
        wish = Wish(
            given["intended"], tuple(given["absent"]), given["platform"], tuple(given["password_kinds"])
        )
        try:
            outcome = configure(
                given["device"],
                wish,
                _settings(str((task_vars or {}).get("inventory_dir", ""))),
                check=self._task.check_mode,
                minutes=given["dead_man_minutes"],
                backups=BUILD / "backups",
            )
        except CannotReach as problem:
            return {**result, "unreachable": True, "msg": str(problem.reason)}
        except (PlanError, PushFailed, InputError) as problem:
            return {**result, "failed": True, "msg": str(getattr(problem, "reason", problem))}
        result.update(changed=outcome.changed, commands=list(outcome.commands))
        if outcome.backup:
            result["backup"] = str(outcome.backup)
        if self._task.diff and not outcome.plan.empty:
            result["diff"] = {
                "before": outcome.plan.before + "\n",
                "after": outcome.plan.after + "\n",
                "before_header": f"{given['device']} running",
                "after_header": f"{given['device']} intended",
            }
        return result


@lru_cache(maxsize=8)
def _settings(inventory_dir: str) -> ConnectionSettings:
    """How devices of the inventory that holds this folder are reached; raises InputError."""
    start = Path(inventory_dir)
    root = next((f for f in (start, *start.parents) if (f / "organisation.yml").is_file()), start)
    inventory = inventory_of.load(root)
    return ConnectionSettings(
        ssh_config_for(inventory), known_hosts_for(inventory), credentials_for(inventory)
    )
