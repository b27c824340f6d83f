"""What an inventory may declare of a system and of identifiers; each wrong declaration is one problem with its line."""

from __future__ import annotations

import shutil

import pytest

from tests.inventory.conftest import LAB, Spoiled
from truongluy import inventory as inventory_of

PORTAL, TEMIS, LEARNING = "systems/portal.yml", "systems/temis.yml", "systems/e-learning.yml"
ORG = "organisation.yml"
DEVICES = "devices: [portal-01, sw-so-01]\n"
LEVEL = "level: {approved: 3, decision: QĐ minh họa 01/QĐ-SGDĐT, date: 2026-08-28, approved_by: director}\n"
THEIR_LEVEL = "data_kinds: [private, personal]\nlevel: {approved: 2, decision: QĐ minh họa, date: 2026-01-01"

CASES = {
    "a device of another body's system": (
        TEMIS, "users:", "devices: [portal-01]\nusers:", "devices", "`devices` does not belong here"),
    "an owner of another body's system": (
        TEMIS, "users:", "owner: so-gddt\nusers:", "owner: so", "`owner` does not belong here"),
    "no word on who owns it": (
        TEMIS, "external_owner: chưa rõ\n", "", "", "the key `external_owner` is missing"),
    "an external owner of ours": (
        LEARNING, "users:", "external_owner: chưa rõ\nusers:", "external_owner", "does not belong here"),
    "no owner": (LEARNING, "owner: so-gddt\n", "", "", "the key `owner` is missing"),
    "in service without devices": (LEARNING, "state: planned\n", "", "", "the key `devices` is missing"),
    "devices without a level": (PORTAL, LEVEL, "", "", "the key `level` is missing"),
    "a level nobody signed": (
        PORTAL, ", approved_by: director", "", "level:", "the key `approved_by` is missing"),
    "another body's level signed by ours": (
        TEMIS, "data_kinds: [private, personal]\n", THEIR_LEVEL + ", approved_by: director}\n", "level:",
        "`approved_by` does not belong here"),
    "more sensitive than all": (
        PORTAL, "sensitive: 0", "sensitive: 3201", "subjects", "`sensitive` exceeds `basic`"),
    "fewer than none": (PORTAL, "basic: 3200", "basic: -1", "subjects", "out of limits"),
    "a grade that never was": (PORTAL, "grade: 3", "grade: 5", "online_service", "the limits are 0 to 4"),
    "a kind nobody knows": (PORTAL, "kind: public_service", "kind: website", "kind: web", "allowed: internal"),
    "part of itself": (LEARNING, "users:", "part_of: e-learning\nusers:", "part_of", "`part_of` names something"),
    "part of nothing": (LEARNING, "users:", "part_of: nowhere\nusers:", "part_of", "`part_of` names something"),
    "a domain with a path": (TEMIS, "users:", "domains: [a.example/x]\nusers:", "domains", "right form"),
    "an old identifier too short": (
        ORG, "kind: department\n", "kind: department\n    identifiers: {qcvn_102: 00.00.H48}\n", "identifiers",
        "right form"),
    "an old identifier with a letter we lack": (
        ORG, "kind: department\n", "kind: department\n    identifiers: {qcvn_102: 000.00.00.Z48}\n", "identifiers",
        "right form"),
    "a new identifier the wrong way round": (
        ORG, "kind: department\n", "kind: department\n    identifiers: {qd_20_2020: 00.H48}\n", "identifiers",
        "right form"),
    "a new identifier too long": (
        ORG, "kind: department\n",
        f"kind: department\n    identifiers: {{qd_20_2020: H48.{'A' * 32}}}\n", "identifiers", "right form"),
}  # fmt: skip


@pytest.fixture
def spoil(tmp_path) -> Spoiled:
    """The lab without its records, so that a problem of a system stands alone."""
    shutil.copytree(LAB, tmp_path / "lab")
    return Spoiled(tmp_path / "lab")


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_declaration_is_named_with_its_line(spoil, name):
    file, old, new, at, said = CASES[name]
    spoil.replace(file, old, new)
    problems = [one for one in spoil.problems() if one.file == spoil.path / file]
    found = [one for one in problems if said in str(one).split("\n")[1]]
    assert len(found) == 1, "\n".join(map(str, problems))
    if at:
        assert found[0].line == spoil.line_of(file, at)
    for words in (found[0].what, found[0].why, found[0].remedy):
        assert words.vi.strip() and words.en.strip()


def test_a_circle_of_parts_is_refused(spoil):
    spoil.replace(LEARNING, "users:", "part_of: online-meeting\nusers:")
    spoil.replace("systems/online-meeting.yml", "users:", "part_of: e-learning\nusers:")
    said = [one.what.en for one in spoil.problems()]
    assert said == ["`part_of` goes round in a circle"] * 2


@pytest.mark.parametrize(
    "codes",
    ["{qcvn_102: 000.00.00.H48}", "{qd_20_2020: H48}", f"{{qd_20_2020: H48.{'A' * 31}}}"],
    ids=["old", "short", "longest"],
)
def test_a_given_identifier_is_kept_as_it_is(spoil, codes):
    """Form only: no code of a real body is written down here, and none is turned into the other form."""
    spoil.replace(ORG, "kind: department\n", f"kind: department\n    identifiers: {codes}\n")
    found = inventory_of.load(spoil.path).sites["so-gddt"].identifiers
    assert f"{{{next(iter(found))}: {next(iter(found.values()))}}}" == codes


def test_two_units_do_not_share_an_identifier(spoil):
    for kind in ("kind: department\n", "kind: school\n"):
        spoil.replace(ORG, kind, f"{kind}    identifiers: {{qd_20_2020: H48}}\n")
    problems = spoil.problems()
    assert [one.what.en for one in problems] == ["`qd_20_2020` is not unique"]
    assert problems[0].line == spoil.line_of(ORG, "identifiers", last=True)


def test_no_example_gives_a_unit_an_identifier():
    for name in ("lab", "quang-ngai"):
        sites = inventory_of.load(LAB.parent / name).sites.values()
        assert [site.id for site in sites if site.identifiers] == []


def test_every_system_the_plan_names_has_its_place():
    named = {
        "portal", "mail", "ioffice", "public-services", "sector-database", "e-learning", "temis",
        "digital-signature", "document-axis", "security-monitoring", "online-meeting", "school-management",
        "operations-centre",
    }  # fmt: skip
    for name in ("lab", "quang-ngai"):
        systems = inventory_of.load(LAB.parent / name).systems
        assert named <= set(systems)
        assert systems["mail"].domains == ("quangngai.gov.vn", "quangngai.edu.vn", "moet.edu.vn")
        for system in systems.values():
            assert (system.hosted == "external") == bool(system.external_owner)
