"""Configurations brought to one normal form, so that two spellings of one state are equal."""

from __future__ import annotations

import ipaddress
import re
import unicodedata

from truongluy.facts.cisco_ios.ports import is_port
from truongluy.facts.cisco_ios.tree import Line, number_list, numbers, parse, starts_with
from truongluy.platforms.model import PlatformModel

BANNER_MARK = "~"
_PREFIX = re.compile(r"^(\d+ (?:permit|deny)) (\d+\.\d+\.\d+\.\d+/\d+)$")
_DASHES = {ord("đ"): "d", ord("Đ"): "D", ord("–"): "-", ord("—"): "-", ord("’"): "'"}


def ascii_words(text: str) -> str:
    """Text as a switch can hold it: Vietnamese letters without their marks."""
    plain = unicodedata.normalize("NFD", text.translate(_DASHES))
    return plain.encode("ascii", "ignore").decode()


def normal(text: str, model: PlatformModel) -> Line:
    """The tree of a configuration in normal form."""
    root = parse(text)
    _normalise(root, model)
    return root


def _normalise(parent: Line, model: PlatformModel) -> None:
    lines: list[Line] = []
    for line in parent.children:
        _normalise(line, model)
        lines.extend(_spell(line, model))
    _number_entries(parent, lines)
    parent.children = _merged(_joined_trunks(lines))


def _spell(line: Line, model: PlatformModel) -> list[Line]:
    """One line in the common spelling: banners on one line, number lists taken apart."""
    if line.block is not None:
        words = " ".join(line.block.split())
        return [Line(f"{line.text} {BANNER_MARK}{words}{BANNER_MARK}")] if words else []
    line.text = _PREFIX.sub(_wildcard, line.text)
    for pattern, replacement in model.spelled:
        if re.fullmatch(pattern, line.text):
            line.text = re.sub(pattern, replacement, line.text, count=1)
    if not line.text:
        return []
    for command in model.listed:
        if starts_with(line.text, command) and re.fullmatch(r"[\d,-]+", line.text[len(command) + 1 :]):
            return [Line(f"{command} {number}") for number in numbers(line.text[len(command) + 1 :])]
    if re.fullmatch(r"vlan [\d,-]*[,-][\d,-]*", line.text):
        return [Line(f"vlan {number}", list(line.children)) for number in numbers(line.text[5:])]
    return [line]


def _merged(lines: list[Line]) -> list[Line]:
    """Each line once, with what stood below every copy of it (overlapping number lists give copies)."""
    found: dict[str, Line] = {}
    for line in lines:
        if line.text in found:
            found[line.text].children = _merged([*found[line.text].children, *line.children])
        else:
            found[line.text] = line
    return list(found.values())


def _wildcard(found: re.Match[str]) -> str:
    """`permit 10.0.0.0/8` as the device writes it: an address and the bits that may differ."""
    network = ipaddress.ip_network(found[2])
    if network.prefixlen == 0:
        return f"{found[1]} any"
    return f"{found[1]} {network.network_address} {network.hostmask}"


def _number_entries(parent: Line, lines: list[Line]) -> None:
    """Give access list entries their numbers where the device does not print them."""
    if not parent.text.startswith("ip access-list"):
        return
    following = 10
    for line in lines:
        found = re.match(r"(\d+) (?:permit|deny) ", line.text)
        if found:
            following = int(found[1]) + 10
        elif line.text.startswith(("permit ", "deny ")):
            line.text = f"{following} {line.text}"
            following += 10


def _joined_trunks(lines: list[Line]) -> list[Line]:
    """`allowed vlan 10` followed by `allowed vlan add 20` as one line, numbers in order."""
    command = "switchport trunk allowed vlan"
    allowed: set[int] = set()
    out: list[Line] = []
    place: Line | None = None
    for line in lines:
        words = line.text[len(command) + 1 :].removeprefix("add ") if starts_with(line.text, command) else ""
        if not re.fullmatch(r"[\d,-]+", words):
            out.append(line)
            continue
        allowed.update(numbers(words))
        if place is None:
            place = Line("")
            out.append(place)
        place.text = f"{command} {number_list(sorted(allowed))}"
    return out


def expanded(intended: Line, running: Line) -> Line:
    """The intended tree with its `PREFIX *` sections written out for each running section they stand for.

    `interface *` stands for every physical port that is not named, `line vty *` for every vty line.
    """
    named = {line.text for line in intended.children}
    out = Line("")
    for line in intended.children:
        if not line.text.endswith(" *"):
            out.children.append(line)
            continue
        prefix = line.text.removesuffix(" *")
        for other in running.children:
            fits = starts_with(other.text, prefix) and other.text not in named
            if fits and (prefix != "interface" or is_port(other)):
                out.children.append(Line(other.text, [copy(child) for child in line.children]))
    return out


def with_defaults(running: Line, intended: Line, model: PlatformModel) -> Line:
    """The running tree with the unprinted defaults that the intended tree asks for."""
    out = copy(running)
    _add_defaults(out, intended, model)
    return out


def _add_defaults(running: Line, intended: Line, model: PlatformModel) -> None:
    keys = {model.key(line.text) for line in running.children}
    for line in intended.children:
        here = any(
            re.fullmatch(parent, intended.text) and line.text == text for parent, text in model.defaults
        )
        if here and model.key(line.text) not in keys:
            running.children.append(Line(line.text))
    for line in running.children:
        twin = next((other for other in intended.children if other.text == line.text), None)
        if twin:
            _add_defaults(line, twin, model)


def copy(line: Line) -> Line:
    """A tree that shares nothing with this one."""
    return Line(line.text, [copy(child) for child in line.children], line.block)
