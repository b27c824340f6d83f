"""A kind of check: every selected item of a list fact (each access port, each share) is as wanted.

`expect` maps a list fact to {where: {key: {operator: wanted}}, must: {...}, named_by: key}; an empty
selection is an error unless `none_is: pass` says, with `none_because`, that having none is fine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checks import fact_values
from truongluy.assess import Mismatch
from truongluy.facts import Facts
from truongluy.facts.answers import Unreadable
from truongluy.verdict import Text


def judge(facts: Facts, expect: Mapping[str, Any]) -> list[Mismatch]:
    """Every wish that an item does not meet, named by the item."""
    return [mismatch for path, rule in expect.items() for mismatch in _judge_list(facts, path, rule)]


def _judge_list(facts: Facts, path: str, rule: Mapping[str, Any]) -> list[Mismatch]:
    items = facts.at(path)
    if not isinstance(items, list):
        raise Unreadable(Text(f"dữ kiện '{path}' không phải danh sách", f"fact '{path}' is not a list"))
    selected = [item for item in items if _selected(path, item, rule.get("where", {}))]
    if not selected and rule.get("none_is") != "pass":
        raise Unreadable(
            Text(
                f"không mục nào của '{path}' được điều kiện 'where' chọn: chưa kiểm tra gì",
                f"no item of '{path}' is selected by 'where': nothing was judged",
            )
        )
    found: list[Mismatch] = []
    for item in selected:
        name = f"{path}[{item.get(rule.get('named_by', 'name'), '?')}]"
        for key, wishes in rule["must"].items():
            found.extend(
                fact_values.mismatches(f"{name}.{key}", Facts({"item": item}).at(f"item.{key}"), wishes)
            )
    return found


def _selected(path: str, item: Mapping[str, Any], where: Mapping[str, Any]) -> bool:
    return all(
        not list(fact_values.mismatches(f"{path}.{key}", Facts({"item": item}).at(f"item.{key}"), wishes))
        for key, wishes in where.items()
    )
