"""Run mmdebstrap: the one way this project makes a Debian system."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lab.image import sources
from lab.run import LabError, run, say, stream
from truongluy.verdict import Text

_SECONDS = 900
# Manuals and translations are half of the time of unpacking and nobody reads them in a lab.
OPTIONS = (
    "path-exclude=/usr/share/man/*",
    "path-exclude=/usr/share/locale/*",
    "path-exclude=/usr/share/doc/*",
    "path-include=/usr/share/doc/*/copyright",
    "force-unsafe-io",
)
# A frozen or proxied mirror needs the same settings here as in the machine's own apt.
_APT_SETTINGS = re.compile(
    r'^Acquire::(?:Check-Valid-Until|Check-Date|Retries|https?::Proxy|http::Pipeline-Depth) "[^"]+";$'
)


@dataclass(frozen=True)
class Recipe:
    """A Debian system to make: `hook` is run on its root before mmdebstrap throws it away.

    The hook finds `files` and the hook's own folder at $TL_RECIPE, and leaves what is to be kept in $TL_OUT.
    `unpacked` are dpkg options (path-exclude=, path-include=) beside those of every system made here.
    """

    name: Text
    release: str
    packages: list[str]
    hook: Path
    files: list[Path] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    unpacked: list[str] = field(default_factory=list)


def words(path: Path) -> list[str]:
    """The words of a list file, without its comments."""
    return [word for line in path.read_text().splitlines() for word in line.split("#")[0].split()]


def release() -> str:
    """The Debian release to build: TRUONGLUY_LAB_RELEASE if set, else the one that suits this machine."""
    chosen = os.environ.get("TRUONGLUY_LAB_RELEASE")
    if chosen and chosen not in sources.RELEASES:
        known = ", ".join(sources.RELEASES)
        raise LabError(
            Text(
                f"TRUONGLUY_LAB_RELEASE={chosen}: chỉ nhận {known}",
                f"TRUONGLUY_LAB_RELEASE={chosen}: must be one of {known}",
            )
        )
    path = Path("/etc/os-release")
    return chosen or sources.suite(path.read_text() if path.is_file() else "")


def bootstrap(recipe: Recipe, keep: Callable[[Path], None]) -> None:
    """Make the system; `keep` is given the folder with what the hook left, before it is removed."""
    say(
        f"dựng {recipe.name.vi} (một lần, khoảng 1-3 phút)",
        f"building {recipe.name.en} (once, about 1-3 minutes)",
    )
    started = time.monotonic()
    # Readable and writable by other ids, since mmdebstrap may run as another user id than ours in its own
    # user namespace; the random name of the folder keeps other people out.
    work = Path(tempfile.mkdtemp(prefix="truongluy-image-", dir="/tmp"))
    try:
        work.chmod(0o711)
        for folder in (work / "out", work / "tmp"):
            folder.mkdir()
            folder.chmod(0o1777)
        copy = work / "recipe"
        shutil.copytree(recipe.hook.parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
        for path in recipe.files:
            shutil.copy(path, copy)
        (copy / "debian.sources").write_text(sources.mirrors(recipe.release, sources.apt_files()))
        made = {"TL_RECIPE": str(copy), "TL_OUT": str(work / "out"), "TMPDIR": str(work / "tmp")}
        _watch(_command(recipe, copy), recipe.settings | made, work / "build.log")
        keep(work / "out")
    finally:
        run(["rm", "-rf", "--one-file-system", str(work)], ok=(), timeout=120)
    say(f"xong sau {time.monotonic() - started:.0f} giây", "built")


def _command(recipe: Recipe, copy: Path) -> list[str]:
    dump = run(["apt-config", "dump"]).stdout.splitlines()
    settings = ['Apt::Install-Recommends "false"', *(line for line in dump if _APT_SETTINGS.match(line))]
    root = os.getuid() == 0
    # In a mount namespace of its own, no mount of a build that was killed can be left behind.
    own_mounts = ["unshare", "--mount", "--propagation=private", "--"] if root else []
    return [
        *own_mounts,
        "mmdebstrap",
        f"--mode={'root' if root else 'unshare'}",
        "--variant=minbase",
        "--format=null",
        f"--include={','.join(recipe.packages)}",
        *(f"--aptopt={setting}" for setting in settings),
        *(f"--dpkgopt={option}" for option in (*OPTIONS, *recipe.unpacked)),
        f"--customize-hook={copy / recipe.hook.name}",
        recipe.release,
        "-",
        str(copy / "debian.sources"),
    ]


def _watch(command: list[str], settings: dict[str, str], log: Path) -> None:
    """Run the build, show its steps as they come, keep everything in `log`, and fail with its last lines."""

    def show(line: str) -> None:
        if line.startswith("truongluy-step: "):
            say(*line.removeprefix("truongluy-step: ").strip().split(" / ", 1))

    if stream(command, log, show, settings=settings, seconds=_SECONDS) != 0:
        raise LabError(
            Text(
                "không dựng được hệ Debian; xem các dòng cuối bên dưới (mạng, kho gói?)",
                "the Debian system could not be built; see the last lines below (network, mirror?)",
            ),
            "\n".join(log.read_text().splitlines()[-12:]),
        )
