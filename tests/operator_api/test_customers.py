"""What customers and customer service do reaches the seller: they cancel, write with files, and download invoices."""

from base64 import b64encode

import pytest

from sellergate.market.orders.cancellations import CancellationWork
from sellergate.market.orders.lifecycle import Event
from tests.builders.installation import Installation
from tests.builders.invoices import a_pdf, judged
from tests.builders.offer_packages import Stall, do_due
from tests.builders.operator import Desk, Json
from tests.builders.orders import TO_PREPARATION, an_order
from tests.operator_api.test_doors import slug_of

SHIPPED = (*TO_PREPARATION, Event.SHIPPED)
FILE = {"name": "photo", "fileFormat": "pdf", "content": b64encode(b"%PDF-1.7\n%%EOF").decode()}


def opened(desk: Desk, order_id: str, **values: object) -> Json:
    answer = desk.call(
        "POST",
        "/discussions",
        json={
            "orderId": order_id,
            "subject": "Where is it?",
            "subTypologyCode": "orderNotShipped",
            "body": "When will my order be shipped?",
            **values,
        },
    )
    assert answer.status_code == 201, answer.text
    sent: Json = answer.json()
    return sent


def test_a_customer_cancels_before_shipment_and_has_the_money_back(
    installation: Installation, desk: Desk, stall: Stall
) -> None:
    order = an_order(installation, stall.seller)
    path = f"/orders/{order.order_id}/cancellation-requests"

    asked = desk.call("POST", path, json={"reason": "customer-changed-mind"})
    do_due(installation, CancellationWork(installation.clock))

    [request] = desk.call("GET", path).json()["items"]
    assert (asked.status_code, asked.json()["askedBy"]) == (201, "Customer")
    assert request["requestId"] == asked.json()["requestId"]
    assert (request["status"], request["lines"][0]["refunded"]) == ("Accepted", 66.2)
    assert desk.order(order.order_id)["status"] == "Cancelled"


@pytest.mark.parametrize(
    ("granted", "status", "order_status"),
    [(True, "Accepted", "Cancelled"), (False, "Refused", "Shipped")],
)
def test_after_shipment_the_marketplace_decides_once(
    installation: Installation,
    desk: Desk,
    stall: Stall,
    granted: bool,
    status: str,
    order_status: str,
) -> None:
    order = an_order(installation, stall.seller, *SHIPPED)
    path = f"/orders/{order.order_id}/cancellation-requests"
    asked = desk.call("POST", path, json={"reason": "customer-not-received"}).json()
    decision = f"{path}/{asked['requestId']}/decision"

    decided = desk.call("POST", decision, json={"granted": granted})
    do_due(installation, CancellationWork(installation.clock))
    again = desk.call("POST", decision, json={"granted": not granted})

    [request] = desk.call("GET", path).json()["items"]
    assert (asked["status"], decided.status_code) == ("UnderReview", 200)
    assert (request["status"], desk.order(order.order_id)["status"]) == (status, order_status)
    assert (again.status_code, slug_of(again.json())) == (400, "validation")


def test_a_customer_writes_and_the_seller_reads_it_with_its_file(
    installation: Installation, desk: Desk, stall: Stall
) -> None:
    order = an_order(installation, stall.seller)

    sent = opened(desk, order.order_id, attachments=[FILE])
    thread = stall.call("GET", f"/discussions/{sent['discussionId']}").json()
    [file] = stall.call("GET", f"/attachments?messageId={sent['messageId']}").json()

    assert (thread["status"], thread["messages"][0]["sender"]["userType"]) == (
        "ToTreat",
        "Customer",
    )
    assert (file["attachmentName"], file["content"]) == ("photo", FILE["content"])


def test_customer_service_writes_to_the_seller_and_raises_a_claim(
    installation: Installation, desk: Desk, stall: Stall
) -> None:
    order = an_order(installation, stall.seller)
    path = f"/discussions/{opened(desk, order.order_id)['discussionId']}"
    whose = {"sellerId": str(stall.seller.seller_id)}

    written = desk.call(
        "POST",
        f"{path}/messages",
        json={**whose, "body": "Please answer.", "sender": "GrcOperator"},
    )
    raised = desk.call("POST", f"{path}/graduation", json={**whose, "graduation": "Claim"})

    thread = stall.call("GET", path).json()
    assert (written.status_code, raised.status_code) == (201, 204)
    assert thread["graduation"] == "Claim"
    assert thread["messages"][-1]["sender"]["userType"] == "GrcOperator"


