"""An endpoint's export: read alike from JSON and CSV, and refused by file and line when anything in it is strange."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rooms.poly.example import DEVICES, ENTRY, changed, paths
from tests.workstations.example import PC, as_csv, as_json, put
from truongluy import yamlfile
from truongluy.inventory import imported
from truongluy.inventory.source import SCHEMAS

WORD = "Khong-Duoc-Lo-1"


def read(folder):
    return imported.read(folder, DEVICES)


def test_json_and_csv_say_the_same(tmp_path):
    put(tmp_path / "a", "phong-hop.json", as_json(ENTRY))
    put(tmp_path / "b", "phong-hop.csv", as_csv(ENTRY))
    for folder in ("a", "b"):
        found, problems = read(tmp_path / folder)
        assert problems == [] and found["room-03"].data == ENTRY


def test_every_key_that_the_schema_knows_is_in_the_example():
    schema = yamlfile.load(SCHEMAS / "imported.yml").data
    assert set(ENTRY["room"]) == set(schema["schema;room"]["mapping"])


WRONG = {
    "unknown key of a room": (changed(("room", "auto_anser"), False), "auto_anser"),
    "unknown service": (changed(("room", "services", "ftp"), True), "ftp"),
    "a guess instead of a key left out": (changed(("room", "h323"), None), "h323"),
    "words for a flag": (changed(("room", "camera"), "có"), "camera"),
    "unknown way of encrypting": (changed(("room", "media_encryption"), "sometimes"), "media_encryption"),
    "a registration half told": (changed(("room", "registration"), {"kind": "sip"}), "state"),
    "no such day": (changed(("room", "certificate_until"), "2027-02-30T00:00:00Z"), "certificate_until"),
    "a time without zone": (changed(("room", "certificate_until"), "2027-02-03T00:00:00"), "certificate_until"),
    "a count below zero": (changed(("room", "max_failed_logins"), -1), "max_failed_logins"),
    "a key of user devices": (changed(("rooted",), False), "rooted"),
    "an endpoint read by ourselves": (ENTRY | {"device": "room-02"}, "cisco_roomos"),
    "a room in an office computer": (PC | {"room": ENTRY["room"]}, "room"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_export_is_refused_by_file_and_line(tmp_path, case):
    entry, word = WRONG[case]
    file = put(tmp_path, "phong-hop.json", as_json(entry))
    found, problems = read(tmp_path)
    assert found == {}, "a file with a problem vouches for nothing"
    assert problems and all(problem.file == file and problem.line for problem in problems)
    assert any(word in problem.what.en + problem.why.en for problem in problems), problems
    for problem in problems:
        assert problem.what.vi and problem.why.vi and problem.remedy.vi and problem.remedy.en


@pytest.mark.parametrize(
    "path", [("room", "admin_password"), ("room", "admin_code", "password"), ("room", "pin_hash")]
)
def test_a_secret_is_refused_and_never_shown(tmp_path, path):
    for name, write in (("a.json", as_json), ("b.csv", as_csv)):
        folder = tmp_path / name[0]
        put(folder, name, write(changed(path, WORD)))
        found, problems = read(folder)
        assert found == {} and problems
        assert WORD not in "".join(map(str, problems))


@pytest.mark.parametrize("path", paths(), ids=".".join)
def test_a_value_of_another_kind_is_never_repeated(tmp_path, path):
    """Somebody who writes the password itself where a yes or no belongs must not read it back in a log."""
    for name, value in (("a.json", {"x": WORD}), ("b.json", WORD)):
        file = put(tmp_path / name[0], name, as_json(changed(path, value)))
        found, problems = read(file.parent)
        assert WORD not in "".join(map(str, problems))
        assert bool(problems) != (path == ("room", "registration", "server") and value == WORD), found


@given(
    st.sampled_from(paths()),
    st.none()
    | st.text(max_size=8)
    | st.integers()
    | st.lists(st.booleans(), max_size=2)
    | st.floats(allow_nan=False),
)
def test_whatever_stands_in_a_key_is_taken_or_told(tmp_path_factory, path, value):
    folder = tmp_path_factory.mktemp("any")
    put(folder, "a.json", as_json(changed(path, value)))
    found, problems = read(folder)
    assert bool(found) != bool(problems)
    assert all(problem.file.name == "a.json" and problem.what.vi for problem in problems)
