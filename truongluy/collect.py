"""Collect once: one session per device, all declared commands in one batch, answers kept as evidence."""

from __future__ import annotations

import json
import re
import secrets
import shlex
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path

from truongluy import facts
from truongluy.access import credentials_for, imported_for, known_hosts_for, ssh_config_for
from truongluy.evidence import DeviceEvidence, RawAnswer
from truongluy.inventory import Device, Inventory, imported
from truongluy.inventory.classes import IMPORTED
from truongluy.platforms.read import CannotReach, ConnectionSettings, read
from truongluy.redact import redact
from truongluy.verdict import InputError, Problem, Text

# Sessions wait for the network, not for the processor: 20 is where more threads stopped helping.
WORKERS = 20
SECONDS_PER_DEVICE = 180
# Network gear has no exit status: an answer that begins like this is a refusal.
_REFUSED = re.compile(
    r"\A\s*(?:.*\^\s*\n)?% ?(?:Invalid|Incomplete|Ambiguous)|\A\s*Error:|\A\s*(?:ERROR|Command not recognized\.)\s*$",
    re.MULTILINE,
)
# How a script is run as root: OpenWrt knows no other account, and no sudo.
SHELL = {"debian": "sudo -n sh -s", "hostapd": "sudo -n sh -s", "openwrt": "sh -s"}
Progress = Callable[[DeviceEvidence], None]
Reports = tuple[dict[str, imported.Report], list[Problem]]


def collect(
    inventory: Inventory,
    devices: Iterable[Device],
    progress: Progress | None = None,
    fact: str | None = None,
) -> list[DeviceEvidence]:
    """Read devices at the same time; one that can't be read is evidence of that, and never stops the others.

    `fact` is the only fact wanted: platforms that say what it needs are asked no more.
    """
    found = []
    chosen = list(devices)
    managed = any(device.platform in IMPORTED for device in chosen)
    reports = imported.read(imported_for(inventory), inventory.devices) if managed else None
    with ThreadPoolExecutor(WORKERS) as pool:
        asked = {device.name: facts.needed(device.platform, fact) if fact else None for device in chosen}
        jobs = [pool.submit(collect_one, inventory, one, reports, asked[one.name]) for one in chosen]
        for done in as_completed(jobs):
            found.append(done.result())
            if progress:
                progress(done.result())
    return sorted(found, key=lambda one: one.device)


def collect_one(
    inventory: Inventory, device: Device, reports: Reports | None = None, only: Iterable[str] | None = None
) -> DeviceEvidence:
    """Read one device in one session; `reports` are the imported ones when somebody read them already.

    `only` names the commands to ask (ids); a server has some seventy, and one setting needs two of them.
    """
    at = datetime.now(UTC)
    began = time.monotonic()
    try:
        if device.platform in IMPORTED:
            raw, login = _imported(
                device, *(reports or imported.read(imported_for(inventory), inventory.devices)), at
            )
        elif device.platform in SHELL:
            raw, login = _linux(inventory, device, only)
        else:
            raw, login = _network(inventory, device, only)
    except CannotReach as problem:
        return DeviceEvidence(device.name, device.platform, device.address, at, error=problem.reason)
    except InputError as problem:
        words = "; ".join(one.what.en for one in problem.problems)
        return DeviceEvidence(device.name, device.platform, device.address, at, error=Text(words, words))
    seconds = {"login": round(login, 3), "total": round(time.monotonic() - began, 3)}
    return DeviceEvidence(device.name, device.platform, device.address, at, raw, seconds=seconds)


def script(commands: dict[str, str], mark: str) -> str:
    """One POSIX script that answers every command between marks nobody can guess beforehand."""
    lines = [
        "export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin",
        f"echo {mark} hello",
        "E=$(mktemp) || exit 99",
        "trap 'rm -f \"$E\"' EXIT",
    ]
    for command_id, command in commands.items():
        lines += [
            f"echo {mark} begin {command_id} $(date -u +%Y-%m-%dT%H:%M:%SZ)",
            f'sh -c {shlex.quote(command)} </dev/null 2>"$E"; R=$?',
            f'echo; echo {mark} error $R; head -c 2000 "$E"; echo; echo {mark} end',
        ]
    return "\n".join([*lines, f"echo {mark} bye", ""])


def parse(output: str, mark: str, commands: dict[str, str], platform: str) -> tuple[RawAnswer, ...]:
    """The answers in a script's output; a session cut short gives those that were complete."""
    frame = re.compile(
        rf"^{mark} begin (?P<id>\S+) (?P<at>\S+)\n(?P<out>.*?)\n{mark} error (?P<status>\d+)\n(?P<err>.*?)\n{mark} end$",
        re.S | re.M,
    )
    found = []
    for one in frame.finditer(output):
        command_id = one["id"]
        stdout = redact(facts.redact(platform, command_id, one["out"].removesuffix("\n")))
        answer = RawAnswer(
            command_id,
            commands[command_id],
            stdout,
            redact(one["err"].strip()),
            int(one["status"]),
            one["at"],
        )
        found.append(answer)
    return tuple(found)


