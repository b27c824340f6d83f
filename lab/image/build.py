"""Build the lab's two Debian images once, keep them in the cache, and load them into podman."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import time
from pathlib import Path

from lab.image import sources
from lab.paths import cache
from lab.run import LabError, run, say, stream
from truongluy.verdict import Text

RECIPE = Path(__file__).resolve().parent
KINDS = ("bare", "host")
_PARTS = ("base.txt", "packages.txt", "leftovers.txt", "services_off.txt", "customize.sh")
_BUILD_SECONDS = 900
_LABEL = "truongluy.image=lab"
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
    # SIGRTMIN+3 is what systemd halts on.
    changes = ["--change=STOPSIGNAL SIGRTMIN+3", f"--change=LABEL {_LABEL}"]
    run(["podman", "import", "--quiet", *changes, str(path), name], timeout=300)


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
        for folder in (out, work / "tmp"):
            folder.mkdir()
            folder.chmod(0o1777)
        (recipe / "debian.sources").write_text(sources.mirrors(release, sources.apt_files()))
        settings = {"TL_RECIPE": str(recipe), "TL_OUT": str(out), "TMPDIR": str(work / "tmp")}
        _watch(_command(release, recipe), settings, work / "build.log")
        for kind, path in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            packed = path.with_suffix(".part")
            run(["zstd", "-q", "-f", "-1", "-T0", str(out / f"{kind}.tar"), "-o", str(packed)], timeout=300)
            packed.replace(path)
    finally:
        run(["rm", "-rf", "--one-file-system", str(work)], ok=(), timeout=120)
    _forget_older(files)
    say(f"đã dựng ảnh trong {time.monotonic() - started:.0f} giây", "images built")


def _forget_older(files: dict[str, Path]) -> None:
    """Remove what earlier recipes left in the cache; podman keeps an image that a container still uses."""
    for path in next(iter(files.values())).parent.glob("*.tar.*"):
        if path not in files.values():
            path.unlink(missing_ok=True)
    run(["podman", "image", "prune", "--all", "--force", f"--filter=label={_LABEL}"], ok=(), timeout=120)


def _command(release: str, recipe: Path) -> list[str]:
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

    def show(line: str) -> None:
        if line.startswith("truongluy-step: "):
            say(*line.removeprefix("truongluy-step: ").strip().split(" / ", 1))

    if stream(command, log, show, settings=settings, seconds=_BUILD_SECONDS) != 0:
        raise LabError(
            Text(
                "không dựng được ảnh Debian; xem các dòng cuối bên dưới (mạng, kho gói?)",
                "the Debian image could not be built; see the last lines below (network, mirror?)",
            ),
            "\n".join(log.read_text().splitlines()[-12:]),
        )
