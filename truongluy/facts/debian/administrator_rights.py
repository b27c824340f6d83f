"""Which accounts are administrators in effect, by whatever door."""

from __future__ import annotations

from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.accounts import groups_of, passwd_entries
from truongluy.facts.debian.privileges import read_sudo

# Members of these become root without being asked: they mount any folder, or read any disk.
_AS_GOOD_AS_ROOT = frozenset({"docker", "lxd", "disk", "shadow", "kmem"})


def read_administrator_rights(answers: Answers) -> dict[str, Any]:
    """Accounts other than root with administrator rights, and through what: a group, or a rule of their own."""
    rules = {rule["who"] for rule in read_sudo(answers)["rules"]}
    groups = _AS_GOOD_AS_ROOT | {who[1:] for who in rules if who.startswith("%")}
    found = []
    for entry in passwd_entries(answers):
        if entry.uid == 0:
            continue
        own = ["sudoers"] if entry.name in rules or "ALL" in rules else []
        through = own + [group for group in groups_of(answers, entry) if group in groups]
        if through:
            found.append({"name": entry.name, "through": ", ".join(through)})
    return {"accounts": sorted(found, key=lambda account: str(account["name"]))}


READERS = {"administrator_rights": read_administrator_rights}
