"""What a call does when the answer is not what it hoped for."""

import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest

from sellergate_client import (
    AnswerLost,
    BadRequest,
    ConfigurationError,
    Forbidden,
    MalformedAnswer,
    NotFound,
    NotSent,
    RateLimited,
    Retries,
    ServerFault,
    TokenRefused,
    Unauthorized,
)
from sellergate_client.types import Shipment
from tests.sdk.stage import Stage, a_token, answer

Play = Callable[..., Stage]
SELLER = answer(200, {"seller_id": 41207})
PARCEL = Shipment(parcel_number="P1", carrier_name="Colissimo")


def test_one_token_serves_many_calls(play: Play) -> None:
    """contract/01 §1: one token for many calls, never one per call."""
    stage = play(SELLER, SELLER, SELLER)

    for _ in range(2):
        stage.client.sellers.get()
    stage.client.for_seller("98979").sellers.get()

    assert stage.used_tokens == ["Bearer t1"] * 3
    assert [sent.headers["sellerid"] for sent in stage.sent] == ["41207", "41207", "98979"]
    form = parse_qs(stage.asked[0].body.decode())
    assert form["client_id"] == ["Atelier Nord API"]
    assert form["client_secret"] == ["s3cret &+"]


def test_a_token_is_renewed_before_it_ends(play: Play) -> None:
    stage = play(SELLER, SELLER)

    stage.client.sellers.get()
    stage.now += 7200 - 299
    stage.client.sellers.get()

    assert stage.used_tokens == ["Bearer t1", "Bearer t2"]


def test_a_token_that_could_not_be_renewed_is_used_to_its_end(play: Play) -> None:
    stage = play(SELLER, SELLER, tokens=[a_token("old"), answer(400, {"error": "invalid_request"})])

    stage.client.sellers.get()
    stage.now += 7200 - 299
    stage.client.sellers.get()

    assert stage.used_tokens == ["Bearer old", "Bearer old"]


def test_a_refused_token_is_replaced_once(play: Play) -> None:
    """contract/00 §8: clients fetch a new token once and replay."""
    stage = play(answer(401), SELLER, answer(401), answer(401, {"title": "Token not valid"}))

    stage.client.sellers.get()
    with pytest.raises(Unauthorized):
        stage.client.sellers.get()

    assert stage.used_tokens == ["Bearer t1", "Bearer t2", "Bearer t2", "Bearer t3"]


def test_a_wrong_secret_is_told_at_once(play: Play) -> None:
    refusal = answer(401, {"error": "invalid_client", "error_description": "Check both."})
    stage = play(tokens=[refusal])

    with pytest.raises(TokenRefused, match=r"invalid_client\. Check both") as told:
        stage.client.sellers.get()

    assert told.value.error == "invalid_client"
    assert "s3cret" not in f"{told.value}{stage.client._core.account}"


def test_retry_after_is_obeyed_also_by_what_changes_something(play: Play) -> None:
    stage = play(answer(429, {}, retry_after="7"), answer(201))

    stage.client.orders.declare_parcels("A1", [PARCEL])

    assert stage.pauses == [7]
    assert stage.sent[1].body == b'[{"parcelNumber":"P1","carrierName":"Colissimo"}]'


