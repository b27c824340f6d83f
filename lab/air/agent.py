"""What runs inside the access point's machine: one JSON request a line in, one JSON answer a line out."""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lab.air import eavesdropper, raw_association
from lab.air.elements import Announced
from lab.air.frames import Subtype
from lab.air.intruder import Intruder
from lab.air.namespaces import opens, run
from lab.air.station import Station

FOLDER = Path("/run/truongluy-air")


class Agent:
    """The verbs; their arguments and answers are plain data."""

    def __init__(self, clients: dict[str, str]) -> None:
        self.stations = {netns: Station(netns, interface, FOLDER) for netns, interface in clients.items()}
        self.intruders = {netns: Intruder(netns, interface, FOLDER) for netns, interface in clients.items()}

    def close(self) -> None:
        """Leave no process, no file."""
        devices: list[Station | Intruder] = [*self.stations.values(), *self.intruders.values()]
        for one in devices:
            one.switch_off()
        shutil.rmtree(FOLDER, ignore_errors=True)

    def join(
        self, netns: str, settings: dict[str, str], files: dict[str, str], seconds: float
    ) -> dict[str, Any]:
        """Try to join; `files` (certificates, keys) are written beside first, their settings name them."""
        settings = dict(settings)
        for key, text in files.items():
            path = FOLDER / f"{netns}-{key}.pem"
            path.write_text(text)
            settings[key] = str(path)
        return asdict(self.stations[netns].join(settings, seconds))

    def leave(self, netns: str) -> None:
        """Leave the network."""
        self.stations[netns].leave()

    def switch_off(self, netns: str) -> None:
        """Free the client's radio."""
        self.stations[netns].switch_off()

    def push_button(self, netns: str, bssid: str) -> dict[str, Any]:
        """Press the button of WPS and tell what came of it."""
        return self.stations[netns].push_button(bssid)

    def reasons(self, netns: str, words: list[str]) -> list[str]:
        """Lines of the client's log with one of the words."""
        return self.stations[netns].reasons(*words)

    def mac(self, netns: str) -> str:
        """The client's address."""
        return self.stations[netns].mac()

    def address(self, netns: str, address: str) -> None:
        """Give the client an address (with its prefix length) and nothing else."""
        station = self.stations[netns]
        run(["ip", "address", "replace", address, "dev", station.interface], netns=netns)

    def run(self, words: list[str], netns: str | None, ok: list[int]) -> str:
        """A command in a namespace (None: the access point's own)."""
        return run(words, netns=netns, ok=ok)

    def opens(self, netns: str | None, address: str, port: int, interface: str | None) -> str:
        """What a TCP connection meets."""
        return opens(netns, address, port, interface)

    def ask_to_join(
        self, netns: str, bssid: str, frequency: int, ssid: str, requests: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """Send each request's frames, with an RSN element or none, and give the status codes.

        Under an address of its own: the access point remembers who was let in, and no client may inherit that.
        """
        station = self.stations[netns]
        station.switch_off()
        mac = "02:aa:" + os.urandom(4).hex(":")
        found = []
        with raw_association.monitor(netns, station.interface, frequency, mac) as radio:
            for request in requests:
                rsn = raw_association.request_from(request)
                elements = raw_association.elements_for(ssid, rsn, frequency)
                found.append(asdict(raw_association.associate(radio, bssid, mac, elements)))
        return found

    def announced(self, netns: str, bssid: str, frequency: int, ssid: str) -> dict[str, Any]:
        """What a network says of itself: in a beacon, and in answer to a probe of ours."""
        station = self.stations[netns]
        mac = station.mac()
        station.switch_off()
        with raw_association.monitor(netns, station.interface, frequency, mac) as radio:
            beacon = raw_association.announced(radio, bssid, Subtype.BEACON)
            answer = raw_association.probe(radio, mac, ssid, frequency, bssid)
        return {"beacon": _plain(beacon), "probe_response": _plain(answer)}

    def overhear(self, words: list[str], netns: str, marker: str) -> dict[str, Any]:
        """Run a command in a namespace while an eavesdropper counts frames and looks for the marker (hex) in them."""
        return asdict(eavesdropper.overhear(lambda: run(words, netns=netns, ok=()), bytes.fromhex(marker)))

    def intrude(self, netns: str, ssid: str, channel: int, button: bool) -> None:
        """A foreign access point under this name."""
        self.stations[netns].switch_off()
        self.intruders[netns].switch_on(ssid, channel, button=button)

    def withdraw(self, netns: str) -> None:
        """Take the foreign access point off the air."""
        self.intruders[netns].switch_off()


def _plain(said: Announced | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {**asdict(said), "frames_protected": said.rsn.frames_protected if said.rsn else None}


def main() -> None:
    """Serve requests until the line is closed."""
    os.umask(0o077)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    agent = Agent(json.loads(sys.argv[1]))
    try:
        print(json.dumps({"ready": True}), flush=True)
        for line in sys.stdin:
            print(json.dumps(_answer(agent, json.loads(line))), flush=True)
    finally:
        agent.close()


def _answer(agent: Agent, request: dict[str, Any]) -> dict[str, Any]:
    verb: Callable[..., Any] = getattr(agent, request["do"])
    try:
        return {"is": verb(**request["with"])}
    except Exception as failed:  # the other side raises it again: the session goes on
        where = traceback.extract_tb(failed.__traceback__)[-1]
        return {"failed": f"{type(failed).__name__}: {failed} ({where.name}:{where.lineno})"}
