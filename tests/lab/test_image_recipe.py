"""The image recipe: which mirrors, which release, and when it has to be built again."""

import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lab.image import build, debian, sources
from lab.vm import image as vm_image

BOOKWORM = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n'
TRIXIE = 'VERSION_ID="13"\nID=debian\n'
UBUNTU = 'VERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n'
DEB822 = """Types: deb
# a comment
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
"""
OTHERS = "deb [signed-by=/k.gpg] https://packages.example/tool tool-bookworm main\ndeb http://b.example/ubuntu noble main\n"


@pytest.mark.parametrize(
    ("os_release", "expected"),
    [(BOOKWORM, "bookworm"), (TRIXIE, "trixie"), (UBUNTU, "bookworm"), ("", "bookworm")],
)
def test_the_release_follows_the_machine(os_release, expected):
    assert sources.suite(os_release) == expected


def test_the_machines_own_debian_mirrors_are_used():
    text = sources.mirrors("bookworm", [("debian.sources", DEB822), ("other.list", OTHERS)])
    assert text.count("URIs:") == 2
    assert "http://mirror.example/debian\n" in text
    assert "http://mirror.example/debian-security\n" in text
    assert text.count("Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg") == 2


def test_one_line_sources_are_understood():
    line = "deb [arch=amd64 signed-by=/etc/apt/k.gpg] http://mirror.example/debian trixie main # mine\n"
    text = sources.mirrors("trixie", [("sources.list", line)])
    assert text == (
        "Types: deb\nURIs: http://mirror.example/debian\nSuites: trixie\nComponents: main\nSigned-By: /etc/apt/k.gpg\n"
    )


def test_a_machine_without_debian_mirrors_uses_the_public_ones():
    text = sources.mirrors("bookworm", [("ubuntu.list", OTHERS)])
    assert "http://deb.debian.org/debian\n" in text
    assert "packages.example" not in text
    assert "ubuntu" not in text


def test_the_recipe_hash_follows_every_part_of_the_recipe(tmp_path):
    copy = tmp_path / "image"
    shutil.copytree(build.RECIPE, copy)
    original = build.recipe_hash("bookworm", copy)
    assert original == build.recipe_hash("bookworm")
    assert original != build.recipe_hash("trixie", copy)
    for part in build._PARTS:
        before = (copy / part).read_bytes()
        (copy / part).write_bytes(before + b"\n")
        assert build.recipe_hash("bookworm", copy) != original, part
        (copy / part).write_bytes(before)


def test_the_bare_image_has_neither_python_nor_sudo():
    names = set(debian.words(build.RECIPE / "base.txt"))
    assert not names & {"python3", "sudo"}
    assert {"python3", "python3-apt", "sudo"} <= set(debian.words(build.RECIPE / "packages.txt"))


def test_two_who_want_the_machines_image_at_once_build_it_once(tmp_path, monkeypatch):
    monkeypatch.setenv("TRUONGLUY_CACHE", str(tmp_path))
    built: list[Path] = []
    inside = threading.Lock()

    def slow(_release: str, made: vm_image.Image) -> None:
        assert inside.acquire(blocking=False), "two builders at once"
        built.append(made.disk)
        for file in (made.disk, made.kernel, made.initrd):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        time.sleep(0.2)
        inside.release()

    monkeypatch.setattr(vm_image, "_build", slow)
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: vm_image.ensure(), range(3)))
    assert len(built) == 1
    assert len({image.disk for image in found}) == 1
