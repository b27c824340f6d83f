"""The plan: smallest, in an order that does not cut us off, empty once it was carried out, and never telling a secret."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.roomos_simulator.settings import table
from truongluy.platforms.planner import PlanError
from truongluy.platforms.roomos_plan import Found, Plan, Wish, plan

DELIVERED = {one.path: one.delivered for one in table().values()}
OPEN = {path: one for path, one in ((one.path, one) for one in table().values()) if not one.secret}
SECRET = "SIP Authentication Password"


def found(**changed: str) -> Found:
    """An endpoint as delivered, with some settings changed."""
    return Found(
        {**DELIVERED, **{name.replace("_", " "): value for name, value in changed.items()}}, ["admin"], True
    )


def after(now: Found, change: Plan) -> Found:
    """The endpoint once the plan was carried out; secrets are hidden."""
    done = {step.path: "***" if step.secret else step.value for step in change.steps}
    kept = [name for name in now.accounts if name not in change.accounts]
    return Found({**now.settings, **done}, kept, now.ours or change.passphrase)


def wishes() -> st.SearchStrategy[dict[str, str]]:
    """Values that settings may have."""
    literal = [
        (path, one.space.split())
        for path, one in OPEN.items()
        if not any(c in one.space for c in " .") or "On" in one.space.split()
    ]
    one = st.sampled_from(literal).flatmap(lambda row: st.tuples(st.just(row[0]), st.sampled_from(row[1])))
    return st.lists(one, max_size=12).map(dict)


@given(wishes(), wishes(), st.booleans(), st.sampled_from(["", "Mat-khau-bi-mat"]))
def test_a_second_plan_is_empty(
    was: dict[str, str], wanted: dict[str, str], ours: bool, passphrase: str
) -> None:
    wanted.pop("NetworkServices SSH Mode", None)
    if wanted.get("NetworkServices HTTP Mode") == "Off":
        del wanted["NetworkServices HTTP Mode"]
    now = Found({**DELIVERED, **was}, ["admin", "la"], ours)
    wish = Wish(wanted, {SECRET: "Rat-bi-mat"}, accounts=("admin",), passphrase=passphrase)
    change = plan(now, wish)
    assert {step.path for step in change.steps} <= {*wanted, SECRET}
    assert plan(after(now, change), wish).empty
    for secret in ("Rat-bi-mat", "Mat-khau-bi-mat"):
        assert secret not in change.diff + "".join(change.shown) + repr(change)


def test_what_could_cut_us_off_comes_last() -> None:
    wish = Wish({
        "NetworkServices SSH KeyExchangeAlgorithms AllowLegacy": "Off",
        "NetworkServices HTTP Mode": "HTTPS",
        "SIP TlsVerify": "On",
        "Conference AutoAnswer Mode": "Off",
    })  # fmt: skip
    assert [step.path for step in plan(found(), wish).steps] == [
        "SIP TlsVerify",
        "Conference AutoAnswer Mode",
        "NetworkServices SSH KeyExchangeAlgorithms AllowLegacy",
        "NetworkServices HTTP Mode",
    ]


@pytest.mark.parametrize("path", ["NetworkServices SSH Mode", "NetworkServices HTTP Mode"])
def test_our_own_way_in_is_never_closed(path: str) -> None:
    with pytest.raises(PlanError, match="our own way in"):
        plan(found(), Wish({path: "Off"}))


def test_a_setting_that_is_not_there_is_an_error_unless_it_may_be_missing() -> None:
    with pytest.raises(PlanError, match="no setting 'Teleport Mode'"):
        plan(found(), Wish({"Teleport Mode": "Off"}))
    assert plan(found(), Wish({"Teleport Mode": "Off"}, optional=["Teleport Mode"])).empty


@pytest.mark.parametrize("value", ['a"b', "a\\b", "a\nb"])
def test_what_cannot_be_typed_is_refused(value: str) -> None:
    with pytest.raises(PlanError, match="can't be typed"):
        plan(found(), Wish({"SystemUnit Name": value}))
    with pytest.raises(PlanError, match="can't be typed"):
        plan(Found(DELIVERED, ["admin"], False), Wish({}, passphrase=value))


def test_a_secret_is_set_where_it_is_missing_or_its_account_changes_or_when_asked() -> None:
    wish = Wish({"SIP URI": "a@hop.example"}, {SECRET: "x" * 16})
    there = found(SIP_URI="a@hop.example", **{SECRET.replace(" ", "_"): "***"})
    moved = found(SIP_URI="b@hop.example", **{SECRET.replace(" ", "_"): "***"})
    assert plan(there, wish).empty
    assert [step.path for step in plan(moved, wish).steps] == ["SIP URI", SECRET]
    assert [step.path for step in plan(found(SIP_URI="a@hop.example"), wish).steps] == [SECRET]
    again = Wish(wish.settings, wish.secrets, renew_secrets=True)
    assert [step.path for step in plan(there, again).steps] == [SECRET]


def test_a_restart_belongs_only_to_settings_that_need_one() -> None:
    assert plan(found(), Wish({"Security Session MaxFailedLogins": "4"})).restart
    assert not plan(found(), Wish({"Security Session MaxFailedLogins": "4"}, restart=False)).restart
    assert not plan(found(), Wish({"SIP TlsVerify": "On"})).restart
