"""Break one control's setting on a lab device, for real, to see that its check notices."""

from __future__ import annotations

import subprocess
import time

from lab import imported
from truongluy import commands
from truongluy import policy as policy_of
from truongluy.access import credentials_for, known_hosts_for, ssh_config_for
from truongluy.collect import SHELL
from truongluy.facts.cisco_roomos.lines import refusal
from truongluy.inventory import Device, Inventory
from truongluy.inventory.classes import IMPORTED
from truongluy.platforms import roomos
from truongluy.platforms.connection import ConnectionSettings, session
from truongluy.policy import Control
from truongluy.policy.model import PEOPLE
from truongluy.verdict import InputError, Problem, Text, Trouble

_ATTEMPTS = 10
# Stands in a recipe for the passphrase that the endpoint has.
_PASSPHRASE = "@PASSPHRASE@"


def run(inventory: str, control: str, device: str, undo: bool = False) -> int:
    """The verb `invoke lab.break`; `undo` plays the people who mend it elsewhere."""
    found, policy = commands.find_inventory(inventory), policy_of.load()
    if control not in policy.controls:
        raise InputError(
            [commands.unknown(control, policy.controls, "kiểm soát", "control", "policies/controls")]
        )
    (chosen,) = found.select(device)[:1]
    if undo:
        mend_control(found, policy.controls[control], chosen)
        print(f"Đã sửa '{control}' trên {device} thay người phụ trách / Mended in place of people.")
        return commands.DONE
    break_control(found, policy.controls[control], chosen)
    mend = _mended_by(policy.controls[control], chosen)
    print(
        f"Đã phá '{control}' trên {device}. Xem: invoke check -i {inventory} --limit {device}; sửa: {mend} / Broken."
    )
    return commands.DONE


def _mended_by(control: Control, device: Device) -> str:
    """The command that undoes a break."""
    if device.platform in IMPORTED:
        return f"python -m lab start {device.name}"
    if control.fixed_by == PEOPLE:
        return f"invoke lab.break --undo --control {control.id} --device {device.name}"
    return f"invoke provision -i lab --limit {device.name} --tags {control.fixed_by}"


def mend_control(inventory: Inventory, control: Control, device: Device) -> None:
    """Do what people do elsewhere, by the control's own `mend`; refused where a role mends it, and outside a lab."""
    _in_a_lab(inventory)
    if device.platform not in control.mends:
        raise InputError([_refusal(inventory, f"'{control.id}' không do người sửa trên {device.platform}",
                                   f"'{control.id}' is not mended by people on {device.platform}")])  # fmt: skip
    recipe = control.mends[device.platform]
    if device.platform == roomos.PLATFORM:
        _on_endpoint(inventory, device, recipe)
    else:
        _on_linux(inventory, device, recipe)


def break_control(inventory: Inventory, control: Control, device: Device) -> None:
    """Run the control's break recipe on a device; refused unless the inventory says that it is a lab."""
    _in_a_lab(inventory)
    if device.platform not in control.breaks:
        raise InputError([_refusal(inventory, f"'{control.id}' không có công thức phá cho {device.platform}",
                                   f"'{control.id}' has no break recipe for {device.platform}")])  # fmt: skip
    recipe = control.breaks[device.platform]
    if device.platform in IMPORTED:
        imported.change(device.name, recipe)
    elif device.platform in SHELL:
        _on_linux(inventory, device, recipe)
    elif device.platform == roomos.PLATFORM:
        _on_endpoint(inventory, device, recipe)
    else:
        _on_switch(inventory, device, recipe)


def _in_a_lab(inventory: Inventory) -> None:
    if not inventory.lab:
        raise InputError([_refusal(inventory, "kho khai báo này không phải phòng thử nghiệm (lab: true)",
                                   "this inventory is no lab (lab: true)")])  # fmt: skip


def _on_linux(inventory: Inventory, device: Device, recipe: str) -> None:
    done = _ssh(inventory, device, SHELL[device.platform].replace("sh -s", "sh -es"), recipe)
    if done.returncode:
        raise Trouble(
            Text(
                f"công thức phá không chạy được trên {device.name}",
                f"the break recipe did not run on {device.name}",
            ),
            done.stderr[-1000:],
        )
    # An sshd that reloads its settings turns callers away for a moment.
    for _ in range(_ATTEMPTS):
        if _ssh(inventory, device, "true").returncode == 0:
            return
        time.sleep(0.5)


def _ssh(
    inventory: Inventory, device: Device, command: str, text: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["ssh", "-F", str(ssh_config_for(inventory)), "-o", "ControlMaster=no", "-o", "ControlPath=none",
         "-o", "BatchMode=yes", device.name, command],
        input=text, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def _settings(inventory: Inventory) -> ConnectionSettings:
    return ConnectionSettings(
        ssh_config_for(inventory), known_hosts_for(inventory), credentials_for(inventory)
    )  # fmt: skip


def _on_switch(inventory: Inventory, device: Device, recipe: str) -> None:
    settings = _settings(inventory)
    with session(device.name, settings, device.platform) as connection:
        said = connection.send_config_set(recipe.strip().splitlines(), cmd_verify=False)
    if "% " in said:
        raise _refused(device, said)


def _on_endpoint(inventory: Inventory, device: Device, recipe: str) -> None:
    """Type lines on a video endpoint; it asks for the passphrase in force before it takes another."""
    with roomos.terminal(device.name, _settings(inventory)) as terminal:
        for line in recipe.strip().splitlines():
            said = terminal.ask(line.replace(_PASSPHRASE, terminal.password))
            if why := refusal(said):
                raise _refused(device, f"{line}: {why}")


def _refused(device: Device, said: str) -> Trouble:
    return Trouble(
        Text(f"{device.name} từ chối công thức phá", f"{device.name} refused the break recipe"),
        said[-1000:],
    )


def _refusal(inventory: Inventory, vi: str, en: str) -> Problem:
    return Problem(
        inventory.path / "organisation.yml", 0,
        Text("không được phá thiết lập ở đây", "settings are not broken here"), Text(vi, en),
        Text("chỉ dùng với -i lab", "use it with -i lab only"),
    )  # fmt: skip
