"""No refusal of the file of Wi-Fi secrets repeats one, wherever in it the secret stands."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.inventory.conftest import LAB
from tests.wifi.conftest import GOOD, VALUES
from truongluy import inventory, wifi_secrets
from truongluy.verdict import InputError

SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=4, max_size=70).map(
    "Zq9".__add__
)


def _places(data: object, at: tuple = ()) -> list[tuple]:
    """Every place of a structure, the root too."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [at, *(place for key, value in inner for place in _places(value, (*at, key)))]


def _planted(place: tuple, what: object, as_key: bool) -> object:
    data = yaml.safe_load(GOOD)
    if not place:
        return what
    *before, last = place
    holder = data
    for step in before:
        holder = holder[step]
    kept = holder.pop(last)
    holder[what if as_key and isinstance(what, str) else last] = kept if as_key else what
    return data


@given(
    place=st.sampled_from(_places(yaml.safe_load(GOOD))),
    secret=SECRETS,
    shape=st.sampled_from(
        [str, lambda s: [s], lambda s: {s: None}, lambda s: {"a": [s]}, lambda s: {s: {s: s}}]
    ),
    as_key=st.booleans(),
    flow=st.booleans(),
    cut=st.integers(0, 40),
)
def test_no_refusal_repeats_a_secret_wherever_it_stands(
    tmp_path_factory, place, secret, shape, as_key, flow, cut
):
    """As a value, as a key, in the wrong place, in a file that ends too early: never in a message."""
    described = inventory.load_once(LAB)
    text = yaml.safe_dump(_planted(place, shape(secret), as_key), allow_unicode=True, default_flow_style=flow)
    file = tmp_path_factory.getbasetemp() / "planted.yml"
    file.write_text(text[: len(text) - cut] if cut > 30 else text, encoding="utf-8")
    try:
        shown = repr(wifi_secrets.read(described, file))
    except InputError as error:
        shown = f"{error}\n{error!r}\n{error.problems!r}\n{error.__cause__!r}"
    assert secret not in shown
    assert not any(value in shown for value in VALUES)


@pytest.mark.parametrize(
    "text",
    [
        "keys: {so-gddt: {Zq9-Zq9-Zq9: a, Zq9-Zq9-Zq9: b}}\n",
        "radius: {ap-01: Zq9-Zq9-Zq9-Zq9\n",
        "radius: {ap-01: 'Zq9-Zq9-Zq9-Zq9}\n",
        "radius: {ap-01: &Zq9 a}\n",
        "radius: {ap-01: !Zq9 a}\n",
        "radius: {ap-01: *Zq9}\n",
        "radius: {ap-01: @Zq9-Zq9}\n",
        "? [Zq9-Zq9-Zq9]\n: a\n",
        "\tZq9: a\n",
        "Zq9-Zq9-Zq9\n",
        "",
    ],
)
def test_no_refusal_of_broken_yaml_repeats_it(refused, text):
    problems = refused(text)
    assert problems
    assert "Zq9" not in "".join(map(str, problems))
