"""Ansible's door to the planner and the push of video endpoints: told truly in check mode and as a diff."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ansible.plugins.action import ActionBase

from truongluy import inventory as inventory_of
from truongluy import room_secrets
from truongluy.access import BUILD, credentials_for, known_hosts_for, ssh_config_for, web_interfaces_for
from truongluy.platforms import roomos, roomos_https
from truongluy.platforms.connection import CannotReach, ConnectionSettings, login_of
from truongluy.platforms.planner import PlanError
from truongluy.platforms.push import PushFailed
from truongluy.platforms.roomos_plan import Wish
from truongluy.platforms.roomos_push import configure
from truongluy.verdict import InputError

DOCUMENTATION = r"""
module: room_endpoint_config
short_description: Bring a RoomOS video endpoint to its intended settings
description:
  - Runs on the controller over one verified session after another, with the smallest change, taken back when it fails.
  - Secrets are read here, from the private file of meeting rooms, so that no task and no result holds one.
options:
  device: {description: Name of the device in the generated ssh_config., type: str, required: true}
  settings: {description: Value by path of xConfiguration., type: dict, required: true}
  secrets: {description: Name of a secret of the device by path of xConfiguration., type: dict, default: {}}
  optional: {description: Paths that an endpoint may lack., type: list, elements: str, default: []}
  accounts: {description: Local accounts that may stay; empty leaves all., type: list, elements: str, default: []}
  renew_secrets: {description: Set every secret again., type: bool, default: false}
  restart: {description: Restart when a setting needs it and nobody is meeting., type: bool, default: true}
  transport: {description: How it is changed, over ssh or https., type: str, choices: [ssh, https], default: ssh}
"""

ARGUMENTS = {
    "device": {"type": "str", "required": True},
    "settings": {"type": "dict", "required": True},
    "secrets": {"type": "dict", "default": {}},
    "optional": {"type": "list", "elements": "str", "default": []},
    "accounts": {"type": "list", "elements": "str", "default": []},
    "renew_secrets": {"type": "bool", "default": False},
    "restart": {"type": "bool", "default": True},
    "transport": {"type": "str", "choices": ["ssh", "https"], "default": "ssh"},
}
_OPENERS = {"ssh": roomos.terminal, "https": roomos_https.web}


class ActionModule(ActionBase):
    """Plans and pushes; all knowledge is in truongluy.platforms."""

    _requires_connection = False
    _supports_check_mode = True
    _supports_diff = True
    _VALID_ARGS = frozenset(ARGUMENTS)

    def run(self, tmp=None, task_vars=None):
        """Return changed, commands (without secrets), backup and, when asked, the diff."""
        result = super().run(tmp, task_vars)
        del tmp
        _, given = self.validate_argument_spec(ARGUMENTS)
        device = given["device"]
        try:
            inventory, settings = _known(
                str((task_vars or {}).get("inventory_dir", "")), given["transport"] == "https"
            )
            wish = _wish(given, room_secrets.load(inventory).for_device(inventory, inventory.devices[device]))
            if wish.passphrase and wish.passphrase != login_of(device, settings)["password"]:
                return {**result, "failed": True, "msg": _TWO_PASSPHRASES.format(device=device)}
            outcome = configure(
                device,
                wish,
                settings,
                _OPENERS[given["transport"]],
                check=self._task.check_mode,
                backups=BUILD / "backups",
            )
        except CannotReach as problem:
            return {**result, "unreachable": True, "msg": str(problem.reason)}
        except (PlanError, PushFailed, InputError) as problem:
            return {**result, "failed": True, "msg": str(getattr(problem, "reason", problem))}
        return _told(result, outcome, self._task.diff, device)


_TWO_PASSPHRASES = (
    "mật khẩu của {device} trong tệp thông tin đăng nhập khác với trong room_secrets.yml; hãy ghi một giá trị, giá trị cũ "
    "vào `previous` / the passphrase of {device} in the credentials file is not the one in room_secrets.yml; write one, "
    "and the old one as `previous`"
)


def _wish(given, known):
    secrets = {path: known[name] for path, name in given["secrets"].items() if known.get(name)}
    return Wish(
        {path: str(value) for path, value in given["settings"].items()},
        secrets,
        frozenset(given["optional"]),
        tuple(given["accounts"]),
        known.get("admin_passphrase") or "",
        given["renew_secrets"],
        given["restart"],
    )


def _told(result, outcome, diff, device):
    result.update(changed=outcome.changed, commands=list(outcome.plan.shown))
    if outcome.backup:
        result["backup"] = str(outcome.backup)
    if outcome.restart_waits:
        result["warnings"] = [
            f"{device}: đang họp, thiết lập phiên có hiệu lực sau lần khởi động tới / people are meeting, session "
            "settings take effect at the next start"
        ]
    if diff and outcome.changed:
        result["diff"] = {
            "before": outcome.plan.before,
            "after": outcome.plan.after,
            "before_header": f"{device} found",
            "after_header": f"{device} wished",
        }
    return result


@lru_cache(maxsize=8)
def _known(inventory_dir: str, web: bool):
    """The inventory that holds this folder, and how its devices are reached; raises InputError."""
    start = Path(inventory_dir)
    root = next((f for f in (start, *start.parents) if (f / "organisation.yml").is_file()), start)
    inventory = inventory_of.load_once(root)
    return inventory, ConnectionSettings(
        ssh_config_for(inventory),
        known_hosts_for(inventory),
        credentials_for(inventory),
        web=web_interfaces_for(inventory) if web else None,
    )
