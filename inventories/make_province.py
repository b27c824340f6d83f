"""Writes inventories/quang-ngai: a province-sized network that is entirely invented, the same at every run.

`python inventories/make_province.py [FOLDER]`. No name, number or address in it belongs to anybody; what is
true to life is only the size: a department, its centres, and the secondary schools.
"""

from __future__ import annotations

import runpy
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

HEAD = "---\n# Dữ liệu minh họa / example data: written by inventories/make_province.py; nothing in it is real.\n"
ZONES = [
    ("servers", 10, "Máy chủ"),
    ("staff", 20, "Máy tính của cán bộ, giáo viên"),
    ("pupils", 30, "Phòng máy của học sinh"),
    ("guests", 40, "Khách truy cập Internet"),
    ("management", 99, "Quản trị thiết bị mạng"),
]
AREAS = {
    "centre": ("Địa bàn trung tâm (minh họa)", "Central area (example)"),
    "coast": ("Địa bàn ven biển và hải đảo (minh họa)", "Coast and islands (example)"),
    "upland": ("Địa bàn miền núi (minh họa)", "Upland area (example)"),
}
DEPARTMENT_SERVERS = [
    ("portal-01", "web_server", "Máy chủ web của cổng thông tin điện tử"),
    ("log-01", "log_server", "Máy chủ nhật ký tập trung"),
    ("data-01", "", "Máy chủ cơ sở dữ liệu ngành"),
    ("mail-01", "", "Máy chủ thư điện tử"),
    ("backup-01", "", "Máy chủ sao lưu"),
]
NETWORK = "users: [staff]\nkind: infrastructure\nscope: unit\nnational_harm: none\n"
INTERNAL = (
    "users: [staff]\nkind: internal\nscope: unit\n"
    "settles_administrative_procedures: false\nnational_harm: none\n"
)
PORTAL = """users: [staff, public]
kind: public_service
scope: sector_or_province
subjects: {basic: 18000, sensitive: 0}
online_service: {grade: 3, form: partial}
conditional_business: false
settles_administrative_procedures: true
national_harm: none
"""
DATABASE = """users: [staff, teachers]
kind: infrastructure
scope: sector_or_province
subjects: {basic: 260000, sensitive: 4000}
national_harm: none
datasets: [pupil-records]
"""
LEARNING = """users: [teachers, pupils, parents]
kind: public_service
scope: sector_or_province
online_service: {grade: 0, form: none}
conditional_business: false
settles_administrative_procedures: false
national_harm: none
"""
MAIL = INTERNAL + "domains: [quangngai.gov.vn, quangngai.edu.vn, moet.edu.vn]\n"
OWN: list[tuple[str, tuple[str, str], str, list[str], int, str, str]] = [
    ("portal", ("Cổng thông tin điện tử", "Web portal"), "Đăng tin, tiếp nhận thủ tục hành chính",
     ["portal-01"], 3, "public, personal", PORTAL),
    ("sector-database", ("Cơ sở dữ liệu ngành", "Sector database"), "Số liệu giáo dục toàn ngành",
     ["data-01", "backup-01"], 3, "private, personal, sensitive_personal", DATABASE),
    ("mail", ("Thư điện tử", "Mail"), "Trao đổi thư công vụ", ["mail-01"], 2, "private, personal", MAIL),
    ("central-logging", ("Nhật ký tập trung", "Central logging"), "Nhận và lưu nhật ký", ["log-01"], 3,
     "private", INTERNAL),
    ("e-learning", ("Dạy học trực tuyến", "E-learning"), "Dạy và học qua mạng", [], 0, "public, personal",
     LEARNING),
    ("school-management", ("Quản lý trường học", "School management"), "Quản lý học sinh, điểm, giáo viên",
     [], 0, "private, personal, sensitive_personal", LEARNING + "datasets: [pupil-records]\n"),
    ("online-meeting", ("Họp trực tuyến", "Online meetings"), "Họp và tập huấn qua mạng", [], 0,
     "private, personal", INTERNAL),
    ("security-monitoring", ("Giám sát an ninh mạng (SOC)", "Security monitoring (SOC)"),
     "Thu nhận cảnh báo, giám sát an ninh mạng", [], 0, "private, personal", INTERNAL),
]  # fmt: skip
"""The Department's own systems: id, name, purpose, devices (none: planned), approved level, data, facts."""
EXTERNAL: list[tuple[str, tuple[str, str], str, str, str]] = [
    ("ioffice", ("Quản lý văn bản iOffice", "iOffice"), "Xử lý văn bản đi, đến", "private, personal",
     "domains: [office.quangngai.gov.vn]\n"),
    ("public-services", ("Một cửa điện tử và Cổng dịch vụ công", "One-stop and public services"),
     "Tiếp nhận và trả kết quả thủ tục hành chính", "public, personal", ""),
    ("temis", ("TEMIS", "TEMIS"), "Quản lý bồi dưỡng giáo viên", "private, personal", ""),
    ("digital-signature", ("Chữ ký số chuyên dùng", "Digital signature"), "Ký số văn bản", "private, personal",
     ""),
    ("document-axis", ("Trục liên thông văn bản quốc gia", "National document axis"),
     "Gửi, nhận văn bản giữa các cấp", "private", ""),
    ("operations-centre", ("Trung tâm điều hành thông minh", "Smart operations centre"),
     "Nhận số liệu giáo dục", "private", ""),
]  # fmt: skip
"""Systems of other bodies: id, name, purpose, data and what else is known."""
PORTS = 24


