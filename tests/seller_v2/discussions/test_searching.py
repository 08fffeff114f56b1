"""Finding discussions: filters, period, order, pages, counts (contract/07 §2, §3)."""

import re

import pytest

from tests.builders.discussions import (
    ANSWER,
    ASKED,
    Desk,
    a_discussion,
    a_message,
    graduate,
)
from tests.builders.installation import Installation
from tests.builders.offer_packages import a_stall
from tests.builders.wire import assert_problem

pytestmark = pytest.mark.slow

CLOSE = [{"op": "replace", "path": "/isOpen", "value": False}]


@pytest.fixture(scope="module")
def full(installation: Installation) -> tuple[Desk, dict[str, str]]:
    """A desk with a discussion of each kind, by name, the oldest first."""
    desk = Desk(a_stall(installation))
    with installation.clock.moved(days=-3):
        waiting = a_discussion(installation, desk.seller)
    with installation.clock.moved(days=-2):
        treated = a_discussion(installation, desk.seller, sales_channel_id="HANSDE")
        desk.reply(treated)
    claim = a_discussion(
        installation, desk.seller, sub_typology_code="broken-product", external_reference="CD-77"
    )
    graduate(installation, desk.seller, claim, "Claim")
    closed = a_discussion(installation, desk.seller)
    desk.change(f"/discussions/{closed}", CLOSE)
    return desk, {"waiting": waiting, "treated": treated, "claim": claim, "closed": closed}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["closed", "claim", "treated", "waiting"]),
        ({"isOpen": "true"}, ["claim", "treated", "waiting"]),
        ({"isOpen": "False"}, ["closed"]),
        ({"isopen": "0"}, ["closed"]),
        ({"processStatus": "ToTreat"}, ["claim", "waiting"]),
        ({"processStatus": "treated"}, ["closed", "treated"]),
        ({"processStatus": "ToTreat,Treated"}, ["closed", "claim", "treated", "waiting"]),
        ({"graduationCode": "claim"}, ["claim"]),
        ({"graduationCode": "Level_2"}, []),
        ({"typologyCode": "offer"}, ["closed", "claim", "treated", "waiting"]),
        ({"typologyCode": "Order"}, []),
        ({"subTypologyCode": "Broken-Product"}, ["claim"]),
        ({"subtypologyCode": "offerinformation"}, ["closed", "treated", "waiting"]),
        ({"salesChannel": "hansde"}, ["treated"]),
        ({"salesChannel": "CDISFR,HANSDE", "isOpen": "true"}, ["claim", "treated", "waiting"]),
        ({"salesChannel": "NOWHERE"}, []),
        ({"orderSellerId": "unknown"}, []),
        ({"orderId": "unknown"}, []),
        ({"sort": "updatedAt"}, ["waiting", "treated", "claim", "closed"]),
        ({"sort": "desc:updatedAt"}, ["closed", "claim", "treated", "waiting"]),
        ({"sort": "asc:createdAt"}, ["waiting", "treated", "claim", "closed"]),
        ({"sort": "createdAt", "desc": "createdAt"}, ["closed", "claim", "treated", "waiting"]),
        ({"sort": "createdAt", "desc": "true"}, ["closed", "claim", "treated", "waiting"]),
        ({"pageSize": "3"}, ["closed", "claim", "treated"]),
        ({"pageSize": "3", "pageIndex": "2"}, ["waiting"]),
        ({"pageSize": "3", "pageIndex": "3"}, []),
        ({"limit": "1", "page": "9"}, ["closed", "claim", "treated", "waiting"]),
    ],
    ids=str,
)
def test_what_a_search_finds(
    full: tuple[Desk, dict[str, str]], query: dict[str, str], names: list[str]
) -> None:
    """contract/07 §2; typologies compare in any letter case (§1), unknown parameters are ignored (contract/00 §6)."""
    desk, ids = full

    assert desk.found(**query) == [ids[name] for name in names]


