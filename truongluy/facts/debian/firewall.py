"""The host firewall: what really filters now, and what will after the next start."""

from __future__ import annotations

from typing import Any

from truongluy.facts.answers import Answers
from truongluy.facts.debian.nft_ruleset import Ruleset, logs_refused, opened
from truongluy.facts.debian.system import enabled, key_values

SSH_PORT = 22

COMMANDS = {
    "firewall_ruleset": "command -v nft >/dev/null || exit 0; nft -j list ruleset",
    "firewall_service": "systemctl show nftables.service -p LoadState -p UnitFileState",
    # The file the service loads at boot must hold a ruleset that drops, else a reboot opens the host.
    "firewall_boot_file": (
        "[ -f /etc/nftables.conf ] || { echo missing; exit 0; }; "
        "command -v nft >/dev/null || { echo missing; exit 0; }; "
        "if nft -c -f /etc/nftables.conf 2>/dev/null; then echo valid; else echo invalid; fi; "
        "grep -Eq 'hook input.*policy drop' /etc/nftables.conf && echo drops || true"
    ),
}


def read_firewall(answers: Answers) -> dict[str, Any]:
    """Effective packet filter of the input and forward hooks, and its state at boot."""
    ruleset = Ruleset.of(answers["firewall_ruleset"])
    boot = answers["firewall_boot_file"].split()
    tcp = opened(ruleset, "tcp")
    administration = {
        source for entry in tcp if entry["port"] in (SSH_PORT, "any") for source in entry["sources"]
    }
    return {
        "starts_at_boot": enabled(key_values(answers["firewall_service"])),
        "boot_rules_valid": "valid" in boot,
        "boot_rules_drop": "drops" in boot,
        "input_policy": ruleset.policies("input"),
        "forward_policy": ruleset.policies("forward"),
        "open_tcp": tcp,
        "open_udp": opened(ruleset, "udp"),
        "administration_sources": sorted(administration),
        "refused_connections_logged": logs_refused(ruleset),
    }


READERS = {"firewall": read_firewall}
