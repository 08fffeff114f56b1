"""What tests of the client library share."""

import time
from collections.abc import Callable, Iterator

import anyio
import pytest

from tests.sdk.stage import Stage


@pytest.fixture(autouse=True)
def _nobody_in_particular(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pytest.TempPathFactory
) -> None:
    """No settings and no tokens of whoever runs the tests."""
    monkeypatch.setenv("SLG_PROFILES", str(tmp_path / "profiles.toml"))  # type: ignore[operator]
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


@pytest.fixture(params=["threads", "tasks"])
def play(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Stage]]:
    """Make a stage whose pauses take no time. Every test that plays is run with both clients."""
    stages: list[Stage] = []

    def make(*played: object, **options: object) -> Stage:
        stage = Stage(*played, tasks=request.param == "tasks", **options)  # type: ignore[arg-type]
        stages.append(stage)

        async def sleep(seconds: float) -> None:
            stage.sleep(seconds)

        monkeypatch.setattr(time, "sleep", stage.sleep)
        monkeypatch.setattr(anyio, "sleep", sleep)
        return stage

    yield make
    if request.param == "tasks":
        for stage in stages:
            stage.client.finish()
