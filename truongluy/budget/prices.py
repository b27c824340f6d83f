"""What remedies cost, as the unit itself was quoted: ranges in whole đồng, each with its document; nothing is invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from truongluy import yamlfile
from truongluy.budget.model import LineKind
from truongluy.verdict import InputError, Problem, Text

NAME = "prices.yml"
_SCHEMA = Path(__file__).parents[2] / "inventories" / "schemas" / "prices.yml"


class Per(StrEnum):
    """What one price buys: one device or piece, all of one unit, or everything at once."""

    EACH = "each"
    UNIT = "unit"
    ONCE = "once"


@dataclass(frozen=True)
class Price:
    """A class of remedies: what it buys, from `low` to `high` đồng, and who quoted that when.

    `controls` (ids of controls or records) come before `topics`; `replaces` are classes of devices, `items` the
    Vietnamese names of equipment that rooms plan. `category` and `kind` say what line of a budget it would be.
    """

    id: str
    title: Text
    per: Per
    low: int
    high: int
    category: str
    kind: LineKind
    document: str
    quoted_on: date
    controls: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Prices:
    """All classes of a prices.yml; at most one of them speaks of each control, topic, device class and item."""

    classes: tuple[Price, ...] = ()

    def of_control(self, control: str, topic: str) -> Price | None:
        """The class of a control or record: the one that names it, else the one of its topic."""
        return self._first("controls", control) or self._first("topics", topic)

    def of_device(self, device_class: str) -> Price | None:
        """The class that replaces a device."""
        return self._first("replaces", device_class)

    def of_item(self, item: str) -> Price | None:
        """The class of planned equipment."""
        return self._first("items", item)

    def _first(self, key: str, name: str) -> Price | None:
        return next((one for one in self.classes if name and name in getattr(one, key)), None)


def read(file: Path) -> Prices:
    """The prices of a file; raises `InputError`."""
    document = yamlfile.load(file)
    problems = yamlfile.secrets_in(document) or yamlfile.check(document, _SCHEMA)
    if not problems:
        problems = [*_ranges(document), *_twice(document)]
    if problems:
        raise InputError(problems)
    raws = enumerate(document.data["classes"])
    return Prices(tuple(_price(raw, document.line(("classes", index))) for index, raw in raws))


def _price(raw: Mapping[str, Any], line: int) -> Price:
    made: dict[str, Any] = {
        "title": Text(**raw["title"]),
        "per": Per(raw["per"]),
        "kind": LineKind(raw["kind"]),
    }
    for key in NAMED:
        made[key] = tuple(raw.get(key, ()))
    return Price(**{**raw, **made}, line=line)


NAMED = ("controls", "topics", "replaces", "items")
"""What a class may speak of."""


def _ranges(document: yamlfile.Document) -> Iterator[Problem]:
    for index, raw in enumerate(document.data["classes"]):
        if raw["high"] < raw["low"]:
            yield Problem(
                document.file, document.line(("classes", index, "high")),
                Text("`high` nhỏ hơn `low`", "`high` is less than `low`"),
                Text("giá phải là một khoảng, thấp trước", "a price is a range, the lower end first"),
                Text("sửa một trong hai số", "correct one of the two"),
            )  # fmt: skip
        if not any(raw.get(key) for key in NAMED):
            yield Problem(
                document.file, document.line(("classes", index)),
                Text(f"`{raw['id']}` không khắc phục gì", f"`{raw['id']}` mends nothing"),
                Text("không nêu kiểm soát, chủ đề, loại thiết bị hay thiết bị dự kiến nào",
                     "it names no control, topic, class of devices or planned equipment"),
                Text("thêm `controls`, `topics`, `replaces` hoặc `items`", "add `controls`, `topics`, `replaces` or `items`"),
            )  # fmt: skip


def _twice(document: yamlfile.Document) -> Iterator[Problem]:
    """Two classes of one id, or that both give a price of the same thing: nobody could say which is meant."""
    seen: dict[tuple[str, str], int] = {}
    for index, raw in enumerate(document.data["classes"]):
        line = document.line(("classes", index))
        names = [(key, name) for key in NAMED for name in raw.get(key, ())]
        for key, name in [("id", raw["id"]), *names]:
            if (first := seen.setdefault((key, name), line)) != line:
                yield Problem(
                    document.file, line,
                    Text(f"`{name}` ({key}) có ở hai mục giá", f"`{name}` ({key}) has two prices"),
                    Text(f"đã có ở dòng {first}", f"it stands on line {first} already"),
                    Text("giữ một mục", "keep one"),
                )  # fmt: skip
