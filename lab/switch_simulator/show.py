"""What `show ...` prints."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from .grammar import Invalid
from .grammar.values import PORTS
from .hooks.ports import short
from .render import config_lines, interface_lines

if TYPE_CHECKING:
    from .session import Session

Command = Callable[["Session", tuple[str, ...]], Awaitable[None]]
CIPHERS = "aes128-ctr,aes192-ctr,aes256-ctr,aes128-cbc,3des-cbc,aes192-cbc,aes256-cbc"
MACS = "hmac-sha2-256,hmac-sha2-512,hmac-sha1,hmac-sha1-96"
KEX = ("ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group-exchange-sha1,"
       "diffie-hellman-group14-sha1")


async def show_running(session: Session, words: tuple[str, ...]) -> None:
    """The heading, then the configuration."""
    device = session.device
    lines = config_lines(device.running)
    body = "\n".join(lines)
    heading = [f"Building configuration...\n\nCurrent configuration : {len(body)} bytes", "!"]
    if device.changed_at:
        heading.append(f"! Last configuration change at {device.clock_text(device.changed_at[0])} "
                       f"by {device.changed_at[1]}")
    if device.saved_at:
        heading.append(f"! NVRAM config last updated at {device.clock_text(device.saved_at[0])} "
                       f"by {device.saved_at[1]}")
    session.say("\n".join([*heading, *(["!"] if len(heading) > 2 else []), body, ""]))


async def show_running_interface(session: Session, words: tuple[str, ...]) -> None:
    if ("interface", words[3]) not in session.device.running.root.entries:
        raise Invalid(len("show running-config interface "))
    lines = interface_lines(session.device.running, words[3])
    body = "\n".join(lines)
    session.say(f"Building configuration...\n\nCurrent configuration : {len(body)} bytes\n!\n{body}\n")


async def show_startup(session: Session, words: tuple[str, ...]) -> None:
    text = session.device.startup_text().rstrip("\n")
    session.say(f"Using {len(text)} out of 524288 bytes\n!\n{text}\n" if text else "startup-config is not present")


async def show_version(session: Session, words: tuple[str, ...]) -> None:
    """Says plainly that the device is simulated."""
    device = session.device
    minutes = int(time.monotonic() - device.booted) // 60
    session.say(f"""SIMULATED switch (thiết bị mô phỏng), dialect of Cisco IOS Software, C2960X, Version 15.2(7)E
Not a vendor product: no vendor code runs here.

ROM: SIMULATED bootstrap

