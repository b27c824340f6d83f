"""`python -m lab up|down|status`: the lab's command line."""

from __future__ import annotations

import argparse
import sys

from lab import engine
from lab.run import LabError


def main() -> int:
    """Run one command; returns the exit status (0 done, 1 the lab could not, 2 wrong usage)."""
    parser = argparse.ArgumentParser(prog="lab", description="Phòng lab nhúng / the embedded lab")
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("up")
    start.add_argument("--fresh", action="store_true", help="gỡ và dựng lại / take down first")
    start.add_argument("--rebuild", action="store_true", help="dựng lại ảnh / rebuild the images")
    commands.add_parser("down")
    commands.add_parser("status")
    chosen = parser.parse_args()
    try:
        if chosen.command == "up":
            engine.up(fresh=chosen.fresh, rebuild=chosen.rebuild)
        elif chosen.command == "down":
            engine.down()
        else:
            for name, value in engine.status().items():
                print(f"{name:16} {value}")
    except LabError as failed:
        print(f"lab: {failed}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
