"""The school's access point with its clients, for all tests on the air: one session into its machine."""

from __future__ import annotations

import pytest

from lab.air.session import Air
from tests.wifi.air.scene import AP, Scene
from truongluy import wifi_secrets
from truongluy.access import ssh_config_for


@pytest.fixture(scope="package")
def scene(lab):
    """The provisioned access point, heard and asked over the air."""
    with Air(AP, ssh_config_for(lab)) as air:
        yield Scene(lab, lab.devices[AP], air, wifi_secrets.load(lab))
