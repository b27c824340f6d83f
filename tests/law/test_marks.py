"""No unverified line of the law is printed without its mark: walks every page and what the verbs print."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from tests.law import example
from tests.policy.samples import the_policy
from truongluy import commands
from truongluy import evidence as evidence_of
from truongluy import inventory as inventory_of
from truongluy import policy as policy_of
from truongluy.evidence import DeviceEvidence
from truongluy.policy import Clause
from truongluy.reports.site import page_texts
from truongluy.reports.vietnamese import day
from truongluy.verdict import Text
from truongluy.words import DOUBT

SHORTEST = 20  # shorter texts ("Bảo trì") are ordinary words too
BLOCKS = {"tr", "p", "li", "dd", "dt", "caption", "figcaption", "pre"}


def quotable(clause: Clause) -> Iterator[str]:
    """The texts of a clause by which it can be recognised."""
    for text in (clause.text.vi, clause.text.en):
        if len(text) >= SHORTEST and text not in SURE:
            yield text


POLICY = the_policy()
SURE = {t for c in POLICY.clauses.values() if c.verified for t in (c.text.vi, c.text.en)}
UNSURE = sorted(
    {text for clause in POLICY.clauses.values() if not clause.verified for text in quotable(clause)},
    key=len,
    reverse=True,
)
VI = {clause.text.vi for clause in POLICY.clauses.values()}


class Blocks(HTMLParser):
    """The text of each outermost table row or paragraph, and each line of Markdown between them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag in BLOCKS:
            if not self._open:
                self.blocks.append("")
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
            if not self._open:
                self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self._open:
            self.blocks.extend(data.splitlines())
        elif self.blocks:
            self.blocks[-1] += data


def quotes(block: str, among: list[str] = UNSURE) -> set[str]:
    """The unverified texts of a block, the longest first: one text may hold another."""
    found = set()
    for text in among:
        if text in block:
            found.add(text)
            block = block.replace(text, "")
    return found


def unmarked(block: str, among: list[str] = UNSURE) -> list[str]:
    """The unverified texts of a block when it has fewer marks than texts it quotes in one language."""
    quoted = quotes(block, among)
    return sorted(quoted) if block.count(DOUBT.vi) < max(len(quoted & VI), len(quoted - VI)) else []


def test_there_is_something_to_find():
    assert len(UNSURE) > 500 and "cần đối chiếu" in DOUBT.vi
    text = UNSURE[0]
    assert unmarked(f"<b>{text}</b>") == [text]
    assert unmarked(f"{text} {DOUBT.vi}") == []
    assert [b for b in Blocks(f"<tr><td>a</td><td><p>{text}</p></td></tr><p>x</p>").blocks if text in b]


@pytest.mark.parametrize("on", [example.NOW, example.THEN], ids=str)
def test_no_page_quotes_an_unverified_line_without_its_mark(on):
    before = example.assessment(example.THEN) if on > example.THEN else None
    wrong, seen = set(), set()
    for name, page in page_texts(example.joined(on), None, before).items():
        plain = html.unescape(page)
        here = [text for text in UNSURE if text in plain]
        seen.update(here)
        wrong |= {(name, text) for block in Blocks(page).blocks for text in unmarked(block, here)}
    assert wrong == set()
    assert len(seen) > 150


@pytest.mark.parametrize("on", [example.NOW, example.THEN], ids=str)
def test_no_page_prints_unverified_validity_without_its_mark(on):
    texts = page_texts(example.joined(on))
    for document in POLICY.in_force(on):
        if document.validity_verified:
            continue
        said = f"Có hiệu lực từ {day(document.valid_from)} đến"
        name = f"documents/{document.id}.md"
        blocks = [block for block in Blocks(texts[name]).blocks if said in block]
        assert blocks and all(DOUBT.vi in block for block in blocks), name


def printed(capsys: pytest.CaptureFixture[str], verb: Callable[..., object], *given: object) -> str:
    verb(*given)
    return capsys.readouterr().out


