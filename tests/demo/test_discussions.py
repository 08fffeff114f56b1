"""What the customers of the demo marketplace wrote: each state of a discussion, the same for everybody."""

import pytest

from sellergate.demo.world import TODAY
from tests.builders.demo import SELLER_ID, run_demo, token_of_demo
from tests.builders.installation import Installation, MovableClock
from tests.builders.world import headers_for

pytestmark = pytest.mark.slow


def discussions_of(on: Installation) -> list[dict[str, object]]:
    headers = headers_for(token_of_demo(on), SELLER_ID)
    answer = on.get(
        "/seller/v2/discussions?pageSize=500&includeMessages=LastMessage", headers=headers
    )
    items: list[dict[str, object]] = answer.json()["items"]
    return items


def test_there_is_a_discussion_of_each_kind(tmp_path_factory: pytest.TempPathFactory) -> None:
    with run_demo(tmp_path_factory.mktemp("demo"), clock=MovableClock(TODAY)) as on:
        found = discussions_of(on)

    for member, values in {
        "typologyCode": {"Order", "Offer"},
        "status": {"ToTreat", "Treated"},
        "isOpen": {True, False},
        "salesChannel": {"CDISFR", "HANSDE"},
    }.items():
        assert {item[member] for item in found} == values, member
    assert {item["graduation"] for item in found} > {"Discussion"}
    assert all(str(item["updatedAt"]) < TODAY.isoformat() for item in found)


def test_the_same_seed_gives_the_same_discussions(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    told = []
    for name in ("one", "two"):
        with run_demo(tmp_path_factory.mktemp(name), clock=MovableClock(TODAY)) as on:
            told.append(discussions_of(on))

    assert len(told[0]) > 10
    assert told[0] == told[1]
