"""A client: one wpa_supplicant in a network namespace, told what to join and heard out on how it went.

Runs inside the access point's machine. Every wait is for an event and has an end.
"""

from __future__ import annotations

import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lab.air.control import Control, pairs
from lab.air.namespaces import hardware_address, run

_SCANS = 4
# Asked by the access point to come again (anti-clogging token, another group): no refusal yet.
_COME_AGAIN = ("status_code=76", "status_code=77")
_QUOTED = ("ssid", "psk", "sae_password", "identity", "anonymous_identity", "password", "ca_cert",
           "client_cert", "private_key", "domain_suffix_match", "domain_match", "phase1", "phase2")  # fmt: skip


@dataclass
class Joined:
    """How an attempt ended.

    state: connected, refused, not_joined (the network was heard, but the client won't have it), not_heard, silent;
    reason: the event that decided it; heard: BSSIDs of the network's name in the last complete scan.
    """

    state: str
    reason: str = ""
    key_mgmt: str = ""
    pmf: str = ""
    pairwise: str = ""
    group: str = ""
    bssid: str = ""
    seconds: float = 0.0
    heard: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)


class Station:
    """A client's radio under a wpa_supplicant of its own."""

    def __init__(self, netns: str, interface: str, folder: Path) -> None:
        self.netns, self.interface, self.folder = netns, interface, folder
        self.log = folder / f"{netns}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._control: Control | None = None

    def switch_on(self) -> Control:
        """Start wpa_supplicant unless it runs; the log has reasons, never keys (that would take -K)."""
        if self._control and self._process and self._process.poll() is None:
            return self._control
        self.switch_off()
        self.log.unlink(missing_ok=True)
        sockets = self.folder / f"wpa-{self.netns}"
        (sockets / self.interface).unlink(missing_ok=True)
        run(["ip", "link", "set", self.interface, "up"], netns=self.netns)
        words = ["ip", "netns", "exec", self.netns, "wpa_supplicant", "-Dnl80211", f"-i{self.interface}",
                 f"-C{sockets}", "-d", f"-f{self.log}"]  # fmt: skip
        self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL)
        self._control = Control(sockets / self.interface, self.folder)
        return self._control

    def switch_off(self) -> None:
        """End wpa_supplicant and forget the address it had."""
        if self._control:
            with suppress(OSError, TimeoutError):
                self._control.ask("TERMINATE", seconds=3)
            self._control.close()
            self._control = None
        if self._process:
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)
            self._process = None
        self._forget_addresses()

    def _forget_addresses(self) -> None:
        run(["ip", "address", "flush", "dev", self.interface, "scope", "global"], netns=self.netns, ok=())

    def mac(self) -> str:
        """The address of the client's radio."""
        return hardware_address(self.netns, self.interface)

    def leave(self) -> None:
        """Leave the network and remember nothing of it: no key, no scan result, no blame."""
        control = self.switch_on()
        for command in ("REMOVE_NETWORK all", "PMKSA_FLUSH", "BSSID_IGNORE clear", "BSS_FLUSH 0"):
            control.ask(command)
        self._forget_addresses()
        control.forget_events()

    def join(self, settings: dict[str, str], seconds: float = 45) -> Joined:
        """Try to join a network described in wpa_supplicant's own words, from a clean slate."""
        self.leave()
        control = self.switch_on()
        number = control.must("ADD_NETWORK")
        for key, value in settings.items():
            text = f'"{value}"' if key in _QUOTED else value
            control.must(f"SET_NETWORK {number} {key} {text}")
        began = time.monotonic()
        control.must(f"SELECT_NETWORK {number}")
        joined = self._wait(control, settings["ssid"], began + seconds)
        joined.seconds = round(time.monotonic() - began, 1)
        if joined.state == "connected":
            status = pairs(control.ask("STATUS"))
            joined.key_mgmt, joined.pmf = status.get("key_mgmt", ""), status.get("pmf", "0")
            joined.pairwise = status.get("pairwise_cipher", "")
            joined.group, joined.bssid = status.get("group_cipher", ""), status.get("bssid", "")
        else:
            control.ask("REMOVE_NETWORK all")
        return joined

    def _wait(self, control: Control, ssid: str, deadline: float) -> Joined:
        events: list[str] = []
        missed = 0
        while (event := control.event(deadline)) is not None:
            if not event.startswith(("CTRL-EVENT-BSS-", "CTRL-EVENT-SCAN-", "CTRL-EVENT-REGDOM")):
                events.append(event)
            if "CTRL-EVENT-CONNECTED" in event:
                return Joined("connected", event, events=events)
            if _refuses(event):
                return Joined("refused", event, heard=self.heard(ssid), events=events)
            if "CTRL-EVENT-NETWORK-NOT-FOUND" in event:
                missed += 1
                heard = self.heard(ssid)
                if heard:
                    return Joined("not_joined", event, heard=heard, events=events)
                if missed >= _SCANS:
                    return Joined("not_heard", event, events=events)
        return Joined("silent", "no deciding event in time", heard=self.heard(ssid), events=events)

    def push_button(self, bssid: str, seconds: float = 60) -> dict[str, Any]:
        """Press the button of Wi-Fi Protected Setup: its events until a key came, or until two scans that heard
        the access point found no partner. `heard`: in how many scans it was there.
        """
        self.leave()
        control = self.switch_on()
        control.must("WPS_PBC")
        deadline = time.monotonic() + seconds
        events: list[str] = []
        heard = 0
        while heard < 2 and (event := control.event(deadline)) is not None:
            if event.startswith("WPS-"):
                events.append(event)
            if event.startswith(("WPS-CRED-RECEIVED", "WPS-FAIL", "WPS-TIMEOUT")):
                break
            if event.startswith("CTRL-EVENT-SCAN-RESULTS") and "WPS-AP-AVAILABLE-PBC" not in events:
                heard += bssid in control.ask("SCAN_RESULTS")
        control.ask("WPS_CANCEL")
        control.ask("REMOVE_NETWORK all")
        return {"events": events, "heard": heard}

    def heard(self, ssid: str) -> list[str]:
        """BSSIDs that carry the name in the last scan."""
        assert self._control
        rows = [line.split("\t") for line in self._control.ask("SCAN_RESULTS").splitlines()[1:]]
        return [row[0] for row in rows if len(row) > 4 and _unescape(row[4]) == ssid]

    def reasons(self, *words: str) -> list[str]:
        """Lines of the client's own log that have one of the words."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.is_file() else []
        return [line for line in lines if any(word in line for word in words)][-20:]


def _refuses(event: str) -> bool:
    if "CTRL-EVENT-EAP-FAILURE" in event or "CTRL-EVENT-SSID-TEMP-DISABLED" in event:
        return True
    if "CTRL-EVENT-ASSOC-REJECT" in event or "CTRL-EVENT-AUTH-REJECT" in event:
        return not any(code in event for code in _COME_AGAIN)
    return False


def _unescape(text: str) -> str:
    r"""The name behind wpa_supplicant's printf escapes (\xc3\xa9, \\, \")."""
    return (
        text.encode("latin-1", "replace").decode("unicode_escape").encode("latin-1").decode(errors="replace")
    )
