"""Build the lab's two Debian images once, keep them in the cache, and load them into podman."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from lab.image import sources
from lab.paths import cache
from lab.run import LabError, run, say
from truongluy.verdict import Text

RECIPE = Path(__file__).resolve().parent
KINDS = ("bare", "host")
_PARTS = ("base.txt", "packages.txt", "leftovers.txt", "services_off.txt", "customize.sh")
_BUILD_SECONDS = 900
# Manuals and translations are half of the time of unpacking and nobody reads them in a container.
_LEAVE_OUT = (
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


def recipe_hash(release: str, folder: Path = RECIPE) -> str:
    """Twelve hex digits that change whenever the recipe or the Debian release does."""
    digest = hashlib.sha256("\n".join((release, *_LEAVE_OUT)).encode())
    for part in _PARTS:
        digest.update(part.encode() + b"\0" + (folder / part).read_bytes())
    return digest.hexdigest()[:12]


def words(path: Path) -> list[str]:
    """The words of a list file, without its comments."""
    return [word for line in path.read_text().splitlines() for word in line.split("#")[0].split()]


def ensure(rebuild: bool = False) -> dict[str, str]:
    """Make sure both images are in podman; returns kind -> image name. Builds only what no cache has."""
    release = sources.suite(_os_release())
    tag = recipe_hash(release)
    names = {kind: f"localhost/truongluy-lab-{kind}:{tag}" for kind in KINDS}
    if not rebuild and all(_loaded(name) for name in names.values()):
        return names
    folder = cache() / "images"
    files = {kind: folder / f"{kind}-{release}-{tag}.tar.zst" for kind in KINDS}
    if rebuild or not all(path.is_file() for path in files.values()):
        _build(release, files)
    for kind in KINDS:
        if rebuild or not _loaded(names[kind]):
            _load(files[kind], names[kind])
    return names


def _os_release() -> str:
    path = Path("/etc/os-release")
    return path.read_text() if path.is_file() else ""


def _loaded(name: str) -> bool:
    return run(["podman", "image", "exists", name], ok=(0, 1)).returncode == 0


def _load(path: Path, name: str) -> None:
    say(f"nạp ảnh {name} vào podman", f"loading image {name} into podman")
    # systemd's own signal for an orderly halt.
    run(["podman", "import", "--quiet", "--change=STOPSIGNAL SIGRTMIN+3", str(path), name], timeout=300)


def _build(release: str, files: dict[str, Path]) -> None:
    """Run mmdebstrap once; its hook writes both tar files."""
    say(
        f"dựng ảnh Debian {release} cho phòng lab (một lần, khoảng 1-3 phút)",
        f"building the lab's Debian {release} images (once, about 1-3 minutes)",
    )
    started = time.monotonic()
    # Readable and writable by other ids, since mmdebstrap may run as another user id than ours in its own
    # user namespace; the random name of the folder keeps other people out.
    work = Path(tempfile.mkdtemp(prefix="truongluy-image-", dir="/tmp"))
    try:
        work.chmod(0o711)
        recipe, out = work / "recipe", work / "out"
        shutil.copytree(RECIPE, recipe, ignore=shutil.ignore_patterns("__pycache__"))
        out.mkdir()
        out.chmod(0o1777)
        (recipe / "debian.sources").write_text(sources.mirrors(release, sources.apt_files()))
        _watch(_command(release, recipe), {"TL_RECIPE": str(recipe), "TL_OUT": str(out)}, work / "build.log")
        for kind, path in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            packed = path.with_suffix(".part")
            run(["zstd", "-q", "-f", "-1", "-T0", str(out / f"{kind}.tar"), "-o", str(packed)], timeout=300)
            packed.replace(path)
    finally:
        run(["rm", "-rf", str(work)], ok=())
    say(f"đã dựng ảnh trong {time.monotonic() - started:.0f} giây", "images built")


def _command(release: str, recipe: Path) -> list[str]:
    dump = run(["apt-config", "dump"]).stdout.splitlines()
    settings = ['Apt::Install-Recommends "false"', *(line for line in dump if _APT_SETTINGS.match(line))]
    return [
        "mmdebstrap",
        f"--mode={'root' if os.getuid() == 0 else 'unshare'}",
        "--variant=minbase",
        "--format=null",
        f"--include={','.join(words(recipe / 'base.txt'))}",
        *(f"--aptopt={setting}" for setting in settings),
        *(f"--dpkgopt={option}" for option in _LEAVE_OUT),
        f"--customize-hook={recipe / 'customize.sh'}",
        release,
        "-",
        str(recipe / "debian.sources"),
    ]


def _watch(command: list[str], settings: dict[str, str], log: Path) -> None:
    """Run the build, show its steps as they come, keep everything in `log`, and fail with its last lines."""
    deadline = time.monotonic() + _BUILD_SECONDS
    with (
        log.open("w") as record,
        subprocess.Popen(
            command,
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process,
    ):
        assert process.stdout is not None
        try:
            for line in process.stdout:
                record.write(line)
                if line.startswith("truongluy-step: "):
                    say(*line.removeprefix("truongluy-step: ").strip().split(" / ", 1))
                if time.monotonic() > deadline:
                    late = Text(
                        f"dựng ảnh quá {_BUILD_SECONDS} giây", f"the build took over {_BUILD_SECONDS} s"
                    )
                    raise LabError(late)
        except BaseException:
            process.terminate()
            raise
    if process.returncode != 0:
        raise LabError(
            Text(
                "không dựng được ảnh Debian; xem các dòng cuối bên dưới (mạng, kho gói?)",
                "the Debian image could not be built; see the last lines below (network, mirror?)",
            ),
            "\n".join(log.read_text().splitlines()[-12:]),
        )
