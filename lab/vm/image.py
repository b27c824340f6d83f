"""Build the virtual machines' disk, kernel and initramfs once, and keep them in the cache."""

from __future__ import annotations

import fcntl
import hashlib
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab.image import build, debian
from lab.paths import cache
from lab.run import LabError, run
from truongluy.verdict import Text

RECIPE = Path(__file__).resolve().parent
_PARTS = (
    RECIPE / "packages.txt",
    RECIPE / "unpacked.txt",
    RECIPE / "customize.sh",
    RECIPE / "radios.sh",
    RECIPE / "truongluy-radios.service",
    build.RECIPE / "base.txt",
    build.RECIPE / "packages.txt",
    build.RECIPE / "services_off.txt",
)


@dataclass(frozen=True)
class Image:
    """The files QEMU boots from."""

    disk: Path
    kernel: Path
    initrd: Path

    def complete(self) -> bool:
        """Whether all of them are there."""
        return all(path.is_file() for path in (self.disk, self.kernel, self.initrd))


def recipe_hash(release: str) -> str:
    """Twelve hex digits that change whenever the recipe or the Debian release does."""
    digest = hashlib.sha256("\n".join((release, *debian.OPTIONS)).encode())
    for part in _PARTS:
        digest.update(part.name.encode() + b"\0" + part.read_bytes())
    return digest.hexdigest()[:12]


def ensure(rebuild: bool = False) -> Image:
    """The image, built now if the cache has none of this recipe."""
    if platform.machine() != "x86_64":
        raise LabError(
            Text("máy ảo của phòng lab cần máy x86-64", "the lab's virtual machine needs an x86-64 machine")
        )
    release = debian.release()
    folder = cache() / "vm" / f"{release}-{recipe_hash(release)}"
    image = Image(folder / "disk.raw", folder / "vmlinuz", folder / "initrd")
    with _alone(folder.parent):
        if rebuild or not image.complete():
            _build(release, image)
    return image


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One builder at a time: whoever comes second waits, and finds the image made."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(release: str, image: Image) -> None:
    lists = (build.RECIPE / "base.txt", build.RECIPE / "packages.txt", RECIPE / "packages.txt")
    recipe = debian.Recipe(
        name=Text(f"máy ảo Debian {release}", f"the Debian {release} virtual machine"),
        release=release,
        packages=[word for path in lists for word in debian.words(path)],
        hook=RECIPE / "customize.sh",
        files=[build.RECIPE / "services_off.txt"],
        # The kernel's own initramfs would be built for half a minute and never be used.
        settings={"INITRD": "No"},
        unpacked=debian.words(RECIPE / "unpacked.txt"),
    )

    def keep(out: Path) -> None:
        image.disk.parent.mkdir(parents=True, exist_ok=True)
        for made, kept in (("initrd", image.initrd), ("vmlinuz", image.kernel), ("disk.raw", image.disk)):
            part = kept.with_suffix(".part")
            run(["cp", "--sparse=always", str(out / made), str(part)], timeout=300)
            part.replace(kept)

    debian.bootstrap(recipe, keep)
    for other in image.disk.parent.parent.iterdir():
        if other != image.disk.parent:
            run(["rm", "-rf", str(other)], ok=())
