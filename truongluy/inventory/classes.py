"""Which device classes, groups and platforms go together."""

GROUPS = {"servers": "server", "switches": "switch"}
"""Ansible group name -> device class."""

PLATFORMS = {"server": ("debian",), "switch": ("cisco_ios",)}
"""Device class -> platforms we can read and provision."""

CLASSES_WITH_PORTS = ("switch",)
CLASSES_WITH_FUNCTIONS = ("server",)
