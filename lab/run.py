"""Run other programs, and tell the user what goes on."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from truongluy.verdict import Text, Trouble


class LabError(Trouble):
    """The lab cannot go on."""


def say(vi: str, en: str) -> None:
    """Print one progress line on stderr, so that stdout stays data."""
    print(f"lab: {vi} / {en}", file=sys.stderr, flush=True)


def run(
    command: Sequence[str], *, stdin: str | None = None, timeout: float = 60, ok: Sequence[int] = (0,)
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; raise LabError with its last words unless its exit status is in `ok`.

    `timeout` is in seconds. An empty `ok` accepts every exit status.
    """
    try:
        done = subprocess.run(
            list(command), input=stdin or "", capture_output=True, text=True, errors="replace",
            timeout=timeout, check=False,
        )  # fmt: skip
    except FileNotFoundError as missing:
        name = command[0]
        remedy = "`python -m lab requirements`"
        raise LabError(
            Text(f"thiếu chương trình {name}; {remedy}", f"program {name} is missing; {remedy}")
        ) from missing
    except subprocess.TimeoutExpired as late:
        raise LabError(
            Text(
                f"lệnh chạy quá {timeout:.0f} giây: {shlex.join(command)[:300]}",
                f"command took longer than {timeout:.0f} s",
            ),
            _tail(late.stderr),
        ) from late
    if ok and done.returncode not in ok:
        raise LabError(
            Text(
                f"lệnh thất bại (mã {done.returncode}): {shlex.join(command)[:300]}",
                f"command failed (exit status {done.returncode})",
            ),
            _tail(done.stderr) or _tail(done.stdout),
        )
    return done


_streams: set[subprocess.Popen[str]] = set()


def stream(
    command: Sequence[str],
    log: Path,
    show: Callable[[str], None],
    *,
    settings: dict[str, str],
    seconds: float,
) -> int:
    """Run a long command, giving each output line to `show` and to `log`; returns its exit status.

    It runs in a session of its own, so that Ctrl-C reaches us only and we end it with all its children;
    `settings` are added to the environment, and after `seconds` it is ended (a negative status).
    """
    with (
        log.open("w") as record,
        subprocess.Popen(
            list(command),
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        ) as process,
    ):
        alarm = threading.Timer(seconds, _end_session, [process])
        alarm.start()
        _streams.add(process)
        try:
            for line in process.stdout or ():
                record.write(line)
                show(line)
        except BaseException:
            _end_session(process)
            raise
        finally:
            _streams.discard(process)
            alarm.cancel()
    return process.returncode


def end_streams() -> None:
    """End what `stream` runs, in whichever thread: each returns there with a negative status."""
    for process in tuple(_streams):
        _end_session(process)


def _end_session(process: subprocess.Popen[str]) -> None:
    """End a process and its children: ask, and after some seconds insist."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)


def _tail(output: str | bytes | None, lines: int = 8) -> str:
    text = output.decode(errors="replace") if isinstance(output, bytes) else output or ""
    return "\n".join(text.strip().splitlines()[-lines:])
