"""What the documentation shows is true: its example control loads, judges, and can fail."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from checks import KINDS
from truongluy import inventory as inventory_of
from truongluy import policy as policy_of
from truongluy.facts import Facts
from truongluy.reports.wording import TOPICS

DOCS = Path(__file__).resolve().parents[2] / "docs"
INVENTORIES = DOCS.parent / "inventories"
GUIDES = sorted((DOCS / "guide").glob("*.md"))
NAME = "ssh_key_files_protected"


@pytest.fixture(scope="module")
def control(tmp_path_factory):
    """The control of the guide, added to a copy of the policy by one file and nothing else."""
    text = (DOCS / "guide" / "add-a-control.md").read_text(encoding="utf-8")
    assert f"policies/controls/ssh/{NAME}.yml" in text
    example = re.search(r"```yaml\n(.*?)```", text, re.S)[1]
    copy = tmp_path_factory.mktemp("policy") / "policies"
    shutil.copytree(policy_of.POLICIES, copy)
    (copy / "controls" / "ssh" / f"{NAME}.yml").write_text(example, encoding="utf-8")
    return policy_of.load(copy).controls[NAME]


def test_example_control_tells_good_from_bad(control):
    judge = KINDS[control.check]
    assert judge(Facts(control.samples["pass"][0]["facts"]), control.expect) == []
    assert judge(Facts(control.samples["fail"][0]["facts"]), control.expect)


def test_keys_of_a_control_are_all_explained():
    known = yaml.safe_load((policy_of.POLICIES / "schemas" / "control.yml").read_text().split("\n---")[0])
    text = (DOCS / "guide" / "add-a-control.md").read_text(encoding="utf-8")
    missing = [key for key in known["mapping"] if key != "references" and f"`{key}`" not in text]
    assert missing == []


def test_every_verb_the_docs_name_exists():
    from tasks import namespace

    known = set(namespace.task_names)
    known |= {other for others in namespace.task_names.values() for other in others}
    for guide in GUIDES:
        named = set(re.findall(r"invoke ([a-z]+(?:\.[a-z]+)?)", guide.read_text(encoding="utf-8")))
        assert named <= known, (guide.name, named - known)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_guide_has_an_english_half_marked_as_english(guide):
    text = guide.read_text(encoding="utf-8")
    vietnamese, _, english = text.partition("## English { lang=en }")
    assert len(english) > 200 and '<div lang="en" markdown="1">' in english
    assert re.search("[ăâđêôơư]", vietnamese)


def test_example_device_is_valid_in_the_lab(tmp_path):
    """The guide says: these lines, and its name under the devices of a system."""
    text = (DOCS / "guide" / "add-a-device.md").read_text(encoding="utf-8")
    lines = re.search(r"```yaml\nservers:\n  hosts:\n(.*?)```", text, re.S)[1]
    copy = tmp_path / "lab"
    shutil.copytree(INVENTORIES / "lab", copy)
    _replace(copy / "hosts" / "so-gddt.yml", "servers:\n  hosts:\n", f"servers:\n  hosts:\n{lines}")
    _replace(copy / "systems" / "portal.yml", "devices: [portal-01", "devices: [library-01, portal-01")
    found = inventory_of.load(copy)
    assert found.devices["library-01"].level == 3


def _replace(file: Path, old: str, new: str) -> None:
    content = file.read_text(encoding="utf-8")
    assert content.count(old) == 1, file
    file.write_text(content.replace(old, new), encoding="utf-8")


def test_every_topic_has_words():
    topics = {
        folder.name for folder in (policy_of.POLICIES / "controls").iterdir() if any(folder.glob("*.yml"))
    }
    assert topics <= set(TOPICS)


def test_readme_counts_the_controls_that_are_there():
    text = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    controls = policy_of.load().controls.values()
    assert int(re.search(r"(\d+) kiểm soát / controls", text)[1]) == len(controls)
    words = {"server": "servers", "workstation": "workstations", "switch": "switches", "wifi_ap": "access points",
             "tablet": "tablets", "meeting_room": "meeting rooms"}  # fmt: skip
    told = {
        name: int(number)
        for number, name in re.findall(r"(\d+) [^/,:]*/\s(?:for )?([a-z ]+?)(?=,| \()", text)
    }
    assert told == {word: sum(one in c.applies_to for c in controls) for one, word in words.items()}


def test_every_guide_is_in_the_menu():
    menu = (DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8")
    assert [guide.name for guide in GUIDES if f"guide/{guide.name}" not in menu] == []
