"""An access point that is not ours, on a client's radio: an open network, or one that gives its key at a button's press.

Runs inside the access point's machine.
"""

from __future__ import annotations

import secrets
import subprocess
from pathlib import Path

from lab.air.control import Control
from lab.air.namespaces import hardware_address, run

BSSID = "02:66:66:66:66:66"
ADDRESS = "192.0.2.1/24"
_CONFIG = """interface={interface}
driver=nl80211
ctrl_interface={sockets}
ssid2={ssid}
bssid={bssid}
country_code=VN
hw_mode={mode}
channel={channel}
"""
_BUTTON = """wpa=2
wpa_key_mgmt=WPA-PSK
rsn_pairwise=CCMP
wpa_passphrase={key}
eap_server=1
wps_state=2
config_methods=push_button virtual_push_button
"""


class Intruder:
    """hostapd in a client's namespace with a foreign BSSID."""

    def __init__(self, netns: str, interface: str, folder: Path) -> None:
        self.netns, self.interface, self.folder = netns, interface, folder
        self._process: subprocess.Popen[bytes] | None = None
        # hostapd leaves the radio with the address it gave it.
        self._home = ""

    def switch_on(self, ssid: str, channel: int, *, button: bool = False) -> None:
        """Serve the name on the channel; returns when the network is up, and its button pressed if it has one."""
        sockets = self.folder / f"rogue-{self.netns}"
        config = self.folder / "rogue.conf"
        text = _CONFIG.format(
            interface=self.interface, sockets=sockets, ssid=f'"{ssid}"', bssid=BSSID, channel=channel,
            mode="g" if channel <= 14 else "a",
        )  # fmt: skip
        config.write_text(text + (_BUTTON.format(key=secrets.token_hex(12)) if button else ""))
        self._home = hardware_address(self.netns, self.interface)
        run(["ip", "link", "set", self.interface, "down"], netns=self.netns)
        (sockets / self.interface).unlink(missing_ok=True)
        words = [
            "ip",
            "netns",
            "exec",
            self.netns,
            "hostapd",
            "-f",
            str(self.folder / "rogue.log"),
            str(config),
        ]
        self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL)
        control = Control(sockets / self.interface, self.folder, attach=False)
        try:
            if "state=ENABLED" not in control.ask("STATUS"):
                raise RuntimeError("the foreign access point did not start")
            if button:
                control.must("WPS_PBC")
        finally:
            control.close()
        run(["ip", "address", "replace", ADDRESS, "dev", self.interface], netns=self.netns)

    def switch_off(self) -> None:
        """Take it off the air."""
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(8)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)
            self._process = None
        if self._home:
            run(["ip", "link", "set", self.interface, "down"], netns=self.netns)
            run(["ip", "link", "set", self.interface, "address", self._home], netns=self.netns)
            self._home = ""
        run(["ip", "address", "flush", "dev", self.interface, "scope", "global"], netns=self.netns, ok=())
