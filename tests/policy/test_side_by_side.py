"""Several tools at once: each one's lines stand together, and none outlives the run."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from truongluy.provision.running import Run, logged
from truongluy.provision.side_by_side import together


def _run(name: str) -> Run:
    return Run({name: 0}, (), 0, Path(f"{name}.log"))


def test_they_run_at_the_same_time_and_their_lines_stand_in_order():
    met = threading.Barrier(2, timeout=30)
    ended = threading.Event()

    def slow(progress):
        progress("slow 1")
        met.wait()
        assert ended.wait(30)
        progress("slow 2")
        return _run("slow")

    def quick(progress):
        met.wait()
        progress("quick 1")
        progress("quick 2")
        ended.set()
        return _run("quick")

    lines: list[str] = []
    runs = together([slow, quick], lines.append)
    assert lines == ["slow 1", "slow 2", "quick 1", "quick 2"]
    assert [list(run.changed) for run in runs] == [["slow"], ["quick"]]


def test_a_part_that_breaks_ends_the_tools_of_the_others(tmp_path):
    begun = tmp_path / "begun"

    def tool(progress):
        wait = f"import pathlib, time; pathlib.Path({str(begun)!r}).touch(); time.sleep(600)"
        logged([sys.executable, "-c", wait], {}, tmp_path / "tool.log", progress)
        return _run("tool")

    def broken(_progress):
        while not begun.exists():
            time.sleep(0.02)
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        together([broken, tool], None)
    assert threading.active_count() < 10


def test_no_part_at_all_is_no_run():
    assert together([], print) == []
