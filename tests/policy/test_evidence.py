"""Evidence that was touched is refused, by name; runs are chained."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from truongluy import evidence
from truongluy.evidence import DeviceEvidence, RawAnswer
from truongluy.verdict import InputError, Text

AT = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)


def _write(root, at=AT, stdout="port 22\n"):
    answer = RawAnswer("ssh_effective", "sshd -T", stdout, "", 0, "2026-11-23T01:02:03Z")
    device = DeviceEvidence(
        "portal-01", "debian", "10.99.10.11", at, (answer,), seconds={"login": 0.2, "total": 0.9}
    )
    dead = DeviceEvidence("log-01", "debian", "10.99.10.12", at, error=Text("tắt", "is down"))
    return evidence.write(root, "lab", "0" * 64, [device, dead], at)


def test_round_trip(tmp_path):
    written = _write(tmp_path)
    read = evidence.read(written.folder)
    assert dict(read.devices) == dict(written.devices)
    assert read.collected_at == AT
    assert not read.devices["log-01"].reached


def test_a_run_just_written_equals_the_run_read_back_to_the_letter(tmp_path):
    in_vietnam = AT.astimezone(timezone(timedelta(hours=7)))
    written = _write(tmp_path, in_vietnam)
    assert written.collected_at.isoformat() == evidence.read(written.folder).collected_at.isoformat()


def test_evidence_is_private(tmp_path):
    folder = _write(tmp_path).folder
    assert folder.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.iterdir())


@pytest.mark.parametrize("change", ["edit", "remove"])
def test_a_touched_file_is_refused_by_name(tmp_path, change):
    file = _write(tmp_path).folder / "portal-01.json"
    if change == "edit":
        file.write_text(file.read_text().replace("port 22", "port 23"))
    else:
        file.unlink()
    with pytest.raises(InputError, match=r"portal-01\.json"):
        evidence.read(file.parent)


def test_the_chain_notices_an_earlier_run_that_was_touched(tmp_path):
    first = _write(tmp_path)
    second = _write(tmp_path, AT + timedelta(hours=1))
    assert evidence.verify_chain(second.folder) == []
    manifest = first.folder / evidence.MANIFEST
    manifest.write_text(manifest.read_text() + "\n")
    assert "manifest.json" in str(evidence.verify_chain(second.folder)[0])


def test_what_is_not_evidence_is_refused(tmp_path):
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(InputError, match=r"manifest\.json"):
        evidence.read(tmp_path)
