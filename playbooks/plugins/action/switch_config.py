"""Ansible's door to the planner and the push: a switch as wanted, told truly in check mode and as a diff."""

from __future__ import annotations

from pathlib import Path

from ansible.plugins.action import ActionBase

from truongluy.platforms.connection import CannotReach, ConnectionSettings
from truongluy.platforms.planner import PlanError
from truongluy.platforms.push import PushFailed, Wish, configure

DOCUMENTATION = r"""
module: switch_config
short_description: Bring a switch to its intended configuration
description:
  - Runs on the controller over one verified SSH session, with the smallest change, under a dead-man timer.
options:
  device: {description: Name of the device in the generated ssh_config., type: str, required: true}
  intended: {description: Intended configuration text., type: str, required: true}
  absent: {description: Whole-line patterns of lines to remove., type: list, elements: str, default: []}
  platform: {description: Platform of the device., type: str, default: cisco_ios}
  dead_man_minutes: {description: Minutes until the device undoes a bad change., type: int, default: 3}
"""


class ActionModule(ActionBase):
    """Plans and pushes; all knowledge is in truongluy.platforms."""

    _requires_connection = False
    _supports_check_mode = True
    _supports_diff = True
    _VALID_ARGS = frozenset(("device", "intended", "absent", "platform", "dead_man_minutes"))

    def run(self, tmp=None, task_vars=None):
        """Return changed, commands (without secrets), backup and, when asked, the diff."""
        result = super().run(tmp, task_vars)
        del tmp
        _, given = self.validate_argument_spec(
            {
                "device": {"type": "str", "required": True},
                "intended": {"type": "str", "required": True},
                "absent": {"type": "list", "elements": "str", "default": []},
                "platform": {"type": "str", "default": "cisco_ios"},
                "dead_man_minutes": {"type": "int", "default": 3},
            }
        )
        root = _project_root(Path(self._loader.get_basedir()))
        wish = Wish(given["intended"], tuple(given["absent"]), given["platform"])
        try:
            outcome = configure(
                given["device"],
                wish,
                ConnectionSettings.of_environment(root),
                check=self._task.check_mode,
                minutes=given["dead_man_minutes"],
                backups=root / "build" / "backups",
            )
        except (CannotReach, PlanError, PushFailed) as problem:
            unreachable = isinstance(problem, CannotReach)
            return {
                **result,
                "failed": not unreachable,
                "unreachable": unreachable,
                "msg": str(problem.reason),
            }
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


def _project_root(start: Path) -> Path:
    """The folder that holds the playbooks; generated files lie below it."""
    for folder in (start, *start.parents):
        if (folder / "pyproject.toml").is_file():
            return folder
    return start
