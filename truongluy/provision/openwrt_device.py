"""One OpenWrt device as its deploy sees it: what is read, what is kept here, and the proof of a new login.

Only pyinfra's own process may import this.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import tarfile
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from pyinfra import host
from pyinfra.api import FileUploadCommand, FunctionCommand, StringCommand, operation

from truongluy.provision.uci_files import FILES, TEMPLATES
from truongluy.verdict import Text, Trouble

_NEW = "/tmp/truongluy"
_SCRIPT = TEMPLATES / "device.sh"
_MARK = "@@ "
_NOT_YET, _UNDONE = 3, 4
# After the timer the device needs some seconds to bring its services back.
_PATIENCE = 30


@dataclass(frozen=True)
class Device:
    """A device by name; `backups` gets a folder of its own for each run, `results` a file, if there is one."""

    name: str
    ssh_config: Path
    backups: Path
    results: Path | None

    READ = (
        f"for f in {' '.join(FILES)}; do [ -f /etc/config/$f ] || continue; echo '{_MARK}'$f; cat /etc/config/$f; "
        "echo; done"
    )
    STATES = f"sh -c {shlex.quote(_SCRIPT.read_text(encoding='utf-8'))} device.sh states"

    @staticmethod
    def files(answer: str) -> dict[str, str]:
        """The present files by name, from the answer to READ."""
        found = {}
        for part in f"\n{answer}\n".split(f"\n{_MARK}")[1:]:
            name, _, text = part.partition("\n")
            found[name] = text.rstrip("\n") + "\n"
        return found

    @staticmethod
    def states(answer: str | None) -> list[str]:
        """What is wrong beside the files; raises Trouble when the device did not answer to the end.

        pyinfra gives None both for silence and for what it could not run.
        """
        words = (answer or "").split()
        if words[-1:] != ["all-read"]:
            raise Trouble(Text("thiết bị không trả lời hết câu hỏi", "the device did not answer to the end"))
        return words[:-1]

    @staticmethod
    def script(verb: str, *words: object) -> str:
        """The command that runs one verb of device.sh on the device."""
        return shlex.join(["sh", f"{_NEW}/device.sh", verb, *map(str, words)])

    def tell(self, changed: list[str], states: list[str], diffs: list[str]) -> None:
        """Say what will change, in the words that progress is read from, and write it down."""
        if not (changed or states):
            print(f"{self.name}: không có gì thay đổi / No changes", flush=True)
            self._write("applied", 0)
            return
        self._write("planned", len(changed) + len(states))
        for name in (*changed, *states):
            print(f"TASK [wifi_access_point : {self.name} {name}]", flush=True)
        for diff in diffs:
            print(diff, flush=True)

    def back_up(self, files: Mapping[str, str]) -> None:
        """Keep the present files, secrets and all, readable by us alone."""
        folder = self.backups / self.name / f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(mode=0o700)
        for name, text in files.items():
            descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(text)

    def confirm(self, seconds: int, changed: int) -> None:
        """Log in anew and call the timer off; raises Trouble when no new login came through in time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._login("confirm") == 0:
                self._write("applied", changed)
                return
            time.sleep(1)
        self._write("failed", 0)
        while time.monotonic() < deadline + _PATIENCE:
            if self._login("confirm") == _UNDONE:
                raise Trouble(
                    Text(
                        f"{self.name}: không đăng nhập lại được sau khi đổi; thiết bị đã tự trả lại cấu hình cũ",
                        f"{self.name}: no new login after the change; the device has brought back what it had",
                    )
                )
            time.sleep(1)
        raise Trouble(
            Text(
                f"{self.name}: không đăng nhập lại được sau khi đổi, và thiết bị chưa trả lời",
                f"{self.name}: no new login after the change, and the device does not answer yet",
            )
        )

    def _login(self, verb: str) -> int:
        """The exit status of device.sh, run over a connection of its own; ssh's 255 when there is none."""
        command = ["ssh", "-F", str(self.ssh_config), "-o", "ControlMaster=no", "-o", "ControlPath=none",
                   "-o", "ConnectTimeout=5", self.name, f"sh /etc/truongluy/device.sh {verb}"]  # fmt: skip
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=False
            )
        except subprocess.TimeoutExpired:
            return 255
        return done.returncode

    def _write(self, state: str, changed: int) -> None:
        if self.results is not None:
            file = self.results / f"{self.name}.json"
            file.write_text(json.dumps({"state": state, "changed": changed}), encoding="utf-8")


@operation(is_idempotent=False)
def upload(
    files: Mapping[str, str],
) -> Generator[FunctionCommand | StringCommand | FileUploadCommand, None, None]:
    """Copy new files, and the script that puts them in place, to a folder that only root may enter.

    All in one transfer, and a new login on both sides of it: dropbear (2022.83) closes a channel that is opened while
    scp's still ends, and then dies; and what pyinfra repeats, it repeats over the same dead connection.
    """
    yield FunctionCommand(log_in_anew, (), {})
    yield StringCommand(f"umask 077; rm -rf {_NEW}; mkdir -p {_NEW}")
    yield FileUploadCommand(packed(files), f"{_NEW}/files.tar")
    yield FunctionCommand(log_in_anew, (), {})
    yield StringCommand(f"cd {_NEW} && tar -xf files.tar && rm files.tar")


def log_in_anew() -> None:
    """Leave this device's connection, dead or alive, for a new one."""
    if client := getattr(host.connector, "client", None):
        client.close()
    host.disconnect()
    host.connect(raise_exceptions=True)


def packed(files: Mapping[str, str]) -> BytesIO:
    """A tar file of the script and of the new files, under `new/`."""
    buffer = BytesIO()
    parts = {"device.sh": _SCRIPT.read_text(encoding="utf-8")} | {
        f"new/{name}": text for name, text in files.items()
    }
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, text in {"new": None, **parts}.items():
            member = tarfile.TarInfo(name)
            member.mode = 0o700 if text is None else 0o600
            member.type = tarfile.DIRTYPE if text is None else tarfile.REGTYPE
            content = (text or "").encode()
            member.size = len(content)
            archive.addfile(member, BytesIO(content))
    buffer.seek(0)
    return buffer
