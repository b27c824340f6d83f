"""An invitation to an online meeting: a link that opens one room until a moment, and holds no PIN.

Janus believes what we signed (HMAC-SHA1, as its release in Debian 12 wants it): `moment,realm,descriptor...:signature`.
TURN credentials are those of coturn's `use-auth-secret`: the user is `moment:name`, the password its HMAC-SHA1.
Everything secret stands behind `#`, which browsers keep to themselves.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex
from urllib.parse import urlencode

PLUGIN = "janus.plugin.videoroom"
LONGEST = timedelta(hours=24)
TURN_PORT = 5349


@dataclass(frozen=True)
class Keys:
    """What a meeting server shares with whoever invites."""

    meeting_token: str = field(repr=False)
    turn: str = field(repr=False)


@dataclass(frozen=True)
class Invitation:
    """A link to a room of a meeting server, good until a moment; `link` is a secret of those who are invited."""

    room: str
    until: datetime
    link: str = field(repr=False)


def signed_token(secret: str, until: datetime, realm: str, *descriptors: str) -> str:
    """What Janus takes for permission until a moment."""
    content = ",".join((_moment(until), realm, *descriptors))
    return f"{content}:{_signature(secret, content)}"


def turn_credentials(secret: str, until: datetime, name: str) -> tuple[str, str]:
    """User and password of a TURN relay that shares the secret with us."""
    user = f"{_moment(until)}:{name}"
    return user, _signature(secret, user)


def invite(
    host: str, room: tuple[str, str, int], until: datetime, keys: Keys, relays: Sequence[str]
) -> Invitation:
    """The invitation to a room (`unit/id`, its name, its number) of the server that browsers know as `host`.

    No two are alike: the relay counts what each name uses, so that one guest can't take it from the others.
    """
    known_as, name, number = room
    user, credential = turn_credentials(keys.turn, until, f"room-{number}-{token_hex(4)}")
    behind = {
        "room": number,
        "name": name,
        "until": _moment(until),
        # The first lets in, the second opens this room and no other.
        "token": signed_token(keys.meeting_token, until, "janus", PLUGIN),
        "entry": signed_token(keys.meeting_token, until, PLUGIN, f"room={number}"),
    }
    if relays:
        urls = ",".join(f"turns:{relay}:{TURN_PORT}?transport=tcp" for relay in relays)
        behind |= {"turn": urls, "user": user, "credential": credential}
    return Invitation(known_as, until, f"https://{host}/#{urlencode(behind)}")


def _moment(until: datetime) -> str:
    """Seconds since 1970; Janus reads them as a number of 32 bits, which end in 2038."""
    return str(int(until.timestamp()))


def _signature(secret: str, content: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), content.encode(), hashlib.sha1).digest()).decode()
