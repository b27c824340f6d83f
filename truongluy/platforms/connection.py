"""One verified SSH session with a network device, and the ways it can fail, in words.

Host keys are pinned: an unknown or changed key is refused. Every wait has a limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from netmiko import BaseConnection, ConnectHandler
from netmiko.exceptions import NetmikoAuthenticationException, NetmikoTimeoutException, ReadException
from paramiko import BadHostKeyException, SSHException

from truongluy.verdict import Text

LOGIN_SECONDS = 15.0
ANSWER_SECONDS = 20.0
_DEVICE_TYPES = {"cisco_ios": "cisco_ios", "cisco_roomos": "cisco_tp"}
# Whoever logs in there may do everything at once.
_WITHOUT_PRIVILEGED_MODE = frozenset({"cisco_roomos"})


class CannotReach(Exception):
    """The device could not be logged into, or stopped answering; `reason` says why in both languages."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


class LoginRefused(CannotReach):
    """The device answered, and refused the name or the password."""


@dataclass(frozen=True)
class ConnectionSettings:
    """Files that say how devices are reached: OpenSSH client configuration, pinned host keys, credentials.

    `web` says where web interfaces are and which certificates they show; only who works over HTTPS needs it.
    """

    ssh_config: Path
    known_hosts: Path
    credentials: Path
    login_seconds: float = LOGIN_SECONDS
    answer_seconds: float = ANSWER_SECONDS
    web: Path | None = None


def login_of(device: str, settings: ConnectionSettings) -> dict[str, str]:
    """Username, password and enable password of a device; raises CannotReach, never shows a value."""
    path = settings.credentials
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        given = {**data.get("default", {}), **data.get("devices", {}).get(device, {})}
        found = {key: str(given[key]) for key in ("username", "password")}
    except OSError:
        raise CannotReach(
            Text(
                f"không đọc được tệp thông tin đăng nhập {path}", f"the credentials file {path} can't be read"
            )
        ) from None
    except (yaml.YAMLError, AttributeError, TypeError, KeyError):
        raise CannotReach(
            Text(
                f"tệp {path} không có username và password cho '{device}'",
                f"{path} holds no username and password for '{device}'",
            )
        ) from None
    return {**found, "secret": str(given.get("enable") or "")}


@contextmanager
def session(
    device: str, settings: ConnectionSettings, platform: str = "cisco_ios", password: str | None = None
) -> Iterator[BaseConnection]:
    """A privileged session with the device, closed at the end; raises CannotReach.

    `password` takes the place of the one in the credentials file, where a device may have one of several.
    """
    connection = _open(device, settings, platform, password)
    try:
        if platform not in _WITHOUT_PRIVILEGED_MODE:
            _privileged(device, connection)
        with told(device):
            yield connection
    finally:
        _close(connection, platform)


def _open(device: str, settings: ConnectionSettings, platform: str, password: str | None) -> BaseConnection:
    for path in (settings.ssh_config, settings.known_hosts):
        # netmiko goes on in silence without these files, to whatever host answers to the name.
        if not path.is_file():
            raise CannotReach(Text(f"không có tệp {path}", f"file {path} does not exist"))
    options: dict[str, Any] = {
        "device_type": _DEVICE_TYPES[platform],
        "host": device,
        "ssh_config_file": str(settings.ssh_config),
        "ssh_strict": True,
        "system_host_keys": False,
        "alt_host_keys": True,
        "alt_key_file": str(settings.known_hosts),
        "use_keys": False,
        "allow_agent": False,
        "conn_timeout": settings.login_seconds,
        "auth_timeout": settings.login_seconds,
        "banner_timeout": settings.login_seconds,
        "read_timeout_override": None,
        **login_of(device, settings),
        **({} if password is None else {"password": password}),
    }
    with told(device):
        if platform not in _WITHOUT_PRIVILEGED_MODE:
            return ConnectHandler(**options)
        # netmiko would wait seconds for a prompt that such a device has not; its greeting is heard by whoever asks it.
        connection = ConnectHandler(**options, auto_connect=False)
        connection.establish_connection()
        return connection


def _privileged(device: str, connection: BaseConnection) -> None:
    """Enter privileged mode; the device may have put us there at login."""
    try:
        if not connection.check_enable_mode():
            connection.enable()
    except (ReadException, NetmikoTimeoutException, ValueError, OSError, EOFError, SSHException):
        raise CannotReach(
            Text(
                f"đăng nhập được vào '{device}' nhưng không vào được chế độ đặc quyền",
                f"logged into '{device}' but could not enter the privileged mode",
            )
        ) from None


def _close(connection: BaseConnection, platform: str) -> None:
    try:
        if platform in _WITHOUT_PRIVILEGED_MODE:
            # There is no mode to leave: netmiko would wait seconds for the answer to a question nobody understands.
            connection.paramiko_cleanup()
        else:
            connection.disconnect()
    except (OSError, EOFError, SSHException, ReadException, NetmikoTimeoutException, ValueError):
        return


@contextmanager
def told(device: str) -> Iterator[None]:
    """Turn what the libraries raise into CannotReach, with the reason in words and no secret."""
    try:
        yield
    except NetmikoAuthenticationException:
        vi, en = "thiết bị từ chối tên hoặc mật khẩu", "the device refused the name or the password"
        raise LoginRefused(_unreached(device, vi, en)) from None
    except BadHostKeyException:
        vi, en = "khóa máy chủ SSH khác với khóa đã ghim", "the SSH host key is not the pinned one"
    except (ReadException, TimeoutError) as cause:
        vi, en = "thiết bị ngừng trả lời", f"the device stopped answering ({type(cause).__name__})"
    except NetmikoTimeoutException as cause:
        vi, en = _connection_reason(cause)
    except (SSHException, OSError, EOFError) as cause:
        vi, en = _connection_reason(cause)
    else:
        return
    raise CannotReach(_unreached(device, vi, en)) from None


def _unreached(device: str, vi: str, en: str) -> Text:
    return Text(f"không tới được '{device}': {vi}", f"can't reach '{device}': {en}")


def _connection_reason(cause: BaseException) -> tuple[str, str]:
    words = f"{type(cause).__name__} {cause} {cause.__cause__ or ''} {cause.__context__ or ''}"
    if re.search(
        r"not found in known_hosts|BadHostKey|host key.*(does not match|mismatch)", words, re.IGNORECASE
    ):
        return "khóa máy chủ SSH khác với khóa đã ghim", "the SSH host key is not the pinned one"
    if re.search(r"refused|TCP connection to device failed|timed? ?out", words, re.IGNORECASE):
        return "không có ai trả lời ở địa chỉ và cổng đó", "nobody answers at its address and port"
    return "phiên SSH bị ngắt", f"the SSH session broke ({type(cause).__name__})"
