"""The part of the menu about meeting rooms; `tasks.py` hangs it in as `rooms`."""

from __future__ import annotations

from invoke import task


@task(
    name="ready",
    default=True,
    help={
        "inventory": "name under inventories/, or a path (lab)",
        "as-of": "when the meeting begins: now, yyyy-mm-dd (8:00), or yyyy-mm-ddThh:mm (now)",
        "limit": "rooms, unit/room, units or devices, comma separated",
        "from-evidence": "folder of a kept run: no device is read",
        "json": "print as JSON",
    },
)
def ready(_c, inventory="lab", as_of=None, limit=None, from_evidence=None, json=False):
    """Say which meeting rooms can meet at a time, and what to do. Exit 1 unless all can."""
    from truongluy import commands

    commands.exit_with(commands.rooms.check, inventory, as_of, limit, from_evidence, as_json=json)


@task(
    name="invite",
    help={
        "room": "the room as unit/id; the id alone where only one unit has it",
        "until": "when the invitation ends, yyyy-mm-ddThh:mm, at most 24 hours from now",
        "links": "how many links to print: each place that takes part gets its own (1)",
        "inventory": "name under inventories/, or a path (lab)",
        "json": "print as JSON",
    },
)
def invite(_c, room, until, links="1", inventory="lab", json=False):
    """Print a link into an online room that ends by itself; tell the PIN another way."""
    from truongluy import commands

    commands.exit_with(commands.inviting.write, inventory, room, until, links, as_json=json)
