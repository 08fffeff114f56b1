"""Sellers of the demo marketplace have sent invoices, which are what they say."""

from collections.abc import Iterator

import pytest

from sellergate.rest.openapi.facts import DELIVERED_ORDER_ID, SHIPPED_ORDER_ID
from tests.builders.demo import SELLER_ID, run_demo, token_of_demo
from tests.builders.installation import Installation
from tests.builders.invoices import sha256
from tests.builders.world import headers_for

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_demo(tmp_path_factory.mktemp("demo")) as on:
        yield on


@pytest.mark.parametrize(
    ("order_id", "begins", "names"),
    [(SHIPPED_ORDER_ID, b"%PDF-1.4", b"FACTURE"), (DELIVERED_ORDER_ID, b"<?xml", b"F2026-0411")],
    ids=["PDF", "UBL"],
)
def test_an_order_of_the_demo_has_its_invoice(
    demo: Installation, order_id: str, begins: bytes, names: bytes
) -> None:
    headers = headers_for(token_of_demo(demo), SELLER_ID)

    [invoice] = demo.get(f"/seller/v2/orders/{order_id}/invoice-documents", headers=headers).json()[
        "items"
    ]
    content = demo.http.get(invoice["url"], headers=headers).content

    assert content.startswith(begins)
    assert names in content
    assert order_id.encode() in content
    assert sha256(content) == invoice["sha256"]
