"""The loader reads plain data as Ansible does, knows lines, and answers anything else with problems only."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml
from ansible.parsing.dataloader import DataLoader
from hypothesis import example, given, settings
from hypothesis import strategies as st

from truongluy import yamlfile
from truongluy.verdict import InputError, Problem

KEYS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12) | st.integers(
    -9999, 9999
)
SCALARS = (
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
    | st.integers(-(10**12), 10**12)
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.none()
)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def parse(text: str | bytes):
    return yamlfile.parse(text if isinstance(text, bytes) else text.encode(), "x.yml")


def refused(text: str | bytes) -> Problem:
    with pytest.raises(InputError) as raised:
        parse(text)
    return raised.value.problems[0]


@given(DATA.filter(lambda data: data is not None), st.booleans())
def test_plain_data_survives_a_round_trip(data, flow):
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data):
            return True

    text = yaml.dump(data, Dumper=Plain, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    assert parse(text).data == data


@given(st.binary(max_size=300))
@example(b"\x00")
@example(b"\xff\xfea")
@example(b"- " * 100)
@settings(max_examples=400)
def test_any_bytes_give_plain_data_or_problems(content):
    _data_or_problems(content)


@given(st.text("ab:-{}[],&*!|>'\"#%@?`~=<.\n\t 01_e+x", max_size=60))
@example("a: 2001-99-99")
@example("? [a]\n: b")
@example("0b_")
@example("a: 1:99:99")
@example("'\\ud800'")
@example('"\\ud800"')
@example("2001-12-14t21:59:43.10+99:99")
@settings(max_examples=600)
def test_any_text_gives_plain_data_or_problems(text):
    _data_or_problems(text.encode())


def _data_or_problems(content: bytes) -> None:
    try:
        document = parse(content)
    except InputError as error:
        assert error.problems
        assert all(str(problem) for problem in error.problems)
    else:
        _assert_plain(document.data)


def _assert_plain(value) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            assert isinstance(key, str | int) and not isinstance(key, bool)
            _assert_plain(item)
    elif isinstance(value, list):
        for item in value:
            _assert_plain(item)
    else:
        assert value is None or isinstance(value, str | int | float | datetime.date)


@pytest.mark.parametrize(
    "text",
    ["no", "0777", "1:30", "0x1F", "1_000", "~", "2028-06-30", "1e3", "1.5", "'no'", "0o17", "on", "'1'"],
)
def test_scalars_mean_what_ansible_reads(text, tmp_path):
    file = tmp_path / "x.yml"
    file.write_text(f"key: {text}\n")
    theirs = DataLoader().load_from_file(str(file), unsafe=False)["key"]
    ours = yamlfile.load(file).data["key"]
    assert ours == theirs
    assert str(ours) == str(theirs)


def test_lines_are_found_by_path():
    document = parse("a:\n  b: [1,\n      2]\n\nc:\n  - d: 1\n    e: 2\n  - f: 3\n")
    assert [document.line(path) for path in (("a",), ("a", "b"), ("a", "b", 1), ("c", 0, "e"), ("c", 1))] == [
        1, 2, 3, 7, 8,
    ]  # fmt: skip
    assert document.line(("c", 0, "none", 3)) == 6
    assert document.get("c", 1, "f") == 3
    assert document.get("c", 7, "f", default="-") == "-"


def test_a_yaml_bomb_is_refused():
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40)
    )
    assert "anchor or alias" in refused(bomb).what.en


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "{a: " * 50_000, "- " * 20_000, "? " * 20_000, "[" * 41 + "]" * 41]
)
def test_deep_nesting_is_refused(text):
    assert refused(text).line >= 1


def test_a_huge_file_is_refused_unread(tmp_path):
    file = tmp_path / "huge.yml"
    with file.open("wb") as stream:
        stream.truncate(10**10)  # sparse: ten gigabytes that take no room
    with pytest.raises(InputError) as raised:
        yamlfile.load(file)
    assert "too large" in raised.value.problems[0].what.en


def test_too_many_values_are_refused():
    assert "too many values" in refused("[" + "1," * 250_000 + "]").what.en


def test_a_number_of_ten_thousand_digits_is_refused():
    assert "cannot be read" in refused("a: " + "9" * 10_000).what.en


def test_a_folder_and_a_missing_file_are_problems(tmp_path: Path):
    for path in (tmp_path, tmp_path / "none.yml"):
        with pytest.raises(InputError) as raised:
            yamlfile.load(path)
        assert "cannot be read" in raised.value.problems[0].what.en


def test_the_words_of_the_parser_do_not_quote_the_file():
    problem = refused('a: "x" Xy7secret-Xy7secret\nb: %Xy7secret\n')
    assert "Xy7" not in str(problem)
    assert "Xy7" not in str(refused("a: *Xy7secret"))
    assert "Xy7" not in str(refused("a: !Xy7secret b"))
