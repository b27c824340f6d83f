"""The lab's smaller parts: processes, modes, requirements, hosts, and reading pyinfra's result."""

import os
import subprocess
import threading
import time

import pytest

from lab import bootstrap, engine, hosts, modes, nested, plain, processes, requirements
from lab.processes import Process
from lab.run import LabError, run, stream
from truongluy.verdict import Text

TABLE = """--> Results:
    Operation          Hosts   Success   Error   No Change
    Have our account   1       {0}         -       {1}
    Grand total        1       {0}         -       {1}
"""


def test_a_process_is_known_by_pid_and_start_time():
    child = subprocess.Popen(["sleep", "60"])
    process = processes.identify(child.pid)
    assert process.alive()
    assert processes.recorded(process.record()) == process
    reused = Process(process.pid, process.started + 1)
    assert not reused.alive()
    processes.end(reused, patience=0.1)
    assert process.alive(), "a process that merely has the same pid was ended"
    processes.end(process)
    assert not process.alive()


def test_a_process_that_ignores_the_question_is_ended_all_the_same():
    child = subprocess.Popen(
        ["sh", "-c", "trap '' TERM; echo ready; sleep 60 & wait; wait"], stdout=subprocess.PIPE
    )
    assert child.stdout.readline() == b"ready\n"
    process = processes.identify(child.pid)
    processes.end(process, patience=0.3)
    assert not process.alive()


def test_processes_are_found_by_their_arguments():
    marker = f"truongluy-test-{os.getpid()}"
    # `read` is the shell's own: a child between its fork and its exec would carry the same arguments.
    child = subprocess.Popen(["sh", "-c", "read ready; echo $ready; read nothing", marker],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip
    try:
        # While a program is being loaded, the kernel shows no arguments: an answer says that it runs.
        child.stdin.write("ready\n")
        child.stdin.flush()
        assert child.stdout.readline() == "ready\n"
        assert [found.pid for found in processes.matching("sh", marker)] == [child.pid]
        assert processes.matching(marker + "x") == []
    finally:
        processes.end(processes.identify(child.pid))


def test_no_record_is_no_process():
    assert processes.recorded(None) is None
    processes.end(None)


@pytest.mark.parametrize(
    ("root", "unified", "may_raise_limits", "cgroup2", "expected"),
    [
        (False, True, False, True, plain),
        (True, True, True, True, plain),
        (True, True, False, True, nested),
        (True, False, False, True, nested),
        (True, False, True, True, nested),
    ],
)
def test_the_mode_follows_what_the_machine_can_do(root, unified, may_raise_limits, cgroup2, expected):
    assert modes._decide(root, unified, may_raise_limits, cgroup2) is expected


@pytest.mark.parametrize("root", [True, False])
def test_a_machine_that_can_do_neither_is_told_why(root):
    with pytest.raises(LabError, match="root"):
        modes._decide(root, False, False, False)


def test_missing_programs_are_named_by_their_packages(tmp_path, monkeypatch):
    (tmp_path / "there").write_text("#!/bin/sh\n")
    (tmp_path / "there").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    wanted = {
        "there": "package-a",
        "not-there": "package-b",
        "neither": "package-b",
        str(tmp_path / "x"): "package-c",
    }
    assert requirements.missing(wanted) == ["package-b", "package-c"]
    assert requirements.missing({"there": "package-a"}) == []


def test_only_a_host_that_nobody_set_up_starts_bare():
    kinds = {host.name: host.kind for host in hosts.devices()}
    assert kinds["conf-01"] == "bare"
    assert kinds["portal-01"] == kinds["log-01"] == kinds["files-01"] == "host"
    assert kinds["pc-01"] == kinds["room-01"] == "host"
    assert kinds["pc-02"] == kinds["tablet-01"] == kinds["room-03"] == "reported"
    assert kinds["sw-so-01"] == kinds["sw-school-01"] == "switch"
    assert kinds["ap-school-01"] == "vm"


def test_each_lab_host_has_its_own_hardware_address():
    assert nested._mac("10.99.10.11") == "02:00:0a:63:0a:0b"


def test_pyinfras_result_is_read():
    assert bootstrap._changed(TABLE.format("1", "-")) == 1
    assert bootstrap._changed(TABLE.format("-", "1")) == 0
    with pytest.raises(LabError):
        bootstrap._changed("nothing to see")


def test_a_failed_command_says_its_last_words():
    with pytest.raises(LabError, match="went wrong"):
        run(["sh", "-c", "echo went wrong >&2; exit 3"])
    assert run(["sh", "-c", "exit 3"], ok=(3,)).returncode == 3
    with pytest.raises(LabError, match="no-such-program"):
        run(["no-such-program"])
    with pytest.raises(LabError, match="0 "):
        run(["sleep", "5"], timeout=0.2)


def test_images_are_made_side_by_side(monkeypatch):
    met = threading.Barrier(2, timeout=30)
    monkeypatch.setattr(engine.build, "ensure", lambda rebuild: (met.wait(), {"host": "image"})[1])
    monkeypatch.setattr(engine.image, "ensure", lambda rebuild: met.wait())
    assert engine._images(False, vm=True) == {"host": "image"}


def test_a_failed_image_ends_the_other_build(monkeypatch, tmp_path):
    begun = tmp_path / "begun"

    def long_build(rebuild):
        return stream(
            ["sh", "-c", f"touch {begun}; exec sleep 600"], tmp_path / "log", print, settings={}, seconds=600
        )

    def fails(rebuild):
        while not begun.exists():
            time.sleep(0.02)
        raise LabError(Text("hỏng", "broken"))

    monkeypatch.setattr(engine.image, "ensure", long_build)
    monkeypatch.setattr(engine.build, "ensure", fails)
    with pytest.raises(LabError, match="broken"):
        engine._images(False, vm=True)
