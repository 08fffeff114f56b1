"""One installation for the tests of API Credentials Management; each test brings its own people."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium, Page

from tests.builders.chromium import context_of
from tests.builders.installation import Installation, run_installation
from tests.builders.world import the_test_seller
from tests.portal.accounts.site import Browser
from tests.portal.credentials.people import OPENED, a_browser

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("credentials")
    with run_installation(folder, marketplace_name="Marché Test") as installation:
        the_test_seller(installation)
        yield installation


@pytest.fixture
def browser(on: Installation) -> Browser:
    return a_browser(on)


@pytest.fixture(autouse=True)
def close_browsers() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().http.close()


@pytest.fixture
def open_page(driven: Chromium, on: Installation) -> Iterator[OpenPage]:
    """A page of a new browser, which must cause no error of the server or of a script."""
    contexts, faults = [], []

    def open_(path: str, **options: Any) -> Page:
        # Without motion, so that axe-core never measures a colour on its way to another.
        context = context_of(driven, on.url, reduced_motion="reduce", **options)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=on.url)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda answer: _note_fault(answer, faults))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


def _note_fault(answer: Any, faults: list[str]) -> None:
    if answer.status >= 500 or ("/static/" in answer.url and answer.status >= 400):
        faults.append(f"{answer.status} {answer.url}")
