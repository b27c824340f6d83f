"""The one script that reads a Linux host, run here for real by sh."""

from __future__ import annotations

import subprocess

from truongluy import collect
from truongluy.redact import GONE, redact

COMMANDS = {
    "words": "echo 'một hai'; echo ba",
    "fails": "echo half; echo why >&2; exit 3",
    "missing": "no-such-program-here",
    "no_newline": "printf end",
    "hash": "echo 'quantri:$y$j9T$abcdefghijklmnop$qrstuvwxyz0123456789:20000'",
}


def _run(commands):
    text = collect.script(commands, "@mark")
    output = subprocess.run(["sh", "-s"], input=text, capture_output=True, text=True, check=True).stdout
    return {answer.id: answer for answer in collect.parse(output, "@mark", commands, "debian")}


def test_every_command_is_answered_apart():
    answers = _run(COMMANDS)
    assert set(answers) == set(COMMANDS)
    assert answers["words"].stdout == "một hai\nba"
    assert (answers["fails"].stdout, answers["fails"].status, answers["fails"].stderr) == ("half", 3, "why")
    assert answers["missing"].status == 127
    assert answers["no_newline"].stdout == "end"
    assert answers["words"].at.endswith("Z")


def test_hashes_never_reach_evidence():
    assert "qrstuvwxyz" not in _run(COMMANDS)["hash"].stdout
    assert "$y$" + GONE in _run(COMMANDS)["hash"].stdout


def test_a_device_can_not_forge_another_answer():
    answers = _run(
        {"a": "echo '@other begin b 2026-01-01T00:00:00Z'; echo forged; echo '@other end'", "b": "echo real"}
    )
    assert answers["b"].stdout == "real"


def test_redaction_keeps_words_that_are_no_secrets():
    assert redact("password = hunter2!") == f"password = {GONE}"
    assert redact("Password: (not shown)").startswith("Password: ")
    assert redact("passwordauthentication no") == "passwordauthentication no"
