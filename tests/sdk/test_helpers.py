"""What takes more than one call, on real sockets, below threads and below tasks."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from sellergate_client import AsyncSellerClient, PackageProgress, SellerClient, StillWorking
from tests.builders.installation import Installation, run_installation
from tests.builders.offer_packages import Stall, a_line, a_stall
from tests.builders.order_acts import an_order_of
from tests.builders.orders import TO_PREPARATION, let_happen
from tests.builders.submissions import a_sheet
from tests.sdk.stage import Stage, answer

Play = Callable[..., Stage]


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_installation(tmp_path_factory.mktemp("helpers"), only=()) as started:
        yield started


@pytest.fixture(scope="module")
def stall(on: Installation) -> Stall:
    return a_stall(on)


def settings(stall: Stall) -> dict[str, Any]:
    return {
        "base_url": stall.on.url,
        "client_id": stall.client.id,
        "client_secret": stall.client.secret,
        "seller_id": stall.seller.seller_id,
        "accept_language": "en-US",
    }


@pytest.mark.slow
def test_offers_are_created_changed_and_removed(on: Installation, stall: Stall) -> None:
    lines = [a_line(on) for _ in range(230)]
    lines[7]["quantity"] = -1
    told: list[PackageProgress] = []

    with SellerClient(**settings(stall)) as client:
        created = list(client.offers.upsert(lines, sales_channel_id="CDISFR", progress=told.append))
        changed = list(
            client.offers.update(
                [{"sellerExternalReference": lines[0]["sellerExternalReference"], "quantity": 5}],
                sales_channel_id="CDISFR",
            )
        )
        removed = list(
            client.offers.delete([lines[1]["sellerExternalReference"]], sales_channel_id="CDISFR")
        )
        again = list(client.offers.results(told[0].package_id))

    assert [result.integration_status for result in created].count("Integrated") == 229
    assert created[7].integration_status == "Rejected"
    assert created[7].results[0].message
    assert [p.uploaded for p in told[:4]] == [100, 200, 230, 230]
    assert (told[-1].state, told[-1].integrated, told[-1].rejected) == ("Integrated", 229, 1)
    assert [changed[0].integration_status, removed[0].integration_status] == ["Integrated"] * 2
    assert again == created


@pytest.mark.slow
def test_tasks_bring_their_lines_one_by_one(on: Installation, stall: Stall) -> None:
    async def lines() -> AsyncIterator[dict[str, Any]]:
        for _ in range(120):
            yield a_line(on)

    async def push() -> list[str]:
        async with AsyncSellerClient(**settings(stall)) as client:
            found = client.offers.upsert(lines(), sales_channel_id="CDISFR")
            return [result.integration_status async for result in found]

    assert asyncio.run(push()) == ["Integrated"] * 120


@pytest.mark.slow
def test_sheets_are_submitted_and_each_has_its_report(on: Installation, stall: Stall) -> None:
    sheets = [a_sheet(on) for _ in range(5)] + [{"gtin": "1"}]

    with SellerClient(**settings(stall)) as client:
        reports = list(client.products.submit(sheets, wait=30))

    assert sorted(str(report.status) for report in reports) == ["Integrated"] * 5 + ["Refused"]
    refused = next(report for report in reports if report.status == "Refused")
    assert refused.errors
    assert refused.errors[0].message


@pytest.mark.slow
def test_each_state_of_an_order_is_handed_out_once(
    start_installation: Callable[..., Installation],
) -> None:
    on = start_installation()
    stall = a_stall(on)
    began = on.clock() - timedelta(minutes=1)
    first, second = (an_order_of(stall) for _ in range(2))

    with SellerClient(**settings(stall)) as client:
        poll = client.orders.poll(began)
        seen = {order.order_id for order in poll}
        nothing = list(poll)
        let_happen(on, first, *TO_PREPARATION)
        after_a_restart = client.orders.poll(poll.state)
        changed = list(after_a_restart)

    assert seen == {first.order_id, second.order_id}
    assert nothing == []
    assert [(order.order_id, order.status) for order in changed] == [
        (first.order_id, "InPreparation")
    ]


def test_who_waits_no_longer_keeps_the_package(play: Play) -> None:
    stage = play(*[answer(200, {"packageId": "P", "state": "Ready"})] * 5)

    with pytest.raises(StillWorking) as told:
        list(stage.client.offers.results("P", wait=1))

    assert told.value.package_id == "P"


def test_a_package_that_does_not_count_its_lines_is_left_when_an_answer_is_lost(
    play: Play,
) -> None:
    """contract/04: the original names no count; a reference that is there twice rejects both lines."""
    from sellergate_client import AnswerLost

    opened = [answer(201, content_location=f"/offer-packages/P{number}") for number in (1, 2)]
    open_still = answer(200, {"packageId": "P1", "state": "WaitingForCompletion"})
    done = answer(200, {"packageId": "P2", "state": "Integrated"})
    results = answer(200, {"items": [{"sellerExternalReference": "R"}]})
    stage = play(
        *(opened[0], AnswerLost("cut"), open_still),
        *(opened[1], answer(201), open_still, answer(204)),
    )
    stage.played[5] = answer(200, {"packageId": "P2", "lineCount": 1})
    stage.played += [done, results]

    found = list(
        stage.client.offers.upsert([{"sellerExternalReference": "R"}], sales_channel_id="C")
    )

    assert [result.seller_external_reference for result in found] == ["R"]
    assert [sent.method for sent in stage.sent if "P1" in sent.url] == ["POST", "GET"]
    assert [sent.method for sent in stage.sent if sent.url.endswith("/P2")] == [
        "GET",
        "PATCH",
        "GET",
    ]
