"""Tokens of the marketplace open the operator API and nothing else; no other token opens it."""

import pytest

from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.kit.errors import Refusal
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall
from tests.builders.operator import Desk, an_operator_client
from tests.builders.world import a_delegation, a_token, headers_for

OPERATOR_PATHS = (
    ("GET", "/operator/v1/orders"),
    ("POST", "/operator/v1/orders"),
    ("PUT", "/operator/v1/sales-channels/CDISFR"),
)


def slug_of(body: dict[str, str]) -> str:
    return body["type"].rstrip("/").rpartition("/")[2]


@pytest.mark.parametrize(("method", "path"), OPERATOR_PATHS)
def test_a_sellers_client_is_refused_whatever_it_asks(
    installation: Installation, stall: Stall, method: str, path: str
) -> None:
    headers = headers_for(stall.token, stall.seller.seller_id)

    answer = installation.request(method, path, headers=headers, json={})

    assert (answer.status_code, slug_of(answer.json())) == (403, "client-of-another-api")


def test_the_marketplaces_client_is_refused_by_the_seller_api_also_for_the_test_seller(
    installation: Installation, stall: Stall, desk: Desk
) -> None:
    for seller_id in (stall.seller.seller_id, TEST_SELLER_ID):
        headers = headers_for(desk.token, seller_id)

        answer = installation.get("/seller/v2/sellers", headers=headers)

        assert (answer.status_code, slug_of(answer.json())) == (403, "client-of-another-api")


def test_the_operator_api_needs_a_token_and_no_seller(
    installation: Installation, desk: Desk
) -> None:
    assert installation.get("/operator/v1/orders").status_code == 401
    assert desk.call("GET", "/orders").status_code == 200


def test_unknown_paths_and_methods_are_told_before_anybody_is_asked_who_they_are(
    installation: Installation,
) -> None:
    assert installation.get("/operator/v1/nothing").status_code == 404
    refused = installation.request("DELETE", "/operator/v1/orders")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, POST")


def test_its_quota_is_the_clients_alone(installation: Installation) -> None:
    client = an_operator_client(installation, calls_per_minute=2)
    headers = {"Authorization": f"Bearer {a_token(installation, client)}"}

    answers = [installation.get("/operator/v1/orders", headers=headers) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[1].headers["RateLimit"].startswith('"operator";r=0')
    assert int(answers[2].headers["Retry-After"]) > 0


def test_nobody_can_give_it_access_to_a_seller(
    installation: Installation, stall: Stall, desk: Desk
) -> None:
    with pytest.raises(Refusal):
        a_delegation(installation, desk.client, stall.seller)


def test_only_the_operators_organisation_has_such_clients(installation: Installation) -> None:
    from sellergate.access.clients.models import ClientKind
    from tests.builders.world import a_client

    with pytest.raises(Refusal):
        a_client(installation, kind=ClientKind.OPERATOR)
