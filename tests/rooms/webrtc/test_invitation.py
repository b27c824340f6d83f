"""An invitation opens one room until a moment, and whoever alters it holds nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab import access
from truongluy import inventory, room_secrets
from truongluy.access import ROOT
from truongluy.commands import HERE, inviting
from truongluy.rooms.invitation import LONGEST, PLUGIN, Keys, invite, signed_token, turn_credentials
from truongluy.verdict import InputError

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))
SECRETS = st.text("0123456789abcdefghij._~-", min_size=32, max_size=64)
KEYS = Keys("m" * 40, "t" * 40)
NOW = datetime(2026, 11, 29, 8, 0, tzinfo=HERE)


def believed(secret: str, token: str, realm: str, descriptor: str, now: int) -> bool:
    """Whether Janus lets a token in, step by step as its documentation says."""
    content, _, signature = token.partition(":")
    moment, given_realm, *descriptors = content.split(",")
    own = hmac.new(secret.encode(), content.encode(), hashlib.sha1).digest()
    return (
        int(moment) >= now
        and given_realm == realm
        and descriptor in descriptors
        and hmac.compare_digest(own, base64.b64decode(signature))
    )


def test_a_token_that_a_real_janus_let_in():
    """Recorded with Janus 1.1.2 of Debian 12, a room with `signed_tokens`."""
    moment = datetime.fromtimestamp(1795917268, UTC)
    made = signed_token("tok-secret-1234567890", moment, PLUGIN, "room=1001")
    assert made == "1795917268,janus.plugin.videoroom,room=1001:aWfwDx54BW8OfShPSAOROkkgh+Y="


@given(secret=SECRETS, moment=MOMENTS, room=st.integers(1, 2**32 - 1), late=st.integers(-(10**6), 10**6))
def test_a_token_holds_until_its_moment_for_its_room_and_its_secret(secret, moment, room, late):
    token = signed_token(secret, moment, PLUGIN, f"room={room}")
    end = int(moment.timestamp())
    assert believed(secret, token, PLUGIN, f"room={room}", end + late) is (late <= 0)
    assert not believed(secret, token, "janus", f"room={room}", end)
    assert not believed(secret, token, PLUGIN, f"room={room + 1}", end)
    assert not believed(secret + "x", token, PLUGIN, f"room={room}", end)
    later = token.replace(str(end), str(end + 60), 1)
    assert not believed(secret, later, PLUGIN, f"room={room}", end)


@given(secret=SECRETS, moment=MOMENTS)
def test_turn_takes_the_moment_from_the_name(secret, moment):
    user, password = turn_credentials(secret, moment, "room-7")
    assert user == f"{int(moment.timestamp())}:room-7"
    assert base64.b64decode(password) == hmac.new(secret.encode(), user.encode(), hashlib.sha1).digest()


@given(name=st.text(max_size=60), moment=MOMENTS, number=st.integers(1, 2**32 - 1))
def test_everything_secret_stands_behind_the_hash(name, moment, number):
    made = invite("conf-01", ("so-gddt/hop", name, number), moment, KEYS, ["conf-01"])
    parts = urlsplit(made.link)
    assert (parts.scheme, parts.netloc, parts.path, parts.query) == ("https", "conf-01", "/", "")
    told = {key: one for key, (one,) in parse_qs(parts.fragment, keep_blank_values=True).items()}
    assert told["name"] == name and told["room"] == str(number)
    assert believed(KEYS.meeting_token, told["token"], "janus", PLUGIN, int(moment.timestamp()))
    assert believed(KEYS.meeting_token, told["entry"], PLUGIN, f"room={number}", int(moment.timestamp()))
    assert told["turn"] == "turns:conf-01:5349?transport=tcp"
    assert KEYS.turn not in made.link and KEYS.meeting_token not in made.link
    assert made.link not in repr(made) and KEYS.turn not in repr(KEYS)


@given(
    st.one_of(st.text(max_size=30), st.datetimes().map(str), st.datetimes(timezones=st.timezones()).map(str))
)
def test_an_end_is_a_moment_of_the_next_day_or_a_refusal_in_words(given_text):
    try:
        end = inviting._moment(given_text, NOW)
    except InputError as refused:
        assert "--until" in str(refused)
        return
    assert NOW < end <= NOW + LONGEST


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2026-11-29T07:59", "is past"),
        ("2026-11-29T01:00+00:00", "is past"),
        ("2026-11-30T08:01", "24 hours"),
        ("ngày mai", "no point in time"),
    ],
)
def test_ends_that_are_refused(until, words):
    with pytest.raises(InputError, match=words):
        inviting._moment(until, NOW)


def test_the_last_moment_of_the_day_is_still_good():
    assert inviting._moment("2026-11-30T08:00", NOW) == NOW + timedelta(hours=24)


@pytest.fixture
def secrets_of_the_lab(tmp_path, monkeypatch) -> room_secrets.RoomSecrets:
    """Secrets as the lab makes them, in a file of the test's own."""
    found = inventory.load(ROOT / "inventories" / "lab")
    monkeypatch.setattr(access, "ROOM_SECRETS", tmp_path / "room_secrets.yml")
    monkeypatch.setenv("TRUONGLUY_ROOM_SECRETS", str(tmp_path / "room_secrets.yml"))
    access.make_room_secrets(found)
    return room_secrets.load(found)


def test_the_verb_prints_a_link_and_no_pin(secrets_of_the_lab, capsys):
    until = (datetime.now(HERE) + timedelta(hours=2)).isoformat()
    assert inviting.write("lab", "hop-tang-2", until) == 0
    printed = capsys.readouterr().out
    assert "https://conf-01/#room=" in printed and "PIN" in printed
    assert not [value for value in secrets_of_the_lab.values() if value in printed]


def test_each_place_gets_a_link_with_a_name_of_its_own_at_the_relay(secrets_of_the_lab, capsys):
    until = (datetime.now(HERE) + timedelta(hours=2)).isoformat()
    assert inviting.write("lab", "hop-tang-2", until, "3", as_json=True) == 0
    links = json.loads(capsys.readouterr().out)["links"]
    told = [parse_qs(urlsplit(link).fragment) for link in links]
    assert len({one["user"][0] for one in told}) == 3 and len({one["entry"][0] for one in told}) == 1


@pytest.mark.parametrize("links", ["0", "51", "-1", "hai", "1.5", "²", ""])
def test_a_number_of_links_that_is_refused(secrets_of_the_lab, links):
    until = (datetime.now(HERE) + timedelta(hours=2)).isoformat()
    with pytest.raises(InputError, match="--links"):
        inviting.write("lab", "hop-tang-2", until, links)


def test_a_room_nobody_has_is_refused_with_those_there_are(secrets_of_the_lab):
    until = (datetime.now(HERE) + timedelta(hours=2)).isoformat()
    with pytest.raises(InputError, match="so-gddt/hop-tang-2"):
        inviting.write("lab", "so-gddt/hop-tang-22", until)
