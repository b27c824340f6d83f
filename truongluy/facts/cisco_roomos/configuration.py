"""What the endpoint is set to, without vendor words: answering, encryption, services, signalling, logs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from truongluy.facts import room
from truongluy.facts.answers import Answers, Unreadable
from truongluy.facts.cisco_roomos.source import Settings
from truongluy.facts.cisco_roomos.state import accounts, software

_ENCRYPTION = {"On": "required", "BestEffort": "best_effort", "Off": "off"}
_TRANSPORT = {"Tls": "tls", "TCP": "tcp", "UDP": "udp", "Auto": "auto"}
_WEB = {"Off": (False, False), "HTTPS": (False, True), "HTTP+HTTPS": (True, True)}
# `Auto` leaves it to the device: what it may do counts as done.
_PERHAPS = {"Off": False, "Auto": True, "On": True}
_SNMP = {"Off": False, "ReadOnly": True, "ReadWrite": True}
_TELNET = "NetworkServices Telnet Mode"


def _known(parts: dict[str, Callable[[], Any]]) -> dict[str, Any]:
    """The parts that this endpoint can tell; a release without a setting leaves its key out."""
    found = {}
    for name, part in parts.items():
        try:
            found[name] = part()
        except Unreadable:
            continue
    return found


def read_endpoint(answers: Answers) -> dict[str, Any]:
    """How it answers, encrypts and lets people in."""
    at = Settings(answers)
    told = _known(
        {
            "software": lambda: software(answers),
            "auto_answer": lambda: at.on("Conference AutoAnswer Mode"),
            "media_encryption": lambda: at.one_of("Conference Encryption Mode", _ENCRYPTION),
            "remote_camera_control": lambda: at.one_of("Conference FarEndControl Mode", _PERHAPS),
            "accounts": lambda: accounts(answers),
            "h323": lambda: at.on("NetworkServices H323 Mode"),
            "remote_support": lambda: at.on("RemoteAccess Mode"),
            "settings_locked": lambda: at["UserInterface SettingsMenu Mode"] == "Locked",
            "session_timeout_minutes": lambda: int(at["Security Session InactivityTimeout"]),
            "max_failed_logins": lambda: int(at["Security Session MaxFailedLogins"]),
        }
    )
    return room.normal("room_endpoint", told)


def read_services(answers: Answers) -> dict[str, Any]:
    """Which network services are on. Releases of today have no Telnet, and no setting for it."""
    at = Settings(answers)
    told = _known(
        {
            "http": lambda: at.one_of("NetworkServices HTTP Mode", _WEB)[0],
            "https": lambda: at.one_of("NetworkServices HTTP Mode", _WEB)[1],
            "telnet": lambda: _TELNET in at and at.on(_TELNET),
            "ssh": lambda: at.on("NetworkServices SSH Mode"),
            "snmp": lambda: at.one_of("NetworkServices SNMP Mode", _SNMP),
            "upnp": lambda: at.on("NetworkServices UPnP Mode"),
            "websocket": lambda: at["NetworkServices Websocket"] != "Off",
            "legacy_key_exchange": lambda: at.on("NetworkServices SSH KeyExchangeAlgorithms AllowLegacy"),
            "tls_minimum": lambda: at["NetworkServices HTTPS Server MinimumTLSVersion"].removeprefix("TLSv"),
            "strict_transport": lambda: at.on("NetworkServices HTTPS StrictTransportSecurity"),
        }
    )
    return room.normal("room_services", told)


def read_sip(answers: Answers) -> dict[str, Any]:
    """How calls are signalled."""
    at = Settings(answers)
    told = _known(
        {
            "transport": lambda: at.one_of("SIP DefaultTransport", _TRANSPORT),
            "verify": lambda: at.on("SIP TlsVerify"),
            "listen": lambda: at.one_of("SIP ListenPort", _PERHAPS),
        }
    )
    return room.normal("room_sip", told)


def read_logging(answers: Answers) -> dict[str, Any]:
    """Where logs go, and whether on a way that nobody reads or changes."""
    at = Settings(answers)
    sent = at.on("Logging Mode") and at.on("Logging External Mode")
    address = at["Logging External Server Address"]
    return {
        "hosts": [address] if sent and address else [],
        "encrypted": at["Logging External Protocol"] == "SyslogTLS",
        "checked": at.on("Logging External TlsVerify"),
    }


def read_programs(answers: Answers) -> dict[str, Any]:
    """What runs on the endpoint beside meetings: macros, what they may fetch, and its browser."""
    at = Settings(answers)
    return {
        "macros": at.on("Macros Mode"),
        "fetches": at.on("HttpClient Mode"),
        "fetches_unchecked": at.one_of("HttpClient AllowInsecureHTTPS", {"True": True, "False": False}),
        "browser_debugging": at.on("WebEngine RemoteDebugging"),
    }


def read_provisioning(answers: Answers) -> dict[str, Any]:
    """Whether somebody else's server may set it up, and on what way."""
    at = Settings(answers)
    return {
        "enabled": at["Provisioning Mode"] != "Off",
        "encrypted": at["Provisioning ExternalManager Protocol"] == "HTTPS",
        "checked": at.on("Provisioning TlsVerify"),
    }


READERS: dict[str, Callable[[Answers], Any]] = {
    "room_endpoint": read_endpoint,
    "room_services": read_services,
    "room_sip": read_sip,
    "room_logging": read_logging,
    "room_programs": read_programs,
    "room_provisioning": read_provisioning,
}
