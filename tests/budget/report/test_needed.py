"""What remedies cost in each unit and in each area of the province."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.budget.example import LAB, POLICY, UNIT
from truongluy.budget.needed import Needed, by_area, by_unit
from truongluy.budget.prices import Per, Price, Prices
from truongluy.budget.remedies import Need, Origin
from truongluy.budget.report_words import needed_in_words
from truongluy.verdict import Text

SCHOOL = "thcs-minh-hoa"
EACH = Price(
    "switch", Text("Thay", "Replace"), Per.EACH, 5, 9, "IN-NET", "capital", "Báo giá", date(2026, 1, 1),
    replaces=("switch",),
)  # fmt: skip


def need(subject: str, unit: str, name: str = "switch") -> Need:
    """A device to be replaced in 2027."""
    return Need(Origin.REPLACEMENT, name, Text(name, name), subject, unit, 2027)


def priced(price: Price):
    """The lab with one price."""
    return replace(LAB, prices=Prices((price,)))


@given(st.lists(st.sampled_from([UNIT, SCHOOL]), max_size=12))
def test_units_and_areas_add_up_where_each_piece_is_paid(units):
    needs = [need(f"sw-{n}", unit) for n, unit in enumerate(units)]
    for places in (by_unit(priced(EACH), POLICY, needs), by_area(priced(EACH), POLICY, needs)):
        assert (sum(one.low for one in places), sum(one.high for one in places)) == (
            5 * len(units),
            9 * len(units),
        )
        assert len(places) == len(set(units))


def test_what_is_paid_once_stands_in_every_place_that_needs_it():
    once = priced(replace(EACH, per=Per.ONCE))
    needs = [need("sw-1", UNIT), need("sw-2", UNIT), need("sw-3", SCHOOL)]
    assert by_unit(once, POLICY, needs) == [Needed(UNIT, 5, 9, 0), Needed(SCHOOL, 5, 9, 0)]
    assert by_area(once, POLICY, needs) == [Needed("centre", 5, 9, 0), Needed("upland", 5, 9, 0)]


def test_what_has_no_price_or_no_unit_is_told():
    (first, last) = by_unit(
        priced(EACH), POLICY, [need("sw-1", UNIT), need("t-1", UNIT, "tablet"), need("x", "")]
    )
    assert first == Needed(UNIT, 5, 9, 1)
    assert last == Needed("", 5, 9, 0)
    assert needed_in_words(first).vi == "5 đồng – 9 đồng; và 1 việc chưa có giá"
    assert needed_in_words(replace(first, low=0, high=0)).en == "1 without a price"


def test_without_areas_there_are_no_sums_of_areas():
    nowhere = replace(LAB, sites={name: replace(site, area="") for name, site in LAB.sites.items()})
    assert by_area(nowhere, POLICY, [need("sw-1", UNIT)]) == []
