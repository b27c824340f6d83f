"""A description of records that leads nowhere is refused by file and line, in both languages, before judging."""

from __future__ import annotations

import os

import pytest

from tests.policy.samples import the_policy
from truongluy import inventory
from truongluy.records import believed
from truongluy.verdict import InputError

HASH = "0" * 64


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"file": "../../organisation.yml"}, "leads out of records/files/"),
        ({"file": "/etc/hostname"}, "leads out of records/files/"),
        ({"file": "so-gddt/../../../hosts/so-gddt.yml"}, "leads out of records/files/"),
        ({"file": "so-gddt\\quy-che.md"}, "leads out of records/files/"),
        ({"file": "./so-gddt/quy-che-2026.md"}, "leads out of records/files/"),
        ({"file": "so-gddt"}, "is not a plain file"),
        ({"unit": "so-khong-co"}, "`unit` names something that does not exist"),
        ({"signed_by": "nobody"}, "`signed_by` names something that does not exist"),
        ({"systems": ["no-system"]}, "`systems` names something that does not exist"),
        ({"systems": ["school-files"]}, "the system is another unit's"),
        ({"valid_until": "2020-01-01"}, "`valid_until` is not a date"),
        ({"sha256": "ABC"}, "`sha256`"),
        ({"kinds": "x"}, "`kinds` is unknown"),
        ({"participants": 0}, "`participants`"),
    ],
)
def test_a_wrong_value_is_refused(kept, values, words):
    kept.change("security_regulation", **values)
    problems = kept.problems()
    assert problems and any(words in str(problem) for problem in problems), [str(one) for one in problems]
    assert all(problem.line > 1 and problem.file.name == "so-gddt.yml" for problem in problems)


def test_dates_in_wrong_order_are_refused(kept):
    from datetime import date

    kept.change("monitoring_contract", valid_until=date(2025, 12, 28))
    (problem,) = kept.problems()
    assert "`valid_until` is before `date`" in str(problem)


def test_a_link_out_of_the_folder_is_refused(kept):
    files = kept.path / "records" / "files"
    os.symlink(kept.path / "organisation.yml", files / "link.md")
    os.symlink(kept.path / "hosts", files / "folder")
    for name in ("link.md", "folder/so-gddt.yml"):
        kept.change("security_regulation", file=name)
        (problem,) = kept.problems()
        assert "symbolic link" in str(problem) and "liên kết mềm" in str(problem)


def test_a_file_too_large_is_refused(kept):
    with (kept.path / "records" / "files" / "large.pdf").open("wb") as stream:
        stream.truncate(50_000_001)
    kept.change("security_regulation", file="large.pdf")
    (problem,) = kept.problems()
    assert "larger than 50 MB" in str(problem)


def test_a_missing_hash_is_told_with_the_hash_to_paste(kept):
    actual = kept.newest("security_regulation")["sha256"]
    kept.change("security_regulation", sha256=None)
    (problem,) = kept.problems()
    assert f"sha256: {actual}" in problem.remedy.vi and f"sha256: {actual}" in problem.remedy.en


def test_the_same_record_twice_is_refused(kept):
    entries = kept.entries()
    kept.write([*entries, entries[0]])
    assert "the record is there twice" in str(kept.problems()[0])


def test_a_stray_file_beside_the_descriptions_is_refused(kept):
    (kept.path / "records" / "more.yaml").write_text("records: []\n", encoding="utf-8")
    assert "only .yml files belong here" in str(kept.problems()[0])


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        ("security_regulation", {"kind": "security_regulations"}, "perhaps: security_regulation"),
        ("security_regulation", {"systems": ["portal"]}, "remove `systems`"),
        ("level_decision", {"systems": None}, "add `systems`"),
    ],
)
def test_a_kind_that_does_not_fit_is_refused_where_the_policy_is_at_hand(kept, kind, values, words):
    kept.change(kind, **values)
    with pytest.raises(InputError) as refused:
        believed(inventory.load(kept.path), the_policy())
    (problem,) = refused.value.problems
    assert (
        words in str(problem) and problem.line > 1 and problem.file == kept.path / "records" / "so-gddt.yml"
    )


def test_stored_files_are_part_of_the_digest(kept):
    before = inventory.load(kept.path).digest
    kept.store("so-gddt/quy-che-2026.md", b"changed")
    assert inventory.load(kept.path).digest != before
