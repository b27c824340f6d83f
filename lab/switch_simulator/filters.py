"""The filters behind `|`: include, exclude, begin, section, count."""

from __future__ import annotations

import re

FILTERS = ("include", "exclude", "begin", "section", "count")


def filtered(lines: list[str], condition: str) -> list[str] | None:
    """The lines that pass `include EXPRESSION` and the like; None when the condition is not one."""
    name, _, expression = condition.strip().partition(" ")
    kind = next((word for word in FILTERS if name and word.startswith(name)), None)
    try:
        pattern = re.compile(expression.strip().strip('"'))
    except re.error:
        return None
    if kind is None or not expression.strip():
        return None
    hits = [bool(pattern.search(line)) for line in lines]
    if kind == "count":
        return [f"Number of lines which match regexp = {sum(hits)}"]
    if kind == "begin":
        return lines[hits.index(True):] if any(hits) else []
    if kind == "section":
        return _sections(lines, hits)
    return [line for line, hit in zip(lines, hits, strict=True) if hit == (kind == "include")]


def _sections(lines: list[str], hits: list[bool]) -> list[str]:
    """Whole sections whose header matches, and matching lines with what is below them."""
    kept: list[str] = []
    depth = -1
    for line, hit in zip(lines, hits, strict=True):
        indent = len(line) - len(line.lstrip())
        if depth >= 0 and indent <= depth:
            depth = -1
        if hit and depth < 0:
            depth = indent
        if depth >= 0:
            kept.append(line)
    return kept
