"""Break, notice, heal: the circle that every control must go through on a real device."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from checks import KINDS
from lab import breaking, imported
from tests.policy.samples import the_policy
from truongluy import collect, commands, facts
from truongluy.assess import judge_device
from truongluy.finding import Finding
from truongluy.inventory import Device, Inventory
from truongluy.inventory.classes import IMPORTED
from truongluy.policy import Control
from truongluy.policy.model import PEOPLE
from truongluy.provision import provision
from truongluy.verdict import Trouble, Verdict
from truongluy.waivers import apply_waivers

HEALED_AT_ONCE = ("ssh_server", PEOPLE)
GOOD = (Verdict.PASS, Verdict.WAIVED)
TODAY = datetime.now(commands.HERE).date()


def judge(inventory: Inventory, device: Device) -> dict[str, Finding]:
    """Collect and judge one device; findings by control."""
    evidence = collect.collect_one(inventory, device)
    found = judge_device(inventory, the_policy(), device, evidence, TODAY, KINDS)
    return {finding.control: finding for finding in apply_waivers(found, inventory, TODAY)}


def judge_some(
    inventory: Inventory, device: Device, controls: list[Control], known: dict[str, Finding]
) -> dict[str, Finding]:
    """Judge some controls again by asking only the commands they were read from: a server is asked some seventy.

    An error may mean that the broken setting is read from elsewhere, so then everything is asked.
    """
    if device.platform not in collect.SHELL:
        return judge(inventory, device)
    # What kind of system it is decides whether a control can be observed at all.
    needed = {name for name in facts.commands(device.platform) if name.startswith("system_")}
    needed.update(*(known[control.id].evidence for control in controls))
    evidence = collect.collect_one(inventory, device, only=sorted(needed))
    found = judge_device(inventory, the_policy(), device, evidence, TODAY, KINDS)
    wanted = {control.id for control in controls}
    again = apply_waivers((one for one in found if one.control in wanted), inventory, TODAY)
    some = {finding.control: finding for finding in again}
    failed = any(finding.verdict is Verdict.ERROR for finding in some.values())
    return judge(inventory, device) if failed else some


def heal(inventory: Inventory, device: Device, role: str, broken: Iterable[Control] = ()) -> None:
    """Run a role (or several, comma separated) on one device, as an engineer would by its tag.

    What people have to mend, the lab mends in their place: of these controls only those in `broken`.
    """
    if role == PEOPLE:
        for control in broken:
            breaking.mend_control(inventory, control, device)
        return
    if device.platform in IMPORTED:  # nothing of ours mends it: its manager reports anew
        imported.deliver(device.name, device.platform)
        return
    run = provision(inventory, [device], tags=role)
    assert run.ok, run.log.read_text(encoding="utf-8")[-3000:]


def _break(inventory: Inventory, device: Device, control: Control, *, patient: bool) -> bool:
    """Run a control's recipe; whether it ran, where we are patient with it."""
    try:
        breaking.break_control(inventory, control, device)
    except Trouble:
        if not patient:
            raise
        return False
    return True


def _noticed(broken: Finding | None, before: Finding) -> bool:
    """Whether a break was seen; what is waived stays waived, so there what is seen has to change."""
    worse = Verdict.WAIVED if before.verdict is Verdict.WAIVED else Verdict.FAIL
    return broken is not None and broken.verdict is worse and broken.actual != before.actual


def walk(inventory: Inventory, device: Device, role: str, controls: list[Control]) -> dict[str, Finding]:
    """Break each control and see it fail, then heal all of them by their role; the findings after that.

    Controls are broken one after the other on the same device. Where an earlier break took a later control along, or
    stands in its way, that one waits for the next round, on a healed device: each failure is that of its own break. The
    way in is healed after every break: two broken locks together can shut us out (empty passwords allowed beside
    password logins make every login by key count as a failed one, and the account is locked).
    """
    waiting = list(controls)
    found = judge(inventory, device)
    if found[waiting[0].id].verdict not in GOOD:
        heal(inventory, device, role)
        found = judge(inventory, device)
    while waiting:
        waiting = _round(inventory, device, role, waiting, found)
        if role not in HEALED_AT_ONCE:
            heal(inventory, device, role)
        found = judge(inventory, device)
    return found


def _round(
    inventory: Inventory, device: Device, role: str, controls: list[Control], found: dict[str, Finding]
) -> list[Control]:
    """Break these controls on a healed device of which `found` is known; those that have to wait. The first never has.

    How a control stands before its break is asked together with how the one before it stands after its own: logging in
    is most of the time.
    """
    waiting = []
    now = found
    for number, (control, following) in enumerate(zip(controls, [*controls[1:], None], strict=True)):
        before = now[control.id]
        asked = [one for one in (control, following) if one]
        if before.verdict not in GOOD and number:
            waiting.append(control)
            now = judge_some(inventory, device, asked[1:], found) if following else {}
            continue
        assert before.verdict in GOOD, f"{control.id}: {before.message.en}"
        ran = _break(inventory, device, control, patient=bool(number))
        now = judge_some(inventory, device, asked, found)
        broken = now[control.id] if ran else None
        if number and not _noticed(broken, before):
            waiting.append(control)
        else:
            assert broken and _noticed(broken, before), (
                f"{control.id} was broken, and the check saw: {broken}"
            )
            assert broken.actual is not None, f"{control.id} does not say what it saw"
        if role in HEALED_AT_ONCE:
            heal(inventory, device, role, [control])
            now = judge_some(inventory, device, asked[1:], found) if following else {}
    return waiting
