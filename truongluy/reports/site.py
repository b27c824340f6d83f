"""The report site: plain Markdown pages under build/pages, built by MkDocs into build/site."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from truongluy.assess import Assessment
from truongluy.compare import compare
from truongluy.inventory import Site
from truongluy.reports.building import SiteError, build_site
from truongluy.reports.joined import Joined
from truongluy.reports.markup import escape
from truongluy.reports.pages.agenda import duties_page, plan_page, waivers_page
from truongluy.reports.pages.budget import budget_index, budget_page, budget_units
from truongluy.reports.pages.budget import report_of as budget_report
from truongluy.reports.pages.comparison import comparison_page
from truongluy.reports.pages.control import control_page
from truongluy.reports.pages.device import device_page
from truongluy.reports.pages.document import coverage_page, document_page, documents_index
from truongluy.reports.pages.indicators import PATH as INDICATORS
from truongluy.reports.pages.indicators import indicators_page
from truongluy.reports.pages.layers import four_layers
from truongluy.reports.pages.lists import controls_index, devices_index
from truongluy.reports.pages.overview import overview
from truongluy.reports.pages.records import records_index, records_page
from truongluy.reports.pages.rooms import path_of, room_page, rooms_index, rooms_of
from truongluy.reports.pages.system import system_page
from truongluy.reports.pages.systems import systems_index
from truongluy.reports.pages.wifi import wifi_index, wifi_page, wifi_units
from truongluy.reports.wording import topic_name
from truongluy.verdict import Verdict

__all__ = ["SiteError", "navigation", "page_texts", "write_site"]

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
_COMPARISON = "comparison.md"


def write_site(
    joined: Joined,
    before: Mapping[Verdict, int] | None = None,
    build: Path = BUILD,
    earlier: Assessment | None = None,
) -> Path:
    """Write the pages and build the site; returns its first page.

    `before` are the counts of the run before provisioning, if there was one; `earlier` is the same evidence judged on
    a day of an earlier regime. Raises SiteError.
    """
    with _alone(build):
        return _write(joined, before, build, earlier)


@contextmanager
def _alone(build: Path) -> Iterator[None]:
    """One report at a time: a second one waits, or both would write into the same folder."""
    build.mkdir(parents=True, exist_ok=True)
    with (build / ".report.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(
    joined: Joined, before: Mapping[Verdict, int] | None, build: Path, earlier: Assessment | None
) -> Path:
    pages = build / "pages"
    shutil.rmtree(pages, ignore_errors=True)
    for name, content in page_texts(joined, before, earlier).items():
        target = pages / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    shutil.copytree(ROOT / "docs", pages / "docs")
    (pages / "docs" / "README.md").unlink()  # speaks of the folder; MkDocs would take it for a second index
    nav = navigation(joined, _docs_navigation(), earlier)
    build_site(ROOT / "mkdocs.yml", pages, build / "site", nav, "docs/")
    return build / "site" / "index.html"


def page_texts(
    joined: Joined, before: Mapping[Verdict, int] | None = None, earlier: Assessment | None = None
) -> dict[str, str]:
    """Every page of the report by its path."""
    texts = {
        "index.md": overview(joined, before),
        "devices/index.md": devices_index(joined),
        "controls/index.md": controls_index(joined),
        "documents/index.md": documents_index(joined),
        "documents/coverage.md": coverage_page(joined),
        "records/index.md": records_index(joined),
        "four-layers.md": four_layers(joined),
        "duties.md": duties_page(joined),
        "waivers.md": waivers_page(joined),
        "plan.md": plan_page(joined),
        "systems/index.md": systems_index(joined),
    }
    texts |= {f"systems/{one.id}.md": system_page(joined, one) for one in joined.inventory.systems.values()}
    texts |= {f"devices/{device.name}.md": device_page(joined, device) for device in joined.devices}
    texts |= {f"controls/{control.id}.md": control_page(joined, control) for control in joined.controls}
    texts |= {f"documents/{document.id}.md": document_page(joined, document) for document in joined.documents}
    if joined.policy.indicators:
        texts[INDICATORS] = indicators_page(joined)
    texts |= {f"records/{unit.id}.md": records_page(joined, unit) for unit in record_units(joined)}
    if units := wifi_units(joined):
        texts["wifi/index.md"] = wifi_index(joined)
        texts |= {f"wifi/{unit.id}.md": wifi_page(joined, unit) for unit in units}
    if rooms := rooms_of(joined):
        texts["rooms/index.md"] = rooms_index(joined)
        texts |= {path_of(room): room_page(joined, room) for room in rooms}
    if units := budget_units(joined):
        told = budget_report(joined)
        texts["budget/index.md"] = budget_index(joined, told)
        texts |= {f"budget/{unit.id}.md": budget_page(joined, told, unit) for unit in units}
    if earlier:
        texts[_COMPARISON] = comparison_page(joined, compare(earlier, joined.assessment, joined.policy))
    return texts


def navigation(joined: Joined, docs: list[Any], earlier: Assessment | None = None) -> list[Any]:
    """The menu: overview, devices, controls by topic, documents, then the project's own documentation."""
    topics: dict[str, list[Any]] = {}
    for control in joined.controls:
        topics.setdefault(control.topic, []).append(_item(control.title.vi, f"controls/{control.id}.md"))
    systems = [_item(one.name.vi, f"systems/{one.id}.md") for one in joined.inventory.systems.values()]
    devices = [_item(device.name, f"devices/{device.name}.md") for device in joined.devices]
    documents = [_item(document.title.vi, f"documents/{document.id}.md") for document in joined.documents]
    records = [_item(unit.name.vi, f"records/{unit.id}.md") for unit in record_units(joined)]
    wifi = [_item(unit.name.vi, f"wifi/{unit.id}.md") for unit in wifi_units(joined)]
    rooms = [_item(room.name.vi, path_of(room)) for room in rooms_of(joined)]
    budget = [_item(unit.name.vi, f"budget/{unit.id}.md") for unit in budget_units(joined)]
    return [
        {"Tổng quan": "index.md"},
        {"Hệ thống": ["systems/index.md", *systems]},
        {"Thiết bị": ["devices/index.md", *devices]},
        *([{"Wi-Fi": ["wifi/index.md", *wifi]}] if wifi else []),
        *([{"Phòng họp": ["rooms/index.md", *rooms]}] if rooms else []),
        {
            "Kiểm soát": [
                "controls/index.md",
                *[{topic_name(topic).vi: pages} for topic, pages in topics.items()],
            ]
        },
        {"Văn bản": ["documents/index.md", {"Mức độ chứng minh": "documents/coverage.md"}, *documents]},
        *([{"Chỉ tiêu": INDICATORS}] if joined.policy.indicators else []),
        *([{"Ngân sách": ["budget/index.md", *budget]}] if budget else []),
        {"Hồ sơ": ["records/index.md", {"Mô hình bốn lớp": "four-layers.md"}, *records]},
        {
            "Việc cần làm": [
                {"Kế hoạch khắc phục": "plan.md"},
                {"Lịch nghĩa vụ": "duties.md"},
                {"Miễn trừ": "waivers.md"},
            ]
        },
        *([{"So sánh": _COMPARISON}] if earlier else []),
        {"Tài liệu": docs},
    ]


def record_units(joined: Joined) -> list[Site]:
    """The units that have a page of records: all, once records were judged."""
    return list(joined.inventory.sites.values()) if joined.documentary else []


def _item(title: str, target: str) -> dict[str, str]:
    return {escape(title): target}  # the theme prints titles of the menu as they are


def _docs_navigation() -> list[Any]:
    """The menu of mkdocs.yml, one folder deeper."""
    plain = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    return [_deeper(item) for item in plain]


def _deeper(item: Any) -> Any:
    if isinstance(item, str):
        return f"docs/{item}"
    if isinstance(item, list):
        return [_deeper(one) for one in item]
    return {title: _deeper(target) for title, target in item.items()}
