"""The verb `rooms.invite`: a link into one online room that ends by itself; the PIN goes another way."""

from __future__ import annotations

import json
from datetime import datetime

from truongluy import room_secrets
from truongluy.commands.running import DONE, HERE, find_inventory, option, unknown
from truongluy.inventory import Device, Inventory, Room
from truongluy.inventory.rooms import all_rooms, number_of
from truongluy.rooms.invitation import LONGEST, Keys, invite
from truongluy.verdict import InputError, Problem, Text

MOST_LINKS = 50


def write(inventory: str, room: str, until: str, links: str | int = 1, *, as_json: bool = False) -> int:
    """Print invitations to a room, good until a moment: as many links as places take part."""
    found = find_inventory(inventory)
    chosen, end, number = _room(found, room), _moment(until, datetime.now(HERE)), _number(links)
    server = _server(found)
    secrets = room_secrets.load(found).services[server.name]
    host = next(iter(found.conference.hosts if found.conference else ()), server.name)
    relays = [one.name for one in found.devices.values() if "turn_relay" in one.functions]
    known_as = f"{chosen.site}/{chosen.id}"
    keys = Keys(secrets["meeting_token"], secrets["turn"])
    named = (known_as, chosen.name.vi, number_of(chosen))
    made = [invite(host, named, end, keys, relays).link for _ in range(number)]
    if as_json:
        print(json.dumps({"room": known_as, "until": end.isoformat(), "links": made}, indent=1))
        return DONE
    print(f"Giấy mời vào {chosen.name.vi} ({known_as}), đến / until {end:%H:%M %d/%m/%Y}:\n")
    print("\n\n".join(made))
    print(_ADVICE)
    return DONE


_ADVICE = """
Liên kết là bí mật của người được mời; mỗi điểm họp một liên kết (--links). Mã PIN của phòng không nằm trong đó: hãy báo
riêng, bằng đường khác.
A link is a secret of those who are invited; each place gets its own (--links). It does not hold the room's PIN: tell it
another way."""


def _number(given: str | int) -> int:
    if not (str(given).isascii() and str(given).isdecimal() and 1 <= int(given) <= MOST_LINKS):
        words = (f"phải là số từ 1 đến {MOST_LINKS}", f"takes a number from 1 to {MOST_LINKS}")
        raise InputError([option("--links", *words, "--links 5")])
    return int(given)


def _room(inventory: Inventory, given: str) -> Room:
    """The room that `unit/id` names, or an id that only one unit has."""
    known = {f"{one.site}/{one.id}": one for one in all_rooms(inventory)}
    named = [one for name, one in known.items() if given in (name, one.id)]
    if len(named) != 1:
        raise InputError([unknown(given, known, "phòng họp", "meeting room", str(inventory.path / "rooms"))])
    return named[0]


def _moment(given: str, now: datetime) -> datetime:
    """The end of an invitation, in Viet Nam where it says no zone; refused when it is past or more than a day ahead."""
    example = f"--until {now:%Y-%m-%d}T17:30"
    try:
        end = datetime.fromisoformat(given)
    except ValueError:
        raise InputError(
            [option("--until", "không phải thời điểm", "is no point in time", example)]
        ) from None
    end = end if end.tzinfo else end.replace(tzinfo=HERE)
    if end <= now:
        raise InputError([option("--until", "thời điểm này đã qua", "this moment is past", example)])
    if end - now > LONGEST:
        words = (
            "giấy mời chỉ có giá trị tối đa 24 giờ kể từ lúc cấp",
            "an invitation holds for 24 hours at most",
        )
        raise InputError([option("--until", *words, example)])
    return end.astimezone(HERE)


def _server(inventory: Inventory) -> Device:
    servers = [one for one in inventory.devices.values() if "webrtc_server" in one.functions]
    if not servers:
        raise InputError([_no_server(inventory)])
    return servers[0]


def _no_server(inventory: Inventory) -> Problem:
    return Problem(
        inventory.path / "hosts", 0,
        Text("không máy chủ nào có chức năng webrtc_server", "no server has the function webrtc_server"),
        Text("không có máy chủ họp thì không có nơi để mời vào", "without a meeting server there is nowhere to invite to"),
        Text("thêm vào functions của một máy chủ", "add it to the functions of a server"),
    )  # fmt: skip
