"""Janus's configuration language, read as libconfig reads it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongluy.facts.debian.janus_config import is_true, parse

TEXT = """
# a remark with "quotes" = {
general: {
\tstring = "a \\"quoted\\" word" " and more";  // joined
\tyes = true, no = False
\tnumber = 0x1F; long = 10L; float = 1.5e3;
\tlist = ( "a", { b = 1; }, );
\tarray = [ 1, 2, 3 ]
\t/* a remark
\t   of two lines */
}
room-12: { description = "Phòng họp"; }
"""


def test_every_kind_of_value():
    assert parse(TEXT) == {
        "general": {
            "string": 'a "quoted" word and more',
            "yes": True,
            "no": False,
            "number": 31,
            "long": 10,
            "float": 1500.0,
            "list": ["a", {"b": 1}],
            "array": [1, 2, 3],
        },
        "room-12": {"description": "Phòng họp"},
    }


@pytest.mark.parametrize(
    "text",
    [
        "a = 1; a = 2;",
        "a",
        "a = ",
        "a = { b = 1;",
        "a = (1 2)",
        "= 1",
        "a = 1 }",
        'a = "open',
        "a = yes",
        "a = 12abc",
        "@unknown",
    ],
)
def test_what_libconfig_refuses_is_refused(text):
    with pytest.raises(ValueError):
        parse(text)


NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True).filter(
    lambda name: name.lower() not in ("true", "false")
)
SCALARS = st.one_of(st.booleans(), st.integers(-(2**31), 2**31 - 1), st.text(max_size=12))
VALUES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.dictionaries(NAMES, inner, max_size=3), st.lists(inner, max_size=3))
)


def written(value: object) -> str:
    """A value as somebody would write it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + "".join(f"{name} = {written(one)};\n" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "( " + ", ".join(map(written, value)) + " )"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_what_is_written_is_read(settings):
    assert parse("".join(f"{name}: {written(value)}\n" for name, value in settings.items())) == settings


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    with suppress(ValueError):
        parse(text)


def test_a_file_that_nests_without_end_is_refused():
    with pytest.raises(ValueError, match="too deep"):
        parse("a = " + "(" * 5000)


@pytest.mark.parametrize(
    ("value", "yes"),
    [(True, True), ("yes", True), ("TRUE", True), (1, True), (False, False), ("on", False)],
)
def test_what_janus_takes_for_yes(value, yes):
    assert is_true(value) is yes
