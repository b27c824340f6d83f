"""Brings sysctl files into effect and prints each value it had to change; `--dry` only prints.

A key may hold a * for any interface. Keys that this kernel does not have are passed over.
"""

import glob
import sys


def wanted(files):
    """(path, value) in the order of the files."""
    for name in files:
        with open(name, encoding="utf-8") as lines:
            for line in lines:
                key, separator, value = line.partition("=")
                if separator and not line.lstrip().startswith("#"):
                    pattern = "/proc/sys/" + key.strip().lstrip("-").replace(".", "/")
                    yield from ((path, value.strip()) for path in sorted(glob.glob(pattern)))


def read(path):
    """The value in effect."""
    with open(path, encoding="ascii") as file:
        return file.read().strip()


def main():
    """Compare, print, write; again when a write changed a value that was already right."""
    dry, files = sys.argv[1] == "--dry", sys.argv[2:]
    for _ in range(2):
        for path, value in wanted(files):
            if (now := read(path)) != value:
                print(f"{path}: {now} -> {value}")
                if not dry:
                    with open(path, "w", encoding="ascii") as file:
                        file.write(value)
        if dry:
            return


main()
