"""The head of every page names the documents in force, and which of them nobody compared with the original."""

from dataclasses import replace

from tests.reports.example import example
from truongluy.reports.markup import heading
from truongluy.reports.pages.links import stamp
from truongluy.reports.wording import DOUBT
from truongluy.verdict import Text


def _stamp(verified: bool) -> str:
    made = example()
    documents = {
        name: replace(one, validity_verified=verified) for name, one in made.policy.documents.items()
    }
    return stamp(replace(made, policy=replace(made.policy, documents=documents)))


def test_a_document_with_unchecked_dates_carries_a_star_that_is_explained():
    words = _stamp(verified=False)
    assert words.count("*") == 1 + words.count("documents/")
    assert DOUBT.vi in words


def test_checked_dates_need_no_star():
    words = _stamp(verified=True)
    assert "documents/" in words
    assert "*" not in words
    assert DOUBT.vi not in words


def test_the_contents_keep_the_number_of_a_law_readable():
    line = heading(2, Text("Theo Nghị định 331/2026/NĐ-CP", "By Decree 331/2026/NĐ-CP"))
    assert 'data-toc-label="Theo Nghị định 331/2026/NĐ-CP"' in line
