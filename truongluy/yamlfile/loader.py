"""Reads one YAML file into plain data, knows the line of every value, and refuses what YAML lets go wrong."""

from __future__ import annotations

import datetime
import math
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from truongluy.verdict import InputError, Problem
from truongluy.yamlfile import refusals

# The parser Ansible uses: libyaml where PyYAML was built with it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_NODES = 200_000

Plain = dict | list | str | int | float | bool | datetime.date | datetime.datetime | None
Path = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"
_SCALARS = frozenset(_TAG + kind for kind in ("null", "bool", "int", "float", "timestamp", "str"))
# A 5,000 digit number costs seconds; nothing we describe needs more than this.
_MAX_NUMBER = 40


@dataclass(frozen=True)
class Document:
    """One YAML file as plain data.

    `data` holds only dict, list, str, int, float, bool, date, datetime and None; map keys are str or int.
    """

    file: pathlib.Path
    data: Any
    lines: dict[Path, int] = field(repr=False)

    def line(self, path: Path = ()) -> int:
        """Line (1-based) of the key or list item at `path`, else of its nearest parent that exists."""
        for length in range(len(path), -1, -1):
            found = self.lines.get(tuple(path[:length]))
            if found is not None:
                return found
        return 1

    def get(self, *path: str | int, default: Any = None) -> Any:
        """The value at `path`, or `default` where there is none."""
        value = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return default
        return value


def load(file: pathlib.Path | str) -> Document:
    """Read a YAML file.

    Raises `InputError` with one or more problems; never a YAML or operating system error.
    """
    file = pathlib.Path(file)
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError([refusals.unreadable(file, error)]) from None
    return parse(content, file)


def parse(content: bytes, file: pathlib.Path | str) -> Document:
    """Read YAML from memory; `file` is the name that problems carry.

    Raises `InputError`.
    """
    file = pathlib.Path(file)
    if len(content) > MAX_BYTES:
        raise InputError([refusals.too_large(file, MAX_BYTES)])
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError([refusals.not_utf8(file, content[: error.start].count(b"\n") + 1)]) from None
    try:
        _refuse_shape(text, file)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise InputError([refusals.syntax(file, text, error)]) from None
    builder = _Builder(file)
    data = None if node is None else builder.build(node, ())
    if data is None and not builder.problems:
        builder.problems.append(refusals.empty(file))
    if builder.problems:
        raise InputError(builder.problems)
    return Document(file, data, builder.lines)


def _refuse_shape(text: str, file: pathlib.Path) -> None:
    """Refuse, from the flat stream of events, whatever must not reach the recursive composer."""
    depth = nodes = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if documents > 1:
            raise InputError([refusals.many_documents(file, line)])
        if not isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            continue
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise InputError([refusals.alias(file, line)])
        if getattr(event, "tag", None) is not None:
            raise InputError([refusals.tag(file, line)])
        nodes += 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise InputError([refusals.too_deep(file, line, MAX_DEPTH)])
        if nodes > MAX_NODES:
            raise InputError([refusals.too_many(file, line, MAX_NODES)])


class _Builder:
    """Turns YAML nodes into plain data and collects every refusal on the way."""

    def __init__(self, file: pathlib.Path) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self._scalars = yaml.constructor.SafeConstructor()

    def build(self, node: yaml.Node, path: Path) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return {key: self.build(value, (*path, key)) for key, value in self._pairs(node, path)}
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _pairs(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str | int, yaml.Node]]:
        seen: dict[str | int, int] = {}
        for key_node, value in node.value:
            line = key_node.start_mark.line + 1
            key = self._key(key_node, line)
            if key is None:
                continue
            if key in seen:
                self.problems.append(refusals.duplicate_key(self.file, line, key, seen[key]))
                continue
            seen[key] = line
            self.lines[(*path, key)] = line
            yield key, value

    def _key(self, node: yaml.Node, line: int) -> str | int | None:
        if not isinstance(node, yaml.ScalarNode):
            self.problems.append(refusals.bad_key(self.file, line))
            return None
        if node.tag == _TAG + "merge":
            self.problems.append(refusals.merge(self.file, line))
            return None
        key = self._scalar(node)
        if isinstance(key, str) or (isinstance(key, int) and not isinstance(key, bool)):
            return key
        self.problems.append(refusals.bad_key(self.file, line))
        return None

    def _scalar(self, node: yaml.Node) -> Any:
        line = node.start_mark.line + 1
        if node.tag not in _SCALARS:
            # "=" and "<<" alone: YAML 1.1 gives them a meaning that no reader implements alike.
            self.problems.append(refusals.bad_scalar(self.file, line))
            return None
        if node.tag != _TAG + "str" and len(node.value) > _MAX_NUMBER:
            self.problems.append(refusals.bad_scalar(self.file, line))
            return None
        try:
            value = self._scalars.construct_object(node)
        except (ValueError, OverflowError, yaml.YAMLError):
            kind = refusals.bad_date if node.tag == _TAG + "timestamp" else refusals.bad_scalar
            self.problems.append(kind(self.file, line))
            return None
        if isinstance(value, float) and not math.isfinite(value):
            self.problems.append(refusals.bad_scalar(self.file, line))
        return value
