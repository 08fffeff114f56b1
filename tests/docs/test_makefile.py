"""`make` alone tells a newcomer what can be done here."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_make_alone_lists_every_verb_with_a_line_each() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None

    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    lines = dict(re.findall(r"^  ([a-z-]+) +(.+)$", listed, re.MULTILINE))
    assert set(lines) == set(phony[1].split())
