"""What the guides on meeting rooms show is true: their examples are taken as they stand."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import yaml

from tests.rooms.poly.example import DEVICES
from tests.workstations.example import put
from truongluy import inventory as inventory_of
from truongluy.inventory import imported

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"


def example(guide: str, start: str) -> str:
    """The block of a guide that begins so."""
    text = (GUIDE / guide).read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.S | re.M)
    return next(block for block in blocks if block.startswith(start))


def test_the_export_of_the_guide_is_read_whole(tmp_path):
    put(tmp_path, "phong-hop.json", example("room-endpoints.md", '{"schema"'))
    found, problems = imported.read(tmp_path, DEVICES)
    assert problems == [] and set(found) == {"room-03"}


def test_the_room_and_its_computer_of_the_guides_are_valid_in_the_lab(tmp_path):
    copy = tmp_path / "lab"
    shutil.copytree(ROOT / "inventories" / "lab", copy)
    rooms = yaml.safe_load((copy / "rooms" / "so-gddt.yml").read_text(encoding="utf-8"))
    own = yaml.safe_load(example("meeting-rooms.md", "rooms:"))["rooms"]
    rooms["rooms"] = own + [one for one in rooms["rooms"] if one["id"] != own[0]["id"]]
    (copy / "rooms" / "so-gddt.yml").write_text(yaml.safe_dump(rooms, allow_unicode=True), encoding="utf-8")
    hosts = copy / "hosts" / "so-gddt.yml"
    lines = hosts.read_text(encoding="utf-8")
    shown = example("room-endpoints.md", "meeting_rooms:")
    start = lines.index("    room-01:\n")
    end = lines.index("    room-02:\n")
    hosts.write_text(lines[:start] + shown.split("  hosts:\n", 1)[1] + lines[end:], encoding="utf-8")
    found = inventory_of.load(copy)
    assert found.rooms["so-gddt"]["hop-tang-2"].endpoints == ("room-01",)
    assert found.devices["room-01"].platform == "debian"
