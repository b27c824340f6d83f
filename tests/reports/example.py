"""A small assessment to report on (dữ liệu minh họa), with hostile text where a device could put some."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from truongluy.assess import Assessment
from truongluy.facts import Facts
from truongluy.finding import Finding
from truongluy.inventory import Device, Inventory, Site, System, Zone
from truongluy.inventory.rooms import PlannedEquipment, Room
from truongluy.inventory.wifi import Wlan
from truongluy.policy import Clause, Control, Document, Parameter, Policy
from truongluy.reports.joined import Joined
from truongluy.verdict import Text, Verdict

AS_OF = date(2026, 11, 24)
HOSTILE = (
    "<script>alert(1)</script> | ]] [x](javascript:alert(2)) `code` **bold** <img src=x onerror=alert(3)> "
    '"quoted" &lt; {{ jinja }} \x1b[31mred\x1b[0m \u202eabc\x00'
)


AIR = [
    {"bssid": "02:00:00:00:00:00", "ssid": "Truong", "security": "sae", "channel": 6, "own": True},
    {"bssid": "02:00:5e:00:53:01", "ssid": HOSTILE[:32], "security": "open", "channel": 1, "own": False},
    {"bssid": "02:00:5E:00:53:66", "ssid": "Truong", "security": "open", "channel": 6, "own": False},
]


def example(findings: tuple[Finding, ...] | None = None) -> Joined:
    """The example joined, with an access point of which nothing was asked; `findings` replaces those of the others."""
    judged = assessment(findings)
    return Example(replace(judged, levels={**judged.levels, "ap-01": 2}), inventory(), policy())


class Example(Joined):
    """The example joined with what its access point would tell, one name on the air hostile."""

    def facts_of(self, device: Device) -> Facts | Text:
        if device.name != "ap-01":
            return Text("chưa thu thập", "not collected")
        network = {"name": "wlan0", "ssid": "Truong", "band": "2.4GHz", "security": "sae"}
        radio = {"name": "wlan0", "band": "2.4GHz", "channel": 6}
        return Facts({"wifi_radios": [radio], "wifi_networks": [network], "wifi_air": AIR})


def assessment(findings: tuple[Finding, ...] | None = None) -> Assessment:
    """Two servers and a switch, with all six verdicts."""
    return Assessment(
        inventory_name="lab",
        as_of=AS_OF,
        collected_at=datetime(2026, 11, 24, 6, 30, tzinfo=UTC),
        documents=("tcvn-x",),
        findings=all_verdicts() if findings is None else findings,
        levels={"portal-01": 3, "files-01": 2, "sw-so-01": 3},
        seconds={"portal-01": {"login": 0.42, "total": 1.9}, "files-01": {"login": 0.4, "total": 61.2}},
    )


def all_verdicts() -> tuple[Finding, ...]:
    """One finding of each verdict; the failing one quotes a hostile banner."""
    return (
        found("portal-01", "login_attempts_limited", Verdict.PASS, actual={"ssh.max_auth_tries": 4}),
        found("portal-01", "banner_shown", Verdict.FAIL, HOSTILE, actual={"banner.text": HOSTILE}),
        found("files-01", "login_attempts_limited", Verdict.FAIL, actual={"ssh.max_auth_tries": None}),
        found("files-01", "banner_shown", Verdict.MANUAL),
        found("sw-so-01", "banner_shown", Verdict.ERROR, "không đọc được"),
        found("sw-so-01", "access_ports_protected", Verdict.NOT_APPLICABLE),
        found("portal-01", "access_ports_protected", Verdict.WAIVED),
    )


def found(device: str, control: str, verdict: Verdict, message: str = "lý do", actual: Any = None) -> Finding:
    """One finding."""
    expected = {"ssh.max_auth_tries": {"at_most": 4}, "banner.text": {"absent": False}}
    return Finding(
        device,
        control,
        verdict,
        Text(message, f"en: {message}"),
        expected,
        actual,
        ("tcvn-x.A-01",),
        ("ssh_effective",),
    )


def policy() -> Policy:
    """Two documents, of which one has ended, and three controls."""
    controls = [
        _control(
            "login_attempts_limited", "access", "server", {"ssh.max_auth_tries": {"at_most": "{attempts}"}}
        ),
        _control("banner_shown", "access", "server", {"banner.text": {"includes": ["<b>", "a|b"]}}),
        _control("access_ports_protected", "ports", "switch", _EACH),
    ]
    documents = [
        _document("tcvn-x", date(2026, 7, 1), None),
        _document("tcvn-old", date(2017, 1, 1), date(2026, 6, 30)),
    ]
    return Policy({d.id: d for d in documents}, {c.id: c for c in controls}, {}, "0" * 64)


_EACH = {
    "interfaces": {
        "where": {"mode": {"equals": "access"}},
        "must": {"port_security.enabled": {"equals": True}},
        "named_by": "name",
    }
}


def _control(name: str, topic: str, device_class: str, expect: dict[str, Any]) -> Control:
    attempts = Parameter(
        "attempts", Text("Số lần thử", "Attempts"), {1: 6, 3: 4}, None, "Mặc định của dự án", False, "lần"
    )
    return Control(
        id=name,
        topic=topic,
        path=Path(f"policies/controls/{topic}/{name}.yml"),
        title=Text(f"Kiểm soát <i> & {name}", f"Control <i> & {name}"),
        why=Text("Vì đoán mật khẩu là việc rẻ.", "Because guessing is cheap."),
        severity="high",
        applies_to=(device_class,),
        only_functions=(),
        satisfies=("tcvn-x.A-01", "tcvn-old.A-01"),
        parameters={"attempts": attempts} if "limited" in name else {},
        check="each_item" if "must" in str(expect) else "fact_values",
        expect=expect,
        not_observable_in={"container": Text("nhân dùng chung", "the kernel is shared")},
        fixed_by="ssh_server",
        breaks={},
        samples={
            "pass": ({"level": 3, "facts": {"ssh": {"max_auth_tries": 4}}},),
            "fail": (
                {"level": 3, "facts": {"banner": HOSTILE}, "because": {"vi": "quá nhiều", "en": "too many"}},
            ),
        },
        references=("https://manual.example/ssh",),
    )


def _document(name: str, start: date, end: date | None) -> Document:
    clauses = [
        Clause(
            "A-01",
            name,
            Text("Giới hạn <đăng nhập>", "Limit logins"),
            (1, 2, 3),
            {2: "6.2.1", 3: "7.2.1"},
            False,
            False,
            "machine",
        ),
        Clause("B-02", name, Text("Có quy chế", "Has a regulation"), (2, 3), {}, True, True, "evidence"),
    ]
    return Document(
        name,
        Text(f"Văn bản {name}", f"Document {name}"),
        "standard",
        start,
        end,
        False,
        {c.id: c for c in clauses},
    )


def inventory() -> Inventory:
    """Five devices (one says hostile things of itself, one was not assessed), two systems, a room of hostile name."""
    zone = Zone("servers", 10, "10.99.10.0/24", "10.99.10.1", "servers")
    site = Site("so-gddt", Text("Sở GDĐT", "Department"), "department", {"servers": zone})
    devices = [
        _device("portal-01", "server", 3, ("cong",), purpose=HOSTILE),
        _device("files-01", "server", 2, ("tep",)),
        _device("not-assessed-01", "server", 2, ("tep",)),
        _device("sw-so-01", "switch", 3, ()),
        _device("ap-01", "wifi_ap", 2, (), radios=[RADIO], wlans=["all", "old"]),
    ]
    systems = [_system("cong", ("portal-01",), 3), _system("tep", ("files-01", "not-assessed-01"), 2)]
    return Inventory(
        "lab",
        Path("inventories/lab"),
        True,
        {d.name: d for d in devices},
        {"so-gddt": site},
        {s.id: s for s in systems},
        {},
        {},
        {},
        "0" * 64,
        wlans={"so-gddt": {one.id: one for one in WLANS}},
        rooms={"so-gddt": {ROOM.id: ROOM}},
    )


RADIO = {"name": "wlan0", "band": "2.4GHz", "channel": 6, "mac": "02:00:00:00:00:00"}
WLANS = (
    Wlan("all", "devices", "Truong", "servers", "sae", ("2.4GHz",)),
    Wlan("old", "devices", "TruongCu", "servers", "wpa2-psk", ("2.4GHz",), until=date(2027, 6, 30)),
)


ROOM = Room(
    "hop", "so-gddt", Text(HOSTILE, "Room"), "administration", 12, "servers",
    planned_equipment=(PlannedEquipment(Text(HOSTILE, "Display"), 1, 2027),),
)  # fmt: skip


def _device(name: str, device_class: str, level: int, systems: tuple[str, ...], **attributes: Any) -> Device:
    return Device(
        name, "so-gddt", device_class, "debian", "10.99.10.11", "servers", level, (), systems, attributes
    )


def _system(name: str, devices: tuple[str, ...], level: int) -> System:
    return System(
        name,
        Text(f"Hệ thống {name}", f"System {name}"),
        "mục đích",
        "owner",
        "operator",
        "contact",
        (),
        (),
        devices,
        level,
        "QĐ minh họa",
        date(2026, 1, 1),
        "approver",
    )