def test_a_discussion_is_found_by_its_id(full: tuple[Desk, dict[str, str]]) -> None:
    """contract/07 §2: `discussionId` is a filter."""
    desk, ids = full

    assert desk.found(discussionId=ids["claim"]) == [ids["claim"]]
    assert desk.found(discussionId="0" * 24) == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 4),
        ({"isOpen": "true"}, 3),
        ({"processStatus": "ToTreat", "salesChannel": "CDISFR"}, 2),
        ({"graduationCode": "Claim"}, 1),
        ({"graduationCode": "Claim", "isOpen": "false"}, 0),
    ],
    ids=str,
)
def test_a_count_is_a_bare_number(
    full: tuple[Desk, dict[str, str]], query: dict[str, str], count: int
) -> None:
    """contract/07 §3: by analogy with orders, a bare integer."""
    desk, _ids = full

    assert desk.get("/discussions/count", **query) == count


def test_every_page_but_the_last_names_the_next(full: tuple[Desk, dict[str, str]]) -> None:
    """contract/07 §2: index paging; clients stop when a page is short or empty."""
    desk, _ids = full

    first = desk.call("GET", "/discussions?pageSize=3&isOpen=&sort=updatedAt")
    following = re.fullmatch(r'<(http.+)>; rel="next"', first.headers["link"])
    assert following
    last = desk.call("GET", following[1].partition("/seller/v2")[2])

    assert [len(page.json()["items"]) for page in (first, last)] == [3, 1]
    assert list(last.links) == ["prev", "first"]


def test_an_item_has_every_member_of_the_contract(full: tuple[Desk, dict[str, str]]) -> None:
    """contract/07 §2: the item, with milliseconds and Z."""
    desk, ids = full

    [item] = desk.get("/discussions", discussionId=ids["claim"])["items"]

    instant = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
    assert instant.fullmatch(item.pop("createdAt"))
    assert instant.fullmatch(item.pop("updatedAt"))
    assert re.fullmatch("[0-9a-f]{24}", item["discussionId"])
    assert item == {
        "discussionId": ids["claim"],
        "subject": "Where is it?",
        "orderReference": None,
        "orderSellerId": None,
        "offerId": "41207_AUC0400000000015_6_CDISFR",
        "salesChannelExternalReference": "CD-77",
        "isOpen": True,
        "graduation": "Claim",
        "typologyCode": "Offer",
        "subTypologyCode": "broken-product",
        "status": "ToTreat",
        "customerId": "0000000000AA",
        "sellerId": str(desk.seller.seller_id),
        "salesChannel": "CDISFR",
    }


@pytest.mark.parametrize(
    ("which", "body"), [("FirstMessage", ASKED), ("lastmessage", ANSWER), ("", None)]
)
def test_a_message_comes_with_each_item_when_asked_for(
    full: tuple[Desk, dict[str, str]], which: str, body: str | None
) -> None:
    """contract/07 §2: without `includeMessages` items carry no message; its name is unproven, so there are both."""
    desk, ids = full

    items = desk.get("/discussions", includeMessages=which, salesChannel="HANSDE")["items"]

    [item] = items
    assert item["discussionId"] == ids["treated"]
    if body is None:
        assert not {"message", "messages"} & set(item)
    else:
        assert item["message"]["body"] == body
        assert item["messages"] == [item["message"]]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"isOpen": "maybe"}, "isOpen"),
        ({"processStatus": "Done"}, "processStatus"),
        ({"includeMessages": "All"}, "includeMessages"),
        ({"sort": "subject"}, "sort"),
        ({"sort": "up:updatedAt"}, "sort"),
        ({"pageIndex": "0"}, "pageIndex"),
        ({"pageSize": "501"}, "pageSize"),
        ({"updatedAtMin": "yesterday"}, "updatedAtMin"),
        ({"updatedAtMin": "2020-01-01T00:00:00Z"}, "updatedAtMin"),
        (
            {"updatedAtMin": "2026-01-02T00:00:00Z", "updatedAtMax": "2026-01-01T00:00:00Z"},
            "updatedAtMax",
        ),
        ({"orderId": "A", "orderSellerId": "B"}, "orderId"),
    ],
    ids=str,
)
def test_a_bad_parameter_is_named(desk: Desk, query: dict[str, str], field: str) -> None:
    problem = assert_problem(desk.call("GET", "/discussions", params=query), 400, "validation")

    assert list(problem["errors"]) == [field]


def test_six_months_can_be_searched(installation: Installation, desk: Desk) -> None:
    """contract/07 §1: the searchable history is six months; a discussion itself can be read however old."""
    with installation.clock.moved(days=-200):
        old = a_discussion(installation, desk.seller)
    with installation.clock.moved(days=-180):
        recent = a_discussion(installation, desk.seller)

    assert recent in desk.found(pageSize=500)
    assert old not in desk.found(pageSize=500)
    assert desk.thread(old)["discussionId"] == old