def test_a_customer_downloads_the_invoice(
    installation: Installation, desk: Desk, stall: Stall
) -> None:
    order = an_order(installation, stall.seller, *SHIPPED)
    before = desk.call("GET", f"/orders/{order.order_id}/invoice")
    report = stall.call(
        "POST", f"/orders/{order.order_id}/invoice-documents", files={"files": ("i.pdf", a_pdf())}
    ).json()
    judged(stall, report)

    after = desk.call("GET", f"/orders/{order.order_id}/invoice")

    assert (before.status_code, slug_of(before.json())) == (404, "not-found")
    assert (after.status_code, after.content) == (200, a_pdf())
    assert after.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"body": "short"}, "body"),
        ({"subject": ""}, "subject"),
        ({"sender": "Seller"}, "sender"),
        ({"subTypologyCode": "<b>"}, "subTypologyCode"),
        ({"attachments": [FILE] * 4}, "attachments"),
        ({"attachments": [{**FILE, "content": "%%%"}]}, "attachments[0].content"),
        ({"attachments": [{**FILE, "fileFormat": "exe"}]}, "attachments[0].fileFormat"),
    ],
)
def test_what_is_wrong_with_a_message_is_named(
    installation: Installation, desk: Desk, stall: Stall, change: Json, field: str
) -> None:
    order = an_order(installation, stall.seller)
    body = {
        "orderId": order.order_id,
        "subject": "Where is it?",
        "subTypologyCode": "orderNotShipped",
        "body": "When will my order be shipped?",
    }

    answer = desk.call("POST", "/discussions", json=body | change)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert stall.call("GET", "/discussions/count").json() == 0


def test_what_is_not_there_is_not_found(desk: Desk, stall: Stall) -> None:
    whose = {"sellerId": str(stall.seller.seller_id)}
    unknown = "0" * 24

    answers = [
        desk.call("GET", "/orders/NOPE/cancellation-requests"),
        desk.call(
            "POST", "/orders/NOPE/cancellation-requests", json={"reason": "customer-changed-mind"}
        ),
        desk.call("POST", "/orders/NOPE/cancellation-requests/x/decision", json={"granted": True}),
        desk.call("GET", "/orders/NOPE/invoice"),
        desk.call(
            "POST", f"/discussions/{unknown}/messages", json={**whose, "body": "Is anybody there?"}
        ),
        desk.call(
            "POST", f"/discussions/{unknown}/graduation", json={**whose, "graduation": "Claim"}
        ),
    ]

    assert [answer.status_code for answer in answers] == [404] * len(answers)


def test_the_marketplace_reads_what_sellers_answer(
    installation: Installation, desk: Desk, stall: Stall
) -> None:
    """The channel's customer service can read all that concerns it (contract/07 §1)."""
    order = an_order(installation, stall.seller, *SHIPPED)
    sent = opened(desk, order.order_id, attachments=[FILE])
    said = {"receiver": "Customer", "body": "It arrives tomorrow morning.", "attachments": [FILE]}
    stall.call("POST", "/messages", json={"discussionId": sent["discussionId"], **said})

    found = desk.call("GET", f"/discussions/{sent['discussionId']}").json()

    asked, answered = found["messages"]
    assert (found["sellerId"], found["orderId"]) == (str(stall.seller.seller_id), order.order_id)
    assert (found["status"], found["isOpen"], found["graduation"]) == (
        "Treated",
        True,
        "Discussion",
    )
    assert (asked["messageId"], asked["sender"]["userType"]) == (sent["messageId"], "Customer")
    assert asked["hasRead"] is False  # as it was: only its seller reads it by reading
    assert answered["body"] == said["body"]
    assert answered["receivers"] == [asked["sender"]]
    for message in (asked, answered):
        [file] = message["attachments"]
        path = f"/discussions/{sent['discussionId']}/messages/{message['messageId']}/attachments"
        answer = desk.call("GET", f"{path}/{file['position']}")
        assert (answer.status_code, answer.content) == (200, b"%PDF-1.7\n%%EOF\n"[: file["size"]])
        assert 'filename="photo.pdf"' in answer.headers["content-disposition"]
        assert desk.call("GET", f"{path}/2").status_code == 404


