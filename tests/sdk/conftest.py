"""What tests of the client library share."""

import time
from collections.abc import Callable

import pytest

from tests.sdk.stage import Stage


@pytest.fixture(autouse=True)
def _nobody_in_particular(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pytest.TempPathFactory
) -> None:
    """No settings and no tokens of whoever runs the tests."""
    monkeypatch.setenv("SLG_PROFILES", str(tmp_path / "profiles.toml"))  # type: ignore[operator]
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Stage]:
    """Make a stage whose pauses take no time."""

    def make(*played: object, **options: object) -> Stage:
        stage = Stage(*played, **options)  # type: ignore[arg-type]
        monkeypatch.setattr(time, "sleep", stage.sleep)
        return stage

    return make
