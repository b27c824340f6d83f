"""Turns the samples of control files into what the judge takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from truongluy import policy as policy_of
from truongluy.policy import Control, Policy


@lru_cache(maxsize=1)
def the_policy() -> Policy:
    """The project's own policy, read once."""
    return policy_of.load()


def samples(kind: str) -> Iterator[tuple[Control, int, Mapping[str, Any]]]:
    """Every sample of a kind (pass, fail) with its number in the file."""
    for control in the_policy().controls.values():
        for number, sample in enumerate(control.samples[kind]):
            yield control, number, sample


def values_of(control: Control, sample: Mapping[str, Any]) -> dict[str, Any]:
    """Parameter values at the sample's level; values of the inventory come from the sample itself."""
    at_level = {n: p.at(sample["level"]) for n, p in control.parameters.items() if not p.from_inventory}
    return {**at_level, **sample.get("values", {})}
