"""One seller with a past for all tests of finance: they only read."""

from collections.abc import Iterator

import pytest

from tests.builders.books import Past, a_past


@pytest.fixture(scope="session")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    with a_past(tmp_path_factory.mktemp("past")) as past:
        yield past
