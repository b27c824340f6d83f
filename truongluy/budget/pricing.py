"""Whether the prices of an inventory fit the policy: every control, topic and category that they name exists."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator

from truongluy.budget.prices import NAME
from truongluy.inventory import Inventory
from truongluy.policy import Policy
from truongluy.verdict import InputError, Problem, Text


def cross_check(inventory: Inventory, policy: Policy) -> list[Problem]:
    """Every name in prices.yml that the policy does not have."""
    controls = {*policy.controls, *policy.records}
    topics = {one.topic for one in policy.controls.values()}
    file = inventory.path / "budget" / NAME
    problems = []
    for price in inventory.prices.classes:
        asked = [
            *_unknown("kiểm soát hay hồ sơ", "control or record", price.controls, controls),
            *_unknown("chủ đề", "topic", price.topics, topics),
            *_unknown("loại chi", "category", (price.category,), policy.budget.categories),
        ]
        problems += [Problem(file, price.line, *told) for told in asked]
    return problems


def believed(inventory: Inventory, policy: Policy) -> None:
    """Raise InputError when prices and policy do not fit each other."""
    if problems := cross_check(inventory, policy):
        raise InputError(problems)


def _unknown(
    vi: str, en: str, names: Iterable[str], known: Collection[str]
) -> Iterator[tuple[Text, Text, Text]]:
    for name in names:
        if name not in known:
            near = ", ".join(difflib.get_close_matches(name, list(known), 3, 0.5))
            yield (
                Text(f"{vi} `{name}` không có", f"there is no {en} `{name}`"),
                Text("không có trong policies/", "it is not in policies/"),
                Text(f"có thể là: {near}", f"perhaps: {near}") if near else Text("sửa mã", "correct the id"),
            )
