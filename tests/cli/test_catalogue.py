"""`sellergate catalogue`: operators load their own categories, properties and brands, and keep them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.builders.demo import seeded_database
from tests.cli.command import environment, run, run_ok

pytestmark = pytest.mark.slow  # starts the real command again and again

LABEL = {"fr": "Gants", "en": "Gloves", "es": "Guantes"}
SIZES = [{"fr": text, "en": text, "es": text} for text in ("S", "M")]
LINES: list[dict[str, Any]] = [
    {"kind": "category", "reference": "0X0Y0Z", "label": LABEL, "isVariant": True,
     "properties": [{"reference": "46831", "necessity": "Mandatory"}]},
    {"kind": "category", "reference": "0X", "label": LABEL},
    {"kind": "category", "reference": "0X0Y", "label": LABEL, "isActive": False},
    {"kind": "property", "reference": "46831", "label": LABEL, "choices": SIZES,
     "isVariation": True, "isSize": True},
    {"kind": "brand", "reference": "B1", "name": "Aurévanne"},
]  # fmt: skip


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    env = environment(tmp_path)
    run_ok("migrate", env=env)
    return env


def written(folder: Path, *lines: Any, name: str = "referential.jsonl") -> str:
    """A file of these lines: values as JSON, text as it is."""
    path = folder / name
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n")
    return str(path)


def exported(env: dict[str, str], folder: Path, name: str) -> list[dict[str, Any]]:
    run_ok("catalogue", "export", str(folder / name), env=env)
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


def by_reference(lines: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {line["reference"]: line for line in lines}


def test_what_was_imported_is_exported_again(env: dict[str, str], tmp_path: Path) -> None:
    done = run("catalogue", "import", written(tmp_path, *LINES), env=env)
    found = exported(env, tmp_path, "out.jsonl")

    assert done.stderr == "Written: 3 categories, 1 properties, 1 brands.\n"
    assert [line["reference"] for line in found] == ["46831", "B1", "0X", "0X0Y", "0X0Y0Z"]
    assert by_reference(found) == by_reference(LINES)


def test_importing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    env = environment(tmp_path)
    seeded_database(tmp_path / "data.db")
    first = exported(env, tmp_path, "one.jsonl")

    run_ok("catalogue", "import", str(tmp_path / "one.jsonl"), "--replace", env=env)

    assert exported(env, tmp_path, "two.jsonl") == first
    assert len(first) > 1000


def test_a_line_changes_what_it_names_and_nothing_else(env: dict[str, str], tmp_path: Path) -> None:
    run_ok("catalogue", "import", written(tmp_path, *LINES), env=env)
    change = LINES[3] | {"choices": SIZES[:1]}

    run_ok("catalogue", "import", written(tmp_path, change, LINES[4] | {"name": "Aure"}), env=env)

    found = by_reference(exported(env, tmp_path, "out.jsonl"))
    assert found["46831"]["choices"] == SIZES[:1]
    assert found["B1"]["name"] == "Aure"
    assert found["0X0Y0Z"] == LINES[0]


def test_replacing_takes_away_what_no_sheet_uses(tmp_path: Path) -> None:
    env = environment(tmp_path)
    seeded_database(tmp_path / "data.db")
    before = exported(env, tmp_path, "before.jsonl")

    done = run("catalogue", "import", written(tmp_path, *LINES), "--replace", env=env)

    after = by_reference(exported(env, tmp_path, "after.jsonl"))
    sheets = sqlite3.connect(tmp_path / "data.db")
    with closing(sheets):
        used = {row[0] for row in sheets.execute("SELECT category_reference FROM products")}
        brands = {row[0] for row in sheets.execute("SELECT brand FROM products")}
    assert "Inactive now, for they have sheets: 445 categories." in done.stderr
    assert used <= after.keys()
    assert {after[reference].get("isActive", True) for reference in used} == {False}
    assert brands - {None} <= {line["name"] for line in after.values() if line["kind"] == "brand"}
    assert len(after) < len(before)
    assert after["0X0Y0Z"] == LINES[0]


MISTAKES: list[tuple[Any, str]] = [
    ("{", "is no JSON object on one line: Input data was truncated"),
    ("[]", "Expected `object`, got `array`"),
    ('{"a":' + "[" * 100_000, "is no JSON object on one line: maximum recursion depth"),
    ({"kind": "shelf", "reference": "1"}, "kind: Invalid value 'shelf'"),
    (LINES[4] | {"title": "x"}, "Object contains unknown field `title`"),
    (LINES[4] | {"name": 7}, "name: Expected `str`, got `int`"),
    (LINES[4] | {"name": "a\u0000b"}, "name: must have 1 to 120 characters, on one line"),
    (LINES[4] | {"reference": "é"}, "reference: must be 1 to 20 letters, digits"),
    (
        LINES[1] | {"reference": "0V", "label": LABEL | {"es": " "}},
        "label.es: must have 1 to 200 characters",
    ),
    (LINES[1] | {"reference": "0Z0"}, "reference: must be 2, 4 or 6 letters and digits"),
    (LINES[2], "reference: there is no category “0X” above it"),
    (
        LINES[1] | {"reference": "0W", "properties": [{"reference": "1"}]},
        "properties: only categories of 6 characters have sheets",
    ),
    (
        LINES[3] | {"choices": [*SIZES, SIZES[0] | {"en": "T", "es": "T"}]},
        "choices[2].fr: “S” is a choice already",
    ),
    (LINES[3], "reference: “46831” is on line 13 already"),
]


def test_each_mistake_is_told_with_its_line_and_member(env: dict[str, str], tmp_path: Path) -> None:
    lines, messages = zip(*MISTAKES, strict=True)

    done = run("catalogue", "import", written(tmp_path, *lines), env=env)

    told = "\n".join(done.stderr.splitlines()[1:])
    missing = [
        message for n, message in enumerate(messages, 1) if f"  line {n}: {message}" not in told
    ]
    assert done.returncode == 1
    assert not missing, told


def test_a_file_with_one_mistake_is_not_written_at_all(env: dict[str, str], tmp_path: Path) -> None:
    twice = LINES[4] | {"reference": "B2", "name": "AURE VANNE"}

    done = run("catalogue", "import", written(tmp_path, LINES[4], twice, LINES[0]), env=env)

    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "  line 2: name: “AURE VANNE” is the same name as on line 1",
        "  line 3: properties[0].reference: there is no property “46831”",
        "  line 3: reference: there is no category “0X0Y” above it",
    ]
    assert exported(env, tmp_path, "out.jsonl") == []


def test_checking_a_file_writes_nothing(env: dict[str, str], tmp_path: Path) -> None:
    done = run("catalogue", "import", written(tmp_path, *LINES), "--check", env=env)

    assert "is in order: 3 categories" in done.stderr
    assert exported(env, tmp_path, "out.jsonl") == []


def test_an_export_overwrites_nothing(env: dict[str, str], tmp_path: Path) -> None:
    done = run("catalogue", "export", written(tmp_path, *LINES), env=env)

    assert done.returncode == 1
    assert "is there already" in done.stderr