@dataclass(frozen=True)
class Unit:
    """One unit: `number` is its place in the address plan, 10.number.0.0/16; `switches` how many it has."""

    number: int
    id: str
    vi: str
    en: str
    kind: str
    switches: int

    @property
    def area(self) -> str:
        return list(AREAS)[(self.number - 1) % len(AREAS)]

    @property
    def zones(self) -> list[tuple[str, int, str]]:
        return [zone for zone in ZONES if self.kind == "school" or zone[0] != "pupils"]


def units() -> list[Unit]:
    """The department, 5 centres, 24 upper and 70 lower secondary schools."""
    found = [
        Unit(1, "so-gddt", "Sở Giáo dục và Đào tạo", "Department of Education and Training", "department", 4)
    ]
    kinds = [
        ("tt", 5, "Trung tâm GDNN-GDTX", "Continuing education centre", "centre", 1),
        ("thpt", 24, "Trường THPT", "Upper-secondary school", "school", 2),
        ("thcs", 70, "Trường THCS", "Lower-secondary school", "school", 1),
    ]
    for prefix, count, vi, en, kind, switches in kinds:
        for n in range(1, count + 1):
            words = (f"{vi} Minh Họa {n:02}", f"{en} {n:02} (example)")
            found.append(Unit(len(found) + 1, f"{prefix}-minh-hoa-{n:02}", *words, kind, switches))
    return found


def organisation(every: list[Unit]) -> str:
    """The text of organisation.yml."""
    lines = [HEAD + "lab: false\n\nareas:"]
    for area, (vi, en) in AREAS.items():
        lines.append(f"  - {{id: {area}, name: {{vi: {vi}, en: {en}}}}}")
    lines.append("\nunits:")
    for unit in every:
        lines += [
            f"  - id: {unit.id}",
            f"    name: {{vi: {unit.vi}, en: {unit.en}}}",
            f"    kind: {unit.kind}",
            f"    area: {unit.area}",
            "    zones:",
        ]
        for name, vlan, purpose in unit.zones:
            net = f"10.{unit.number}.{vlan}"
            words = f"subnet: {net}.0/24, gateway: {net}.1, purpose: '{purpose}'"
            lines.append(f"      - {{id: {name}, vlan: {vlan}, {words}}}")
    lines.append("\npeople:")
    for unit in every:
        head = "Giám đốc" if unit.kind != "school" else "Hiệu trưởng"
        for suffix, role, may in (("head", head, "true"), ("it", "Cán bộ CNTT", "false")):
            person = f"Người minh họa {unit.number:03} {suffix}"
            lines.append(
                f"  - {{id: {unit.id}-{suffix}, name: {person}, role: {role}, unit: {unit.id}, may_approve: {may}}}"
            )
    lines += [
        "\nservices:\n  log_servers: [log-01]\n  time_servers: [log-01]\n  admin_networks: [10.1.99.0/24]",
        "\nadministrators:\n  accounts: [truongluy]\n  automation: [truongluy]\n",
    ]
    return "\n".join(lines)


def hosts(unit: Unit) -> str:
    """The text of hosts/<unit>.yml."""
    lines = [HEAD + "servers:\n  hosts:"]
    for index, (name, function, purpose) in enumerate(servers(unit), 11):
        lines += device(unit, name, ("server", "debian", "servers"), f"10.{unit.number}.10.{index}", purpose)
        lines.append(f"      functions: [{function}]")
    lines.append("switches:\n  hosts:")
    for index, name in enumerate(switches(unit), 11):
        place = ("switch", "cisco_ios", "management")
        lines += device(unit, name, place, f"10.{unit.number}.99.{index}", "Chuyển mạch truy nhập")
        lines += ["      ports:", *ports(unit)]
    return "\n".join(lines) + "\n"


