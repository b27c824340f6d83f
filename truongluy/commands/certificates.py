"""The verbs on our own certificate authority: make it, issue, list what ends when, revoke."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text as Line

from truongluy.access import ca_for
from truongluy.certificates import CLIENT, EXPIRES_SOON_DAYS, SERVER, Authority, Issued, Store
from truongluy.certificates.model import now_utc
from truongluy.commands.running import DONE, HERE, NOT_COMPLIANT, find_inventory, option
from truongluy.console import plain_table
from truongluy.reports.vietnamese import day as day_in_words
from truongluy.verdict import InputError


def create(inventory: str) -> int:
    """Make the authority of an inventory."""
    found = find_inventory(inventory)
    organisation = next(iter(found.sites.values())).name.vi
    authority = Authority.create(ca_for(found), organisation)
    until = _day(authority.certificate.not_valid_after_utc)
    print(f"Đã tạo CA / authority made: {authority.store.certificate} (đến / until {until})")
    print(f"Sao lưu và giữ kín / back up and keep closed: {authority.store.key}")
    return DONE


def issue(inventory: str, name: str, also: list[str], *, if_due: bool = False) -> int:
    """Issue a certificate: for a Wi-Fi account when the name is account@site, else for a server."""
    found = find_inventory(inventory)
    authority = Authority.open(ca_for(found))
    account, at, site = name.partition("@")
    if at and site not in found.sites:
        known = ", ".join(sorted(found.sites))
        raise InputError(
            [option(name, f"không có đơn vị '{site}'", f"there is no site '{site}'", f"{account}@…: {known}")]
        )
    kind, names = (CLIENT, [name]) if at else (SERVER, [name, *also])
    if if_due and not authority.due(kind, names):
        print(f"Chưa cần cấp lại / not due yet: {name}")
        return DONE
    made = authority.issue_client(account, site) if at else authority.issue_server(name, also)
    store = authority.store
    print(f"Đã cấp / issued: {made.name}, số / serial {made.serial}, đến / until {_day(made.not_after)}")
    print(store.certificate_of(made.kind, made.name))
    print(f"{store.key_of(made.kind, made.name)} (giữ kín / keep closed)")
    return DONE


def revoke(inventory: str, serial: str) -> int:
    """End a certificate before its time; provisioning carries the news to the servers."""
    gone = Authority.open(ca_for(find_inventory(inventory))).revoke(serial)
    print(f"Đã thu hồi / revoked: {gone.name} ({gone.serial})")
    print(
        "Máy chủ RADIUS biết sau lần provision tới / RADIUS servers know after: invoke provision --tags radius_server"
    )
    return DONE


def listing(inventory: str, *, as_json: bool = False) -> int:
    """List certificates with the days left; exit 1 when one in use ends soon, or there is no authority."""
    store, now = Authority.open(ca_for(find_inventory(inventory))).store, now_utc()
    rows = [(entry, _state(entry, store, now)) for entry in store.issued()]
    if as_json:
        print(json.dumps([_data(entry, state, now) for entry, state in rows], ensure_ascii=False, indent=1))
    else:
        _print(rows, now)
    return NOT_COMPLIANT if any(state in ("ends_soon", "ended") for _, state in rows) else DONE


_STATES = {
    "stands": ("✓ còn hiệu lực / stands", "green"),
    "ends_soon": ("✗ sắp hết hạn / ends soon", "bold red"),
    "ended": ("✗ đã hết hạn / ended", "bold red"),
    "revoked": ("– đã thu hồi / revoked", "dim"),
    "replaced": ("– đã được thay / replaced", "dim"),
}


def _state(entry: Issued, store: Store, now: datetime) -> str:
    """One of _STATES; what a newer certificate of the same name has replaced warns nobody."""
    if entry.revoked:
        return "revoked"
    newest = [e for e in store.issued() if (e.kind, e.name) == (entry.kind, entry.name) and not e.revoked][-1]
    if newest.serial != entry.serial:
        return "replaced"
    left = entry.days_left(now)
    return "ended" if left < 0 else "ends_soon" if left < EXPIRES_SOON_DAYS else "stands"


def _data(entry: Issued, state: str, now: datetime) -> dict[str, Any]:
    return {
        "serial": entry.serial,
        "kind": entry.kind,
        "name": entry.name,
        "names": list(entry.names),
        "not_after": entry.not_after.isoformat(),
        "days_left": entry.days_left(now),
        "state": state,
    }


def _print(rows: list[tuple[Issued, str]], now: datetime) -> None:
    console = Console()
    table = plain_table("Tên / Name", "Số / Serial", "Đến / Until", "Còn / Days left", "Tình trạng / State")
    for entry, state in rows:
        words, style = _STATES[state]
        table.add_row(
            Line(entry.name),
            Line(entry.serial),
            Line(_day(entry.not_after)),
            Line(str(entry.days_left(now))),
            Line(words, style),
        )
    console.print(table if rows else Line("Chưa cấp chứng thư nào. / Nothing was issued yet."))


def _day(moment: datetime) -> str:
    return day_in_words(moment.astimezone(HERE).date())
