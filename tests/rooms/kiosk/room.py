"""The lab's room computer with its real browser: its own service, account, confinement and policy, but no screen.

A drop-in of the test takes away what needs a screen, and starts the same Chromium headless. Names of hosts lead to a page of
the test's own on that computer, so that it can be seen what reaches a host and what never does.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab import access
from truongluy.access import ca_for
from truongluy.certificates import SERVER, Authority
from truongluy.inventory import Inventory

HOST, FOLDER = "room-01", "/run/tl-kiosk-test"
MEETS, OTHER = "conf-01", "khac.example"
GOOD, STRANGE = 18443, 18444
"""Ports of the page with a certificate of our authority, and with one of somebody else's."""
DROP_IN = "/run/systemd/system/truongluy-kiosk.service.d/test.conf"
_NO_CONSOLE = """[Unit]
ConditionPathExists=
ConditionPathExistsGlob=
[Service]
PAMName=
TTYPath=
TTYReset=no
TTYVHangup=no
TTYVTDisallocate=no
StandardInput=null
UtmpIdentifier=
Restart=no
"""


def shell(script: str, *, ok: bool = True) -> str:
    """What a script prints on the room's computer, as root."""
    done = subprocess.run(
        ["ssh", "-F", str(access.SSH_CONFIG), HOST, "sudo -n sh -es"],
        input=script, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert not ok or done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def put(path: str, text: str) -> None:
    """Write a file there, for root only."""
    shell(f"mkdir -p \"$(dirname '{path}')\"; umask 077; cat > '{path}' <<'TL_END'\n{text}\nTL_END\n")


def _serve(folder: Path, port: int, authority: Authority) -> None:
    names = ("trang.example", MEETS, OTHER)
    authority.issue_server(names[0], names[1:])
    for kind in ("pem", "key"):
        text = (authority.store.folder / SERVER / f"{names[0]}.{kind}").read_text()
        put(f"{FOLDER}/{port}.{kind}", text)
    shell(
        f"cd {FOLDER}; systemd-run -q --collect --unit=tl-kiosk-page-{port} -p StandardOutput=append:{FOLDER}/{port}.log "
        f"python3 {FOLDER}/pages.py {port} {FOLDER}/{port}.pem {FOLDER}/{port}.key"
    )


@contextmanager
def pages(inventory: Inventory, folder: Path) -> Iterator[None]:
    """Both pages on the room's computer; the authority that signs is a copy, so that the lab's own notices nothing."""
    shutil.copytree(ca_for(inventory), folder / "ca")
    put(f"{FOLDER}/pages.py", (Path(__file__).parent / "pages.py").read_text(encoding="utf-8"))
    try:
        _serve(folder, GOOD, Authority.open(folder / "ca"))
        _serve(folder, STRANGE, Authority.create(folder / "strange", "Người lạ"))
        yield
    finally:
        shell(
            f"systemctl stop tl-kiosk-page-{GOOD} tl-kiosk-page-{STRANGE} truongluy-kiosk; rm -rf {FOLDER} $(dirname {DROP_IN}); "
            "systemctl daemon-reload",
            ok=False,
        )


def start_on_a_thought_screen() -> None:
    """Start the service by its own command: only what asks for a console is taken away, and the screen is thought of."""
    screen = "WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1 LIBSEAT_BACKEND=noop"
    put(DROP_IN, f"{_NO_CONSOLE}Environment={screen}")
    shell("systemctl stop truongluy-kiosk; systemctl daemon-reload; systemctl start truongluy-kiosk")


def start(url: str, *flags: str, port: int = GOOD) -> None:
    """Start the room's own service on a page, headless; a new start finds nothing of the last one."""
    rules = ", ".join(f"MAP {name}:443 127.0.0.1:{port}" for name in (MEETS, OTHER))
    browser = (
        "/usr/bin/chromium --headless --kiosk --user-data-dir=/run/truongluy-kiosk/profile --no-first-run "
        f'--use-fake-device-for-media-stream "--host-resolver-rules={rules}" {" ".join(flags)} {url}'
    )
    put(DROP_IN, f"{_NO_CONSOLE}ExecStart=\nExecStart={browser}")
    shell(
        f"systemctl stop truongluy-kiosk; : > {FOLDER}/{port}.log; systemctl daemon-reload; systemctl start truongluy-kiosk"
    )


def reached(word: str, *, port: int = GOOD, times: int = 1) -> list[str]:
    """What reached the page, once a line with this word has (so many times)."""
    for _ in range(160):
        lines = shell(f"cat {FOLDER}/{port}.log").splitlines()
        if sum(word in line for line in lines) >= times:
            return lines
        time.sleep(0.5)
    said = shell(
        "journalctl -u truongluy-kiosk --no-pager -n 20; systemctl status truongluy-kiosk --no-pager",
        ok=False,
    )
    raise AssertionError(f"no '{word}' reached the page: {lines}\n{said[-3000:]}")


def told(lines: list[str]) -> dict[str, str | None]:
    """What the page last told of itself."""
    (*_, last) = (line for line in lines if line.startswith("TOLD "))
    return json.loads(last.removeprefix("TOLD "))
