"""A room's endpoint made of baresip: registers, calls and answers, and says how its calls went."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.rooms.sip.places import Place

MODULES = "/usr/lib/baresip/modules"
_CONTROL = 4444

_CONFIG = """module_path {modules}
poll_method epoll
sip_listen {address}:5070
sip_cafile {authority}
sip_verify_server yes
audio_source ausine,440
audio_player aufile,{folder}/heard.wav
audio_alert aufile,{folder}/alert.wav
ausrc_srate 48000
auplay_srate 48000
ausrc_channels 2
auplay_channels 2
rtp_ports 30000-30100
ctrl_tcp_listen 127.0.0.1:{control}
module opus.so
module ausine.so
module aufile.so
module srtp.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
"""


class Endpoint:
    """A running baresip; `said` is all it has printed."""

    def __init__(self, place: Place, folder: Path) -> None:
        """Take over what `endpoint` started."""
        self.place, self._log = place, folder / "said"

    @property
    def said(self) -> str:
        """Everything printed so far."""
        return self._log.read_text(errors="replace")

    def ask(self, command: str, params: str = "") -> dict[str, Any]:
        """Give one command over baresip's control port and return its answer."""
        text = json.dumps({"command": command, "params": params, "token": "t"})
        # The port is open on the loopback of that place only.
        script = (
            "import socket,sys\n"
            f"s=socket.create_connection(('127.0.0.1',{_CONTROL}),5);s.settimeout(8)\n"
            "s.sendall(sys.stdin.buffer.read());got=b''\n"
            "try:\n"
            "    while b'\"response\"' not in got: got+=s.recv(65536)\n"
            "except TimeoutError: pass\n"
            "sys.stdout.write(got.decode(errors='replace'))\n"
        )
        got = self.place.run("python3", "-c", script, data=f"{len(text)}:{text},").stdout
        return _response(got)

    def wait_for(self, *words: str, seconds: float = 20) -> str:
        """Wait until one of the words was said and return it; fails with everything that was said instead."""
        return wait(
            lambda: next((word for word in words if word in self.said), ""), seconds, lambda: self.said
        )


def wait(found: Callable[[], str], seconds: float, told: Callable[[], str] = lambda: "") -> str:
    """Wait until something is found; fails with what was told instead."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what := found():
            return what
        time.sleep(0.2)
    raise AssertionError(f"not within {seconds} s:\n{told()[-3000:]}")


def _response(stream: str) -> dict[str, Any]:
    """The response among the netstrings of the control port, which tells of events too."""
    while stream:
        length, _, rest = stream.partition(":")
        text, stream = rest[: int(length)], rest[int(length) + 1 :]
        if json.loads(text).get("response"):
            return json.loads(text)
    return {}


@contextmanager
def endpoint(place: Place, folder: Path, account: str, authority: Path) -> Iterator[Endpoint]:
    """An endpoint for the block, with one account line of baresip."""
    folder.mkdir(mode=0o700)
    (folder / "config").write_text(
        _CONFIG.format(modules=MODULES, address=place.address, authority=authority, folder=folder, control=_CONTROL)
    )  # fmt: skip
    (folder / "accounts").write_text(account + "\n")
    with (folder / "said").open("w") as log:
        running = place.start("baresip", "-f", str(folder), output=log.fileno())
    try:
        yield Endpoint(place, folder)
    finally:
        running.terminate()
        running.wait()


def account(
    name: str, domain: str, password: str, server: str, *, encryption: str = "srtp-mand", seconds: int = 600
) -> str:
    """An account line: calls through `server` over TLS, answers by itself."""
    media = f";mediaenc={encryption}" if encryption else ""
    return (
        f'<sip:{name}@{domain};transport=tls>;auth_user={name};auth_pass={password};outbound="sip:{server}:5061;transport=tls"'
        f"{media};audio_codecs=opus/48000/2;answermode=auto;regint={seconds}"
    )


def by_itself(name: str, address: str) -> str:
    """An account line without a server and without encryption: calls from endpoint to endpoint."""
    return f"<sip:{name}@{address};transport=udp>;regint=0;answermode=auto;audio_codecs=opus/48000/2"
