#!/usr/bin/python3 -I
"""The settings of a meeting room's computer: behind a PIN, on a console of their own. Managed by roles/meeting_room.

Without a word it is the screen itself, run by truongluy-room-settings.service. `set-pin` reads a PIN from standard input and
says `changed` or `unchanged`; `check-pin` says what set-pin would. Exit status 2: there is no PIN on standard input.

The screen never runs another program that reads the keyboard: nothing here leads to a command line.
"""

import hashlib
import hmac
import ipaddress
import json
import os
import re
import secrets
import select
import socket
import subprocess
import sys
import syslog
import termios
from pathlib import Path

PIN_FILE = Path("/etc/truongluy/room-settings.pin")
SCREEN = "truongluy-kiosk.service"
# About a tenth of a second and 32 MiB for each guess.
COST = {"n": 2**15, "r": 8, "p": 1}
LONGEST = 256


class Locked(Exception):
    """Nobody has touched a key for so long that somebody else may stand here now."""


# --- the PIN ---------------------------------------------------------------------------------------------------------------


def hashed(pin, salt, cost):
    """What is kept of a PIN."""
    return hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), **cost, maxmem=2**27).hex()


def is_right(pin):
    """Whether this is the room's PIN; without a PIN, or with a file that can't be read, nothing is right."""
    try:
        kept = json.loads(PIN_FILE.read_text())
        cost = {name: int(kept[name]) for name in COST}
        return hmac.compare_digest(hashed(pin, kept["salt"], cost), kept["hash"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def keep(pin):
    """Write what is kept of a PIN; nobody but root ever reads the file."""
    salt = secrets.token_hex(16)
    new = PIN_FILE.with_suffix(".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({**COST, "salt": salt, "hash": hashed(pin, salt, COST)}, file)
    new.replace(PIN_FILE)


def kept_well():
    """Whether the file is root's alone, and its hash costs what ours cost."""
    try:
        about, kept = PIN_FILE.stat(), json.loads(PIN_FILE.read_text())
        return (
            about.st_uid == 0
            and about.st_mode & 0o777 == 0o600
            and {name: kept[name] for name in COST} == COST
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def set_pin(really):
    """Make the PIN on standard input the room's, if it is not so already."""
    pin = sys.stdin.readline().strip()
    if not re.fullmatch("[0-9]{6,12}", pin):
        print("mã PIN gồm 6 đến 12 chữ số / a PIN has 6 to 12 digits", file=sys.stderr)
        return 2
    same = kept_well() and is_right(pin)
    if really and not same:
        keep(pin)
    print("unchanged" if same else "changed")
    return 0


# --- the keyboard ----------------------------------------------------------------------------------------------------------


def quiet(hidden):
    """No key stops, suspends or ends this program; a PIN is not shown."""
    mode = termios.tcgetattr(0)
    mode[3] = (mode[3] | termios.ICANON) & ~(termios.ISIG | termios.ECHO | termios.IEXTEN)
    if not hidden:
        mode[3] |= termios.ECHO
    termios.tcsetattr(0, termios.TCSAFLUSH, mode)


def ask(words, seconds, hidden=False):
    """One line from the keyboard; raises Locked when nobody types for so long, EOFError when the keyboard is gone."""
    quiet(hidden)
    print(f"{words} ", end="", flush=True)
    if not select.select([0], [], [], seconds)[0]:
        raise Locked
    line = os.read(0, LONGEST)
    if not line:
        raise EOFError
    if hidden:
        print()
    return line.decode(errors="replace").strip()


# --- what the room is told, and may change ---------------------------------------------------------------------------------


def run(*command):
    """What a program prints; on failure its last line, as its refusal."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or [f"{command[0]}: {done.returncode}"])[-1])
    return done.stdout


def cards():
    """Network cards with their addresses, the computer's own loop left out."""
    return {
        one["ifname"]: [
            f"{each['local']}/{each['prefixlen']}" for each in one["addr_info"] if each["scope"] == "global"
        ]
        for one in json.loads(run("ip", "-j", "address", "show"))
        if "LOOPBACK" not in one["flags"]
    }


def status(_seconds):
    """What somebody reads out on the phone to the administrator."""
    print(f"\nMáy / computer: {socket.gethostname()}")
    for name, addresses in cards().items():
        print(f"Mạng / network: {name} {', '.join(addresses) or 'chưa có địa chỉ / no address'}")
    gateways = [
        one.get("gateway", one["dev"]) for one in json.loads(run("ip", "-j", "route", "show", "default"))
    ]
    print(f"Cổng ra / gateway: {', '.join(gateways) or 'không có / none'}")
    in_step = run("timedatectl", "show", "-p", "NTPSynchronized", "--value").strip() == "yes"
    print(f"Đồng hồ / clock: {'đúng / in step' if in_step else 'CHƯA ĐỒNG BỘ / NOT IN STEP'}")
    cameras = [
        one for one in Path("/sys/class/video4linux").glob("video*/index") if one.read_text().strip() == "0"
    ]
    sounds = Path("/proc/asound/pcm")
    microphone = sounds.is_file() and "capture" in sounds.read_text()
    print(
        f"Camera / cameras: {len(cameras)}; micrô / microphone: {'có / yes' if microphone else 'KHÔNG / NONE'}"
    )
    runs = run("systemctl", "show", "-p", "ActiveState", "--value", SCREEN).strip() == "active"
    print(f"Màn hình họp / meeting screen: {'đang chạy / runs' if runs else 'KHÔNG CHẠY / DOES NOT RUN'}")


def ask_for(kind, words, seconds):
    """A network address of this kind; what is none is refused in the reader's language."""
    try:
        return kind(ask(words, seconds))
    except ValueError:
        raise ValueError("không phải địa chỉ mạng / not a network address") from None


def address(seconds):
    """An address until the next restart, so that an administrator reaches a computer that lost its network."""
    names = sorted(cards())
    name = names[0] if len(names) == 1 else ask(f"Card mạng / network card ({', '.join(names)}):", seconds)
    if name not in names:
        raise ValueError(f"không có card mạng này; có / no such card; there are: {', '.join(names)}")
    own = ask_for(ipaddress.ip_interface, "Địa chỉ / address (192.0.2.10/24):", seconds)
    if own.network.prefixlen == own.max_prefixlen:
        raise ValueError("thiếu độ dài mạng (/24) / the length of the network is missing (/24)")
    router = ask_for(ipaddress.ip_address, "Cổng ra / gateway:", seconds)
    if router not in own.network or router == own.ip:
        raise ValueError(
            f"cổng ra phải là địa chỉ khác trong {own.network} / the gateway is another address in {own.network}"
        )
    run("ip", "link", "set", "dev", name, "up")
    run("ip", "address", "replace", str(own), "dev", name)
    run("ip", "route", "replace", "default", "via", str(router), "dev", name)
    syslog.syslog(syslog.LOG_NOTICE, f"address {own} via {router} on {name} until the next restart")
    print("Đã đặt, có hiệu lực đến khi khởi động lại máy / set until the next restart")


def reopen(_seconds):
    """Start the meeting screen anew; what the last meeting left is gone with it."""
    run("systemctl", "restart", SCREEN)
    syslog.syslog(syslog.LOG_NOTICE, "meeting screen started anew")
    print("Đã mở lại màn hình họp / the meeting screen was started anew")


CHOICES = {
    "1": ("Xem trạng thái / status", status),
    "2": ("Địa chỉ mạng tạm, đến khi khởi động lại / temporary network address", address),
    "3": ("Mở lại màn hình họp / start the meeting screen anew", reopen),
}
LOCK = "0"


def menu(seconds):
    """Ask what to do until somebody locks the screen."""
    while True:
        print("\nTHIẾT LẬP PHÒNG HỌP / MEETING ROOM SETTINGS")
        for key, (words, _) in CHOICES.items():
            print(f"  {key}  {words}")
        print(f"  {LOCK}  Khóa / lock")
        chosen = ask("Chọn / choose:", seconds)
        if chosen == LOCK:
            return
        if chosen not in CHOICES:
            continue
        try:
            CHOICES[chosen][1](seconds)
        except (ValueError, RuntimeError, OSError) as problem:
            print(f"Không được / not done: {problem}")


# --- the screen ------------------------------------------------------------------------------------------------------------


class Door:
    """Asks for the PIN; what it has to say stays on the screen until the next answer."""

    def __init__(self):
        self.seconds, self.most, self.pause = (
            int(os.environ[name]) for name in ("LOCK_SECONDS", "TRIES", "PAUSE_SECONDS")
        )
        self.tries = Path(os.environ["STATE_DIRECTORY"]) / "tries"
        self.news = ""

    def wrong(self):
        """Wrong PINs in a row, also over restarts."""
        try:
            return int(self.tries.read_text())
        except (OSError, ValueError):
            return 0

    def clear(self):
        """Nothing of the last person is left, nor in what scrolled away."""
        print("\033[H\033[2J\033[3J", end="")
        print(f"Ctrl-Alt-F1: về màn hình họp / back to the meeting\n{self.news}", flush=True)

    def lets_in(self):
        """Whether the PIN was right; after so many wrong ones in a row nobody is asked for a while."""
        wrong = self.wrong()
        if wrong and wrong % self.most == 0:
            minutes = self.pause / 60
            self.news = f"Sai {wrong} lần, thử lại sau {minutes:.3g} phút / {wrong} wrong PINs: again in {minutes:.3g} min"
            self.clear()
            quiet(hidden=True)
            select.select([], [], [], self.pause)
        pin = ask("Mã PIN thiết lập / settings PIN:", self.seconds, hidden=True)
        if not pin:
            return False
        # Counted before it is looked at: whoever cuts the power in between has used up a try.
        self.tries.write_text(str(wrong + 1))
        if not is_right(pin):
            syslog.syslog(syslog.LOG_WARNING, f"wrong PIN, {wrong + 1} in a row")
            self.news = "Sai mã PIN / wrong PIN"
            return False
        self.tries.write_text("0")
        self.news = ""
        self.clear()
        syslog.syslog(syslog.LOG_NOTICE, "opened with the PIN")
        return True


def screen():
    """Ask for the PIN, offer the settings, lock; until the keyboard is gone."""
    syslog.openlog("room-settings", facility=syslog.LOG_AUTH)
    door = Door()
    while True:
        door.clear()
        try:
            if door.lets_in():
                menu(door.seconds)
        except Locked:
            door.news = ""
        except EOFError:
            return 0


def main(words):
    """Do what the command line says; its exit status."""
    sys.stdout.reconfigure(encoding="utf-8")
    if words in (["set-pin"], ["check-pin"]):
        return set_pin(really=words == ["set-pin"])
    if words:
        print(__doc__, file=sys.stderr)
        return 2
    return screen()


sys.exit(main(sys.argv[1:]))
