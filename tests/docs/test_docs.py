"""What the documents name exists: files, links, verbs, decisions."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("changes/README.md")],
)
FLOWS = sorted(ROOT.glob("docs/flows/*.md"))
DECISIONS = sorted(ROOT.glob("docs/decisions/[0-9]*.md"))

LINK = re.compile(r"\]\(([^)\s#]+)[^)]*\)|^\[[^\]]+\]: +(\S+)", re.MULTILINE)
DEFINITION = re.compile(r"^\[([^\]]+)\]: +(\S+)$", re.MULTILINE)
REFERENCE = re.compile(r"\[([^\]\[]+)\](?![(\[])")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_link_between_pages_leads_somewhere(page: Path) -> None:
    targets = [first or second for first, second in LINK.findall(page.read_text())]
    local = [target for target in targets if "://" not in target]

    missing = [target for target in local if not (page.parent / target).exists()]

    assert missing == []


@pytest.mark.parametrize("page", FLOWS, ids=name_of)
def test_each_file_of_a_flow_is_named_once_in_its_list_and_exists(page: Path) -> None:
    text, _, file_list = page.read_text().partition("## Files")
    files = dict(DEFINITION.findall(file_list))

    missing = [path for path in files.values() if not (page.parent / path).is_file()]

    assert missing == []
    assert set(REFERENCE.findall(text)) == set(files), "every file of the list is visited"
    assert "src/" not in text, "paths are in the list only, so that a move is one line"


def test_the_rooms_of_contributing_exist() -> None:
    rooms = re.findall(
        r"`(src/[^`]+|tools/[^`]+|docs/[^`]+)`", (ROOT / "CONTRIBUTING.md").read_text()
    )

    missing = [
        room for room in rooms if not list(ROOT.glob(re.sub(r"<\w+>", "*", room.rstrip("/"))))
    ]

    assert missing == []


def test_every_verb_that_a_page_names_is_one_of_the_makefile() -> None:
    verbs = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))

    named = {
        verb
        for page in PAGES
        for verb in re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text(), re.MULTILINE)
    }

    assert named - verbs == set()


@pytest.mark.parametrize("page", DECISIONS, ids=name_of)
def test_a_decision_has_its_five_parts_and_is_listed(page: Path) -> None:
    text = page.read_text()

    parts = re.findall(r"^\*\*(.+?)\.?\*\*", text, re.MULTILINE)

    assert parts == [
        "Context",
        "Decision",
        "Consequences",
        "Alternatives weighed",
        "Enforced by",
    ]
    assert f"]({page.name})" in (page.parent / "README.md").read_text()
