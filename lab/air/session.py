"""The controller's end: one ssh session into the access point's machine, verbs out, what happened back."""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
import threading
import zipfile
from pathlib import Path
from typing import Any, Self

from lab.run import LabError
from truongluy.verdict import Text

# The last two radios of the machine are its clients' (lab/vm/radios.sh).
CLIENTS = {"sta1": "wlan2", "sta2": "wlan3"}
_HERE = Path(__file__).resolve().parent
_BUNDLED = ("__init__", "elements", "frames", "namespaces", "control", "raw_association", "eavesdropper",
            "station", "intruder", "agent")  # fmt: skip
_START = "sudo -n sh -c 'umask 077; f=/run/truongluy-air.pyz; head -c {size} >$f; exec python3 -u $f \"$1\"' air {clients}"
_ANSWER_SECONDS = 90


class AirError(Exception):
    """A verb failed inside the machine; the text is its own."""


def bundle() -> bytes:
    """The modules that run inside the machine, as one file that Python executes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__main__.py", "from lab.air.agent import main\nmain()\n")
        archive.writestr("lab/__init__.py", "")
        for name in _BUNDLED:
            archive.write(_HERE / f"{name}.py", f"lab/air/{name}.py")
    return buffer.getvalue()


class Air:
    """An open session; as a context manager it leaves nothing behind in the machine."""

    def __init__(self, host: str, ssh_config: Path, clients: dict[str, str] | None = None) -> None:
        self.host = host
        self._ssh_config, self._clients = ssh_config, clients or CLIENTS
        self._process: subprocess.Popen[bytes] | None = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the session)
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        packed = bundle()
        clients = "'" + json.dumps(self._clients, separators=(",", ":")) + "'"
        words = ["ssh", "-F", str(self._ssh_config), "-o", "ControlMaster=no", "-o", "ControlPath=none",
                 self.host, _START.format(size=len(packed), clients=clients)]  # fmt: skip
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors
        )
        assert self._process.stdin
        self._process.stdin.write(packed)
        self._process.stdin.flush()
        self._read()
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._process and self._process.stdin and self._process.stdout:
            self._process.stdin.close()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)
            self._process.stdout.close()
        self._errors.close()

    def do(self, verb: str, **arguments: Any) -> Any:
        """Run one verb of the agent; raises AirError with its words when it failed."""
        with self._lock:
            assert self._process and self._process.stdin
            line = json.dumps({"do": verb, "with": arguments}) + "\n"
            self._process.stdin.write(line.encode())
            self._process.stdin.flush()
            answer = self._read()
        if "failed" in answer:
            raise AirError(f"{verb}: {answer['failed']}")
        return answer["is"]

    def _read(self) -> dict[str, Any]:
        assert self._process and self._process.stdout
        timer = threading.Timer(_ANSWER_SECONDS, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            line = self._process.stdout.readline()
        finally:
            timer.cancel()
        if not line:
            raise LabError(
                Text(
                    f"{self.host}: phiên vô tuyến bị ngắt", f"{self.host}: the session to the air broke off"
                ),
                self._complaint(),
            )
        return dict(json.loads(line))

    def _complaint(self) -> str:
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace").strip()[-600:]

    def join(
        self, client: str, settings: dict[str, str], files: dict[str, str] | None = None, seconds: float = 45
    ) -> dict[str, Any]:
        """Let a client try to join; the fields of `lab.air.station.Joined`."""
        return dict(self.do("join", netns=client, settings=settings, files=files or {}, seconds=seconds))

    def run(self, *words: str, client: str | None = None, ok: tuple[int, ...] = (0,)) -> str:
        """A command in a client's namespace (None: on the access point itself); its output."""
        return str(self.do("run", words=list(words), netns=client, ok=list(ok)))

    def pings(self, client: str, target: str, patience: int = 10) -> bool:
        """Whether one of three calls is answered, at once when all are; gives up after `patience` seconds."""
        words = ("ping", "-n", "-c", "3", "-i", "0.3", "-w", str(patience), target)
        output = self.run(*words, client=client, ok=())
        return " 0 received" not in output and " received" in output

    def opens(self, client: str | None, address: str, port: int, interface: str | None = None) -> str:
        """What a TCP connection meets: open, refused or silent."""
        return str(self.do("opens", netns=client, address=address, port=port, interface=interface))
