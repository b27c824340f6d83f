"""The verb `rooms`: its options, what it prints, its exit status, and that what it keeps is evidence."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from rich.console import Console

from tests.rooms.readiness.test_readiness import LAB, exported
from truongluy import evidence as evidence_of
from truongluy.commands import DONE, NOT_COMPLIANT, room_tables, rooms
from truongluy.dates import VIETNAM
from truongluy.rooms.readiness import readiness
from truongluy.verdict import InputError, Text

SEEN = datetime(2026, 11, 24, 8, 0, tzinfo=VIETNAM)


def test_a_time_without_a_zone_is_viet_nam_s():
    assert rooms.moment("2026-12-01T08:30") == datetime(2026, 12, 1, 8, 30, tzinfo=VIETNAM)
    assert rooms.moment("2026-12-01") == datetime(2026, 12, 1, 8, 0, tzinfo=VIETNAM)
    assert rooms.moment("2026-12-01T08:30+00:00").utcoffset() == timedelta(0)
    for word in (None, "now"):
        assert abs(datetime.now(VIETNAM) - rooms.moment(word)) < timedelta(minutes=5)


@pytest.mark.parametrize("word", ["tomorrow", "", "2026-13-01", "01/12/2026 08:00"])
def test_what_is_no_time_is_refused(word):
    with pytest.raises(InputError, match="--as-of"):
        rooms.moment(word)


def test_rooms_are_named_by_room_unit_or_device():
    assert [one.id for one in rooms.choose(LAB, "so-gddt")] == ["hop-tang-2", "hop-tang-3"]
    assert [one.id for one in rooms.choose(LAB, "hop-truong, room-01")] == ["hop-tang-2", "hop-truong"]
    assert [one.id for one in rooms.choose(LAB, "so-gddt/hop-tang-3")] == ["hop-tang-3"]
    assert len(rooms.choose(LAB, None)) == 3


@pytest.mark.parametrize(("limit", "said"), [("hop-tang-9", "perhaps: hop-tang"), (" , ", "names no room")])
def test_a_room_that_is_not_there_is_refused(limit, said):
    with pytest.raises(InputError, match=said):
        rooms.choose(LAB, limit)


def kept(tmp_path) -> str:
    """The folder of a run that read the school's room only."""
    run = evidence_of.write(tmp_path, "lab", LAB.digest, [exported()], SEEN)
    assert run.folder
    return str(run.folder)


def ask(run: str, limit: str | None, as_of: str = "2026-11-24T08:30", **more: bool) -> int:
    return rooms.check("lab", as_of, limit, run, **more)


def test_exit_status_says_whether_all_can_meet(tmp_path, capsys):
    run = kept(tmp_path)
    assert ask(run, "hop-truong") == DONE
    assert ask(run, None) == NOT_COMPLIANT
    assert ask(run, "hop-truong", "2026-11-26") == NOT_COMPLIANT
    assert "Không xác định" in capsys.readouterr().out


def test_people_are_told_the_state_what_to_do_and_whom_to_call(tmp_path, capsys):
    ask(kept(tmp_path), None)
    out = re.sub(r"\s+", " ", capsys.readouterr().out)
    for words in ("Phòng họp lúc 8:30 ngày 24/11/2026", "✓ Sẵn sàng", "? Không xác định", "Phạm Văn Mẫu",
                  "không được đọc trong lần kiểm tra này", "→ chạy: invoke rooms"):  # fmt: skip
        assert words in out


def test_many_security_findings_do_not_drown_what_is_to_be_done():
    notes = tuple(Text(f"điều {n}", f"thing {n}") for n in range(9))
    (one,) = readiness(LAB, None, SEEN, [LAB.rooms["thcs-minh-hoa"]["hop-truong"]])
    console = Console(file=io.StringIO(), width=200)
    room_tables.print_rooms(console, [replace(one, notes=notes)], SEEN)
    out = console.file.getvalue()
    assert out.count("⚠") == 3 and "và 6 điều nữa" in out and "--limit room-03" in out


def test_programs_get_the_same_as_json(tmp_path, capsys):
    ask(kept(tmp_path), "hop-truong", as_json=True)
    told = json.loads(capsys.readouterr().out)
    (room,) = told["rooms"]
    assert (room["room"], room["state"], room["people"][0]["id"]) == ("hop-truong", "ready", "school-it")
    assert room["at"] == "2026-11-24T08:30:00+07:00"
    assert {point["state"] for point in room["points"]} == {"ready"}
    assert len(told["evidence"]["sha256"]) == 64


def test_evidence_that_was_changed_is_refused(tmp_path):
    run = kept(tmp_path)
    file = next(file for file in (tmp_path / run).glob("room-03.json"))
    file.write_text(file.read_text().replace("true", "false"))
    with pytest.raises(InputError, match="was changed after it was collected"):
        ask(run, "hop-truong")
