"""Every system and piece of equipment that Plan 316 names has a place in the inventory."""

from __future__ import annotations

from pathlib import Path

import pytest

from truongluy import inventory

ROOT = Path(__file__).resolve().parents[2] / "inventories"
FOUND = {name: inventory.load(ROOT / name) for name in ("lab", "quang-ngai")}
BOTH = ("lab", "quang-ngai")

EQUIPMENT = {
    "bộ chuyển mạch (switch)": "switch",
    "máy chủ của các hệ thống": "server",
    "thiết bị CNTT phòng làm việc, máy tính nối mạng": "workstation",
    "máy tính bảng cho lãnh đạo": "tablet",
    "bộ phát WiFi (router WiFi)": "wifi_ap",
    "máy tính, thiết bị phòng họp trực tuyến": "meeting_room",
}
"""What the plan names -> the device class that describes it."""

SYSTEMS = {
    "phần mềm quản lý văn bản và hồ sơ công việc, iOffice": "ioffice",
    "thư điện tử ba miền": "mail",
    "cơ sở dữ liệu ngành": "sector-database",
    "phần mềm quản lý giáo dục, quản lý trường học": "school-management",
    "cổng thông tin điện tử, cổng thành phần": "portal",
    "một cửa điện tử, cổng dịch vụ công": "public-services",
    "trục liên thông quốc gia": "document-axis",
    "TEMIS": "temis",
    "họp trực tuyến": "online-meeting",
    "dạy học trực tuyến, chia sẻ học liệu": "e-learning",
    "trung tâm điều hành thông minh của tỉnh": "operations-centre",
    "chữ ký số": "digital-signature",
    "SOC, giám sát an toàn thông tin": "security-monitoring",
}
"""What the plan names -> the information system that stands for it."""

ONLY_IN = {
    "cơ sở dữ liệu giáo dục của địa phương": ("local-education-database", "lab"),
    "phần mềm phổ cập giáo dục, xóa mù chữ": ("universal-education", "lab"),
    "nhận, trả hồ sơ qua bưu chính công ích": ("public-post", "lab"),
}


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize(("thing", "device_class"), EQUIPMENT.items())
def test_equipment_has_devices_of_its_class(name, thing, device_class):
    described = (*FOUND[name].devices.values(), *FOUND[name].not_deployed.values())
    classes = {device.device_class for device in described}
    assert device_class in classes, f"{name}: no place for {thing}"


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize(("thing", "system"), SYSTEMS.items())
def test_a_named_system_is_described(name, thing, system):
    assert system in FOUND[name].systems, f"{name}: no place for {thing}"


@pytest.mark.parametrize(("thing", "place"), ONLY_IN.items())
def test_a_system_of_one_inventory_is_described_there(thing, place):
    system, name = place
    assert system in FOUND[name].systems, thing


@pytest.mark.parametrize("name", BOTH)
def test_mail_has_the_three_domains_of_the_plan(name):
    wanted = {"quangngai.gov.vn", "quangngai.edu.vn", "moet.edu.vn"}
    assert set(FOUND[name].systems["mail"].domains) == wanted


@pytest.mark.parametrize("name", BOTH)
def test_ioffice_stands_at_its_address(name):
    assert "office.quangngai.gov.vn" in FOUND[name].systems["ioffice"].domains
