"""Build the lab's images once, keep them in the cache, and load them into podman."""

from __future__ import annotations

import hashlib
from pathlib import Path

from lab.image import debian
from lab.paths import cache
from lab.run import run, say
from truongluy.verdict import Text

RECIPE = Path(__file__).resolve().parent
KINDS = ("bare", "host", "openwrt")
_PARTS = (
    "base.txt",
    "packages.txt",
    "conference.txt",
    "leftovers.txt",
    "services_off.txt",
    "customize.sh",
    "openwrt.txt",
    "openwrt.sh",
)
_LABEL = "truongluy.image=lab"


def recipe_hash(release: str, folder: Path = RECIPE) -> str:
    """Twelve hex digits that change whenever the recipe or the Debian release does."""
    digest = hashlib.sha256("\n".join((release, *debian.OPTIONS)).encode())
    for part in _PARTS:
        digest.update(part.encode() + b"\0" + (folder / part).read_bytes())
    return digest.hexdigest()[:12]


def ensure(rebuild: bool = False) -> dict[str, str]:
    """Make sure the images are in podman; returns kind -> image name. Builds only what no cache has."""
    release = debian.release()
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


def _loaded(name: str) -> bool:
    return run(["podman", "image", "exists", name], ok=(0, 1)).returncode == 0


def _load(path: Path, name: str) -> None:
    say(f"nạp ảnh {name} vào podman", f"loading image {name} into podman")
    # SIGRTMIN+3 is what systemd halts on; the simulated OpenWrt has a shell in its place.
    halt = "SIGTERM" if "-openwrt:" in name else "SIGRTMIN+3"
    changes = [f"--change=STOPSIGNAL {halt}", f"--change=LABEL {_LABEL}"]
    run(["podman", "import", "--quiet", *changes, str(path), name], timeout=300)


def _build(release: str, files: dict[str, Path]) -> None:
    """Run mmdebstrap once; its hook writes a tar file of each kind."""
    recipe = debian.Recipe(
        name=Text(f"ảnh Debian {release} cho phòng lab", f"the lab's Debian {release} images"),
        release=release,
        packages=debian.words(RECIPE / "base.txt"),
        hook=RECIPE / "customize.sh",
    )

    def keep(out: Path) -> None:
        for kind, path in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            packed = path.with_suffix(".part")
            run(["zstd", "-q", "-f", "-1", "-T0", str(out / f"{kind}.tar"), "-o", str(packed)], timeout=300)
            packed.replace(path)

    debian.bootstrap(recipe, keep)
    _forget_older(files)


def _forget_older(files: dict[str, Path]) -> None:
    """Remove what earlier recipes left in the cache; podman keeps an image that a container still uses."""
    for path in next(iter(files.values())).parent.glob("*.tar.*"):
        if path not in files.values():
            path.unlink(missing_ok=True)
    run(["podman", "image", "prune", "--all", "--force", f"--filter=label={_LABEL}"], ok=(), timeout=120)
