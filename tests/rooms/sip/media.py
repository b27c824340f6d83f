"""What goes over the wire during a call: RTP streams, counted, and whether what they carry can be recognised."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass

from tests.rooms.sip.places import Place

_CAPTURE = """
import json, socket, sys, time
seconds, streams = float(sys.argv[1]), {}
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
wire.settimeout(0.5)
until = time.monotonic() + seconds
while time.monotonic() < until:
    try:
        frame = wire.recv(65536)
    except TimeoutError:
        continue
    packet = frame[14:]
    if frame[12:14] != b"\\x08\\x00" or packet[9] != 17:
        continue
    head = (packet[0] & 15) * 4
    data = packet[head + 8 :]
    # RTP version 2, and a payload type that is none of RTCP's.
    if len(data) < 13 or data[0] >> 6 != 2 or 192 <= data[1] <= 223:
        continue
    way = socket.inet_ntoa(packet[12:16]) + ">" + socket.inet_ntoa(packet[16:20])
    streams.setdefault(way, []).append(data[12:].hex())
json.dump(streams, sys.stdout)
"""


@dataclass(frozen=True)
class Stream:
    """RTP in one direction: its payloads as they were on the wire."""

    payloads: tuple[bytes, ...]

    @property
    def bits(self) -> float:
        """Entropy of all payload bytes; 8 is noise."""
        counted = Counter(b"".join(self.payloads))
        total = sum(counted.values())
        return -sum(n / total * math.log2(n / total) for n in counted.values())

    @property
    def openings(self) -> int:
        """How many different first bytes payloads have. Opus says there what it is: a steady tone has one or two."""
        return len({payload[0] for payload in self.payloads})


def streams(place: Place, seconds: float) -> dict[tuple[str, str], Stream]:
    """RTP streams that pass a place, by sender and receiver."""
    done = place.run("python3", "-c", _CAPTURE, str(seconds), seconds=seconds + 30)
    assert done.returncode == 0, done.stderr
    found = {}
    for way, payloads in json.loads(done.stdout).items():
        sender, _, receiver = way.partition(">")
        found[sender, receiver] = Stream(tuple(bytes.fromhex(one) for one in payloads))
    return found
