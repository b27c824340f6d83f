"""What needs the lab is handed to one process: two would each make a lab, and take it from the other."""

from __future__ import annotations

import pytest

from tests import side_by_side


def test_every_test_that_needs_the_lab_or_the_kernel_is_in_its_group(request):
    for item in request.session.items:
        if item.get_closest_marker("lab") or "demo" in getattr(item, "fixturenames", ()):
            assert side_by_side.group_of(item.nodeid) == side_by_side.LAB, item.nodeid
        elif item.get_closest_marker("vm"):
            assert side_by_side.group_of(item.nodeid) == side_by_side.KERNEL, item.nodeid


@pytest.mark.parametrize(
    ("file", "group"),
    [("tests/lab/test_demo.py", "lab"), ("tests/vm/test_machine.py", "vm"),
     ("tests/levels/test_pages.py", "tests/levels/test_pages.py")],
)  # fmt: skip
def test_a_file_is_of_one_group(file, group):
    assert side_by_side.group_of(f"{file}::test_anything[a::b]") == group
