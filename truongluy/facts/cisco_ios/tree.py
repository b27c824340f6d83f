"""The configuration text of a switch as an ordered tree: a line, and the lines below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_NOISE = re.compile(
    r"^(Building configuration|Current configuration|Using \d+ out of \d+|Last configuration change|"
    r"NVRAM config last updated|ntp clock-period )"
)
_CERTIFICATE = re.compile(r"^(?:[0-9A-Fa-f]{2,8}(?: |$))+$|^quit$")
_BANNER = re.compile(r"^(banner \S+) (\^C|\S)(.*)$", re.DOTALL)


@dataclass
class Line:
    """One configuration line without indentation; `block` is the text of a banner."""

    text: str
    children: list[Line] = field(default_factory=list)
    block: str | None = None

    def under(self, prefix: str) -> list[Line]:
        """Children whose words start with the words of `prefix`."""
        return [line for line in self.children if starts_with(line.text, prefix)]

    def value(self, prefix: str) -> str | None:
        """What follows `prefix` on its last child line; '' when nothing does, None when there is no such line."""
        found = self.under(prefix)
        return found[-1].text[len(prefix) :].strip() if found else None

    def values(self, prefix: str) -> list[str]:
        """What follows `prefix` on each child line that starts with it, in order."""
        return [line.text[len(prefix) :].strip() for line in self.under(prefix)]

    def has(self, text: str) -> bool:
        """Whether a child is exactly `text`."""
        return any(line.text == text for line in self.children)

    def walk(self, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Line]]:
        """Every line below this one with its path of texts, parents first."""
        for line in self.children:
            here = (*path, line.text)
            yield here, line
            yield from line.walk(here)


def starts_with(text: str, prefix: str) -> bool:
    """Whether `text` begins with all words of `prefix` (never with half a word)."""
    return text == prefix or text.startswith(prefix + " ")


def parse(text: str) -> Line:
    """The tree of a configuration; its root has an empty text.

    Drops comments, the header with sizes and times, certificate bodies and the closing `end`.
    """
    root = Line("")
    stack: list[tuple[int, Line]] = [(-1, root)]
    in_certificate = False
    lines = iter(text.replace("\r", "").replace("\x03", "^C").split("\n"))
    for raw in lines:
        stripped = raw.strip()
        if in_certificate and _CERTIFICATE.match(stripped):
            continue
        in_certificate = stripped.startswith("certificate ")
        if not stripped or stripped.startswith("!") or stripped == "end" or _NOISE.match(stripped):
            continue
        banner = _BANNER.match(stripped) if raw.startswith("banner ") else None
        if banner:
            root.children.append(Line(banner[1], block=_block(banner, lines)))
            stack = [(-1, root)]
            continue
        depth = len(raw) - len(raw.lstrip())
        while stack[-1][0] >= depth:
            stack.pop()
        line = Line(stripped)
        stack[-1][1].children.append(line)
        stack.append((depth, line))
    return root


def _block(banner: re.Match[str], lines: Iterator[str]) -> str:
    """The banner's text up to its delimiter, over as many lines as it takes."""
    delimiter, rest = banner[2], banner[3]
    collected = [rest.split(delimiter)[0]]
    while delimiter not in rest:
        following = next(lines, None)
        if following is None:
            break
        rest = following
        collected.append(rest.split(delimiter)[0])
    return "\n".join(part.rstrip() for part in collected).strip()


def render(root: Line, indent: int = 0) -> str:
    """The tree as text, one space a level, as the device prints it."""
    out: list[str] = []
    for line in root.children:
        text = line.text if line.block is None else f"{line.text} ^C{line.block}^C"
        out.append(" " * indent + text)
        below = render(line, indent + 1)
        if below:
            out.append(below)
    return "\n".join(out)


def numbers(text: str) -> list[int]:
    """The numbers of a list such as `10,20-22`, sorted; raises ValueError on anything else."""
    found: set[int] = set()
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        low, high = int(first), int(last or first)
        if not 0 <= low <= high <= 4095:
            raise ValueError(f"not a range of VLANs: {part!r}")
        found.update(range(low, high + 1))
    return sorted(found)


def number_list(values: list[int]) -> str:
    """Numbers as the device prints them: `10,20-22`."""
    parts: list[str] = []
    ordered = sorted(set(values))
    start = 0
    for index, value in enumerate(ordered):
        if index + 1 < len(ordered) and ordered[index + 1] == value + 1:
            continue
        low = ordered[start]
        joint = "-" if value - low > 1 else ","
        parts.append(str(value) if low == value else f"{low}{joint}{value}")
        start = index + 1
    return ",".join(parts)
