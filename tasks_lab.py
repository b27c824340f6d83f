"""The part of the menu about the lab; `tasks.py` hangs it in as `lab`."""

from __future__ import annotations

from invoke import task

INVENTORY = {"inventory": "name under inventories/, or a path (lab)"}
NO_WIFI_VM = {"no-wifi-vm": "without the access point that needs a virtual machine"}


@task(name="up", help=NO_WIFI_VM)
def up(_c, no_wifi_vm=False):
    """Start the lab: real Debian hosts, simulated switches, access points."""
    from lab import cli
    from truongluy import commands

    commands.exit_with(cli.up, no_wifi_vm=no_wifi_vm)


@task(name="down")
def down(_c):
    """Remove everything of the lab."""
    from lab import cli
    from truongluy import commands

    commands.exit_with(cli.down)


@task(name="status")
def status(_c):
    """What of the lab is running."""
    from lab import cli
    from truongluy import commands

    commands.exit_with(cli.status)


@task(
    name="break",
    help={
        "control": "the control to violate",
        "device": "a lab device",
        "undo": "mend what people mend elsewhere, such as an old firmware",
        **INVENTORY,
    },
)
def break_one(_c, control, device, undo=False, inventory="lab"):
    """Break the setting of one control on a lab device, to see the check notice."""
    from lab import breaking
    from truongluy import commands

    commands.exit_with(breaking.run, inventory, control, device, undo)
