"""Values in words, in both languages: findings and pages say the same thing the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from truongluy.verdict import Text

DOUBT = Text("cần đối chiếu văn bản gốc", "to be checked against the original text")
"""The mark of every text, number and date of the law that nobody compared with the original."""


def value_in_words(value: Any) -> Text:
    """A value from a control or a device; true, false and nothing get words, the rest is printed."""
    if value is None:
        return Text("chưa đặt", "not set")
    if isinstance(value, bool):
        return Text("có (true)", "yes (true)") if value else Text("không (false)", "no (false)")
    if isinstance(value, list | tuple):
        items = [value_in_words(item) for item in value]
        return Text(
            ", ".join(item.vi for item in items) or "(rỗng)",
            ", ".join(item.en for item in items) or "(empty)",
        )
    if isinstance(value, Mapping):
        shown = yaml.safe_dump(
            _plain(value), allow_unicode=True, default_flow_style=True, width=10_000
        ).strip()
        return Text(shown, shown)
    return Text(str(value) or "(rỗng)", str(value) or "(empty)")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
