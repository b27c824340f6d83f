"""What the next meeting needs of a room's computer: camera, sound, the conference host, clock, disk, updates."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from truongluy.facts import room
from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.debian.timesync import read_time

SETTINGS = "/etc/truongluy/meeting-room.json"
"""Written by the role: the conference hosts. A machine without it is no room's computer, and is asked nothing dear."""

# A camera may have several nodes: only the first (index 0) gives pictures, the others tell about them.
_DEVICES = """
for one in /sys/class/video4linux/video*; do
  if test -e "$one"; then echo "camera $(cat "$one/index") $(test -c "/dev/${one##*/}" && echo yes || echo no)"; fi
done
sed 's/^/sound /' /proc/asound/pcm 2>/dev/null
true
"""

# An answer over HTTPS from the host by its name, with a certificate that this computer verifies.
_ASK = """
import http.client, json, ssl, sys
host = (json.load(open(sys.argv[1]))["hosts"] or [""])[0]
told = {"host": host, "answered": False, "not_after": None}
try:
    line = http.client.HTTPSConnection(host, timeout=8, context=ssl.create_default_context())
    line.connect()
    ends = ssl.cert_time_to_seconds(line.sock.getpeercert()["notAfter"])
    told["not_after"] = int(ends)
    line.request("GET", "/")
    told["answered"] = line.getresponse().status < 500
except (OSError, http.client.HTTPException) as problem:
    told["problem"] = type(problem).__name__
print(json.dumps(told))
"""

COMMANDS = {
    "room_devices": _DEVICES,
    "room_host": f"test -f {SETTINGS} || exit 0; python3 -I - {SETTINGS} <<'END'\n{_ASK}END",
    "room_disk": "df -P / | tail -n 1",
    # What the last refreshed lists of packages hold; no lock is taken, so that an update under way is not disturbed.
    "room_updates": (
        f"test -f {SETTINGS} || exit 0; "
        "plan=$(apt-get -s -o Debug::NoLocking=true upgrade) || exit; "
        # Without any list nothing is known to wait, and that is no zero.
        "if ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1; then "
        'echo "pending $(echo "$plan" | grep -c \'^Inst \')"; fi; '
        "test -e /run/reboot-required && echo 'restart yes' || echo 'restart no'"
    ),
    "room_browser": "dpkg-query -W -f='${db:Status-Abbrev} ${Version}' chromium 2>/dev/null || true",
}


def _registration(told: dict[str, Any]) -> dict[str, str]:
    if not told.get("host"):
        return {"kind": "https", "state": "not_configured", "target": ""}
    state = "registered" if told["answered"] else "failed"
    return {"kind": "https", "state": state, "target": f"https://{told['host']}/"}


def _told(answers: Answers) -> dict[str, Any]:
    text = answers["room_host"].strip()
    if not text:
        return {}
    found = json.loads(text)
    if not isinstance(found, dict):
        raise Unreadable("the question to the conference host was not answered in its form")
    return found


def _certificate(told: dict[str, Any]) -> dict[str, str] | None:
    """The conference host's certificate: when it ends, the room can't meet."""
    if told.get("not_after") is None:
        return None
    return {"not_after": datetime.fromtimestamp(int(told["not_after"]), UTC).isoformat()}


def _updates(text: str) -> dict[str, Any]:
    found = dict(line.split(maxsplit=1) for line in text.splitlines() if line.strip())
    pending, restart = found.get("pending"), found.get("restart")
    return {
        "pending": int(pending) if pending is not None else None,
        "restart_needed": restart == "yes" if restart else None,
    }


def _free_percent(text: str) -> int | None:
    used = [word for word in text.split() if word.endswith("%")]
    return 100 - int(used[0].rstrip("%")) if used else None


def read_room_state(answers: Answers) -> dict[str, Any]:
    """The room's state in the form of all meeting equipment; a camera that is not there is False, never an error."""
    rows = [line.split() for line in answers["room_devices"].splitlines()]
    sound = " ".join(" ".join(row[1:]) for row in rows if row[:1] == ["sound"])
    time, told = read_time(answers), _told(answers)
    status, _, version = answers["room_browser"].partition(" ")
    state = {
        "camera": any(row == ["camera", "0", "yes"] for row in rows),
        "microphone": ": capture" in sound,
        "speaker": ": playback" in sound,
        "registration": _registration(told),
        "clock": {"synchronised": time["synchronised"], "servers": time["sources"]},
        "certificate": _certificate(told),
        "disk_free_percent": _free_percent(answers["room_disk"]),
        "updates": _updates(answers["room_updates"]),
        "software": {"name": "Chromium", "version": version.strip() if status == "ii" else ""},
    }
    return room.normal("room_state", state)


READERS = {"room_state": read_room_state}
NEEDED = {"room_state": (*COMMANDS, "time_config", "time_tracking", "time_units")}