def test_a_date_in_retry_after_is_understood(play: Play) -> None:
    stage = play(SELLER)
    then = datetime.fromtimestamp(stage.now + 12, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    stage.played.insert(0, answer(503, {}, retry_after=then))

    stage.client.sellers.get()

    assert stage.pauses == [12]


def test_a_quota_that_is_used_up_is_waited_for_before_the_call(play: Play) -> None:
    spent = answer(200, {"seller_id": 1}, ratelimit='"burst";r=5;t=1, "sellers";r=1;t=9')
    stage = play(spent, answer(200, {}, ratelimit='"sellers";r=0;t=9'), answer(200, {}), SELLER)

    for _ in range(2):
        stage.client.sellers.get()
    stage.client.products.list_category_properties("0101")  # another perimeter has its own quota
    assert stage.pauses == []
    stage.client.sellers.get()

    assert stage.pauses == [9.05]


def test_who_has_no_time_for_the_quota_is_told_without_a_call(play: Play) -> None:
    spent = answer(200, {}, x_ratelimit_remaining="0", x_ratelimit_reset="3000")
    stage = play(spent)

    stage.client.sellers.get()
    with pytest.raises(RateLimited) as told:
        stage.client.sellers.get()

    assert told.value.retry_after == pytest.approx(3000, abs=1)
    assert len(stage.sent) == 1


@pytest.mark.parametrize(
    "trouble", [answer(500), answer(502, b"<html>"), AnswerLost("cut"), answer(200, b'{"sel')]
)
def test_a_read_is_repeated(play: Play, trouble: object) -> None:
    stage = play(trouble, trouble, SELLER)

    assert stage.client.sellers.get().seller_id == 41207
    assert stage.pauses == [0.25, 0.5]


@pytest.mark.parametrize(
    ("trouble", "told"),
    [(answer(500), ServerFault), (answer(503), ServerFault), (AnswerLost("cut"), AnswerLost)],
)
def test_what_may_be_done_already_is_not_repeated(
    play: Play, trouble: object, told: type[Exception]
) -> None:
    stage = play(trouble)

    with pytest.raises(told):
        stage.client.orders.declare_parcels("A1", [PARCEL])

    assert len(stage.sent) == 1


@pytest.mark.parametrize("trouble", [NotSent("no route"), answer(503, {}, retry_after="1")])
def test_what_cannot_be_done_yet_is_repeated(play: Play, trouble: object) -> None:
    stage = play(trouble, answer(201))

    stage.client.orders.declare_parcels("A1", [PARCEL])

    assert len(stage.sent) == 2


def test_patience_ends(play: Play) -> None:
    stage = play(*[answer(500, {"traceId": "x"}, x_request_id="r9")] * 4, retries=Retries(tries=4))

    with pytest.raises(ServerFault) as told:
        stage.client.sellers.get()

    assert told.value.request_id == "r9"
    assert len(stage.pauses) == 3


def test_when_everything_fails_nothing_is_repeated(play: Play) -> None:
    stage = play(*[answer(500)] * 200)

    for _ in range(30):
        with pytest.raises(ServerFault):
            stage.client.sellers.get()

    assert len(stage.sent) == 30 + 60


def test_a_problem_tells_what_to_do(play: Play) -> None:
    problem = {
        "type": "https://sellers.example/docs/problems/validation",
        "title": "Request not valid",
        "detail": "A parameter has a value that cannot be accepted.",
        "errors": {"limit": ["must be a whole number from 1 to 1000"]},
    }
    stage = play(answer(400, problem, x_request_id="9f2c"), answer(403))

    with pytest.raises(BadRequest) as told:
        stage.client.orders.get("A 1/2")
    with pytest.raises(Forbidden, match="Ask the seller"):
        stage.client.sellers.get()

    assert str(told.value) == (
        "400 Request not valid. A parameter has a value that cannot be accepted. "
        "Change limit: must be a whole number from 1 to 1000. [GET /orders/A%201%2F2, request 9f2c]"
    )
    assert told.value.type == problem["type"]


def test_a_page_of_somebody_else_is_no_answer(play: Play) -> None:
    stage = play(*[answer(200, b"<html>Welcome</html>")] * 9)

    with pytest.raises(MalformedAnswer):
        stage.client.sellers.get()


def test_parameters_are_written_as_the_api_reads_them(play: Play) -> None:
    stage = play(answer(200, {"itemsPerPage": 0, "items": []}), accept_language="en-US")

    stage.client.orders.list(
        status=["Shipped", "Delivered"],
        business_order=False,
        updated_at_min=datetime(2026, 3, 4, 5, 6, tzinfo=UTC),
    ).first_page()

    assert stage.sent[0].url.partition("/orders")[2] == (
        "?status=Shipped,Delivered&businessOrder=false&updatedAtMin=2026-03-04T05:06:00%2B00:00"
        "&pageSize=100"
    )
    assert stage.sent[0].headers["accept-language"] == "en-US"


def test_what_cannot_be_meant_is_refused_before_it_is_sent(play: Play) -> None:
    stage = play(seller_id=None)

    with pytest.raises(ConfigurationError, match="for which seller"):
        stage.client.sellers.get()
    with pytest.raises(ConfigurationError, match="time zone"):
        stage.client.for_seller(1).orders.list(created_at_min=datetime(2026, 1, 1)).first_page()  # noqa: DTZ001
    with pytest.raises(ConfigurationError, match="id is needed"):
        stage.client.for_seller(1).orders.get("")
    with pytest.raises(ConfigurationError, match="SellerId cannot hold"):
        stage.client.for_seller("1\r\nX-Other: 2").sellers.get()
    with pytest.raises(ConfigurationError, match="cannot be sent as JSON"):
        stage.client.for_seller(1).offers.upload_lines("P", [{"quantity": float("nan")}])
    with pytest.raises(ConfigurationError, match="one try at least"):
        Retries(tries=0)
    with pytest.raises(ConfigurationError, match="Shipment needs carrier_name"):
        Shipment(parcel_number="P1")  # type: ignore[call-arg]

    assert stage.sent == []


def test_a_token_is_not_carried_elsewhere(play: Play) -> None:
    stage = play(answer(302, location="https://elsewhere.example/"))

    with pytest.raises(MalformedAnswer, match=r"elsewhere\.example"):
        stage.client.sellers.get()

    assert len(stage.sent) == 1


def test_a_secret_that_ends_soon_is_logged_once(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    """docs/decisions/0024: a header of our own warns before a secret ends."""
    ending = answer(200, {}, sellergate_secret_expires="Mon, 07 Dec 2026 23:59:59 GMT")
    stage = play(ending, ending)

    stage.client.sellers.get()
    stage.client.sellers.get()

    assert caplog.text.count("ends on Mon, 07 Dec 2026") == 1
    assert "Bearer" not in repr(stage.sent)


def test_a_problem_can_be_sent_to_another_process(play: Play) -> None:
    stage = play(answer(404, {"title": "Not found"}, x_request_id="r1"))

    with pytest.raises(NotFound) as told:
        stage.client.orders.get("A1")

    again = pickle.loads(pickle.dumps(told.value))
    assert (str(again), again.status, again.request_id) == (str(told.value), 404, "r1")
