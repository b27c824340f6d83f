"""The lab's network with places in it, its registrar, and the secrets that the lab made for its rooms."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lab import access, modes, requirements
from lab import state as lab_state
from lab.containers import GATEWAY
from tests.rooms.sip.baresip import Endpoint, account, endpoint
from tests.rooms.sip.places import Place, place
from truongluy import room_secrets
from truongluy.access import ca_for
from truongluy.room_secrets import RoomSecrets

SERVER = "conf-01"
ADDRESSES = {"caller": "10.99.60.201", "called": "10.99.60.202", "stranger": "10.99.60.203"}
"""Where a test's endpoints stand: in the network of shared equipment, at addresses that no device has."""


@pytest.fixture(scope="session")
def network(lab) -> list[str]:
    """Runs a command where the lab's bridge is."""
    state = lab_state.load()
    return list(modes.named(state["mode"]).network(state))


@pytest.fixture(scope="session")
def server(lab) -> str:
    """Address of the lab's conference server."""
    return str(lab.devices[SERVER].address)


@pytest.fixture(scope="session")
def authority(lab) -> Path:
    """The certificate that every room trusts."""
    return ca_for(lab) / "ca.pem"


@pytest.fixture(scope="session")
def known(lab) -> RoomSecrets:
    """The secrets that the lab made."""
    return room_secrets.read(lab, access.ROOM_SECRETS)


@pytest.fixture(scope="session")
def places(network) -> Iterator[dict[str, Place]]:
    """Three places in the lab's network."""
    with ExitStack() as opened:
        yield {
            name: opened.enter_context(place(network, GATEWAY, address)) for name, address in ADDRESSES.items()
        }  # fmt: skip


@pytest.fixture
def room(places, authority, server, known, lab, tmp_path) -> Iterator[Callable[..., Endpoint]]:
    """Starts an endpoint of baresip at a place, with the account of a room unless a test says otherwise."""
    missing = requirements.missing(requirements.MEDIA)
    assert not missing and shutil.which("baresip"), f"run `python -m lab requirements --media`: {missing}"
    with ExitStack() as opened:

        def start(where: str, name: str, *, password: str | None = None, **how: str) -> Endpoint:
            given = {k: v for one in known.sip.values() for k, v in one.items()}
            line = account(
                name, how.pop("domain", lab.conference.domain), password or given[name], server, **how
            )
            return opened.enter_context(endpoint(places[where], tmp_path / where, line, authority))

        yield start
