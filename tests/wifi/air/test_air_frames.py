"""The frames we send and read are 802.11: bytes from the standard, and every frame read back as it was packed."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.air import frames, raw_association
from lab.air.elements import (
    AKMS,
    CIPHERS,
    COUNTRY,
    MFP_CAPABLE,
    MFP_REQUIRED,
    RSN,
    SSID,
    VENDOR,
    Announced,
    Malformed,
    Rsn,
    pack_elements,
    parse_elements,
)
from lab.air.frames import Frame, Subtype

AP, STATION = "02:00:00:00:00:00", "02:00:00:00:02:00"
# IEEE 802.11-2020, 9.4.2.24.1, example: 802.1X authentication, CCMP pairwise and group.
EXAMPLE = bytes.fromhex("3014 0100 000fac04 0100 000fac04 0100 000fac01 0000".replace(" ", ""))
ENTERPRISE = Rsn("CCMP", ("CCMP",), ("WPA-EAP",))

macs = st.binary(min_size=6, max_size=6).map(lambda raw: raw.hex(":"))
elements = st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=255)), max_size=6)
rsns = st.builds(
    Rsn,
    st.sampled_from(list(CIPHERS.values())),
    st.lists(st.sampled_from(list(CIPHERS.values())), min_size=1, max_size=4).map(tuple),
    st.lists(st.sampled_from(list(AKMS.values())), min_size=1, max_size=4).map(tuple),
    st.integers(0, 0xFFFF),
)


def test_rsn_is_the_standards_example():
    assert pack_elements([(RSN, ENTERPRISE.pack())]) == EXAMPLE
    assert parse_elements(EXAMPLE) == [(RSN, ENTERPRISE.pack())]
    assert Rsn.parse(EXAMPLE[2:]) == ENTERPRISE


@pytest.mark.parametrize(
    ("capabilities", "word", "tail"),
    [
        (0, "off", "0000"),
        (MFP_CAPABLE, "optional", "8000"),
        (MFP_CAPABLE | MFP_REQUIRED, "required", "c000"),
    ],
)
def test_protection_of_management_frames_is_two_bits(capabilities, word, tail):
    rsn = Rsn("CCMP", ("CCMP",), ("SAE",), capabilities)
    assert rsn.frames_protected == word
    assert rsn.pack().endswith(bytes.fromhex(tail))


@given(rsns)
def test_every_rsn_is_read_back(rsn):
    assert Rsn.parse(rsn.pack()) == rsn


@given(elements)
def test_elements_are_read_back_and_a_cut_one_is_refused(listed):
    packed = pack_elements(listed)
    assert parse_elements(packed) == listed
    if listed:
        with pytest.raises(Malformed):
            parse_elements(packed[:-1])


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    for reader in (parse_elements, Rsn.parse, frames.strip_radiotap):
        with contextlib.suppress(Malformed):
            reader(data)
    frames.parse(data)


def test_authentication_is_byte_for_byte_open_system():
    wanted = "b000 0000 020000000000 020000000200 020000000000 1000 0000 0100 0000"
    assert frames.authentication(AP, STATION).pack() == bytes.fromhex(wanted.replace(" ", ""))


def test_association_request_carries_name_rates_and_protection():
    request = frames.association_request(AP, STATION, raw_association.elements_for("Lũy", ENTERPRISE, 2437))
    assert request.pack()[:2] == b"\x00\x00"
    assert request.body[:4] == struct.pack("<HH", 0x0011, 10)
    listed = dict(parse_elements(request.body[4:]))
    assert listed[SSID] == "Lũy".encode()
    assert listed[RSN] == EXAMPLE[2:]
    plain = frames.association_request(AP, STATION, raw_association.elements_for("Lũy", None, 5180))
    assert RSN not in dict(parse_elements(plain.body[4:]))


@given(macs, macs, st.sampled_from(Subtype), st.binary(max_size=300), st.integers(0, 4095), st.booleans())
def test_every_management_frame_is_read_back(receiver, sender, subtype, body, sequence, protected):
    frame = Frame(0, subtype, receiver, sender, receiver, body, sequence, protected)
    assert frames.parse(frame.pack()) == frame
    assert frames.parse(frames.strip_radiotap(frames.RADIOTAP + frame.pack())) == frame


@given(st.binary(min_size=4, max_size=4), st.booleans(), st.booleans())
def test_a_checksum_at_the_end_is_no_part_of_the_frame(checksum, stamped, extended):
    present = 0b10 | (1 if stamped else 0) | (1 << 31 if extended else 0)
    fields = struct.pack("<I", 0) if extended else b""
    fields += b"\0" * (-(8 + len(fields)) % 8 + 8) if stamped else b""
    fields += b"\x10"
    header = struct.pack("<BBHI", 0, 0, 8 + len(fields), present) + fields
    packed = frames.authentication(AP, STATION).pack()
    assert frames.strip_radiotap(header + packed + checksum) == packed


@pytest.mark.parametrize("status", [0, 31, 42])
def test_status_is_read_from_both_kinds_of_answer(status):
    said = Frame(0, Subtype.ASSOCIATION_RESPONSE, STATION, AP, AP, struct.pack("<HHH", 0x11, status, 0xC001))
    assert frames.status_of(said) == status
    said = Frame(0, Subtype.AUTHENTICATION, STATION, AP, AP, struct.pack("<HHH", 0, 2, status))
    assert frames.status_of(said) == status
    for wrong in (Frame(0, Subtype.BEACON, STATION, AP, AP, b"\0" * 12), Frame(0, 1, STATION, AP, AP, b"\0")):
        with pytest.raises(Malformed):
            frames.status_of(wrong)


def test_a_beacon_tells_how_its_network_is_protected():
    listed = [(SSID, b"Luy"), (COUNTRY, b"VN \x01\x0d\x14"), (RSN, ENTERPRISE.pack())]
    beacon = Frame(0, Subtype.BEACON, frames.BROADCAST, AP, AP, b"\0" * 12 + pack_elements(listed))
    said = Announced.of(frames.announced_elements(beacon))
    assert said == Announced("Luy", "VN", ENTERPRISE, wpa1=False, push_button=False)
    makers = [(VENDOR, bytes.fromhex("0050f202aa")), (VENDOR, bytes.fromhex("0050f204104a"))]
    assert Announced.of([*listed, *makers]).push_button
    assert not Announced.of([*listed, *makers]).wpa1
    assert Announced.of([(SSID, b"x"), (VENDOR, bytes.fromhex("0050f2010100"))]).wpa1


def test_control_frames_and_short_ones_are_nobodys():
    assert frames.parse(b"\xd4\x00" + b"\0" * 22) is None
    assert frames.parse(b"\x80\x00") is None
