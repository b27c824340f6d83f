"""The commands that read log files, run on real files."""

import subprocess
from pathlib import Path

import pytest

from truongluy.facts.debian.logging import COMMANDS


@pytest.fixture
def log(tmp_path) -> Path:
    """A folder that stands for /var/log; everyone may come as far as it."""
    folder = tmp_path / "log"
    folder.mkdir(mode=0o755)
    return folder


def readable(log: Path) -> list[str]:
    """Names of the log files found to be readable by everyone."""
    command = COMMANDS["log_readable"].replace("/var/log", str(log))
    answer = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60, check=True)
    return [line.removeprefix(f"{log}/") for line in answer.stdout.splitlines()]


def write(file: Path, mode: int) -> None:
    """Make a log file, and its folder when it has none yet."""
    file.parent.mkdir(exist_ok=True)
    file.write_text("một dòng nhật ký / a log line\n", "utf-8")
    file.chmod(mode)


def test_files_that_everyone_may_read_are_named(log):
    write(log / "auth.log", 0o640)
    write(log / "syslog", 0o644)
    write(log / "nginx" / "access.log", 0o604)
    assert readable(log) == ["nginx/access.log", "syslog"]


def test_a_file_in_a_closed_folder_is_closed(log):
    """As Debian keeps the log of unattended-upgrades, which is written with mode 0644."""
    write(log / "unattended-upgrades" / "unattended-upgrades.log", 0o644)
    assert readable(log) == ["unattended-upgrades/unattended-upgrades.log"]
    (log / "unattended-upgrades").chmod(0o750)
    assert readable(log) == []


def test_a_folder_that_may_be_entered_but_not_listed_hides_nothing(log):
    write(log / "service" / "errors.log", 0o644)
    (log / "service").chmod(0o751)
    assert readable(log) == ["service/errors.log"]
