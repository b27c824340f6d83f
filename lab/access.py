"""The files by which every tool reaches the lab: one ssh_config, pinned host keys, keys and passwords."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from lab.paths import BUILD, control_sockets
from lab.run import LabError, run
from truongluy.inventory import Inventory, wifi
from truongluy.inventory.rooms import MEETING_ROOM, all_rooms
from truongluy.room_secrets.rules import KEYS_OF, WITH_PASSPHRASE, WITH_SETTINGS, guessed_first
from truongluy.verdict import Text

USER = "truongluy"
ENDPOINT_USER = "admin"
SSH_CONFIG = BUILD / "ssh_config"
DAY0_SSH_CONFIG = BUILD / "ssh_config.day0"
KNOWN_HOSTS = BUILD / "known_hosts"
KEY = BUILD / "id_ed25519"
DAY0_KEY = BUILD / "day0_ed25519"
CREDENTIALS = BUILD / "credentials.yml"
# For a program that runs inside the lab's own network and needs no ProxyCommand.
INSIDE_SSH_CONFIG = BUILD / "ssh_config.inside"
INSIDE_DAY0_SSH_CONFIG = BUILD / "ssh_config.inside.day0"
WIFI_SECRETS = BUILD / "wifi_secrets.yml"
ROOM_SECRETS = BUILD / "room_secrets.yml"
WEB_INTERFACES = BUILD / "web_interfaces.yml"
# The lab's own certificate authority, made by `invoke ca.create`.
AUTHORITY = BUILD / "ca"
FILES = (
    *(INSIDE_SSH_CONFIG, INSIDE_DAY0_SSH_CONFIG),
    *(SSH_CONFIG, DAY0_SSH_CONFIG, KNOWN_HOSTS, CREDENTIALS, WIFI_SECRETS, ROOM_SECRETS, WEB_INTERFACES),
    *(file for key in (KEY, DAY0_KEY) for file in (key, key.with_suffix(".pub"))),
)

# (kind of unit, zone) -> the account of an invented person there.
_ACCOUNTS = {
    ("department", "staff"): "canbo",
    ("school", "staff"): "giaovien",
    ("school", "pupils"): "hocsinh",
}


@dataclass(frozen=True)
class Entry:
    """How to reach one device: `route` holds its ssh_config settings, `host_key` its pinned public key."""

    name: str
    address: str
    host_key: str
    route: dict[str, str] = field(default_factory=dict)


def make_secrets(switches: Iterable[str], endpoints: Mapping[str, str]) -> None:
    """Make this lab's own key pairs, switch passwords and logins of video endpoints; nothing outlives `down`.

    `endpoints` holds the passphrase each endpoint will have; until then it has none.
    """
    BUILD.mkdir(parents=True, exist_ok=True)
    make_key(KEY, USER)
    make_key(DAY0_KEY, "day-0")
    devices = {name: _credential() for name in switches}
    for name, passphrase in endpoints.items():
        devices[name] = {"username": ENDPOINT_USER, "password": passphrase, "previous": ""}
    credentials = {"default": _credential(), "devices": devices}
    write_private(CREDENTIALS, yaml.safe_dump(credentials, sort_keys=False))


def make_wifi_secrets(found: Inventory) -> None:
    """Make the passphrases, RADIUS secrets and accounts that the Wi-Fi networks of an inventory need."""
    networks = [(site, wlan) for site, known in found.wlans.items() for wlan in known.values()]
    keys: dict[str, dict[str, str]] = {}
    accounts: dict[str, dict[str, dict[str, str]]] = {}
    for site, wlan in networks:
        if wlan.security in wifi.WITH_PASSPHRASE:
            keys.setdefault(site, {})[wlan.id] = secrets.token_hex(12)
        if wlan.security == wifi.ENTERPRISE:
            kind = found.sites[site].kind
            for zone in wlan.zones:
                name = _ACCOUNTS.get((kind, zone), zone)
                accounts.setdefault(site, {})[name] = {"zone": zone, "password": secrets.token_hex(12)}
    points = [device.name for device in found.devices.values() if device.device_class == "wifi_ap"]
    radius = {name: secrets.token_hex(16) for name in points}
    made = {"keys": keys, "radius": radius, "accounts": accounts}
    write_private(WIFI_SECRETS, yaml.safe_dump(made, sort_keys=False))


def make_room_secrets(found: Inventory) -> Mapping[str, str]:
    """Make the passwords, PINs and keys that meeting rooms and their servers need; the endpoints' passphrases."""
    sip: dict[str, dict[str, str]] = {}
    pins: dict[str, dict[str, str]] = {}
    for room in all_rooms(found):
        pins.setdefault(room.site, {})[room.id] = _pin()
        if room.sip_account:
            sip.setdefault(room.site, {})[room.sip_account] = secrets.token_hex(12)
    devices = found.devices.values()
    endpoints = {one.name: secrets.token_hex(12) for one in devices if one.platform in WITH_PASSPHRASE}
    settings = {
        one.name: _pin()
        for one in devices
        if one.device_class == MEETING_ROOM and one.platform in WITH_SETTINGS
    }
    services = {
        one.name: {
            key: secrets.token_hex(20) for function in one.functions for key in KEYS_OF.get(function, ())
        }
        for one in devices
    }
    made = {
        "sip": sip,
        "pins": pins,
        "endpoints": endpoints,
        "settings": settings,
        "services": {k: v for k, v in services.items() if v},
    }
    write_private(ROOM_SECRETS, yaml.safe_dump(made, sort_keys=False, default_style='"'))
    return endpoints


