"""The kernel's own protections: the network stack, memory, mandatory access control, modules."""

from __future__ import annotations

import re
from typing import Any

from truongluy.facts.answers import Answers

COMMANDS = {
    "kernel_network": (
        "sysctl -a --pattern '^net[.](ipv4[.](ip_forward|tcp_syncookies|icmp_echo_ignore_broadcasts)|ipv[46][.]conf[.]"
        ".*[.](accept_redirects|send_redirects|accept_source_route|rp_filter|log_martians|accept_ra|forwarding))$'"
        " 2>/dev/null"
    ),
    # A key that this kernel does not have prints nothing.
    "kernel_protections": (
        "for key in kernel.kptr_restrict kernel.dmesg_restrict kernel.yama.ptrace_scope kernel.randomize_va_space "
        "kernel.unprivileged_bpf_disabled fs.suid_dumpable fs.protected_hardlinks fs.protected_symlinks; do "
        'value=$(sysctl -n "$key" 2>/dev/null) && echo "$key = $value"; done; true'
    ),
    "kernel_apparmor": (
        "cat /sys/module/apparmor/parameters/enabled 2>/dev/null; "
        "grep -c '(enforce)' /sys/kernel/security/apparmor/profiles 2>/dev/null; true"
    ),
    "kernel_modules": (
        "command -v modprobe >/dev/null || exit 0; modprobe --showconfig | grep -E '^(install|blacklist) ' || true"
    ),
}

_INTERFACE = re.compile(r"^net\.(ipv[46])\.conf\.(.+)\.(\w+)$")


def settings(text: str) -> dict[str, int]:
    """`sysctl` lines "key = number"; others are left out."""
    pairs = (line.partition(" = ") for line in text.splitlines())
    return {key.strip(): int(value) for key, _, value in pairs if value.strip().lstrip("-").isdigit()}


def _of_interfaces(values: dict[str, int], version: str, name: str) -> dict[str, int]:
    """One setting by interface; "default" stands for interfaces that come later, loopback is left out."""
    found = {}
    for key, value in values.items():
        match = _INTERFACE.match(key)
        if match and match[1] == version and match[3] == name and match[2] != "lo":
            found[match[2].replace("/", ".")] = value
    return found


def _effective(values: dict[str, int], version: str, name: str, join: str) -> int | None:
    """The laxest effective value over all interfaces; how "all" joins in is the kernel's rule per setting.

    `or`: on when either is on. `and`: on when both are on. `max`: the larger counts. `own`: "all" is not used.
    Source: Documentation/networking/ip-sysctl.rst of the Linux kernel.
    """
    found = _of_interfaces(values, version, name)
    if not found:
        return None
    everywhere = found.pop("all", 0)
    joined = {
        "or": lambda own: int(bool(own or everywhere)),
        "and": lambda own: int(bool(own and everywhere)),
        "max": lambda own: max(own, everywhere),
        "own": lambda own: own,
    }[join]
    effective = [joined(own) for own in found.values()]
    return min(effective) if join == "max" else max(effective)


def read_network_stack(answers: Answers) -> dict[str, Any]:
    """How the network stack treats packets that try to change routes or hide their origin (0 off, 1 on)."""
    values = settings(answers["kernel_network"])
    logged = _of_interfaces(values, "ipv4", "log_martians")
    return {
        "ipv4_forwarding": values.get("net.ipv4.ip_forward"),
        "ipv6_forwarding": values.get("net.ipv6.conf.all.forwarding"),
        "syn_cookies": values.get("net.ipv4.tcp_syncookies"),
        "broadcast_echo_ignored": values.get("net.ipv4.icmp_echo_ignore_broadcasts"),
        "ipv4_redirects_accepted": _effective(values, "ipv4", "accept_redirects", "or"),
        "ipv4_redirects_sent": _effective(values, "ipv4", "send_redirects", "or"),
        "ipv4_source_routes_accepted": _effective(values, "ipv4", "accept_source_route", "and"),
        "ipv4_reverse_path_filter": _effective(values, "ipv4", "rp_filter", "max"),
        "ipv4_impossible_addresses_logged": logged.get("all"),
        "ipv6_redirects_accepted": _effective(values, "ipv6", "accept_redirects", "own"),
        "ipv6_source_routes_accepted": _effective(values, "ipv6", "accept_source_route", "own"),
        "ipv6_router_advertisements_accepted": _effective(values, "ipv6", "accept_ra", "own"),
    }


def blocked(config: str) -> list[str]:
    """Modules that modprobe can't load: their install command is a program that does nothing and fails."""
    rows = [line.split() for line in config.splitlines()]
    nothing = ("/bin/false", "/usr/bin/false", "/bin/true", "/usr/bin/true")
    return sorted({row[1].replace("-", "_") for row in rows if row[0] == "install" and row[2] in nothing})


def read_kernel(answers: Answers) -> dict[str, Any]:
    """Protections of memory and programs; None where this kernel has no such setting."""
    values = settings(answers["kernel_protections"])
    apparmor = answers["kernel_apparmor"].split()
    return {
        "pointers_hidden": values.get("kernel.kptr_restrict"),
        "log_restricted": values.get("kernel.dmesg_restrict"),
        "tracing_restricted": values.get("kernel.yama.ptrace_scope"),
        "addresses_randomised": values.get("kernel.randomize_va_space"),
        "unprivileged_bpf_disabled": values.get("kernel.unprivileged_bpf_disabled"),
        "privileged_core_dumps": values.get("fs.suid_dumpable"),
        "hardlinks_protected": values.get("fs.protected_hardlinks"),
        "symlinks_protected": values.get("fs.protected_symlinks"),
        "access_control_on": apparmor[:1] == ["Y"],
        "enforced_profiles": int(apparmor[1]) if len(apparmor) > 1 and apparmor[1].isdigit() else 0,
        "blocked_modules": blocked(answers["kernel_modules"]),
    }


READERS = {"network_stack": read_network_stack, "kernel": read_kernel}
