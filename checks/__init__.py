"""The testinfra policy suite: one module per KIND of check, and the suite that applies them."""

from __future__ import annotations

from checks import each_item, fact_values
from truongluy.assess import Kind

KINDS: dict[str, Kind] = {"fact_values": fact_values.judge, "each_item": each_item.judge}
