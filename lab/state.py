"""What the lab has made on this machine, written down before anything is made, so that `down` can undo it."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lab.paths import BUILD, STATE
from lab.run import LabError
from truongluy.verdict import Text

State = dict[str, Any]


def load() -> State | None:
    """The recorded state; None when no lab is recorded."""
    try:
        return json.loads(STATE.read_text())
    except FileNotFoundError:
        return None
    except json.JSONDecodeError as broken:
        raise LabError(
            Text(
                f"{STATE}: tệp trạng thái hỏng; hãy xóa tệp này rồi chạy lại `lab down`",
                f"{STATE}: the state file is broken; delete it and run `lab down` again",
            )
        ) from broken


def save(state: State) -> None:
    """Write the state so that a crash leaves either the old file or the new one."""
    BUILD.mkdir(parents=True, exist_ok=True)
    part = STATE.with_suffix(".part")
    part.write_text(json.dumps(state, indent=1, sort_keys=True))
    part.replace(STATE)


@contextmanager
def locked() -> Iterator[None]:
    """Hold the lab of this checkout for one command; a second one is told to wait."""
    BUILD.parent.mkdir(parents=True, exist_ok=True)
    with (BUILD.parent / "lab.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise LabError(
                Text(
                    "một lệnh khác đang thay đổi phòng lab này; hãy đợi nó xong",
                    "another command is changing this lab; wait for it to end",
                )
            ) from busy
        yield
