"""Which Debian release the lab is built from, and which mirrors: the machine's own on a Debian."""

from __future__ import annotations

import re
from pathlib import Path

_DEFAULT_SUITE = "bookworm"
_SUITES = {"12": "bookworm", "13": "trixie"}
RELEASES = tuple(_SUITES.values())
_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


def suite(os_release: str) -> str:
    """The Debian release to build: the machine's own on Debian 12 or 13, else bookworm."""
    found = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', os_release, flags=re.MULTILINE))
    if found.get("ID") != "debian":
        return _DEFAULT_SUITE
    return _SUITES.get(found.get("VERSION_ID", ""), _DEFAULT_SUITE)


def mirrors(release: str, apt_files: list[tuple[str, str]]) -> str:
    """The deb822 sources to build `release` from, given (file name, text) of the machine's apt sources.

    Falls back to the public Debian mirrors when the machine has no source of that release.
    """
    stanzas = []
    for name, text in apt_files:
        found = _deb822(text) if name.endswith(".sources") else _one_line(text)
        stanzas += [entry for entry in found if _is_of(release, entry)]
    if not any(release in entry["Suites"].split() for entry in stanzas):
        stanzas = _public(release)
    return "\n".join(_stanza(entry) for entry in stanzas)


def apt_files(etc: Path = Path("/etc/apt")) -> list[tuple[str, str]]:
    """Name and text of the machine's readable apt source files."""
    paths = [
        etc / "sources.list",
        *sorted((etc / "sources.list.d").glob("*.list")),
        *sorted((etc / "sources.list.d").glob("*.sources")),
    ]
    return [(path.name, path.read_text(errors="replace")) for path in paths if path.is_file()]


def _is_of(release: str, entry: dict[str, str]) -> bool:
    suites = entry["Suites"].split()
    known = {release, f"{release}-updates", f"{release}-security"}
    return bool(suites) and set(suites) <= known and "main" in entry["Components"].split()


def _deb822(text: str) -> list[dict[str, str]]:
    entries = []
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        entry = dict(re.findall(r"^([\w-]+):[ \t]*(.*)$", "\n".join(lines), flags=re.MULTILINE))
        disabled = entry.get("Enabled", "yes").lower() in ("no", "false")
        if "deb" in entry.get("Types", "").split() and "URIs" in entry and not disabled:
            entries.append(
                _entry(
                    entry["URIs"],
                    entry.get("Suites", ""),
                    entry.get("Components", ""),
                    entry.get("Signed-By", ""),
                )
            )
    return entries


def _one_line(text: str) -> list[dict[str, str]]:
    entries = []
    for line in text.splitlines():
        match = re.match(r"\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+(.+)", line.split("#")[0])
        if match:
            options, uri, where, components = match.groups()
            signed = re.search(r"signed-by=(\S+)", options or "")
            entries.append(_entry(uri, where, components.strip(), signed.group(1) if signed else ""))
    return entries


def _public(release: str) -> list[dict[str, str]]:
    return [
        _entry("http://deb.debian.org/debian", f"{release} {release}-updates", "main", _KEYRING),
        _entry("http://deb.debian.org/debian-security", f"{release}-security", "main", _KEYRING),
    ]


def _entry(uris: str, suites: str, components: str, signed_by: str) -> dict[str, str]:
    # An embedded key block (a multi-line Signed-By) is not copied: Debian's own keyring has the same keys.
    return {
        "URIs": uris,
        "Suites": suites,
        "Components": components,
        "Signed-By": signed_by if signed_by.startswith("/") else _KEYRING,
    }


def _stanza(entry: dict[str, str]) -> str:
    return "Types: deb\n" + "".join(f"{key}: {value}\n" for key, value in entry.items())
