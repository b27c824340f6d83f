"""The hosts and switches of the lab's inventory, as the lab needs them."""

from __future__ import annotations

from dataclasses import dataclass

from lab.paths import ROOT

INVENTORY = ROOT / "inventories" / "lab"

# These start without Python, without our key and without our account, to prove the day-0 bootstrap.
BARE = frozenset({"spare-01"})


@dataclass(frozen=True)
class Host:
    """One machine to bring up: `kind` is `host` or `bare` (a container), or `switch` (a simulated one)."""

    name: str
    address: str
    kind: str


_TABLE = (
    Host("portal-01", "10.99.10.11", "host"),
    Host("log-01", "10.99.10.12", "host"),
    Host("spare-01", "10.99.10.13", "bare"),
    Host("files-01", "10.99.20.11", "host"),
    Host("sw-so-01", "10.99.99.11", "switch"),
    Host("sw-school-01", "10.99.98.11", "switch"),
)


def hosts() -> list[Host]:
    """All containers of the lab."""
    return [host for host in _TABLE if host.kind != "switch"]


def switches() -> list[Host]:
    """All simulated switches of the lab."""
    return [host for host in _TABLE if host.kind == "switch"]
