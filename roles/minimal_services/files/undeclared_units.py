"""Prints the units that listen for other hosts on undeclared ports only, one per line.

Arguments: declared TCP ports, declared UDP ports, units to keep; each as a comma-separated list.
"""

import subprocess
import sys


def lines(*command):
    """Output lines of a command."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def unit_of(process):
    """The unit a process belongs to: the deepest .service or .socket of its control group."""
    with open(f"/proc/{process}/cgroup", encoding="ascii") as groups:
        parts = [part for line in groups for part in line.strip().rpartition(":")[2].split("/")]
    services = [part for part in parts if part.endswith((".service", ".socket"))]
    return services[-1] if services else None


def sockets_of_systemd():
    """Port -> unit for sockets that systemd itself holds open."""
    rows = [line.split() for line in lines("systemctl", "list-sockets", "--plain", "--no-legend")]
    return {row[0].rpartition(":")[2]: row[1] for row in rows if len(row) > 1}


def listeners():
    """(protocol, port, unit) of every socket that is not on loopback."""
    activated = sockets_of_systemd()
    for line in lines("ss", "-H", "-tulpn"):
        words = line.split()
        address, _, port = words[4].rpartition(":")
        if address.startswith(("127.", "[::1]", "[::ffff:127.")) or "pid=" not in line:
            continue
        process = line.partition("pid=")[2].partition(",")[0]
        yield words[0], port, activated.get(port) if process == "1" else unit_of(process)


def holds(declared, port):
    """Whether a port is one of those declared; "20000-20499" declares all of these."""
    ranges = (one.partition("-") for one in declared)
    return any(int(first) <= int(port) <= int(last or first) for first, _, last in ranges)


def main():
    """Print the units to stop."""
    tcp, udp, kept = (set(filter(None, argument.split(","))) for argument in sys.argv[1:4])
    found, needed = set(), set(kept)
    for protocol, port, unit in listeners():
        (needed if holds({"tcp": tcp, "udp": udp}[protocol], port) else found).add(unit)
    print("\n".join(sorted(unit for unit in found - needed if unit)))


main()
