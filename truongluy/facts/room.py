"""The normal form of what meeting equipment is and how it is: the same words whatever its make.

Readers of a platform give these facts as plain dicts and pass them through `normal`. A key that a device can't tell is
left out, or None where the form allows it; nothing is ever filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Any, Literal, TypedDict, Union, get_args, get_origin, get_type_hints, is_typeddict

from truongluy.facts.answers import Unreadable
from truongluy.verdict import Text


class Software(TypedDict):
    """What runs on it; `version` as the device writes it."""

    name: str
    version: str


class Account(TypedDict):
    """One account of its own; `passphrase_set` is False where an empty one lets in."""

    name: str
    passphrase_set: bool
    active: bool


class Endpoint(TypedDict, total=False):
    """`room_endpoint`: how it answers, encrypts and lets people in. 0 minutes is never, 0 logins is without limit."""

    software: Software
    auto_answer: bool
    media_encryption: Literal["required", "best_effort", "off"]
    remote_camera_control: bool
    accounts: list[Account]
    h323: bool
    remote_support: bool
    settings_locked: bool
    session_timeout_minutes: int
    max_failed_logins: int


class Services(TypedDict, total=False):
    """`room_services`: which services of the network are on, and how its web pages are protected."""

    http: bool
    https: bool
    telnet: bool
    ssh: bool
    snmp: bool
    upnp: bool
    websocket: bool
    legacy_key_exchange: bool
    tls_minimum: str
    strict_transport: bool


class Sip(TypedDict, total=False):
    """`room_sip`: how calls are signalled; `listen` is whether strangers may call it directly."""

    transport: Literal["tls", "tcp", "udp", "auto"]
    verify: bool
    listen: bool


class Registration(TypedDict):
    """Whether it is known to a meeting server; `target` is that server, empty where none is set."""

    kind: Literal["sip", "https"]
    state: Literal["registered", "failed", "not_configured"]
    target: str


class Clock(TypedDict):
    """Whether its clock follows a server, and which it may ask."""

    synchronised: bool
    servers: list[str]


class Certificate(TypedDict):
    """The certificate it shows, or must trust to meet; `not_after` is an ISO time with its zone."""

    not_after: str


class Updates(TypedDict):
    """How many updates wait; None where the device does not tell."""

    pending: int | None
    restart_needed: bool | None


class State(TypedDict, total=False):
    """`room_state`: what a meeting needs right now; None: the device has no such thing, or can't tell."""

    camera: bool
    microphone: bool
    speaker: bool
    registration: Registration
    clock: Clock
    certificate: Certificate | None
    disk_free_percent: int | None
    updates: Updates
    software: Software


FORMS: Mapping[str, Any] = {
    "room_endpoint": Endpoint,
    "room_services": Services,
    "room_sip": Sip,
    "room_state": State,
}
"""Fact -> its form."""


def normal(fact: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """The fact when it has its form; raises Unreadable naming the first key that has not."""
    _fits(FORMS[fact], told, fact)
    return dict(told)


def _fits(form: Any, value: Any, path: str) -> None:
    if is_typeddict(form):
        _keys(form, value, path)
    elif get_origin(form) in (Union, UnionType):
        if value is not None:
            _fits(next(one for one in get_args(form) if one is not type(None)), value, path)
    elif get_origin(form) is Literal:
        if value not in get_args(form):
            raise _wrong(path)
    elif get_origin(form) is list:
        if not isinstance(value, list):
            raise _wrong(path)
        for index, item in enumerate(value):
            _fits(get_args(form)[0], item, f"{path}.{index}")
    elif type(value) is not form:  # a bool is no int here
        raise _wrong(path)


def _keys(form: Any, value: Any, path: str) -> None:
    if not isinstance(value, Mapping):
        raise _wrong(path)
    known = get_type_hints(form)
    for key in [*sorted(form.__required_keys__ - set(value)), *(key for key in value if key not in known)]:
        raise _wrong(f"{path}.{key}")
    for key, item in value.items():
        _fits(known[key], item, f"{path}.{key}")


def _wrong(path: str) -> Unreadable:
    return Unreadable(
        Text(f"'{path}' không ở dạng mà phòng họp dùng", f"'{path}' is not in the form of meeting rooms")
    )