def _pin() -> str:
    pin = f"{secrets.randbelow(10**8):08}"
    return _pin() if guessed_first(pin) else pin


def _credential() -> dict[str, str]:
    # Hexadecimal: no character that a switch's command line could read as something else.
    return {"username": USER, "password": secrets.token_hex(12), "enable": secrets.token_hex(12)}


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(text)


def write(entries: Iterable[Entry], day0: Iterable[Entry]) -> None:
    """Write ssh_config, the day-0 ssh_config (root with the day-0 key) and known_hosts."""
    known = list(entries)
    sockets = private_folder(control_sockets())
    KNOWN_HOSTS.write_text("".join(known_hosts_line(entry) for entry in known))
    SSH_CONFIG.write_text(ssh_config(known, user=USER, key=KEY, sockets=sockets))
    DAY0_SSH_CONFIG.write_text(ssh_config(day0, user="root", key=DAY0_KEY, sockets=None))


def write_inside(entries: Iterable[Entry]) -> None:
    """Write the ssh_configs for a program in the lab's own network: our account, and root with the day-0 key."""
    direct = [
        Entry(entry.name, entry.address, entry.host_key, {"HostName": entry.address}) for entry in entries
    ]
    INSIDE_SSH_CONFIG.write_text(ssh_config(direct, user=USER, key=KEY, sockets=None))
    INSIDE_DAY0_SSH_CONFIG.write_text(ssh_config(direct, user="root", key=DAY0_KEY, sockets=None))


def write_web_interfaces(places: Mapping[str, object]) -> None:
    """Write where web interfaces of devices are, and which certificates they show."""
    WEB_INTERFACES.write_text(yaml.safe_dump(dict(places), sort_keys=False))


def private_folder(path: Path) -> Path:
    """Make a folder that only we may enter; refuse one that somebody else made in the shared /tmp."""
    path.mkdir(mode=0o700, exist_ok=True)
    if path.is_symlink() or path.stat().st_uid != os.getuid() or path.stat().st_mode & 0o077:
        raise LabError(
            Text(
                f"{path}: thư mục này phải là của riêng bạn (0700); hãy xóa nó",
                f"{path}: this folder must be yours alone (0700); delete it",
            )
        )
    return path


def make_key(path: Path, comment: str) -> None:
    """Make a new ed25519 key pair in place of an old one."""
    path.unlink(missing_ok=True)
    note = f"{comment}@truongluy-lab"
    run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", note, "-f", str(path)])


def known_hosts_line(entry: Entry) -> str:
    """One known_hosts line that lists every name a client may look the key up by."""
    names = [entry.name, entry.address]
    host, port = entry.route.get("HostName", entry.address), entry.route.get("Port", "22")
    if (host, port) != (entry.address, "22"):
        names.append(f"[{host}]:{port}")
    kind, key = entry.host_key.split()[:2]
    return f"{','.join(names)} {kind} {key}\n"


def ssh_config(
    entries: Iterable[Entry], *, user: str, key: Path, sockets: Path | None, known_hosts: Path = KNOWN_HOSTS
) -> str:
    """The text of an ssh_config; without `sockets` every command opens its own connection."""
    lines = ["# Generated by `lab up`; every tool of this checkout uses it. / Tệp được sinh tự động."]
    for entry in entries:
        lines.append(f"Host {entry.name} {entry.address}")
        lines += [f"    {name} {value}" for name, value in entry.route.items()]
    shared = (
        ["ControlMaster auto", f"ControlPath {sockets}/%C", "ControlPersist 60"]
        if sockets
        else ["ControlMaster no", "ControlPath none"]
    )
    common = [
        f"User {user}",
        f"IdentityFile {key}",
        "IdentitiesOnly yes",
        "IdentityAgent none",
        "StrictHostKeyChecking yes",
        f"UserKnownHostsFile {known_hosts}",
        "GlobalKnownHostsFile /dev/null",
        "HostKeyAlgorithms ssh-ed25519",
        "UpdateHostKeys no",
        "BatchMode yes",
        "ConnectTimeout 10",
        "ServerAliveInterval 15",
        "ForwardAgent no",
        "LogLevel ERROR",
        *shared,
    ]
    return "\n".join([*lines, "Host *", *(f"    {line}" for line in common)]) + "\n"


def close_shared_connection(name: str) -> None:
    """End ssh's shared connection to one device, if there is one."""
    run(["ssh", "-F", str(SSH_CONFIG), "-O", "exit", name], ok=(), timeout=30)


def close_shared_connections(sockets: Path) -> None:
    """End ssh's shared connections, which otherwise stay in the background, and remove their folder."""
    if not sockets.is_dir() or sockets.is_symlink():
        return
    for socket in sockets.iterdir():
        run(["ssh", "-F", "/dev/null", "-o", f"ControlPath={socket}", "-O", "exit", "lab"], ok=(), timeout=30)
        socket.unlink(missing_ok=True)
    sockets.rmdir()
