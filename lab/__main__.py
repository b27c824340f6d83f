"""`python -m lab VERB`: the lab's command line."""

from __future__ import annotations

import argparse
from typing import NoReturn

from lab import cli
from truongluy.commands import exit_with


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lab", description="Phòng lab nhúng / the embedded lab")
    verbs = parser.add_subparsers(dest="verb", required=True)
    up = verbs.add_parser("up", help="dựng phòng lab / bring it up")
    up.add_argument("--fresh", action="store_true", help="gỡ rồi dựng lại / take it down first")
    up.add_argument("--rebuild", action="store_true", help="dựng lại ảnh / rebuild the images")
    without = "không dựng điểm truy cập Wi-Fi (máy ảo) / without the access point's virtual machine"
    up.add_argument("--no-wifi-vm", action="store_true", help=without)
    verbs.add_parser("down", help="gỡ mọi thứ / remove everything")
    verbs.add_parser("status", help="thiết bị nào đang chạy / what runs")
    verbs.add_parser("bootstrap", help="bước ngày đầu cho máy trần / day 0 of the bare host")
    requirements = verbs.add_parser(
        "requirements", help="cài gói hệ thống còn thiếu / install missing packages"
    )
    requirements.add_argument("--vm", action="store_true", help="cho máy ảo QEMU / for the QEMU machine")
    requirements.add_argument(
        "--media", action="store_true", help="cho kiểm thử phòng họp / for tests of meetings"
    )
    requirements.add_argument(
        "--office", action="store_true", help="cho kiểm thử sổ tính / for tests of workbooks"
    )
    for verb, text in (("stop", "dừng một thiết bị / stop a device"), ("start", "chạy lại / start it again")):
        verbs.add_parser(verb, help=text).add_argument("name")
    return parser


def main() -> NoReturn:
    """Run one verb and leave with its status: 0 done, 1 the lab could not, 2 wrong usage or inventory."""
    given = vars(_parser().parse_args())
    verb = given.pop("verb")
    exit_with(getattr(cli, "prepare" if verb == "requirements" else verb), **given)


if __name__ == "__main__":
    main()
