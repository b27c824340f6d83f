"""Which device classes, groups and platforms go together."""

GROUPS = {"servers": "server", "switches": "switch", "workstations": "workstation", "tablets": "tablet"}
"""Ansible group name -> device class."""

PLATFORMS = {
    "server": ("debian",),
    "switch": ("cisco_ios",),
    "workstation": ("debian", "windows"),
    "tablet": ("android", "ipados"),
}
"""Device class -> platforms we can read."""

IMPORTED = ("windows", "android", "ipados")
"""Platforms that a manager of their own looks after: we judge the report it exports, and change nothing there."""

CLASSES_WITH_PORTS = ("switch",)
CLASSES_WITH_FUNCTIONS = ("server",)
CLASSES_WITH_USERS = ("workstation",)
