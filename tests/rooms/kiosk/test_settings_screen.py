"""The real screen of settings of the lab's room: nobody gets in without the PIN, and with it no further than the settings."""

from __future__ import annotations

import pytest

from tests.rooms.kiosk.keyboard import UNIT, console
from tests.rooms.kiosk.room import HOST, shell
from truongluy import room_secrets

pytestmark = [pytest.mark.lab, pytest.mark.slow]
ASKS, CHOOSE, WRONG = "PIN:", "choose: ", "wrong PIN"
NAMESPACE = "tl-thu-mang"


@pytest.fixture(scope="module")
def pin(lab) -> str:
    """The PIN of this room's settings."""
    return room_secrets.load(lab).settings[HOST]


@pytest.fixture(scope="module")
def not_the_pin(pin) -> str:
    """As long as the right one, and another."""
    return "".join(str((int(digit) + 1) % 10) for digit in pin)


def test_only_the_pin_opens_the_settings_and_nothing_shows_it(lab, pin, not_the_pin):
    with console() as somebody:
        somebody.sees(ASKS)
        somebody.types(f"{not_the_pin}\n")
        assert "THIẾT LẬP" not in somebody.sees(WRONG)
        somebody.sees(ASKS)
        somebody.types(f"{pin}\n")
        shown = somebody.sees(CHOOSE)
        somebody.types("1\n")
        shown += somebody.sees(CHOOSE)
        assert f"computer: {HOST}" in shown and lab.devices[HOST].address in shown
        assert "cameras: 0" in shown and "DOES NOT RUN" in shown, "a container has neither camera nor screen"
        somebody.types("0\n")
        # What the last person saw is wiped away before the next one is asked.
        assert "\033[3J" in somebody.sees(ASKS)
    assert pin not in shown and not_the_pin not in shown
    said = shell(f"journalctl -t room-settings -u {UNIT} --no-pager -o cat -n 50")
    assert "wrong PIN, 1 in a row" in said and "opened with the PIN" in said
    assert pin not in said and not_the_pin not in said


def test_an_open_screen_locks_when_nobody_touches_it(lab, pin):
    with console(lock=10) as somebody:
        somebody.sees(ASKS)
        somebody.types(f"{pin}\n")
        somebody.sees(CHOOSE)
        somebody.sees(ASKS)


def test_nobody_guesses_and_a_restart_wins_no_try(lab, pin, not_the_pin):
    with console(tries=2, pause=12) as somebody:
        for _ in range(2):
            somebody.sees(ASKS)
            somebody.types(f"{not_the_pin}\n")
        somebody.sees("2 wrong PINs: again in 0.2 min")
        shell(f"systemctl restart {UNIT}")
        # Whatever is typed while it waits is thrown away.
        somebody.types(f"{pin}\n")
        assert ASKS not in somebody.sees("2 wrong PINs")
        somebody.sees(ASKS)
        somebody.types(f"{pin}\n")
        somebody.sees(CHOOSE)
        assert shell("cat /var/lib/truongluy-room-settings/tries") == "0"


def test_without_a_pin_on_the_computer_nothing_opens(lab, pin):
    kept = "/etc/truongluy/room-settings.pin"
    shell(f"mv {kept} {kept}.thu")
    try:
        with console() as somebody:
            for tried in (pin, "000000", " "):
                somebody.sees(ASKS)
                somebody.types(f"{tried}\n")
            assert CHOOSE not in somebody.sees(ASKS)
    finally:
        shell(f"mv {kept}.thu {kept}")


def test_no_key_leads_out_of_it(lab, pin):
    main = f"systemctl show -p MainPID --value {UNIT}"
    with console() as somebody:
        somebody.sees(ASKS)
        first = shell(main)
        # Ctrl-C, Ctrl-\, Ctrl-Z, Ctrl-V, an escape, and more letters than a terminal holds.
        somebody.types("\x03\x1c\x1a\x16\x1b[A" + "x" * 6000 + "\n")
        somebody.sees(WRONG)
        somebody.sees(ASKS)
        somebody.types(f"{pin}\n")
        somebody.sees(CHOOSE)
        somebody.types("\x03\x1c\x1a!sh\n")
        somebody.sees(CHOOSE)
        assert shell(main) == first
        # Ctrl-D ends the line for good: the service starts anew, locked.
        somebody.types("\x04")
        somebody.sees(ASKS)
        assert shell(main) != first


def test_the_service_may_do_no_more_than_it_needs(lab):
    with console() as somebody:
        somebody.sees(ASKS)
        status = shell(
            f"grep -E '^(Uid|NoNewPrivs|CapBnd|CapEff):' /proc/$(systemctl show -p MainPID --value {UNIT})/status"
        )
    words = dict(line.split(":\t", 1) for line in status.splitlines())
    only_the_network = f"{1 << 12:016x}"
    assert words == {
        "Uid": "0\t0\t0\t0",
        "NoNewPrivs": "1",
        "CapBnd": only_the_network,
        "CapEff": only_the_network,
    }


def test_the_meeting_screen_is_started_anew(lab, pin):
    with console() as somebody:
        somebody.sees(ASKS)
        somebody.types(f"{pin}\n")
        somebody.sees(CHOOSE)
        somebody.types("3\n")
        somebody.sees("was started anew")
    assert "meeting screen started anew" in shell("journalctl -t room-settings --no-pager -o cat -n 5")


def test_a_computer_that_lost_its_network_gets_an_address_until_the_restart(lab, pin):
    inside = f"nsenter --net=/run/netns/{NAMESPACE} ip"
    try:
        shell(
            f"ip netns add {NAMESPACE}; {inside} link add mang0 type veth peer name mang1; {inside} link set mang1 up"
        )
        with console(more=f"NetworkNamespacePath=/run/netns/{NAMESPACE}") as somebody:
            somebody.sees(ASKS)
            somebody.types(f"{pin}\n")
            for card, own, router, answer in (
                ("khac0", None, None, "there are: mang0, mang1"),
                ("mang0", "192.0.2.300/24", None, "not a network address"),
                ("mang0", "192.0.2.10", None, "length of the network is missing"),
                ("mang0", "192.0.2.10/24", "198.51.100.1", "another address in 192.0.2.0/24"),
                ("mang0", "192.0.2.10/24; reboot", None, "not a network address"),
                ("mang0", "192.0.2.10/24", "192.0.2.1", "set until the next restart"),
            ):
                somebody.sees(CHOOSE)
                somebody.types("2\n")
                for question, line in (
                    ("card (", card),
                    ("address (", own),
                    ("gateway:", router),
                ):
                    if line is not None:
                        somebody.sees(question)
                        somebody.types(f"{line}\n")
                somebody.sees(answer)
        assert "192.0.2.10/24" in shell(f"{inside} -br address show mang0")
        assert "default via 192.0.2.1 dev mang0" in shell(f"{inside} route")
    finally:
        shell(f"ip netns del {NAMESPACE}", ok=False)
