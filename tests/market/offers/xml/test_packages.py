"""XML packages from their address to offers on sale, and what their senders are told (contract/04 §E)."""

import pytest

from tests.builders.wire import assert_problem
from tests.builders.xml_packages import (
    a_change_element,
    a_package_document,
    an_offer_element,
    zipped,
)
from tests.market.offers.xml.conftest import Shop, open_shop


def test_a_full_package_puts_offers_on_sale(shop: Shop) -> None:
    product = shop.product()

    log = shop.integrate(a_package_document(an_offer_element(product.gtin, "GANT-01-M")))

    assert log["package_integration_status"] == "Integrated"
    assert (log["number_of_errors"], log["page_count"], log["total_item_count"]) == (0, 1, 1)
    [item] = log["items"]
    assert item["offer_integration_status"] == "Integrated"
    assert item["validated"] is True
    assert item["seller_product_id"] == "GANT-01-M"
    assert item["product_ean"] == product.gtin
    assert item["sku"] == product.reference
    assert item["property_list"] == [
        {
            "name": "",
            "property_code": "8000",
            "property_error": "Offre créée",
            "log_message": "Offre créée",
        }
    ]
    offer = shop.offers()["GANT-01-M"]
    assert (offer["condition"], offer["price"], offer["quantity"]) == ("New", 2990, 12)
    assert (offer["vat"], offer["eco_tax"], offer["dea_tax"]) == (2000, 10, 0)
    assert offer["delivery_modes"] == '[["THD",490,150]]'


def test_the_answer_is_the_id_as_an_integer_whatever_json_the_type_says(shop: Shop) -> None:
    """contract/04 §E: a legacy client sends application/json-patch+json."""
    url = shop.host.publish(zipped(a_package_document(an_offer_element())))

    for media_type in ("application/json-patch+json", "application/json"):
        answer = shop.on.request(
            "POST",
            "/seller/v2/offer-integration-packages",
            content=f'"{url}"',
            headers=shop.headers | {"Content-Type": media_type},
        )
        assert answer.status_code == 200
        assert isinstance(answer.json(), int)


def test_the_address_may_come_without_quotes(shop: Shop) -> None:
    """As forms send it that ask for a text; contract/04 §E has it as a JSON string."""
    url = shop.host.publish(zipped(a_package_document(an_offer_element())))

    answer = shop.on.request(
        "POST", "/seller/v2/offer-integration-packages", content=f" {url}\n", headers=shop.headers
    )

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    "body",
    ["", " ", "{}", "[]", "null", "7", "files.example.com/a.zip", "mailto:/a", '"', '{"url": "x"}'],
)
def test_a_body_that_is_no_json_string_is_refused(shop: Shop, body: str) -> None:
    """contract/04 §E: the empty body of one SDK is a client bug."""
    answer = shop.on.request(
        "POST",
        "/seller/v2/offer-integration-packages",
        content=body,
        headers=shop.headers | {"Content-Type": "application/json"},
    )

    assert "body" in assert_problem(answer, 400, "validation")["errors"]


def test_an_address_of_a_million_characters_is_too_large(shop: Shop) -> None:
    assert_problem(
        shop.submit("https://files.example.com/" + "a" * 1_000_000), 413, "body-too-large"
    )


@pytest.mark.parametrize("name", ["0", "999999999", "1e3", "-1", "٣", "a", "9" * 400])
def test_an_unknown_package_is_not_found(shop: Shop, name: str) -> None:
    answer = shop.on.get(f"/seller/v2/offer-integration-packages/{name}", headers=shop.headers)

    assert_problem(answer, 404, "not-found")


def test_the_package_of_another_seller_is_not_found(shop: Shop) -> None:
    number = shop.submit(shop.host.publish(zipped(None))).json()
    stranger = open_shop(shop.on, shop.host)

    answer = shop.on.get(
        f"/seller/v2/offer-integration-packages/{number}", headers=stranger.headers
    )

    assert_problem(answer, 404, "not-found")
    shop.ended(number)


def test_stock_and_price_changes_what_it_says_and_leaves_the_rest(shop: Shop) -> None:
    product = shop.product()
    shop.integrate(a_package_document(an_offer_element(product.gtin, "A", Comment="Comme neuf")))

    log = shop.integrate(
        a_package_document(
            a_change_element(product.gtin, "A", Stock="3", Price="25.5"), kind="StockAndPrice"
        )
    )

    assert log["items"][0]["property_list"][0]["property_code"] == "9000"
    offer = shop.offers()["A"]
    assert (offer["quantity"], offer["price"]) == (3, 2550)
    assert offer["comment"] == "Comme neuf"


def test_a_bad_offer_does_not_reject_its_neighbours(shop: Shop) -> None:
    products = [shop.product() for _ in range(3)]
    document = a_package_document(
        an_offer_element(products[0].gtin, "GOOD"),
        an_offer_element(products[1].gtin, "NO-ECO", without=["EcoPart"]),
        an_offer_element(products[2].gtin, "ALSO-GOOD"),
    )

    log = shop.integrate(document, **{"Accept-Language": "en-US"})

    assert [item["validated"] for item in log["items"]] == [True, False, True]
    [said] = log["items"][1]["property_list"]
    assert (said["name"], said["property_code"]) == ("EcoPart", "1008")
    assert "required" in said["log_message"]
    assert set(shop.offers()) == {"GOOD", "ALSO-GOOD"}