def _asked(device: Device, only: Iterable[str] | None) -> dict[str, str]:
    commands = facts.commands(device.platform)
    return commands if only is None else {name: commands[name] for name in only}


def _linux(
    inventory: Inventory, device: Device, only: Iterable[str] | None = None
) -> tuple[tuple[RawAnswer, ...], float]:
    commands = _asked(device, only)
    mark = f"@{secrets.token_hex(12)}"
    # A session of its own: a shared master would hide the cost of logging in and outlive a changed host key.
    arguments = ["ssh", "-F", str(ssh_config_for(inventory)), "-o", "ControlMaster=no", "-o", "ControlPath=none",
                 "-o", "BatchMode=yes", "-o", "ConnectTimeout=15", device.name, SHELL[device.platform]]  # fmt: skip
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        output, login = _converse(arguments, script(commands, mark), mark, errors)
        errors.seek(0)
        complaint = errors.read()
    if f"{mark} hello" not in output:
        raise CannotReach(_why(complaint))
    if f"{mark} bye" not in output:
        raise CannotReach(Text("phiên đọc bị ngắt giữa chừng", "the session was cut off before all was read"))
    return parse(output, mark, commands, device.platform), login


def _converse(arguments: list[str], text: str, mark: str, errors) -> tuple[str, float]:  # type: ignore[no-untyped-def]
    """Run ssh, feed it the script; its whole output, and the seconds until the far side first spoke."""
    began = time.monotonic()
    login = 0.0
    with subprocess.Popen(
        arguments,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdin and process.stdout
        timer = _deadline(process)
        try:
            process.stdin.write(text)
            process.stdin.close()
            lines = []
            for line in process.stdout:
                if not login and line.startswith(mark):
                    login = time.monotonic() - began
                lines.append(line)
        except BrokenPipeError:
            lines = []
        finally:
            timer.cancel()
    return "".join(lines), login


def _deadline(process: subprocess.Popen[str]):  # type: ignore[no-untyped-def]
    from threading import Timer

    timer = Timer(SECONDS_PER_DEVICE, process.kill)
    timer.daemon = True
    timer.start()
    return timer


def _why(complaint: str) -> Text:
    """What ssh said, in words that help; its own last line is kept."""
    last = (complaint.strip().splitlines() or ["no word from ssh"])[-1][:200]
    known = (
        ("host key", "khóa máy chủ không khớp khóa đã ghim", "the host key is not the pinned one"),
        ("Permission denied", "đăng nhập bị từ chối", "the login was refused"),
        ("sudo", "không dùng được sudo", "sudo can't be used"),
        ("timed out", "hết thời gian chờ", "timed out"),
        ("refused", "cổng SSH đóng", "the SSH port is closed"),
    )
    for word, vi, en in known:
        if word.lower() in complaint.lower():
            return Text(f"không kết nối được: {vi} ({last})", f"not reached: {en} ({last})")
    return Text(f"không kết nối được ({last})", f"not reached ({last})")


def _network(
    inventory: Inventory, device: Device, only: Iterable[str] | None = None
) -> tuple[tuple[RawAnswer, ...], float]:
    commands = _asked(device, only)
    settings = ConnectionSettings(
        ssh_config_for(inventory), known_hosts_for(inventory), credentials_for(inventory)
    )  # fmt: skip
    at = datetime.now(UTC).isoformat(timespec="seconds")
    began = time.monotonic()
    answers = read(device.name, commands, settings, device.platform)
    login = time.monotonic() - began - sum(seconds for _, seconds in answers.values())
    found = []
    for command_id, (output, _) in answers.items():
        refused = int(bool(_REFUSED.search(output)))
        text = redact(facts.redact(device.platform, command_id, output))
        found.append(
            RawAnswer(command_id, commands[command_id], text, output[-200:] if refused else "", refused, at)
        )
    return tuple(found), login


def _imported(
    device: Device, reports: dict[str, imported.Report], problems: list[Problem], at: datetime
) -> tuple[tuple[RawAnswer, ...], float]:
    """The report somebody exported, as the one answer of a device we do not reach ourselves."""
    report = reports.get(device.name)
    if report is None:
        raise CannotReach(_no_report(device, problems))
    text = json.dumps(
        {"read_at": at.isoformat(timespec="seconds"), **report.data}, ensure_ascii=False, indent=1
    )
    answer = RawAnswer(
        "report", f"report {report.place}", redact(text), "", 0, at.isoformat(timespec="seconds")
    )
    return (answer,), 0.0


def _no_report(device: Device, problems: list[Problem]) -> Text:
    """Why there is no report to judge by; a file with a problem may be the one that held it."""
    if not problems:
        return Text(f"chưa có báo cáo nào về {device.name}", f"no report on {device.name} was imported")
    first = problems[0]
    place = f"{Path(first.file).name}:{first.line}"
    return Text(
        f"không có báo cáo dùng được về {device.name}; tệp có lỗi: {place}: {first.what.vi}; {first.remedy.vi}",
        f"no report on {device.name} can be used; wrong is {place}: {first.what.en}; {first.remedy.en}",
    )


def evidence_root(build: Path, inventory: Inventory) -> Path:
    """Where the runs of an inventory are kept."""
    return build / "evidence" / inventory.name
