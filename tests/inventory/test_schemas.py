"""Our schemas keep the rules that the schema library does not: anchors, no nulls, words for every key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from truongluy import yamlfile
from truongluy.yamlfile.schema import SchemaBroken

ROOT = Path(__file__).parents[2]
SCHEMAS = sorted([*ROOT.glob("inventories/schemas/*.yml"), *ROOT.glob("policies/schemas/*.yml")])


def keys(rule: dict[str, Any], where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key a schema describes, with its rule."""
    for name, inner in rule.get("mapping", {}).items():
        yield f"{where}/{name}", inner
        yield from keys(inner, f"{where}/{name}")
    for inner in rule.get("sequence", []):
        yield from keys(inner, f"{where}[]")


def rules(rule: dict[str, Any], where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every rule of a schema, those of list items too; the first is the root of the file."""
    yield where, rule
    for name, inner in rule.get("mapping", {}).items():
        yield from rules(inner, f"{where}/{name}")
    for inner in rule.get("sequence", []):
        yield from rules(inner, f"{where}[]")


def parts(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    data = yamlfile.load(file).data
    yield "", {key: value for key, value in data.items() if not key.startswith("schema;")}
    yield from ((key, value) for key, value in data.items() if key.startswith("schema;"))


def faults(file: Path) -> Iterator[str]:
    """What is wrong with a schema."""
    for part, top in parts(file):
        for where, rule in keys(top, part):
            desc, example = rule.get("desc"), rule.get("example")
            if not (isinstance(desc, str) and " / " in desc):
                yield f"{where}: no `desc` in the form 'vi / en'"
            if not isinstance(example, str):
                yield f"{where}: no `example`"
        for where, rule in rules(top, part):
            if "include" in rule:
                if set(rule) - {"include", "desc", "example"}:
                    yield f"{where}: pykwalify ignores what stands beside `include`"
                continue
            if where and rule.get("nullable") is not False:
                yield f"{where}: accepts null"
            pattern = rule.get("pattern")
            if pattern is not None and not (pattern.startswith("^") and pattern.endswith(r"\Z")):
                yield f"{where}: the pattern is not anchored"
            if {"unique", "ident", "matching", "func", "assert", "default"} & set(rule):
                yield f"{where}: uses a keyword that does not do what it says"
            for name in rule.get("mapping", {}):
                if str(name).startswith("regex;") and not (
                    name.startswith("regex;(^") and name.endswith(r"\Z)")
                ):
                    yield f"{where}/{name}: the regex is not anchored"


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_a_schema_keeps_our_rules(file):
    assert list(faults(file)) == []


def test_a_key_without_words_is_refused(tmp_path):
    file = tmp_path / "schema.yml"
    file.write_text("type: map\nmapping:\n  a: {type: str, pattern: '^a$', unique: true}\n")
    found = "\n".join(faults(file))
    for said in ("no `desc`", "no `example`", "accepts null", "not anchored", "keyword"):
        assert said in found


def test_every_example_of_a_plain_key_obeys_its_own_rule(tmp_path):
    """An example that the schema itself would refuse is a wrong lesson."""
    for file in SCHEMAS:
        data = yamlfile.load(file).data
        for part, top in parts(file):
            for where, rule in keys(top, part):
                inner = rule
                if "include" in rule:
                    inner = data[f"schema;{rule['include']}"]
                if inner.get("type") == "str" and not where.split("/")[-1].startswith("regex;"):
                    problems = _problems_of(tmp_path, inner, rule["example"])
                    assert not problems, f"{file.name} {where}: {problems}"


def _problems_of(tmp_path: Path, rule: dict[str, Any], example: str):
    import json

    schema = tmp_path / f"{abs(hash(json.dumps(rule)))}.yml"
    schema.write_text(json.dumps({"type": "map", "mapping": {"key": rule}}))
    return yamlfile.check(yamlfile.parse(json.dumps({"key": example}).encode(), "x.yml"), schema)


@pytest.mark.parametrize("content", ["type: map\nmapping: {a: {type: integer}}\n", "type: map\nmaping: {}\n"])
def test_a_schema_that_is_no_schema_is_our_own_fault(tmp_path, content):
    file = tmp_path / "schema.yml"
    file.write_text(content)
    with pytest.raises(SchemaBroken):
        yamlfile.check(yamlfile.parse(b"a: 1\n", "x.yml"), file)


def test_partial_schemas_do_not_leak_between_files(tmp_path):
    first, second = tmp_path / "first.yml", tmp_path / "second.yml"
    first.write_text("type: map\nmapping: {a: {include: p}}\nschema;p: {type: int}\n")
    second.write_text("type: map\nmapping: {a: {include: p}}\n")
    document = yamlfile.parse(b"a: 1\n", "x.yml")
    assert yamlfile.check(document, first) == []
    assert yamlfile.check(document, second)


def test_the_functions_of_a_server_are_those_of_the_policy():
    """A function without a policy would be described and never judged."""
    schema = yamlfile.load(ROOT / "inventories/schemas/hosts.yml").data
    listed = schema["schema;device"]["mapping"]["functions"]["sequence"][0]["enum"]
    assert set(listed) == set(yamlfile.load(ROOT / "policies/functions.yml").data)
