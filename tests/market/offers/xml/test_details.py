"""What each attribute, pool and flag of an XML package does, and what its log says (contract/04 §E)."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.builders.wire import assert_problem
from tests.builders.xml_packages import (
    TRACKED,
    a_change_element,
    a_package_document,
    an_offer_element,
    zipped,
)
from tests.market.offers.xml.conftest import Shop, open_shop

pytestmark = pytest.mark.slow


def test_a_package_without_a_type_is_full(shop: Shop) -> None:
    """Working clients leave PackageType out (contract/04 §E)."""
    product = shop.product()

    log = shop.integrate(a_package_document(an_offer_element(product.gtin), kind=None))

    assert log["items"][0]["property_list"][0]["property_code"] == "8000"


def test_stock_and_price_of_an_offer_that_is_not_there_is_refused(shop: Shop) -> None:
    log = shop.integrate(
        a_package_document(
            a_change_element(shop.product().gtin, "NOWHERE", Stock="3"), kind="StockAndPrice"
        )
    )

    assert log["number_of_errors"] == 1
    assert log["items"][0]["property_list"][0]["property_code"] == "3628"


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "a price that is none": ({"Price": "cheap"}, "1106", "Price"),
    "a price of nothing": ({"Price": "0"}, "1906", "Price"),
    "a stock that is no whole number": ({"Stock": "1.5"}, "1105", "Stock"),
    "a negative stock": ({"Stock": "-1"}, "1705", "Stock"),
    "twenty digits": ({"Stock": "9" * 20}, "1105", "Stock"),
    "an EAN that is none": ({"ProductEan": "12x"}, "1101", "ProductEan"),
    "a condition that is none": ({"ProductCondition": "9"}, "1102", "ProductCondition"),
    "no condition": ({"without": ["ProductCondition"]}, "1002", "ProductCondition"),
    "no reference": ({"without": ["SellerProductId"]}, "1003", "SellerProductId"),
    "a VAT that is none": ({"Vat": "NaN"}, "1707", "Vat"),
    "an unknown delivery mode": (
        {"shipping": [TRACKED, TRACKED | {"DeliveryMode": "Pigeon"}]}, "1345", "ShippingCharges"),
    "no way to deliver": ({"shipping": []}, "1045", "ShippingCharges"),
    "a comment too long": ({"Comment": "a" * 201}, "1214", "Comment"),
    "an alignment that is none": ({"PriceMustBeAligned": "Perhaps"}, "1146", "MinimumPriceForPriceAlignment"),
    "a least price that is none": ({"MinimumPriceForPriceAlignment": "x"}, "1146", "MinimumPriceForPriceAlignment"),
    "a unit that is none": ({"ProductPackagingUnit": "Barrel"}, "1162", "ProductPackagingUnit"),
    "a measure that is none": ({"ProductPackagingValue": "x"}, "1163", "ProductPackagingValue"),
    "a delivery time that is none": ({"BluffDeliveryMax": "soon"}, "1110", "BluffDeliveryMax"),
    "a discount of an unknown type": ({"discounts": [{"Type": "4", "DiscountValue": "5"}]}, "1119", "Type"),
    "a discount without a type": ({"discounts": [{"DiscountValue": "5"}]}, "1019", "Type"),
    "a discount of nothing known": ({"discounts": [{"Type": "1", "DiscountValue": "x"}]}, "1126", "DiscountValue"),
    "a discount that begins never": ({"discounts": [{"Type": "1", "StartDate": "soon"}]}, "1120", "StartDate"),
    "a discount that ends before it begins": (
        {"discounts": [{"Type": "1", "StartDate": "2026-02-01", "EndDate": "2026-01-01"}]}, "2621", "EndDate"),
}  # fmt: skip


def test_what_is_wrong_with_an_offer_is_said_with_its_attribute(shop: Shop) -> None:
    gtin = shop.product().gtin
    document = a_package_document(
        *(
            an_offer_element(**{"ean": gtin, "reference": f"R{number}", **wrong})
            for number, (wrong, _, _) in enumerate(REFUSED.values())
        )
    )

    log = shop.integrate(document)

    found = {
        case: [(said["property_code"], said["name"]) for said in item["property_list"]]
        for case, item in zip(REFUSED, log["items"], strict=True)
    }
    assert found == {case: [(code, name)] for case, (_, code, name) in REFUSED.items()}
    assert all(said["log_message"] for item in log["items"] for said in item["property_list"])


def test_a_reference_that_is_there_twice_refuses_both(shop: Shop) -> None:
    """contract/04 §B: all occurrences are Duplicated."""
    offers = [an_offer_element(shop.product().gtin, "TWICE") for _ in range(2)]

    log = shop.integrate(a_package_document(*offers))

    assert [item["offer_integration_status"] for item in log["items"]] == ["Duplicated"] * 2
    assert log["number_of_errors"] == 2
    assert shop.offers() == {}


def test_every_attribute_of_the_contract_is_kept(shop: Shop) -> None:
    product = shop.product()
    document = a_package_document(
        an_offer_element(
            product.gtin,
            "ALL",
            ProductCondition="4",
            StrikedPrice="35.00",
            Comment="Très bon état",
            PriceMustBeAligned="Align",
            MinimumPriceForPriceAlignment="25.50",
            ProductPackagingUnit="Liter",
            ProductPackagingValue="1.5",
            BluffDeliveryMax="4",
            shipping=[TRACKED, TRACKED | {"DeliveryMode": "Standard", "ShippingCharges": "2"}],
            discounts=[
                {
                    "Type": "3",
                    "DiscountUnit": "1",
                    "DiscountValue": "5",
                    "StartDate": "2026-01-07T08:00:00+01:00",
                }
            ],
        )
    )

    shop.integrate(document)

    offer = shop.offers()["ALL"]
    assert (offer["condition"], offer["comment"]) == ("UsedAverageState", "Très bon état")
    assert (offer["price"], offer["origin_price"], offer["preparation_time"]) == (2990, 3500, 2)
    assert json.loads(offer["delivery_modes"]) == [["THD", 490, 150], ["NTHD", 200, 150]]
    assert json.loads(offer["extras"]) == {
        "price_must_be_aligned": "Align",
        "minimum_price_for_price_alignment": 2550,
        "product_packaging_unit": "Liter",
        "product_packaging_value": 150,
        "bluff_delivery_max": 4,
        "discounts": [{"type": 3, "unit": 1, "value": 500, "start": "2026-01-07T07:00:00+00:00"}],
    }


def test_stock_and_price_changes_one_of_what_json_has_no_member_for_and_leaves_the_others(
    shop: Shop,
) -> None:
    gtin = shop.product().gtin
    aligned = {"PriceMustBeAligned": "Align", "MinimumPriceForPriceAlignment": "25"}
    shop.integrate(a_package_document(an_offer_element(gtin, "A", **aligned)))

    shop.integrate(
        a_package_document(
            a_change_element(gtin, "A", MinimumPriceForPriceAlignment="20"), kind="StockAndPrice"
        )
    )

    assert json.loads(shop.offers()["A"]["extras"]) == {
        "price_must_be_aligned": "Align",
        "minimum_price_for_price_alignment": 2000,
    }


def test_legacy_delivery_codes_mean_the_same_as_names(shop: Shop) -> None:
    """A working client writes STD and TRK for DeliveryMode (contract/04 §A.3)."""
    shipping = [TRACKED | {"DeliveryMode": "TRK"}, TRACKED | {"DeliveryMode": "STD"}]

    log = shop.integrate(
        a_package_document(an_offer_element(shop.product().gtin, shipping=shipping))
    )

    assert log["number_of_errors"] == 0


def test_the_log_comes_in_pages(shop: Shop) -> None:
    """contract/00 §5, C: $page and $limit, page_count."""
    gtin = shop.product().gtin
    document = a_package_document(
        *(an_offer_element(gtin, f"R{n:03}", Price="0") for n in range(250))
    )
    number = shop.submit(shop.host.publish(zipped(document))).json()
    shop.ended(number)

    pages = [shop.log(number, f"?$page={page}&$limit=90") for page in (1, 2, 3, 4)]

    assert {page["page_count"] for page in pages} == {3}
    assert {page["total_item_count"] for page in pages} == {250}
    read = [item["seller_product_id"] for page in pages for item in page["items"]]
    assert read == [f"R{n:03}" for n in range(250)]
    answer = shop.on.get(
        f"/seller/v2/offer-integration-packages/{number}?$limit=1001", headers=shop.headers
    )
    assert "$limit" in assert_problem(answer, 400, "validation")["errors"]


def test_the_log_is_gone_after_three_days(shop: Shop) -> None:
    log = shop.integrate(a_package_document(an_offer_element(shop.product().gtin)))

    with shop.on.clock.moved(days=3, seconds=1):
        shop.sign_in()
        later = shop.log(log["package_id"])

    assert later["package_integration_status"] == "Integrated"
    assert (later["page_count"], later["items"]) == (0, [])
    shop.sign_in()


# Channels


def test_pool_1_is_cdisfr_and_other_pools_beside_it_are_passed_over(shop: Shop) -> None:
    """A working client writes the pools 1 and 16 (contract/04 §E)."""
    product = shop.product()

    log = shop.integrate(a_package_document(an_offer_element(product.gtin, "A"), pools=["1", "16"]))

    assert log["package_integration_status"] == "Integrated"
    assert set(shop.offers()) == {"A"}


def test_a_package_without_pools_is_for_the_channel_of_the_call_or_for_cdisfr(shop: Shop) -> None:
    gtin = shop.product().gtin
    document = a_package_document(an_offer_element(gtin, "A"), pools=[])

    shop.integrate(document)
    shop.integrate(document, salesChannelId="hansde")

    assert set(shop.offers()) == {"A"}
    assert set(shop.offers("HANSDE")) == {"A"}


@pytest.mark.parametrize(
    ("pools", "code", "because"),
    [(["16"], "1323", "CDISFR"), (["1", "HANSDE"], "1723", "several")],
    ids=["none that is known", "two channels"],
)
def test_pools_that_are_for_no_channel_or_several_reject_the_package(
    shop: Shop, pools: list[str], code: str, because: str
) -> None:
    document = a_package_document(an_offer_element(shop.product().gtin), pools=pools)

    log = shop.integrate(document, **{"Accept-Language": "en"})

    assert log["package_integration_status"] == "Rejected"
    assert log["result"]["result_code"] == code
    assert because in log["result"]["message"]
    assert shop.offers() == {}


# Purge and replace


def test_a_purging_package_removes_what_it_does_not_name_and_nothing_else(shop: Shop) -> None:
    products = [shop.product() for _ in range(3)]
    shop.integrate(
        a_package_document(
            *(an_offer_element(p.gtin, name) for p, name in zip(products, "ABC", strict=True))
        )
    )
    shop.integrate(
        a_package_document(an_offer_element(products[0].gtin, "ELSEWHERE"), pools=["HANSDE"])
    )
    neighbour = open_shop(shop.on, shop.host)
    neighbour.integrate(a_package_document(an_offer_element(products[0].gtin, "HERS")))

    log = shop.integrate(
        a_package_document(
            an_offer_element(products[0].gtin, "A", Stock="7"),
            an_offer_element(products[1].gtin, "B", Price="0"),
            PurgeAndReplace="True",
        )
    )

    assert log["number_of_errors"] == 1
    offers = shop.offers()
    assert set(offers) == {"A", "B"}, "named, so it stays, though its line was refused"
    assert (offers["A"]["quantity"], offers["B"]["quantity"]) == (7, 12)
    assert set(neighbour.offers()) == {"HERS"}
    assert set(shop.offers("HANSDE")) == {"ELSEWHERE"}


@pytest.mark.parametrize(
    "head",
    [{"PurgeAndReplace": "perhaps"}, {"PurgeAndReplace": "true", "kind": "StockAndPrice"}],
    ids=["neither true nor false", "of changes only"],
)
def test_a_purge_that_may_not_be_meant_rejects_the_package(
    shop: Shop, head: dict[str, str]
) -> None:
    gtin = shop.product().gtin
    shop.integrate(a_package_document(an_offer_element(gtin, "A")))

    log = shop.integrate(a_package_document(a_change_element(gtin, "B", Stock="1"), **head))

    assert log["package_integration_status"] == "Rejected"
    assert set(shop.offers()) == {"A"}


def test_packages_of_a_seller_are_integrated_in_the_order_in_which_they_came(shop: Shop) -> None:
    gtin = shop.product().gtin
    slow = shop.host.publish(
        zipped(a_package_document(an_offer_element(gtin, "A", Stock="1"))), delay=0.3
    )
    quick = shop.host.publish(zipped(a_package_document(an_offer_element(gtin, "A", Stock="2"))))

    numbers = [shop.submit(url).json() for url in (slow, quick)]
    for number in numbers:
        shop.ended(number)

    assert shop.offers()["A"]["quantity"] == 2


def test_packages_sent_at_the_same_time_are_all_taken(shop: Shop) -> None:
    gtins = [shop.product().gtin for _ in range(8)]
    urls = [
        shop.host.publish(zipped(a_package_document(an_offer_element(gtin, f"R{gtin}"))))
        for gtin in gtins
    ]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(shop.submit, urls))

    assert [answer.status_code for answer in answers] == [200] * 8
    for number in {answer.json() for answer in answers}:
        assert shop.ended(number, within=20)["package_integration_status"] == "Integrated"
    assert set(shop.offers()) == {f"R{gtin}" for gtin in gtins}