def check_lines(told: str, above: int = 0, below: int = 3) -> set[str]:
    """The quoted texts without a mark on their own line or one so near (a cell goes on below)."""
    lines, wrong = told.splitlines(), set()
    here = [text for text in UNSURE if text in told]
    for number, line in enumerate(lines):
        near = "\n".join(lines[max(number - above, 0) : number + below + 1])
        wrong |= quotes(line, here) if DOUBT.vi not in near else set()
    return wrong


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """No cell is wrapped, so that a text can be found whole; files are read once for all verbs."""
    lab = example.lab()
    monkeypatch.setenv("COLUMNS", "2000")
    monkeypatch.setattr(policy_of, "load", lambda: POLICY)
    monkeypatch.setattr(inventory_of, "load", lambda _path: lab)


@pytest.mark.usefixtures("wide")
def test_the_verbs_on_the_law_mark_what_is_unverified(capsys):
    found = 0
    for name in POLICY.documents:
        told = printed(capsys, commands.documents, None, name)
        assert check_lines(told) == set()
        found += len(quotes(told))
    assert found > 500
    for on in (example.NOW.isoformat(), example.THEN.isoformat()):
        assert check_lines(printed(capsys, commands.documents, on)) == set()
        assert check_lines(printed(capsys, commands.coverage, on)) == set()


@pytest.mark.usefixtures("wide")
def test_documents_prints_every_unverified_validity_with_its_mark(capsys):
    told = printed(capsys, commands.documents, None)
    rows = re.split(r"\n(?=[a-z]+(?:-\d+)+ )", told.split("Sắp có hiệu lực")[0])
    for document in POLICY.documents.values():
        row = next(row for row in rows if row.startswith(f"{document.id} "))
        assert day(document.valid_from) in row
        assert (DOUBT.vi in row) == (not document.validity_verified), row


@pytest.mark.usefixtures("wide")
def test_explain_marks_the_clauses_of_every_control(capsys):
    for control in list(POLICY.controls)[::7]:
        told = printed(capsys, commands.explain, "lab", control)
        assert check_lines(told, above=1, below=0) == set(), control


NAMES = re.compile(
    "|".join(
        rf"{re.escape(name)}(?![\w-])"
        for name in sorted((n for n, c in POLICY.clauses.items() if not c.verified), key=len, reverse=True)
    )
)
DAYS = (example.NOW.isoformat(), example.THEN.isoformat())
OTHERS: dict[str, Callable[[str], object]] = {
    "documents": commands.documents,
    "coverage": commands.coverage,
    "duties": lambda on: commands.duties("lab", on),
    "waivers": lambda on: commands.waivers("lab", on),
    "levels": lambda on: commands.level("lab", None, on),
    "level": lambda on: [commands.level("lab", system, on) for system in example.lab().systems],
    "indicators": lambda on: commands.indicators(commands.Choice("lab", as_of=on), None),
    "values": lambda on: commands.show_values("lab", "portal-01", on),
    "records": lambda on: commands.records("lab", on),
    "plan": lambda on: commands.plan(commands.Choice("lab", as_of=on), UNREACHED),
    "compare": lambda on: commands.compare(commands.Choice("lab", as_of=on), UNREACHED, DAYS[1]),
}
UNREACHED = "kept evidence in which no device was reached: the verbs that need a run have one"


@pytest.fixture(autouse=True, scope="module")
def unreached(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep a run in which every device of the lab was off; `UNREACHED` becomes its folder."""
    global UNREACHED
    lab, at = example.lab(), datetime(2026, 11, 24, 6, tzinfo=UTC)
    off = Text("không kết nối được", "not reached")
    found = [
        DeviceEvidence(one.name, one.platform, one.address, at, error=off) for one in lab.devices.values()
    ]
    root = tmp_path_factory.mktemp("evidence")
    evidence_of.write(root, lab.name, lab.digest, found, at)
    UNREACHED = str(evidence_of.latest(root))


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("verb", OTHERS)
def test_every_verb_marks_the_unverified_clauses_it_names_or_quotes(capsys, verb, on):
    OTHERS[verb](on)
    told = capsys.readouterr().out
    assert check_lines(told, above=1) == set()
    lines = told.splitlines()
    for number, line in enumerate(lines):
        if NAMES.search(line):
            near = "\n".join(lines[max(number - 1, 0) : number + 4])
            assert DOUBT.vi in near, line
