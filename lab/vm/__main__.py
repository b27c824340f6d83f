"""`python -m lab.vm up|down|status`."""

from __future__ import annotations

import argparse
import sys

from lab.run import LabError
from lab.vm import kernel_host


def main() -> int:
    """Run one verb; returns the exit status (0 done, 1 not)."""
    parser = argparse.ArgumentParser(
        prog="lab.vm", description="Máy ảo có nhân riêng / a machine with its own kernel"
    )
    parser.add_argument("verb", choices=("up", "down", "status"))
    chosen = parser.parse_args()
    try:
        if chosen.verb == "up":
            kernel_host.up()
        elif chosen.verb == "down":
            kernel_host.down()
        else:
            print(f"{kernel_host.NAME:16} {'running' if kernel_host.running() else 'stopped'}")
    except LabError as failed:
        print(f"lab: {failed}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
