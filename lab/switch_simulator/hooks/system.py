"""Logging, time, SNMP, keys and other settings of the whole device."""

from __future__ import annotations

from ..grammar import Incomplete, load, match
from ..passwords import type7
from ..store import Change, Refusal

LEVELS = ("emergencies", "alerts", "critical", "errors", "warnings", "notifications", "informational", "debugging")
TRAPS = ("snmp", "config", "entity", "port-security", "stpx", "vlancreate", "vlandelete", "vtp", "mac-notification",
         "errdisable", "syslog", "cpu", "bridge", "envmon", "storm-control")


def level_name(word: str) -> str:
    """A severity by name: 6 -> informational."""
    return LEVELS[int(word)] if word.isdigit() else word


def severity(change: Change) -> None:
    if not change.negative:
        change.value = [level_name(change.value[0])] if change.value else [change.rule.get("default") or ""]


def logging_buffered(change: Change) -> None:
    if change.negative:
        return
    size, level = "4096", "debugging"
    for word in change.value:
        if word.isdigit() and int(word) > 7:
            size = word
        else:
            level = level_name(word)
    shown = [size] if level == "debugging" and size != "4096" else [size, level]
    change.value = shown


def logging_host(change: Change) -> None:
    """The usual port of a protocol is not printed."""
    value = change.value
    if value[1:2] == ["udp"] and value[2:] in ([], ["port", "514"]):
        change.value = []
    elif value[1:2] == ["tcp"] and value[2:] == ["port", "601"]:
        change.value = value[:2]


def timezone(change: Change) -> None:
    if not change.negative and len(change.value) == 2:
        change.value = [*change.value, "0"]


def vtp_mode(change: Change) -> None:
    if not change.negative:
        change.messages.append(f"Setting device to VTP {change.value[0].capitalize()} mode for VLANS.")


def bridge_priority(change: Change) -> None:
    if not change.negative and int(change.value[0]) % 4096:
        allowed = "\n".join("  " + " ".join(f"{n:<5}" for n in range(row, row + 32768, 4096)) for row in (0, 32768))
        raise Refusal("% Bridge Priority must be in increments of 4096.\n% Allowed values are:\n" + allowed)


def snmp_user(change: Change) -> None:
    """Kept apart: the device never prints SNMPv3 users in its configuration; passwords are not kept."""
    change.done = True
    key = ("snmp-user", change.words[2], change.words[3])
    if change.negative:
        change.store.private.pop(key, None)
        return
    value = change.value
    auth = value[value.index("auth") + 1].upper() if "auth" in value else "None"
    privacy = "None"
    if "priv" in value:
        kind = value[value.index("priv") + 1: value.index("priv") + 3]
        privacy = f"AES{kind[1]}" if kind[0] == "aes" else kind[0].upper()
    access = value[value.index("access", 1) + 1] if value[-2:-1] == ["access"] else ""
    change.store.private[key] = f"{value[0]} {auth} {privacy} {access}".strip()


def snmp_community(change: Change) -> None:
    """A community without a right is read-only."""
    if change.negative:
        return
    head = change.value[:2] if change.value[:1] == ["view"] else []
    rest = change.value[len(head):]
    change.value = [*head, *(rest if rest[:1] in (["RO"], ["RW"]) else ["RO", *rest])]


def snmp_traps(change: Change) -> None:
    """Without a name the line means every kind of trap, one printed line each."""
    if len(change.words) > 3:
        return
    change.done = True
    if change.negative:
        change.store.remove(change.section, ("snmp-server", "enable", "traps"))
        return
    for name in TRAPS:
        line = match(load("config"), f"snmp-server enable traps {name}")
        change.store.change(change.section, line, negative=False)


def snmp_host(change: Change) -> None:
    """`traps` and `version 1` are the defaults and are not printed."""
    words = [word for place, word in enumerate(change.words) if not (place == 3 and word == "traps")]
    if words[3:5] == ["version", "1"]:
        del words[3:5]
    change.words = words
    change.key_length = len(words)


def ntp_key(change: Change) -> None:
    """The key is always kept in the reversible encoding."""
    if change.negative:
        return
    value = change.value
    hidden = value[1] if value[2:] == ["7"] else type7(value[1])
    change.value = ["md5", hidden, "7"]


def crypto_key(change: Change) -> None:
    """Make (pretend) host keys: nothing is stored in the configuration, `show ip ssh` tells."""
    change.done = True
    if change.negative:
        raise Refusal("% Please delete RSA keys with 'crypto key zeroize rsa'")
    domain = change.section.value("ip domain-name")
    if change.store.hostname == "Switch":
        raise Refusal("% Please define a hostname other than Switch.")
    if not domain:
        raise Refusal("% Please define a domain-name first.")
    if "modulus" not in change.words:
        raise Incomplete(0)
    bits = change.words[change.words.index("modulus") + 1]
    name = f"{change.store.hostname}.{domain}"
    if ("rsa",) in change.store.private:
        change.messages.append(f"% You already have RSA keys defined named {name}.\n% They will be replaced.\n")
    change.store.private[("rsa",)] = bits
    change.messages.append(f"The name for the keys will be: {name}\n\n% The key modulus size is {bits} bits\n"
                           f"% Generating {bits} bit RSA keys, keys will be non-exportable...\n"
                           "[OK] (elapsed time was 1 seconds)\n")


HOOKS = {"severity": severity, "logging_buffered": logging_buffered, "logging_host": logging_host,
         "timezone": timezone, "vtp_mode": vtp_mode, "bridge_priority": bridge_priority, "snmp_user": snmp_user,
         "snmp_community": snmp_community, "snmp_traps": snmp_traps, "snmp_host": snmp_host, "ntp_key": ntp_key,
         "crypto_key": crypto_key}
