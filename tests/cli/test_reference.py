"""docs/reference is what the source says."""

from pathlib import Path

import pytest

from tools.reference import pages

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("path", pages(), ids=str)
def test_the_reference_is_up_to_date(path: Path) -> None:
    assert (ROOT / path).read_text("utf-8") == pages()[path], "run `make docs`"
