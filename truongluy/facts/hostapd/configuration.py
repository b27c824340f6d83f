"""hostapd's configuration: cut free of secrets on the device, then read into one section for each BSS."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from truongluy.facts.answers import Unreadable
from truongluy.verdict import Text

# Runs on the access point. Values of secret settings become their length; comments other than our tags are dropped,
# because old keys live on in them; a line of another form is dropped because nobody knows what it is.
REDACT = r"""
function secret(key) {
  if (key ~ /^(wpa_key_mgmt|wpa_psk_file|wpa_psk_radius|sae_passwords_file)$/) return 0
  if (key ~ /^(wep_default_key|wep_key_len_|eapol_key_|wpa_disable_eapol_key_)/) return 0
  return key ~ /pass|psk|secret|pwd|pin$|_key|kh$|das_client|connector|csign/
}
/^# truongluy: wlan=[a-z0-9-]+ purpose=[a-z]+$/ { print; next }
/^#/ || /^$/ { print ""; next }
{
  at = index($0, "=")
  if (!at) { print "<no setting>"; next }
  key = substr($0, 1, at - 1); value = substr($0, at + 1)
  if (key !~ /^[a-zA-Z0-9_]+$/) { print "<no setting>"; next }
  if (secret(key)) {
    if (key == "sae_password") sub(/\|(mac|vlanid|pk|id)=.*/, "", value)
    value = "<redacted " length(value) ">"
  }
  print key "=" value
}
"""

_TAG = re.compile(r"# truongluy: wlan=(?P<wlan>[a-z0-9-]+) purpose=(?P<purpose>[a-z]+)")
_REDACTED = re.compile(r"<redacted (\d+)>")
_KEYS = ("sae_password", "wpa_passphrase", "wpa_psk")
_NUMBER = re.compile(r"\s*(-?\d+)")
_KNOWN_BY = {"interface", "bss"}


@dataclass
class Section:
    """The settings of one BSS; `line` is where it begins. Those of the radio stand in the first section."""

    interface: str
    path: str
    line: int
    settings: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    wlan: str | None = None
    purpose: str | None = None

    def all(self, key: str) -> list[str]:
        """Every value of a setting, in order."""
        return [value for value, _ in self.settings.get(key, [])]

    def get(self, key: str) -> str | None:
        """The last value, which is the one hostapd keeps."""
        return self.settings[key][-1][0] if key in self.settings else None

    def number(self, key: str, default: int) -> int:
        """The last value as a whole number; hostapd ignores what follows the digits, and so do we."""
        if key not in self.settings:
            return default
        value, line = self.settings[key][-1]
        match = _NUMBER.match(value)
        if match is None:
            raise _broken(self.path, line, f"'{key}' không phải số nguyên", f"'{key}' is no whole number")
        return int(match[1])

    def words(self, key: str) -> list[str]:
        """The last value's words."""
        return (self.get(key) or "").split()

    def key_length(self) -> int | None:
        """Characters of the shortest key; None where the configuration holds no key."""
        lengths = [
            int(match[1]) for key in _KEYS for value in self.all(key) if (match := _REDACTED.fullmatch(value))
        ]
        return min(lengths, default=None)

    def ssid(self) -> str:
        """The network's name; `ssid2` may be quoted, printf-quoted or hexadecimal."""
        if self.get("ssid") is not None:
            return self.get("ssid") or ""
        value = self.get("ssid2") or ""
        if value[:2] == 'P"' and value.endswith('"'):
            return _printf(value[2:-1])
        if value[:1] == '"' and value.endswith('"') and len(value) > 1:
            return value[1:-1]
        try:
            return bytes.fromhex(value).decode("utf-8", "replace")
        except ValueError:
            line = self.settings["ssid2"][-1][1]
            raise _broken(
                self.path, line, "'ssid2' không đúng dạng", "'ssid2' has no form that hostapd knows"
            ) from None


def parse(text: str, path: str) -> list[Section]:
    """The sections of one redacted file, the radio's own first; raises Unreadable naming the broken line."""
    sections: list[Section] = []
    early: dict[str, list[tuple[str, int]]] = {}
    names: set[str] = set()
    for number, line in enumerate(text.split("\n"), start=1):
        if match := _TAG.fullmatch(line):
            if sections and sections[-1].line == number - 1:
                sections[-1].wlan, sections[-1].purpose = match["wlan"], match["purpose"]
            continue
        if not line or line.startswith("#"):
            continue
        key, value = _setting(line, path, number)
        if key in _KNOWN_BY:
            _refuse_misplaced(key, value, path, number, sections, names)
            names.add(value)
            sections.append(Section(value, path, number))
        else:
            settings = sections[-1].settings if sections else early
            settings.setdefault(key, []).append((value, number))
    if not sections:
        raise _broken(
            path, max(1, len(text.splitlines())), "tệp không có 'interface='", "the file has no 'interface='"
        )
    sections[0].settings = {
        key: early.get(key, []) + sections[0].settings.get(key, [])
        for key in {**early, **sections[0].settings}
    }
    return sections


def _setting(line: str, path: str, number: int) -> tuple[str, str]:
    key, mark, value = line.partition("=")
    if not mark:
        raise _broken(path, number, "không có dạng khóa=giá trị", "it is not of the form key=value")
    if line.endswith("\r"):
        raise _broken(
            path,
            number,
            "kết thúc bằng ký tự xuống dòng của Windows (CR), hostapd coi là một phần của giá trị",
            "it ends with a carriage return, which hostapd takes for a part of the value",
        )
    if not re.fullmatch(r"[a-zA-Z0-9_]+", key):
        raise _broken(path, number, "tên thiết lập có ký tự lạ", "the setting's name has a strange character")
    return key, value


def _refuse_misplaced(
    key: str, value: str, path: str, number: int, sections: list[Section], names: set[str]
) -> None:
    if key == "interface" and sections:
        raise _broken(path, number, "'interface=' lần thứ hai", "a second 'interface='")
    if key == "bss" and not sections:
        raise _broken(path, number, "'bss=' đứng trước 'interface='", "'bss=' stands before 'interface='")
    if not value or value in names:
        raise _broken(
            path,
            number,
            f"tên giao diện trống hoặc trùng ở '{key}='",
            f"'{key}=' names no interface, or one again",
        )


def _printf(text: str) -> str:
    """hostapd's printf form: backslash escapes for bytes."""
    escapes = {"n": b"\n", "r": b"\r", "t": b"\t", "e": b"\x1b", '"': b'"', "\\": b"\\"}
    found = b""
    parts = re.findall(r"\\x[0-9a-fA-F]{2}|\\.|[^\\]+", text)
    for part in parts:
        if part.startswith("\\x"):
            found += bytes([int(part[2:], 16)])
        else:
            found += escapes.get(part[1:], b"") if part.startswith("\\") else part.encode()
    return found.decode("utf-8", "replace")


def _broken(path: str, line: int, vi: str, en: str) -> Unreadable:
    return Unreadable(Text(f"{path}, dòng {line}: {vi}", f"{path}, line {line}: {en}"))
