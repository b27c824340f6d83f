"""A person at a real browser: Debian's Chromium, headless, with made-up camera and microphone, somewhere in the lab's network.

Nothing of its checks is switched off: it trusts the project's authority because that stands among its certificates.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, TimeoutError

from tests.rooms.sip.places import Place

CHROMIUM = "/usr/bin/chromium"
# Two browsers that compute sound and pictures share a small machine with the lab.
_PATIENCE_MS = 90_000
_FLAGS = (
    # Devices that make a picture and a tone. There is no screen to ask on, and nobody to answer.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    # Whoever runs tests in a container is root, and Chromium's sandbox refuses root.
    "--no-sandbox",
)
# Before the page's own code: remembers its connections, so that they can be measured.
_WATCH = """
const Real = RTCPeerConnection;
window.measured = [];
window.RTCPeerConnection = class extends Real {
  constructor(given = {}) { super({ ...given, ...window.forTest }); window.measured.push(this); }
};
"""
_RELAY_ONLY = 'window.forTest = { iceTransportPolicy: "relay" };'
_TRAFFIC = """async () => {
  const found = { in: {}, transports: [], relayed: false };
  for (const connection of window.measured) {
    const all = await connection.getStats();
    for (const one of all.values()) {
      if (one.type === "inbound-rtp")
        found.in[one.kind] = { bytes: one.bytesReceived, frames: one.framesDecoded ?? 0, energy: one.totalAudioEnergy ?? 0 };
      if (one.type === "transport") {
        found.transports.push({ state: one.dtlsState, cipher: one.srtpCipher, version: one.tlsVersion });
        const pair = all.get(one.selectedCandidatePairId);
        found.relayed ||= all.get(pair?.localCandidateId)?.candidateType === "relay";
      }
    }
  }
  return found;
}"""


class Person:
    """Somebody who has the meeting page open."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        """Take over what `person` opened."""
        self.context, self.page = context, page
        self.troubles: list[str] = []
        page.on(
            "requestfailed", lambda request: self._note(f"{request.url.partition('#')[0]}: {request.failure}")
        )
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("console", lambda said: self._note(said.text) if said.type == "error" else None)

    def _note(self, trouble: str) -> None:
        self.troubles.append(trouble)

    def enter(self, name: str, pin: str) -> None:
        """Type a name and a PIN and press the button; a page that did not come whole is loaded again, as it asks for."""
        self._wait_for_form()
        self.page.get_by_label("Tên của bạn").fill(name)
        self.page.get_by_label("Mã PIN của phòng").fill(pin)
        self.page.get_by_role("button", name="Vào phòng").click()

    def _wait_for_form(self) -> None:
        # Chromium drops what it is loading when its network changes, and ours is seconds old.
        form = self.page.get_by_label("Tên của bạn")
        try:
            form.wait_for(timeout=30_000)
        except TimeoutError:
            print(f"{self.state}; {self.troubles}")
            assert "tải lại trang" in self.state
            self.page.reload()
            form.wait_for()

    def is_inside(self) -> None:
        """Wait until the meeting is on the screen."""
        self.page.get_by_role("region", name="Cuộc họp").wait_for()

    def refusal(self) -> str:
        """Wait for the problem that the page tells, and say it."""
        self.page.locator("#state.problem").wait_for()
        assert not self.page.get_by_role("region", name="Cuộc họp").is_visible()
        return self.state

    @property
    def state(self) -> str:
        """What the page says to its reader now."""
        return self.page.get_by_role("status").inner_text()

    def sees(self, name: str) -> None:
        """Wait until somebody's picture is there."""
        self.page.get_by_label(f"Hình của {name}").wait_for()

    def traffic(self, until: Callable[[dict[str, Any]], bool], seconds: float = 90) -> dict[str, Any]:
        """What getStats tells, read again until it is enough; the last of it in any case."""
        for _ in range(int(seconds * 2)):
            found: dict[str, Any] = self.page.evaluate(_TRAFFIC)
            if until(found):
                break
            self.page.wait_for_timeout(500)
        return found


@contextmanager
def person(
    chromium: Playwright,
    place: Place,
    folder: Path,
    authority: Path | None,
    addresses: dict[str, str],
    *,
    relay: bool = False,
) -> Iterator[Person]:
    """A browser of its own in a place for the block; it knows the lab's names, and our authority where one is given."""
    certificates = folder / ".pki" / "nssdb"
    certificates.mkdir(parents=True)
    store = ["certutil", "-d", f"sql:{certificates}"]
    subprocess.run([*store, "-N", "--empty-password"], check=True)
    if authority:
        subprocess.run([*store, "-A", "-n", "truongluy", "-t", "C,,", "-i", str(authority)], check=True)
    program = folder / "chromium"
    program.write_text(f'#!/bin/sh\nexec {shlex.join([*place.prefix, CHROMIUM])} "$@"\n')
    program.chmod(0o700)
    rules = ", ".join(f"MAP {name} {address}" for name, address in addresses.items())
    context = chromium.chromium.launch_persistent_context(
        folder / "profile", executable_path=program, headless=True,
        args=[*_FLAGS, f"--host-resolver-rules={rules}"],
        env={**os.environ, "HOME": str(folder)}, permissions=["camera", "microphone"],
    )  # fmt: skip
    try:
        context.set_default_timeout(_PATIENCE_MS)
        context.add_init_script((_RELAY_ONLY if relay else "") + _WATCH)
        yield Person(context, context.pages[0])
    finally:
        context.close()
