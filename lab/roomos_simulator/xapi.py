"""The xAPI without its transport: what is configured, what is the state, and the commands there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from cryptography import x509

from . import settings
from .device import PRODUCT, Device
from .settings import Refused

# A path with item numbers, and its printed value.
Rows = list[tuple[str, str]]
Parameters = dict[str, list[str]]
CERTIFICATE = "certificate.pem"


def configuration(device: Device, path: str = "") -> Rows:
    """Settings at or below a path; raises Refused."""
    return [(one.path, one.printed(device.values[one.path])) for one in settings.below(path)]


def status(device: Device, path: str = "") -> Rows:
    """State at or below a path; raises Refused."""
    words = path.lower().split()
    found = [row for row in _status(device) if row[0].lower().split()[: len(words)] == words]
    if not found:
        raise Refused("No match on address expression.", path)
    return found


def _status(device: Device) -> Rows:
    quoted = '"{}"'.format
    release = re.sub(r"^ce|\.simulated$", "", device.software)
    servers = [device.values[f"NetworkServices NTP Server {number} Address"] for number in (1, 2, 3)]
    return [
        ("Audio Input Connectors Microphone 1 ConnectionStatus", "Connected"),
        ("Audio Output Connectors Line 1 ConnectionStatus", "Connected"),
        ("Cameras Camera 1 Connected", "True"),
        ("Cameras Camera 1 Model", quoted("Simulated camera (mô phỏng)")),
        ("NetworkServices NTP CurrentAddress", quoted(next((one for one in servers if one), ""))),
        *((f"NetworkServices NTP Server {n} Address", quoted(one)) for n, one in enumerate(servers, 1)),
        ("NetworkServices NTP Status", "Synced" if _clock(device, servers) else "Unsynced"),
        *_registration(device),
        ("SystemUnit Hardware Module SerialNumber", quoted(device.serial)),
        ("SystemUnit ProductId", quoted(PRODUCT)),
        ("SystemUnit Software DisplayName", quoted(f"RoomOS {release} (mô phỏng)")),
        ("SystemUnit Software Version", quoted(device.software)),
        ("SystemUnit State NumberOfActiveCalls", "0"),
    ]


def _clock(device: Device, servers: list[str]) -> bool:
    """Whether the clock would follow a server: nobody asks one here."""
    return device.values["NetworkServices NTP Mode"] != "Off" and any(servers)


def _registration(device: Device) -> Rows:
    """Whether the endpoint would be registered: everything that it takes is set. Nobody is asked."""
    values = device.values
    wanted = ("SIP URI", "SIP Proxy 1 Address", "SIP Authentication UserName", "SIP Authentication Password")
    state = (
        "Registered" if all(values[one] for one in wanted) else "Failed" if values["SIP URI"] else "Inactive"
    )
    if device.faults.unregistered or values["NetworkServices SIP Mode"] == "Off":
        state = "Failed" if values["SIP URI"] else "Inactive"
    return [
        ("SIP Proxy 1 Address", f'"{values["SIP Proxy 1 Address"]}"'),
        ("SIP Registration 1 Status", state),
        ("SIP Registration 1 URI", f'"{values["SIP URI"]}"'),
    ]


def command(device: Device, path: str, given: Parameters, asker: str) -> tuple[str, Rows]:
    """Do a command; the name of its result, and what that says. Raises Refused."""
    work = _COMMANDS.get(path.lower())
    if work is None:
        raise Refused("Unknown command", path)
    before, last = path.split()[-2:]
    result = (
        f"{before}{last}Result"
        if last.lower() in ("set", "show", "list", "add", "delete")
        else f"{last}Result"
    )
    return result, work(device, given, asker)


def _one(given: Parameters, name: str, default: str | None = None) -> str:
    values = given.get(name.lower())
    if values:
        return values[0]
    if default is None:
        raise Refused(f'Missing or invalid parameter: "{name}"', name, "ParameterError")
    return default


def _passphrase(device: Device, given: Parameters, asker: str) -> Rows:
    account = device.account(_one(given, "Username"))
    mine = device.account(asker)
    if not mine.opens_with(_one(given, "YourPassphrase", "")):
        raise Refused("Wrong passphrase.", "YourPassphrase")
    account.change(_one(given, "NewPassphrase"))
    device.save()
    return []


def _users(device: Device, given: Parameters, asker: str) -> Rows:
    rows: Rows = []
    for number, (name, account) in enumerate(device.accounts.items(), 1):
        rows.append((f"User {number} Active", str(account.active)))
        rows += [(f"User {number} Role {n}", f'"{role}"') for n, role in enumerate(account.roles, 1)]
        rows.append((f"User {number} Username", f'"{name}"'))
    return rows


def _add_user(device: Device, given: Parameters, asker: str) -> Rows:
    device.add_account(_one(given, "Username"), _one(given, "Passphrase", ""), given.get("role", []))
    return []


def _delete_user(device: Device, given: Parameters, asker: str) -> Rows:
    name = _one(given, "Username")
    device.account(name)
    if name == asker:
        raise Refused("Cannot delete the user that is logged in.", name)
    del device.accounts[name]
    device.save()
    return []


def _certificates(device: Device, given: Parameters, asker: str) -> Rows:
    found = x509.load_pem_x509_certificate((device.directory / CERTIFICATE).read_bytes())
    return [
        ("Details 1 SubjectName", f'"{found.subject.rfc4514_string()}"'),
        ("Details 1 IssuerName", f'"{found.issuer.rfc4514_string()}"'),
        ("Details 1 StartDate", f'"{found.not_valid_before_utc.isoformat()}"'),
        ("Details 1 EndDate", f'"{found.not_valid_after_utc.isoformat()}"'),
        ("Details 1 Usages 1", '"HTTPS"'),
    ]


def _upgrade(device: Device, given: Parameters, asker: str) -> Rows:
    """The release is read off the file's name: nothing is downloaded."""
    named = re.fullmatch(r"(ce\d+(?:\.\d+)+)\.pkg", Path(_one(given, "URL")).name)
    if named is None:
        raise Refused("Not a software package.", "URL")
    device.software = f"{named[1]}.simulated"
    device.save()
    return []


def _restart(device: Device, given: Parameters, asker: str) -> Rows:
    device.restart_wanted()
    return []


_COMMANDS: dict[str, Callable[[Device, Parameters, str], Rows]] = {
    "security certificates services show": _certificates,
    "systemunit boot": _restart,
    "systemunit softwareupgrade": _upgrade,
    "usermanagement user add": _add_user,
    "usermanagement user delete": _delete_user,
    "usermanagement user list": _users,
    "usermanagement user passphrase set": _passphrase,
}
