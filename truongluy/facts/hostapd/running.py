"""The hostapd that runs: its processes, the files they were started with, and what it says of each network."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from truongluy.facts.answers import Answers
from truongluy.facts.hostapd.configuration import REDACT, Section, parse
from truongluy.facts.iw import Interface, interfaces

# A start is known to the second, and a file that is written just before may seem younger.
_ROUNDING = 2

# The processes of this network namespace; for each the seconds since its start, for each of its files the seconds since
# anything that the file is made from was written. Radios that have a file and no process are named at the end.
_PROCESSES = rf"""
here=$(readlink /proc/self/ns/net)
age() {{ stat -c %Y "$@" 2>/dev/null | sort -n | tail -n 1 | awk -v now="$(date +%s)" '{{ print now - $1 }}'; }}
for pid in $(pidof hostapd); do
  [ "$(readlink "/proc/$pid/ns/net")" = "$here" ] || continue
  echo "@@ process $(ps -o etimes= -p "$pid")"
  tr '\0' '\n' <"/proc/$pid/cmdline" |
  awk 'NR == 1 || skip {{ skip = 0; next }} /^-[a-zA-Z]*[PefgGuiSb]$/ {{ skip = 1; next }} /^-/ {{ next }} {{ print }}' |
  while read -r file; do
    case $file in /*) ;; *) file=$(readlink "/proc/$pid/cwd")/$file ;; esac
    name=${{file##*/}}
    echo "@@ file $(age "$file" "/etc/hostapd/${{name%.*}}".* /etc/truongluy/wifi.secrets) $file"
    awk '{REDACT}' "$file"
  done
done
for file in /etc/hostapd/*.conf; do
  [ ! -f "$file" ] || echo "@@ written $(sed -n 's/^interface=//p' "$file" | head -n 1)"
done
"""

# Only lines that are named here leave the device: hostapd's own report holds the key when WPS is on.
_REPORTS = r"""
iw dev | awk '$1 == "Interface" { name = $2 } $1 == "type" && $2 == "AP" { print name }' | while read -r name; do
  echo "@@ $name"
  hostapd_cli -i "$name" get_config 2>/dev/null |
  sed -nE '/^(bssid|wps_state|wpa|key_mgmt|group_cipher|rsn_pairwise_cipher|wpa_pairwise_cipher)=/p'
done
"""

COMMANDS = {"wifi_processes": _PROCESSES, "wifi_reports": _REPORTS, "wifi_interfaces": "iw dev; iw reg get"}

_BLOCK = re.compile(
    r"^@@ (?P<kind>process|file|written) *(?P<words>[^\n]*)\n?(?P<body>.*?)(?=^@@ |\Z)", re.S | re.M
)


@dataclass
class File:
    """One configuration that a process was started with; ages in seconds."""

    path: str
    age: int
    process_age: int
    sections: list[Section]

    def in_force(self) -> bool:
        """Whether the process started after everything the file is made from was written."""
        return self.process_age <= self.age + _ROUNDING


@dataclass
class Running:
    """What runs: files of processes, interfaces of the kernel, reports by interface, radios written down."""

    files: list[File] = field(default_factory=list)
    interfaces: dict[str, Interface] = field(default_factory=dict)
    reports: dict[str, dict[str, str]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)

    def on_air(self) -> list[tuple[File, Section, Interface]]:
        """The BSSs that are configured and up, with what the kernel says of them."""
        return [
            (file, section, self.interfaces[section.interface])
            for file in self.files
            for section in file.sections
            if section.interface in self.interfaces and self.interfaces[section.interface].kind == "AP"
        ]


def running(answers: Answers) -> Running:
    """The access point as it runs."""
    found = Running(
        interfaces=interfaces(answers["wifi_interfaces"]), reports=_reports(answers["wifi_reports"])
    )
    process_age = 0
    for block in _BLOCK.finditer(answers["wifi_processes"]):
        words = block["words"].strip()
        if block["kind"] == "process":
            process_age = int(words)
        elif block["kind"] == "written":
            found.written.append(words)
        else:
            age, _, path = words.partition(" ")
            found.files.append(File(path, int(age), process_age, parse(block["body"], path)))
    return found


def _reports(text: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for block in re.split(r"^@@ ", text, flags=re.MULTILINE)[1:]:
        name, *lines = block.splitlines()
        found[name.strip()] = dict(line.split("=", 1) for line in lines if "=" in line)
    return found
