"""Cisco IOS and IOS-XE switches: what the planner and the push need to know of them.

Source: the vendor's public command references. Order of features is the order of pushing: what others refer
to first (VLANs, access lists, accounts before who may log in), the name of the device last.
"""

from __future__ import annotations

from truongluy.platforms.model import Feature, Guard, PlatformModel
from truongluy.verdict import Text

OWN_LIST = "TRUONGLUY-[A-Z0-9-]+"

FEATURES = (
    Feature(
        "services",
        (
            r"service .*",
            r"ip source-route",
            r"ip bootp server",
            r"ip finger",
            r"ip domain[ -]lookup",
            r"vstack",
        ),
    ),
    Feature("vlan_database", (r"vtp mode \S+",)),
    Feature("vlans", (r"vlan \d+",)),
    Feature("own_access_lists", (rf"ip access-list standard {OWN_LIST}",), owned=True),
    Feature("accounts", (r"username .*", r"enable (password|secret) .*")),
    Feature("authentication", (r"aaa .*",)),
    Feature("login_protection", (r"login .*",)),
    Feature("ssh", (r"ip ssh .*",)),
    Feature("web", (r"ip http .*",)),
    Feature("snmp", (r"snmp-server .*",)),
    Feature("logging", (r"logging .*",)),
    Feature("change_record", (r"archive",)),
    Feature("time", (r"ntp .*", r"sntp .*", r"clock timezone .*")),
    Feature("banners", (r"banner (login|motd|exec) .*",)),
    Feature("spanning_tree", (r"spanning-tree .*",)),
    Feature("dhcp_guard", (r"ip dhcp snooping.*",)),
    Feature("arp_guard", (r"ip arp inspection .*",)),
    Feature("neighbours", (r"cdp run", r"lldp run")),
    Feature("ports", (r"interface .*",)),
    Feature("lines", (r"line .*",)),
    Feature("name", (r"hostname \S+",)),
)

SINGLE_VALUED = (
    "hostname", "vtp mode", "name", "description", "exec-timeout", "transport input", "transport output",
    "access-class", "session-timeout", "login authentication",
    "service timestamps log", "service timestamps debug",
    "aaa authentication login default", "aaa authorization exec default",
    "login block-for", "login delay", "login on-failure", "login on-success", "login quiet-mode access-class",
    "ip ssh version", "ip ssh time-out", "ip ssh authentication-retries",
    "logging trap", "logging buffered", "logging console", "logging facility", "logging source-interface", "logging size",
    "clock timezone", "banner login", "banner motd", "banner exec",
    "spanning-tree mode", "spanning-tree bpduguard", "ip arp inspection validate", "notify syslog",
    "switchport mode", "switchport access vlan", "switchport trunk native vlan", "switchport trunk allowed vlan",
    "switchport port-security maximum", "switchport port-security violation", "switchport port-security aging time",
    "storm-control broadcast level", "storm-control multicast level",
    "ip dhcp snooping limit rate", "ip arp inspection limit rate", "ip address",
)  # fmt: skip

MODEL = PlatformModel(
    name="cisco_ios",
    features=FEATURES,
    single_valued=SINGLE_VALUED,
    sections=(
        r"interface .+", r"line .+", r"vlan [\d,-]+", r"ip access-list (standard|extended) \S+", r"archive", r"log config",
    ),
    shown_when_off=(
        r"ip http server", r"ip http secure-server", r"ip source-route", r"ip bootp server", r"ip domain[ -]lookup",
        r"service pad", r"vstack", r"cdp run", r"cdp enable", r"logging console", r"ip dhcp snooping information option",
        r"lldp (transmit|receive)",
    ),
    defaults=(
        (r"", "logging trap informational"),
        (r"", "ip ssh authentication-retries 3"),
        (r"", "ip ssh time-out 120"),
        (r"(line .*)", "exec-timeout 10 0"),
        (r"(interface .*)", "switchport access vlan 1"),
        (r"(interface .*)", "switchport trunk native vlan 1"),
        (r"(interface .*)", "switchport port-security maximum 1"),
        (r"(interface .*)", "switchport port-security violation shutdown"),
        (r"(log config)", "logging size 100"),
    ),
    spelled=(
        (r"spanning-tree portfast edge( .*)?", r"spanning-tree portfast\1"),
        (r"ip domain-lookup", r"ip domain lookup"),
        (r"no ip domain-lookup", r"no ip domain lookup"),
        (r"(storm-control \w+ level \d+)\.00", r"\1"),
        (r"(storm-control \w+ level \d+\.\d)0", r"\1"),
        (r"(\d+ (?:permit|deny) .*), wildcard bits (.*)", r"\1 \2"),
        (r"(\d+ (?:permit|deny) [\d.]+) +(\d.*)", r"\1 \2"),
        (r"logging (\d+\.\d+\.\d+\.\d+)", r"logging host \1"),
        (r"switchport port-security aging time 0", r""),
    ),
    listed=("ip dhcp snooping vlan", "ip arp inspection vlan"),
    negations=(
        (r"username (\S+).*", r"no username \1"),
        (r"enable (password|secret).*", r"no enable \1"),
        (r"snmp-server community (\S+).*", r"no snmp-server community \1"),
        (r"banner (\S+) .*", r"no banner \1"),
        (r"(\d+) (permit|deny) .*", r"no \1"),
        (r"switchport (access vlan|trunk native vlan|trunk allowed vlan|mode) .*", r"no switchport \1"),
        (r"description .*", r"no description"),
        (r"storm-control (\w+) level .*", r"no storm-control \1 level"),
    ),
    guards=(
        Guard(
            r"aaa (new-model|authentication login default .*)|no username .*",
            r"username \S+ .*(secret|password) .*",
            Text(
                "thiết bị chưa có tài khoản cục bộ có mật khẩu; bật xác thực lúc này sẽ khóa mọi người ở ngoài",
                "the device has no local account with a password; turning authentication on would lock everybody out",
            ),
        ),
    ),
    error_pattern=(
        r"% ?(Invalid|Incomplete|Ambiguous|Unknown|Unrecognized|Bad|Error|Cannot|Not|Authorization failed|NV)"
        r"|Command rejected|not enough space|[Ff]ailed to|Access denied|% .*(refused|rejected|not (allowed|supported|valid))"
    ),
    confirm_pattern=r"\[confirm\]|\[yes/no\]:?|\[y/n\]:?|\(y/n\)|[Cc]ontinue\?",
)  # fmt: skip