def test_a_poll_from_the_last_change_finds_it_again_and_what_came_after(
    installation: Installation,
) -> None:
    desk = Desk(a_stall(installation))  # nobody else's acts are found in it
    first, second = (a_discussion(installation, desk.seller) for _ in range(2))
    changed = desk.thread(second)["updatedAt"]
    a_message(installation, desk.seller, first)

    assert desk.found(updatedAtMin=changed) == [first, second]
    assert desk.found(updatedAtMin=changed, updatedAtMax=changed) == [second]


def test_a_neighbours_discussions_are_not_found(
    installation: Installation, desk: Desk, neighbour: Desk
) -> None:
    theirs = a_discussion(installation, neighbour.seller)

    assert desk.found(discussionId=theirs) == []
    assert theirs in neighbour.found()


def test_a_thread_names_whom_one_may_write_to(desk: Desk, discussion: str) -> None:
    """contract/07 §4: the thread tells the recipients allowed for the next reply."""
    recipients = desk.thread(discussion)["recipients"]

    assert recipients == [
        {"userId": "0000000000AA", "userType": "Customer"},
        {"userId": "CDISFR", "userType": "GrcOperator"},
    ]
    for party in recipients:
        sent = desk.reply(discussion, f"Hello {party['userType']}, a word.", receivers=[party])
        assert sent.status_code == 201


@pytest.mark.parametrize("unknown", ["0" * 24, "count2", "x" * 300, "%00"])
def test_an_unknown_discussion_is_not_found(desk: Desk, unknown: str) -> None:
    assert_problem(desk.call("GET", f"/discussions/{unknown}"), 404, "not-found")


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"orderStatus": "Accepted"}, {"orderNotShipped"}),
        ({"orderStatus": "cancelled", "typologyCode": "ORDER"}, {"printReceipt"}),
        ({"orderStatus": "Refused"}, set()),
        ({"typologyCode": "Offer"}, {"offerInformation"}),
        ({"typologyCode": "Offer", "userType": "Seller"}, set()),
        (
            {"orderStatus": "Cancelled", "userType": "customer", "salesChannel": "X"},
            {"printReceipt"},
        ),
    ],
    ids=str,
)
def test_reasons_fit_the_order_and_who_writes(
    desk: Desk, query: dict[str, str], codes: set[str]
) -> None:
    """contract/07 §1, §9: sub-typologies by order status and user type; `order` is the default typology."""
    found = desk.get("/typologies", **query)

    assert {item["subTypologyCode"] for item in found["items"]} == codes
    assert found["itemsPerPage"] == len(codes)


def test_every_published_reason_is_there(desk: Desk) -> None:
    """contract/07 §1: the table of sub-typologies for customers."""
    found = desk.call(
        "GET", "/typologies?userType=Customer", headers={"Accept-Language": "en-US"}
    ).json()["items"]

    told = {item["subTypologyCode"]: item["orderStatuses"] for item in found}
    sent = ["Shipped", "Delivered"]
    assert told == {
        **dict.fromkeys(
            (
                "missingItemInProduct",
                "missingProductsInOrder",
                "orderCancellation",
                "orderModification",
                "productIsDamaged",
                "productIsNotWorking",
                "wrongProductReceived",
            ),
            sent,
        ),
        "orderNotShipped": ["Accepted", "InPreparation", *sent],
        "printReceipt": [*sent, "Cancelled"],
    }
    assert all(item["label"] for item in found)


@pytest.mark.parametrize("name", ["CDISFR", "cdisfr"])
def test_a_channel_tells_what_it_allows(desk: Desk, name: str) -> None:
    """contract/07 §10: whether a channel allows seller-opened threads, and the limits that the contract states."""
    told = desk.get(f"/sales-channel-configurations/{name}")

    assert told["canSellerOpenDiscussion"] is True
    assert (told["minimumBodyLength"], told["maximumBodyLength"]) == (13, 5000)
    assert told["maximumAttachments"] == 3


def test_a_channel_where_one_does_not_sell_is_not_found(desk: Desk) -> None:
    answer = desk.call("GET", "/sales-channel-configurations/NORDSE")

    assert_problem(answer, 404, "not-found")
