"""Evidence: every raw answer of a device, written once, hashed, and chained from run to run."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from truongluy.facts.answers import Answer
from truongluy.verdict import InputError, Problem, Text

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class RawAnswer:
    """One command as it was run: `sha256` is of the (redacted) standard output in UTF-8."""

    id: str
    command: str
    stdout: str
    stderr: str
    status: int
    at: str

    @property
    def sha256(self) -> str:
        """Hash of the standard output."""
        return hashlib.sha256(self.stdout.encode()).hexdigest()


@dataclass(frozen=True)
class DeviceEvidence:
    """All answers of one device in one session; `error` says why there are none. Seconds: login, total."""

    device: str
    platform: str
    address: str
    collected_at: datetime
    raw: tuple[RawAnswer, ...] = ()
    error: Text | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def reached(self) -> bool:
        """Whether the device answered at all."""
        return self.error is None

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers as readers want them."""
        return {one.id: Answer(one.stdout, one.status, one.stderr) for one in self.raw}


@dataclass(frozen=True)
class Evidence:
    """One collecting run over some devices; `sha256` is of its manifest, which hashes all the rest."""

    inventory_name: str
    collected_at: datetime
    devices: Mapping[str, DeviceEvidence]
    folder: Path | None = None
    sha256: str = ""

    @property
    def name(self) -> str:
        """The run's name: that of its folder."""
        return self.folder.name if self.folder else ""


def write(
    root: Path, inventory_name: str, inventory_digest: str, devices: Iterable[DeviceEvidence], at: datetime
) -> Evidence:
    """Write a run into a new folder under `root` and chain its manifest to the previous one."""
    previous = latest(root)
    # In one time zone from the start, so that a run just written and the same run read back are equal to the letter.
    at = at.astimezone(UTC)
    folder = root / at.strftime("%Y%m%dT%H%M%S.%fZ")
    folder.mkdir(parents=True, mode=0o700)
    files = {}
    kept = {}
    for device in devices:
        kept[device.device] = device
        content = json.dumps(_as_json(device), ensure_ascii=False, indent=1)
        file = folder / f"{device.device}.json"
        _write(file, content)
        files[file.name] = hashlib.sha256(content.encode()).hexdigest()
    manifest = {
        "inventory": inventory_name,
        "inventory_sha256": inventory_digest,
        "collected_at": at.isoformat(),
        "previous": {"folder": previous.name, "sha256": _hash(previous / MANIFEST)} if previous else None,
        "files": files,
    }
    _write(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return Evidence(inventory_name, at, kept, folder, manifest_hash(folder))


def latest(root: Path) -> Path | None:
    """The newest complete run under a folder, or None."""
    runs = sorted(manifest.parent for manifest in root.glob(f"*/{MANIFEST}"))
    return runs[-1] if runs else None


def read(folder: Path) -> Evidence:
    """Read a run back; raises InputError when a file is missing, was changed, or is not evidence."""
    manifest_file = folder / MANIFEST
    try:
        manifest = json.loads(manifest_file.read_text(encoding="utf-8"))
        files: Mapping[str, str] = manifest["files"]
        at = datetime.fromisoformat(manifest["collected_at"])
        name = str(manifest["inventory"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InputError([_broken(manifest_file, "không đọc được", "can't be read")]) from None
    devices = {}
    problems = []
    for file, expected in files.items():
        path = folder / Path(file).name
        if not path.is_file():
            problems.append(_broken(path, "bị thiếu", "is missing"))
        elif _hash(path) != expected:
            problems.append(
                _broken(path, "đã bị thay đổi sau khi thu thập", "was changed after it was collected")
            )
        else:
            device = _from_json(path)
            devices[device.device] = device
    if problems:
        raise InputError(problems)
    return Evidence(name, at, devices, folder, manifest_hash(folder))


def manifest_hash(folder: Path) -> str:
    """SHA-256 of a run's manifest: what the next run will name, and what to keep elsewhere."""
    return _hash(folder / MANIFEST)


def verify_chain(folder: Path) -> list[Problem]:
    """Follow the chain of manifests backwards from a run; what is broken in it.

    A chain can't show that the newest runs were removed; keep the last manifest's hash elsewhere for that.
    """
    problems: list[Problem] = []
    while folder is not None:
        try:
            read(folder)
            previous = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["previous"]
        except InputError as broken:
            return problems + list(broken.problems)
        if previous is None:
            return problems
        earlier = folder.parent / Path(previous["folder"]).name
        if not (earlier / MANIFEST).is_file():
            return problems + [_broken(earlier / MANIFEST, "bị thiếu", "is missing")]
        if _hash(earlier / MANIFEST) != previous["sha256"]:
            problems.append(_broken(earlier / MANIFEST, "không khớp chuỗi băm", "does not match the chain"))
        folder = earlier
    return problems


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _write(file: Path, content: str) -> None:
    # A configuration tells an attacker where to begin, so evidence is for its owner only.
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(content)


def _as_json(device: DeviceEvidence) -> dict[str, Any]:
    return {
        "device": device.device,
        "platform": device.platform,
        "address": device.address,
        "collected_at": device.collected_at.isoformat(),
        "seconds": dict(device.seconds),
        "error": asdict(device.error) if device.error else None,
        "answers": [{**asdict(answer), "sha256": answer.sha256} for answer in device.raw],
    }


def _from_json(file: Path) -> DeviceEvidence:
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        answers = tuple(
            RawAnswer(**{key: one[key] for key in ("id", "command", "stdout", "stderr", "status", "at")})
            for one in raw["answers"]
        )
        if any(answer.sha256 != one["sha256"] for answer, one in zip(answers, raw["answers"], strict=True)):
            raise InputError(
                [
                    _broken(
                        file,
                        "có câu trả lời không khớp mã băm",
                        "holds an answer that does not match its hash",
                    )
                ]
            )
        return DeviceEvidence(
            device=raw["device"],
            platform=raw["platform"],
            address=raw["address"],
            collected_at=datetime.fromisoformat(raw["collected_at"]),
            raw=answers,
            error=Text(**raw["error"]) if raw["error"] else None,
            seconds=raw["seconds"],
        )
    except (ValueError, KeyError, TypeError):
        raise InputError([_broken(file, "không phải tệp chứng cứ", "is not an evidence file")]) from None


def _broken(file: Path, vi: str, en: str) -> Problem:
    return Problem(
        file,
        0,
        Text(f"tệp chứng cứ {vi}", f"the evidence file {en}"),
        Text(
            "kết luận từ chứng cứ không nguyên vẹn thì không có giá trị",
            "a verdict from damaged evidence is worth nothing",
        ),
        Text("thu thập lại: invoke check -i <inventory>", "collect again: invoke check -i <inventory>"),
    )
