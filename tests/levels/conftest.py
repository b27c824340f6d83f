"""The policy, read once."""

from __future__ import annotations

import pytest

from truongluy import policy as policy_of
from truongluy.policy import Policy


@pytest.fixture(scope="session")
def policy() -> Policy:
    return policy_of.load()
