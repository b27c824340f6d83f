"""Checks a document against a pykwalify schema and says what is wrong in our own words, never by value."""

from __future__ import annotations

import copy
import difflib
import functools
import logging
import pathlib
from collections.abc import Iterator
from typing import Any

import pykwalify
from pykwalify.core import Core
from pykwalify.errors import PyKwalifyException, SchemaError

from truongluy.verdict import Problem
from truongluy.yamlfile import loader, violations
from truongluy.yamlfile.loader import Document, Path

# pykwalify logs every offending value; nothing of it may reach a log.
logging.getLogger("pykwalify").setLevel(logging.CRITICAL + 1)

Schema = dict[str, Any]


def check(document: Document, schema_path: pathlib.Path | str) -> list[Problem]:
    """Every violation of the schema, by line.

    Raises `InputError` when the schema file itself cannot be read; `SchemaBroken` when it is not a schema.
    """
    schema_path = pathlib.Path(schema_path).resolve()
    schema = _read(schema_path)
    # pykwalify keeps partial schemas in one global and alters what it is given.
    pykwalify.partial_schemas.clear()
    core = Core(source_data=copy.deepcopy(document.data), schema_data=copy.deepcopy(schema))
    try:
        core.validate(raise_exception=False)
    except (PyKwalifyException, KeyError) as error:
        raise SchemaBroken(f"{schema_path.name}: {type(error).__name__}") from None
    return sorted(_translate(document, schema, core.errors), key=lambda problem: problem.line)


class SchemaBroken(Exception):
    """A schema of ours is not a schema; a defect of the project, not of the input."""


@functools.lru_cache(maxsize=64)
def _read(path: pathlib.Path) -> Schema:
    return loader.load(path).data


def rule_at(schema: Schema, path: Path) -> Schema:
    """The schema's rule for the value at `path`, includes followed; empty where the schema knows none."""
    rule = _follow(schema, schema)
    for step in path:
        if isinstance(step, int) and "sequence" in rule:
            rule = _follow(schema, rule["sequence"][0])
            continue
        rule = _follow(schema, _of_key(rule.get("mapping", {}), step))
    return rule


def _of_key(mapping: Schema, key: str | int) -> Schema:
    if key in mapping:
        return mapping[key]
    return next((rule for name, rule in mapping.items() if str(name).startswith("regex;")), {})


def _follow(schema: Schema, rule: Schema) -> Schema:
    """The rule with its include, the words beside the include winning over those inside."""
    while "include" in rule:
        outside = {key: rule[key] for key in ("desc", "example") if key in rule}
        rule = dict(schema.get(f"schema;{rule['include']}", {})) | outside
    return rule


def _translate(
    document: Document, schema: Schema, entries: list[SchemaError.SchemaErrorEntry]
) -> Iterator[Problem]:
    """One problem for each error; a misspelt key is told once, not also as the key that is missing."""
    meant: set[Path] = set()
    for entry in sorted(entries, key=lambda entry: violations.find(entry.msg) is violations.MISSING_KEY):
        kind = violations.find(entry.msg)
        path = _path(document.data, entry.path)
        rule = rule_at(schema, path)
        key = getattr(entry, "key", None)
        if key is None:
            yield kind.problem((document.file, document.line(path)), _named(path), rule)
        elif kind is violations.MISSING_KEY:
            if (*path, key) not in meant:
                yield kind.problem((document.file, document.line(path)), key, rule_at(schema, (*path, key)))
        else:
            known = [str(name) for name in rule.get("mapping", {}) if not str(name).startswith("regex;")]
            near = difflib.get_close_matches(str(key), known, n=1, cutoff=0.6)
            meant.update((*path, name) for name in near)
            yield kind.problem((document.file, document.line((*path, key))), key, {}, known, near)


def _named(path: Path) -> str | int:
    """The last key of a path, which is what a reader looks for on the line."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _path(data: Any, text: str) -> Path:
    """pykwalify's slash-joined path as our own; a key may itself hold a slash."""
    steps = text.split("/")[1:]
    path: list[str | int] = []
    while steps:
        if isinstance(data, list) and steps[0].isdigit() and int(steps[0]) < len(data):
            step: str | int = int(steps.pop(0))
        elif isinstance(data, dict):
            names = {str(name): name for name in data}
            length = next((n for n in range(1, len(steps) + 1) if "/".join(steps[:n]) in names), 0)
            if not length:
                break
            step = names["/".join(steps[:length])]
            steps = steps[length:]
        else:
            break
        path.append(step)
        data = data[step]
    return tuple(path)