{device.running.hostname} uptime is {minutes // 60} hours, {minutes % 60} minutes
System returned to ROM by power-on
System image file is "flash:simulated-c2960x.bin"

cisco WS-C2960X-24TS-L (SIMULATED-C2960X) processor (revision A0) with 524288K bytes of memory.
Processor board ID SIMULATED-{device.name.upper()}
Last reset from power-on
{PORTS} Gigabit Ethernet interfaces
Model number                    : SIMULATED-C2960X
System serial number            : SIMULATED-{device.name.upper()}

Switch Ports Model                     SW Version            SW Image
------ ----- -----                     ----------            ----------
*    1 {PORTS:<5} SIMULATED-C2960X          15.2(7)E              SIMULATED

Configuration register is 0xF
""")


async def show_clock(session: Session, words: tuple[str, ...]) -> None:
    servers = session.device.running.root.starting("ntp server")
    session.say(("" if servers else "*") + session.device.clock_text(fraction=True))


async def show_ip_interface_brief(session: Session, words: tuple[str, ...]) -> None:
    session.say(f"{'Interface':<23}{'IP-Address':<16}{'OK?':<4}{'Method':<7}{'Status':<22}Protocol")
    for entry, section in session.device.running.sections("interface"):
        address = section.value("ip address", "unassigned").split()[0]
        down = section.has("shutdown")
        status, protocol = ("administratively down", "down") if down else ("up", "up")
        session.say(f"{entry.key[1]:<23}{address:<16}{'YES':<4}{'NVRAM':<7}{status:<22}{protocol}")


async def show_interfaces_status(session: Session, words: tuple[str, ...]) -> None:
    session.say(f"\n{'Port':<10}{'Name':<19}{'Status':<13}{'Vlan':<11}Duplex  Speed Type")
    for entry, section in session.device.running.sections("interface"):
        if section.mode != "port":
            continue
        vlan = "trunk" if section.value("switchport mode") == "trunk" else section.value("switchport access vlan", "1")
        status = "disabled" if section.has("shutdown") else "notconnect"
        name = section.value("description")[:18]
        session.say(f"{short(entry.key[1]):<10}{name:<19}{status:<13}{vlan:<11}  auto   auto 10/100/1000BaseTX")


async def show_vlan(session: Session, words: tuple[str, ...]) -> None:
    """VLANs with the access ports in them."""
    store = session.device.running
    members: dict[int, list[str]] = {}
    for entry, section in store.sections("interface"):
        if section.mode == "port" and section.value("switchport mode") != "trunk":
            members.setdefault(int(section.value("switchport access vlan", "1")), []).append(short(entry.key[1]))
    known = {1: ("default", "active")}
    for entry, section in store.sections("vlan"):
        number = int(entry.key[1])
        known[number] = (section.value("name", f"VLAN{number:04d}"), section.value("state", "active"))
    session.say(f"\n{'VLAN':<5}{'Name':<33}{'Status':<10}Ports\n{'-' * 4} {'-' * 32} {'-' * 9} {'-' * 31}")
    for number in sorted(known):
        ports = members.get(number, [])
        rows = [", ".join(ports[at:at + 4]) for at in range(0, len(ports), 4)] or [""]
        session.say(f"{number:<5}{known[number][0]:<33}{known[number][1]:<10}{rows[0]}".rstrip())
        for row in rows[1:]:
            session.say(" " * 48 + row)
    for number, name in ((1002, "fddi-default"), (1003, "token-ring-default"), (1004, "fddinet-default"),
                         (1005, "trnet-default")):
        session.say(f"{number:<5}{name:<33}act/unsup")


async def show_users(session: Session, words: tuple[str, ...]) -> None:
    session.say("    Line       User       Host(s)              Idle       Location")
    for number, other in sorted(session.device.sessions.items()):
        star = "*" if other is session else " "
        session.say(f"{star}{number + 1:>3} vty {number:<3}   {other.username:<10} idle                 00:00:00 "
                    f"{other.address}")


async def show_logging(session: Session, words: tuple[str, ...]) -> None:
    root = session.device.running.root
    size, level = [*root.value("logging buffered", "4096 debugging").split(), "debugging"][:2]
    trap = "disabled" if root.denied("logging trap") else "level " + root.value("logging trap", "informational")
    console = "disabled" if root.denied("logging console") else "level " + root.value("logging console", "debugging")
    hosts = root.starting("logging host")
    session.say(f"""Syslog logging: enabled (0 messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns)

    Console logging: {console}, 0 messages logged
    Monitor logging: level debugging, 0 messages logged
    Buffer logging:  level {level}, {len(session.device.log)} messages logged
    Trap logging: {trap}, {len(session.device.log)} message lines logged""")
    for entry in hosts:
        session.say(f"        Logging to {entry.key[2]}  (udp port 514, audit disabled,\n              link up)")
    session.say(f"\nLog Buffer ({size} bytes):\n" + "\n".join(session.device.log))


async def show_ip_ssh(session: Session, words: tuple[str, ...]) -> None:
    root, private = session.device.running.root, session.device.running.private
    version = "2.0" if root.value("ip ssh version") == "2" else "1.99"
    algorithm = "ip ssh server algorithm "
    session.say(f"SSH Enabled - version {version}\nAuthentication methods:publickey,keyboard-interactive,password\n"
                f"Encryption Algorithms:{root.value(algorithm + 'encryption', CIPHERS).replace(' ', ',')}\n"
                f"MAC Algorithms:{root.value(algorithm + 'mac', MACS).replace(' ', ',')}\n"
                f"KEX Algorithms:{root.value(algorithm + 'kex', KEX).replace(' ', ',')}\n"
                f"Authentication timeout: {root.value('ip ssh time-out', '120')} secs; "
                f"Authentication retries: {root.value('ip ssh authentication-retries', '3')}\n"
                f"Minimum expected Diffie Hellman key size : {root.value('ip ssh dh min size', '1024')} bits\n"
                f"IOS Keys in SECSH format(ssh-rsa, base64 encoded): {session.device.name}\n"
                f"Modulus Size : {private.get(('rsa',), '0')} bits")


async def show_privilege(session: Session, words: tuple[str, ...]) -> None:
    session.say(f"Current privilege level is {session.level}")


async def show_reload(session: Session, words: tuple[str, ...]) -> None:
    device = session.device
    if device.scheduled is None:
        session.say("No reload is scheduled.")
        return
    left = max(0, int((device.scheduled.at - device.now()).total_seconds()))
    session.say(f"Reload scheduled for {device.clock_text(device.scheduled.at)} (in {left // 60} minutes and "
                f"{left % 60} seconds) by {device.scheduled.by}\nReload reason: {device.scheduled.reason}")


async def show_snmp_user(session: Session, words: tuple[str, ...]) -> None:
    for key, text in session.device.running.private.items():
        if key[0] == "snmp-user":
            _, auth, privacy, *access = text.split()
            listed = f"\taccess-list: {access[0]}" if access else ""
            session.say(f"\nUser name: {key[1]}\nEngine ID: 800000090300AABBCCDDEEFF\n"
                        f"storage-type: nonvolatile\t active{listed}\nAuthentication Protocol: {auth}\n"
                        f"Privacy Protocol: {privacy}\nGroup-name: {key[2]}\n")


async def show_access_lists(session: Session, words: tuple[str, ...]) -> None:
    """Named lists with their sequence numbers."""
    for entry in session.device.running.root.starting("ip access-list"):
        if entry.section is None or (words[-1] not in ("access-lists", entry.key[3])):
            continue
        session.say(f"{entry.key[2].capitalize()} IP access list {entry.key[3]}")
        for line in sorted(entry.section.entries.values(), key=lambda e: e.sequence):
            if line.words[0] != "remark":
                session.say(f"    {line.sequence} {line.text}")


async def show_vtp(session: Session, words: tuple[str, ...]) -> None:
    running = session.device.running
    mode = running.root.value("vtp mode", "server").capitalize()
    domain, version = running.private.get(("vtp", "domain"), ""), running.private.get(("vtp", "version"), "1")
    session.say(f"VTP Version capable             : 1 to 3\nVTP version running             : {version}\n"
                f"VTP Domain Name                 : {domain}\nVTP Operating Mode              : {mode}")


async def show_dhcp_snooping(session: Session, words: tuple[str, ...]) -> None:
    root = session.device.running.root
    state = "enabled" if root.has("ip dhcp snooping") else "disabled"
    option = "disabled" if root.denied("ip dhcp snooping information option") else "enabled"
    session.say(f"Switch DHCP snooping is {state}\nDHCP snooping is configured on following VLANs:\n"
                f"{root.value('ip dhcp snooping vlan', 'none')}\nInsertion of option 82 is {option}")


async def show_ntp_status(session: Session, words: tuple[str, ...]) -> None:
    session.say("Clock is unsynchronized, stratum 16, no reference clock")


async def show_ntp_associations(session: Session, words: tuple[str, ...]) -> None:
    session.say("  address         ref clock       st   when   poll reach  delay  offset   disp")
    for entry in session.device.running.root.starting("ntp server"):
        session.say(f" ~{entry.key[2]:<16}.INIT.          16      -     64     0  0.000   0.000 15937.")


async def show_login(session: Session, words: tuple[str, ...]) -> None:
    text = session.device.running.root.value("login block-for")
    session.say("     A login delay of 1 second is applied." if text else "     No login delay has been applied.")
    session.say(f"     Router enabled to watch for login Attacks ({text})." if text
                else "     Router NOT enabled to watch for login Attacks")


async def show_archive(session: Session, words: tuple[str, ...]) -> None:
    await asyncio.sleep(0)
    session.say("The maximum archive configurations allowed is 10.\nThere are currently 0 archive configurations saved.")


SHOW: dict[str, Command] = {name: function for name, function in list(globals().items())
                            if name.startswith("show_") and callable(function)}
