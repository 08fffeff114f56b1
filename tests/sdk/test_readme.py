"""The examples of sdk/README.md run, as they stand there, on the demo marketplace."""

import ast
import asyncio
import inspect
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sellergate_client import SellerClient
from tests.builders.demo import CLIENT_ID, CLIENT_SECRET, SELLER_ID, run_demo
from tests.builders.installation import Installation

ROOT = Path(__file__).parents[2]
EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "sdk/README.md").read_text(), re.DOTALL)


class Enough(Exception):
    """The example goes on for ever."""


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_demo(tmp_path_factory.mktemp("demo"), only=()) as started:
        yield started


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_runs(
    on: Installation, example: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    profile = f'base_url = "{on.url}"\nclient_id = "{CLIENT_ID}"\nclient_secret = "{CLIENT_SECRET}"'
    file = tmp_path / "profiles.toml"
    file.touch(0o600)
    file.write_text(f'[shop]\n{profile}\nseller_id = "{SELLER_ID}"\n')
    example = example.replace("https://sellers.example.com", on.url)
    example = example.replace("Atelier Nord API", CLIENT_ID).replace('"…"', f'"{CLIENT_SECRET}"')

    def sleep(_: float) -> None:
        raise Enough

    kept: list[Any] = []
    with SellerClient(profile="shop") as client:
        given = {
            "client": client,
            "since": datetime.now(UTC) - timedelta(days=30),
            "datetime": datetime,
            "timedelta": timedelta,
            "UTC": UTC,
            "time": time,
            "book": kept.append,
            "load_position": lambda: None,
            "save_position": kept.append,
            "load_state": lambda: None,
            "save_state": kept.append,
            "lines": lambda: [{"sellerExternalReference": "BOUGIE-LAV", "quantity": 3}],
        }
        code = compile(example, "README.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        is_polling = "sleep(" in example
        if is_polling:
            monkeypatch.setattr(time, "sleep", sleep)
            with pytest.raises(Enough):
                eval(code, given)
        else:
            running = eval(code, given)
            if inspect.isawaitable(running):
                asyncio.run(_finish(running))


async def _finish(running: Any) -> None:
    await running
