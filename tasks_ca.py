"""The part of the menu about our own certificate authority; `tasks.py` hangs it in as `ca`."""

from __future__ import annotations

from invoke import task

INVENTORY = {"inventory": "name under inventories/, or a path (lab)"}


@task(name="create", help=INVENTORY)
def create(_c, inventory="lab"):
    """Make the organisation's own certificate authority."""
    from truongluy import commands

    commands.exit_with(commands.certificates.create, inventory)


@task(
    name="issue",
    positional=["name"],
    iterable=["also"],
    help={
        "name": "DNS name of a server, or account@site for Wi-Fi",
        **INVENTORY,
        "also": "another DNS name",
        "if-due": "only when there is none, or it ends soon",
    },
)
def issue(_c, name, inventory="lab", also=(), if_due=False):
    """Issue a certificate for a server or for a Wi-Fi account."""
    from truongluy import commands

    commands.exit_with(commands.certificates.issue, inventory, name, list(also), if_due=if_due)


@task(name="list", help={**INVENTORY, "json": "print as JSON"})
def listing(_c, inventory="lab", json=False):
    """List certificates and the days they have left. Exit 1 when one ends within 30 days."""
    from truongluy import commands

    commands.exit_with(commands.certificates.listing, inventory, as_json=json)


@task(name="revoke", positional=["serial"], help={"serial": "as `ca.list` shows it", **INVENTORY})
def revoke(_c, serial, inventory="lab"):
    """End a certificate before its time."""
    from truongluy import commands

    commands.exit_with(commands.certificates.revoke, inventory, serial)
