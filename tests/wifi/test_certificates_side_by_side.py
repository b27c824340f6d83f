"""Hosts are provisioned side by side: whoever asks for a certificate at the same moment finds it in the index."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from truongluy.certificates import keep
from truongluy.certificates.store import Store


def _ask(folder: Path, name: str) -> str:
    return keep(folder, "Đơn vị minh họa", [name]).certificate


def test_certificates_asked_for_at_once_are_all_in_the_index(tmp_path):
    folder = tmp_path / "authority"
    names = [f"may-{number}.example" for number in range(12)]
    with ProcessPoolExecutor(6) as pool:
        given = list(pool.map(_ask, [folder] * len(names), names))
    assert len(set(given)) == len(names)
    assert sorted(entry.names[0] for entry in Store(folder).issued()) == sorted(names)