def servers(unit: Unit) -> list[tuple[str, str, str]]:
    """Name, function ("" for none that has a policy) and purpose of each server of a unit."""
    if unit.kind == "department":
        return DEPARTMENT_SERVERS
    return [(f"files-{unit.id}", "file_server", "Máy chủ chia sẻ tệp")]


def switches(unit: Unit) -> list[str]:
    """Names of the switches of a unit."""
    return [f"sw-{unit.id}-{n:02}" for n in range(1, unit.switches + 1)]


def device(unit: Unit, name: str, kind: tuple[str, str, str], address: str, purpose: str) -> list[str]:
    """The lines that every device has; `kind` is class, platform and zone. Some support has ended, as in life."""
    device_class, platform, zone = kind
    return [
        f"    {name}:",
        f"      ansible_host: {address}",
        f"      site: {unit.id}",
        f"      device_class: {device_class}",
        f"      platform: {platform}",
        f"      zone: {zone}",
        f"      purpose: {purpose}",
        "      location: Phòng thiết bị",
        f"      model: {'Máy chủ' if device_class == 'server' else 'Chuyển mạch 24 cổng'} (minh họa)",
        f"      serial_number: EX-{name.upper()}",
        "      state: in_service",
        f"      support_until: {2025 + unit.number % 6}-12-31",
        f"      owner: {unit.id}-it",
    ]


def ports(unit: Unit) -> list[str]:
    """24 ports: users in turn, some unused, the last one leads up."""
    zones = [name for name, _, _ in unit.zones]
    users = [name for name in zones if name not in ("servers", "management")]
    lines = []
    for number in range(1, PORTS + 1):
        name = f"GigabitEthernet1/0/{number}"
        if number == PORTS:
            use = f"mode: trunk, zones: [{', '.join(zones)}], description: uplink"
        elif number > 18:
            use = "mode: unused"
        else:
            use = f"mode: access, zone: {users[number % len(users)]}"
        lines.append(f"        - {{name: {name}, {use}}}")
    return lines


def systems(every: list[Unit]) -> dict[str, str]:
    """File name -> text of every information system: those the plan names, and one for each other unit."""
    central = every[0]
    found = {one[0]: own(central, *one[1:]) for one in OWN}
    title = ("Mạng của Sở", "Network of the Department")
    found["network-so-gddt"] = own(
        central, title, "Kết nối máy tính của Sở", switches(central), 3, "private", NETWORK
    )
    found |= {one[0]: external(central, *one[1:]) for one in EXTERNAL}
    for unit in every[1:]:
        names = [server[0] for server in servers(unit)] + switches(unit)
        title = (f"Mạng và tệp của {unit.vi}", f"Network and files of {unit.en}")
        found[f"network-{unit.id}"] = own(
            unit, title, "Phục vụ quản lý và dạy học (minh họa)", names, 2, "private, personal", NETWORK
        )
    return found


def own(
    unit: Unit, title: tuple[str, str], purpose: str, devices: list[str], level: int, data: str, facts: str
) -> str:
    """The text of one systems/<system>.yml of ours; one without devices is only planned and has no level yet."""
    approval = f"decision: QĐ minh họa {unit.number:03}, date: 2026-09-01, approved_by: {unit.id}-head"
    placed = f"devices: [{', '.join(devices)}]\nlevel: {{approved: {level}, {approval}}}\n"
    return f"""{HEAD}name: {{vi: {title[0]}, en: {title[1]}}}
purpose: {purpose}
owner: {unit.id}
operator: {unit.id}
contact: {unit.id}-it
data_kinds: [{data}]
{facts}{placed if devices else "state: planned" + chr(10)}"""


def external(unit: Unit, title: tuple[str, str], purpose: str, data: str, extra: str) -> str:
    """The text of one systems/<system>.yml of another body, of which the unit is only a user."""
    return f"""{HEAD}name: {{vi: {title[0]}, en: {title[1]}}}
purpose: {purpose}
hosted: external
external_owner: chưa rõ
contact: {unit.id}-it
users: [staff]
data_kinds: [{data}]
{extra}"""


def write(folder: Path) -> None:
    """Write the whole inventory, in place of what stood in its folders."""
    every = units()
    files = {"organisation.yml": organisation(every)}
    files |= {f"hosts/{unit.id}.yml": hosts(unit) for unit in every}
    files |= {f"systems/{name}.yml": text for name, text in systems(every).items()}
    for part in ("hosts", "systems"):
        shutil.rmtree(folder / part, ignore_errors=True)
        (folder / part).mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    for more in ("figures", "user_devices", "wifi", "rooms", "records", "waivers", "budget"):
        runpy.run_path(str(Path(__file__).parent / f"province_{more}.py"))["write"](folder)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "quang-ngai")
