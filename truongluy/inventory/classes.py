"""Which device classes, groups and platforms go together, and what people call them."""

from truongluy.verdict import Text

GROUPS = {
    "servers": "server",
    "switches": "switch",
    "workstations": "workstation",
    "tablets": "tablet",
    "wifi_aps": "wifi_ap",
    "meeting_rooms": "meeting_room",
}
"""Ansible group name -> device class."""

CLASS_NAMES = {
    "server": Text("Máy chủ", "Servers"),
    "switch": Text("Thiết bị chuyển mạch", "Switches"),
    "wifi_ap": Text("Điểm truy cập Wi-Fi", "Wi-Fi access points"),
    "meeting_room": Text("Phòng họp trực tuyến", "Meeting rooms"),
    "workstation": Text("Máy tính làm việc", "Office computers"),
    "tablet": Text("Máy tính bảng", "Tablets"),
}
"""Device class -> what documents call such devices."""

PLATFORMS = {
    "server": ("debian",),
    "switch": ("cisco_ios",),
    "workstation": ("debian", "windows"),
    "tablet": ("android", "ipados"),
    "wifi_ap": ("openwrt", "hostapd"),
    "meeting_room": ("debian", "cisco_roomos", "poly"),
}
"""Device class -> its platforms."""

NOT_DEPLOYED = ("planned", "retired")
"""States in which nobody can read a device: it is described and listed, and neither judged nor provisioned."""

IMPORTED = ("windows", "android", "ipados", "poly")
"""Platforms that a manager of their own looks after: we judge the report it exports, and change nothing there."""

CLASSES_WITH_PORTS = ("switch",)
CLASSES_WITH_FUNCTIONS = ("server",)
CLASSES_WITH_USERS = ("workstation",)
CLASSES_WITH_RADIOS = ("wifi_ap",)

AP_KEYS = ("radios", "wlans", "uplink", "firmware_minimum")
"""Keys that only an access point has, and needs once it is in service."""
