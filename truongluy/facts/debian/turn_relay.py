"""The relay of meetings: whom it lets in, whom it relays to, how far one user may go.

The shared secret is measured on the device and never leaves it; the relay itself is asked for a relay without credentials.
"""

from __future__ import annotations

from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.service_probe import CERTIFICATE, answer, command
from truongluy.facts.debian.system import active, enabled

_SCRIPT = r"""
service = unit("coturn.service")
main = argument(service.get("MainPID"), "-c", "/etc/turnserver.conf")
given = {}
for line in text_of(main).splitlines():
    key, _, value = line.strip().partition("=")
    if key and not key.startswith("#"):
        given.setdefault(key.strip(), []).append(value.strip())

def said(key):
    return key in given and given[key][-1].lower() not in ("false", "0", "off", "no")

def number(key):
    value = given.get(key, [""])[-1]
    return int(value) if value.isdigit() else 0

def ask(address, port):
    # An Allocate request of nobody (RFC 8656): the answer's kind, its error code, and whether it names a program.
    with connect(address, port) as door:
        door.settimeout(6)
        door.sendall(struct.pack("!HHI12sHHI", 3, 8, 0x2112A442, os.urandom(12), 0x19, 4, 17 << 24))
        head = door.recv(4096)
    kind, length = struct.unpack("!HH", head[:4])
    code, program, body = 0, None, head[20:20 + length]
    while len(body) >= 4:
        what, size = struct.unpack("!HH", body[:4])
        value, body = body[4:4 + size], body[4 + size + -size % 4:]
        if what == 9:
            code = value[2] * 100 + value[3]
        elif what == 0x8022:
            program = value.decode(errors="replace")
    return (0 if kind == 0x103 else code or None), program

found = sockets("turnserver")
first, last = number("min-port") or 49152, number("max-port") or 65535
relays = [one for one in found if one[0] == "udp" and first <= one[2] <= last]
tls_doors, plain_doors = doors([one for one in found if one not in relays and not one[1].startswith("127.")])
told = {"unit": service, "tls_listeners": tls_doors, "plain_listeners": plain_doors}
if tls_doors:
    address, _, port = tls_doors[0].rpartition(":")
    told["tls"] = versions(address, int(port))
    told["certificate"] = certificate(address, int(port), None)
    told["without_credentials"], told["banner"] = ask(address, int(port))
secret = (given.get("static-auth-secret") or [""])[-1]
told["credentials"] = {
    "end_by_themselves": said("use-auth-secret") and not said("no-auth"),
    "lasting_users": len(given.get("user", [])),
    "secret_length": len(secret),
    "authentication_off": said("no-auth"),
}
told["peers"] = {
    "denied": sorted(given.get("denied-peer-ip", [])), "allowed": sorted(given.get("allowed-peer-ip", [])),
    "loopback": said("allow-loopback-peers"), "multicast": not said("no-multicast-peers"),
    "tcp": not said("no-tcp-relay"),
}
told["limits"] = {"user_quota": number("user-quota"), "total_quota": number("total-quota"), "rate": number("max-bps")}
told["command_line"] = not said("no-cli")
told["realm"] = (given.get("realm") or [None])[-1]
own = given.get("pkey", [])
# The role keeps the file's parts, one of which is the secret, beside the key.
parts = [os.path.join(os.path.dirname(key), "parts") for key in own]
parts = [os.path.join(folder, name) for folder in parts if os.path.isdir(folder) for name in os.listdir(folder)]
told["secret_files"], told["open_files"] = files([main, *own, *parts])
told["in_force"] = in_force(service, [main, *own, *given.get("cert", [])])
json.dump(told, sys.stdout)
"""

COMMANDS = {"turn_relay": command("turnserver", "coturn.service", _SCRIPT)}

_CREDENTIALS = ("end_by_themselves", "lasting_users", "secret_length", "authentication_off")
_PEERS = ("denied", "allowed", "loopback", "multicast", "tcp")
_LIMITS = ("user_quota", "total_quota", "rate")


def read_turn_relay(answers: Answers) -> dict[str, Any]:
    """What the running relay does; lists are empty and values None where there is none."""
    found = answer(answers["turn_relay"])
    unit = found["unit"] if found else {}
    known = found or {}
    return {
        "installed": found is not None,
        "running": active(unit),
        "starts_at_boot": enabled(unit),
        "in_force": known.get("in_force", False),
        "listeners": known.get("tls_listeners", []),
        "plain_listeners": known.get("plain_listeners", []),
        "tls": known.get("tls") or {"accepted": [], "refused": [], "unknown": []},
        "certificate": dict.fromkeys(CERTIFICATE) | (known.get("certificate") or {}),
        "without_credentials": known.get("without_credentials"),
        "banner": known.get("banner"),
        "credentials": dict.fromkeys(_CREDENTIALS) | (known.get("credentials") or {}),
        "peers": dict.fromkeys(_PEERS) | (known.get("peers") or {}),
        "limits": dict.fromkeys(_LIMITS) | (known.get("limits") or {}),
        "command_line": known.get("command_line"),
        "realm": known.get("realm"),
        "secret_files": known.get("secret_files", []),
        "open_files": known.get("open_files", []),
    }


READERS = {"turn_relay": read_turn_relay}
