"""Break recipes speak of what the role writes: each of their edits changes the file it names, and the file stays readable."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import jinja2
import pytest

from tests.policy.samples import the_policy
from truongluy.facts.debian.janus_config import parse
from truongluy.facts.debian.webrtc_on_device import settings

TEMPLATES = Path(__file__).resolve().parents[3] / "roles" / "webrtc_server" / "templates"
CONTROLS = [one for one in the_policy().controls.values() if one.fixed_by == "webrtc_server"]
EDITS = [
    pytest.param(line, id=f"{control.id}-{number}")
    for control in CONTROLS
    for number, line in enumerate(re.findall(r"sed -i '[^']*' /etc/\S+", control.breaks["debian"]))
]
NAME = 'Phòng "lớn" \\ tầng 2'


@pytest.fixture
def device(tmp_path: Path) -> Path:
    """A folder with the files that the role writes."""
    engine = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), trim_blocks=True, undefined=jinja2.StrictUndefined
    )
    engine.filters["hash"] = lambda text, kind: hashlib.new(kind, text.encode()).hexdigest()
    given = {
        "webrtc_server_dir": f"{tmp_path}/etc/janus", "webrtc_server_modules": "/usr/local/lib/truongluy-janus",
        "webrtc_server_names": ["hop.so-gddt.example"], "webrtc_server_browser_names": ["conf-01"],
        "webrtc_server_address": "10.99.10.13", "webrtc_server_port": 8989, "webrtc_server_media_ports": "20000-20499",
        "webrtc_server_ciphers": "ECDHE+AESGCM", "webrtc_server_publishers": 20, "webrtc_server_bitrate": 1500000,
        "webrtc_server_rooms": [{"id": "hop", "site": "so", "name": NAME, "number": 7}],
        "webrtc_server_headers": {"Content-Security-Policy": "default-src 'self'"},
        "room_secrets": {"meeting_token": "t" * 40, "meeting_admin": "a" * 40, "pins": {"so/hop": "48291357"}},
    }  # fmt: skip
    places = {"core.jcfg": "truongluy", "makers.jcfg": "truongluy", "rooms.jcfg": "truongluy"}
    for template in TEMPLATES.glob("*.jcfg.j2"):
        file = tmp_path / "etc" / "janus" / places.get(template.stem, "") / template.stem
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(engine.get_template(template.name).render(given), encoding="utf-8")
    site = tmp_path / "etc" / "nginx" / "sites-available" / "truongluy-meeting"
    site.parent.mkdir(parents=True)
    site.write_text(engine.get_template("meeting.conf.j2").render(given), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_changes_the_file_it_names(device, edit):
    files = {file: file.read_bytes() for file in device.rglob("*") if file.is_file()}
    subprocess.run(["sh", "-es"], input=edit.replace(" /etc/", f" {device}/etc/"), text=True, check=True)
    changed = [file for file, before in files.items() if file.read_bytes() != before]
    assert len(changed) == 1, "nothing matches any more"
    if changed[0].suffix == ".jcfg":
        parse(settings(changed[0])[0])


def test_most_recipes_are_edits():
    assert len(CONTROLS) == 14 and len(EDITS) >= 10


def test_what_the_role_writes_is_read_as_it_was_meant(device):
    folder = device / "etc" / "janus"
    text, files, _ = settings(folder / "janus.plugin.videoroom.jcfg")
    assert "48291357" not in text and [file.name for file in files[1:]] == ["makers.jcfg", "rooms.jcfg"]
    room = parse(text)["room-7"]
    assert room["description"] == NAME and room["pin_measured"] == "8 own" and room["signed_tokens"] is True
    core = parse(settings(folder / "janus.jcfg")[0])["general"]
    assert core["token_auth"] is True and core["token_auth_secret_measured"].startswith("40 ")