def test_discussions_are_listed_by_seller_order_and_state(
    installation: Installation, desk: Desk, stall: Stall
) -> None:
    orders = [an_order(installation, stall.seller, *SHIPPED) for _ in range(3)]
    ids = [opened(desk, order.order_id)["discussionId"] for order in orders]
    closing = [{"op": "replace", "path": "/isOpen", "value": False}]
    stall.call("PATCH", f"/discussions/{ids[0]}", json=closing)

    def listed(**query: str) -> list[str]:
        answer = desk.call(
            "GET", "/discussions", params={"sellerId": str(stall.seller.seller_id), **query}
        )
        assert answer.status_code == 200, answer.text
        assert answer.json()["itemsPerPage"] == len(answer.json()["items"])
        return [item["discussionId"] for item in answer.json()["items"]]

    assert listed() == ids[::-1]
    assert listed(isOpen="true") == ids[:0:-1]
    assert listed(status="Treated") == ids[:1]
    assert listed(orderId=orders[1].order_id) == [ids[1]]


def test_pages_of_discussions_follow_the_link(
    installation: Installation, desk: Desk, stall: Stall
) -> None:
    ids = [
        opened(desk, an_order(installation, stall.seller, *SHIPPED).order_id)["discussionId"]
        for _ in range(3)
    ]
    query = {"sellerId": str(stall.seller.seller_id), "limit": "2"}

    first = desk.call("GET", "/discussions", params=query)
    address = first.links["next"]["url"].partition("/operator/v1")[2]
    second = desk.call("GET", address)

    found = [item["discussionId"] for page in (first, second) for item in page.json()["items"]]
    assert found == ids[::-1]
    assert "next" not in second.links


@pytest.mark.parametrize("what", ["a discussion", "a message"])
def test_a_request_that_is_sent_again_with_its_key_is_written_once(
    installation: Installation, desk: Desk, stall: Stall, what: str
) -> None:
    order = an_order(installation, stall.seller, *SHIPPED)
    other = an_order(installation, stall.seller, *SHIPPED)
    there = opened(desk, order.order_id)["discussionId"]
    path, body = {
        "a discussion": (
            "/discussions",
            {"orderId": order.order_id, "subject": "Again?", "subTypologyCode": "orderNotShipped"},
        ),
        "a message": (
            f"/discussions/{there}/messages",
            {"sellerId": str(stall.seller.seller_id)},
        ),
    }[what]
    key = {"Idempotency-Key": f"key-{installation.number()}"}

    def send(**values: str) -> tuple[int, Json]:
        said = {**body, "body": "Is anybody there to answer?", **values}
        answer = desk.call("POST", path, json=said, headers=key)
        return answer.status_code, answer.json()

    first, again, changed = send(), send(), send(body="Something else is said here.")

    assert first == again
    assert first[0] == 201
    assert (changed[0], slug_of(changed[1])) == (422, "idempotency-key-reused")
    listed = desk.call("GET", "/discussions", params={"orderId": order.order_id}).json()
    messages = desk.call("GET", f"/discussions/{first[1]['discussionId']}").json()["messages"]
    assert listed["itemsPerPage"] == (2 if what == "a discussion" else 1)
    assert len(messages) == (1 if what == "a discussion" else 2)
    if what == "a discussion":
        assert send(orderId=other.order_id)[0] == 422


def test_a_discussion_of_nobody_is_not_read(desk: Desk) -> None:
    for path in ("", "/messages/d95e245537c4ab9914ccf843/attachments/1"):
        answer = desk.call("GET", f"/discussions/000000000000000000000000{path}")
        assert (answer.status_code, slug_of(answer.json())) == (404, "not-found")
