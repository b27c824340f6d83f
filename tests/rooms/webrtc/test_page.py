"""The meeting page keeps to what its headers promise, and everybody can use it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

ROLE = Path(__file__).resolve().parents[3] / "roles" / "webrtc_server"
PAGE = ROLE / "files" / "meeting"


class Reader(HTMLParser):
    """Collects elements with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        """Remember one element."""
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def elements() -> list[tuple[str, dict[str, str | None]]]:
    """Every element of the page."""
    reader = Reader()
    reader.feed((PAGE / "index.html").read_text(encoding="utf-8"))
    return reader.found


def test_no_code_and_no_style_stands_in_the_page_itself(elements):
    for tag, attributes in elements:
        assert tag != "style" and "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        if tag == "script":
            assert attributes["src"]


def test_everything_the_page_loads_lies_beside_it(elements):
    loaded = [value for _, given in elements for name, value in given.items() if name in ("src", "href")]
    assert loaded and all((PAGE / str(one)).is_file() for one in loaded)
    for script in PAGE.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert all((PAGE / one).is_file() for one in re.findall(r'from "([^"]+)"', text))
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|https?://", text
        )
        assert len(text.splitlines()) < 300


def test_fields_have_labels_and_news_is_read_out(elements):
    labels = {given.get("for") for tag, given in elements if tag == "label"}
    fields = [given["id"] for tag, given in elements if tag == "input"]
    assert fields and set(fields) <= labels
    assert [
        given for _, given in elements if given.get("role") == "status" and given.get("aria-live") == "polite"
    ]
    assert [given["lang"] for tag, given in elements if tag == "html"] == ["vi"]
    assert ":focus-visible" in (PAGE / "meeting.css").read_text(encoding="utf-8")


def test_ids_that_the_code_asks_for_are_in_the_page(elements):
    known = {given.get("id") for _, given in elements}
    text = (PAGE / "meeting.js").read_text(encoding="utf-8")
    assert set(re.findall(r'\bat\("(\w+)"\)', text)) <= known


def test_the_headers_allow_the_page_and_the_meeting_server_only():
    given = yaml.safe_load((ROLE / "defaults" / "main.yml").read_text(encoding="utf-8"))
    directives = [one.split() for one in given["webrtc_server_headers"]["Content-Security-Policy"].split(";")]
    policy = {words[0]: words[1:] for words in directives}
    assert policy["default-src"] == ["'self'"] and "script-src" not in policy
    assert policy["connect-src"][0] == "'self'" and "wss://" in " ".join(policy["connect-src"])
    for closed in ("object-src", "base-uri", "form-action", "frame-ancestors"):
        assert policy[closed] == ["'none'"]


def test_the_page_knows_the_port_that_the_role_opens():
    given = yaml.safe_load((ROLE / "defaults" / "main.yml").read_text(encoding="utf-8"))
    functions = yaml.safe_load((ROLE.parents[1] / "policies" / "functions.yml").read_text(encoding="utf-8"))
    opened = functions["webrtc_server"]
    assert opened["tcp"] == [443, given["webrtc_server_port"]]
    assert opened["udp"] == [given["webrtc_server_media_ports"]]
    assert f"const PORT = {given['webrtc_server_port']};" in (PAGE / "meeting.js").read_text(encoding="utf-8")
