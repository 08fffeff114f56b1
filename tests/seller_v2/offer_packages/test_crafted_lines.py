"""Lines made to go wrong in the database or between two of our readings: one of them never harms its package."""

import pytest

from tests.builders.offer_packages import Stall, a_line


def test_a_null_in_a_reference_of_a_product_refuses_its_line_alone(stall: Stall) -> None:
    """PostgreSQL has no text with a null in it."""
    good = a_line(stall.on)
    bad = a_line(stall.on, product={"reference": "AB\u0000CD"})
    both = a_line(stall.on, product={**a_line(stall.on)["product"], "reference": "\u0000"})

    results = stall.put(good, bad, both)

    assert [result["integrationStatus"] for result in results] == [
        "Integrated",
        "Rejected",
        "Rejected",
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("sellerExternalReference", "SellerExternalReference"),
        ("SELLEREXTERNALREFERENCE", "sellerExternalReference"),
    ],
)
def test_of_two_references_in_one_line_the_one_that_is_checked_is_the_one_that_is_used(
    stall: Stall, names: tuple[str, str]
) -> None:
    """contract/00 §4: names in any letter case, so a line may say it twice."""
    line = a_line(stall.on)
    good = line.pop("sellerExternalReference")
    neighbour = a_line(stall.on)

    results = stall.put({names[0]: "x" * 150, names[1]: good, **line}, neighbour)

    assert [result["integrationStatus"] for result in results] == ["Integrated", "Integrated"]
    assert results[0]["sellerExternalReference"] == good
    assert stall.offer(good) is not None


def test_references_that_differ_in_their_spelling_of_the_name_only_are_repeated(
    stall: Stall,
) -> None:
    first, second = a_line(stall.on), a_line(stall.on)
    reference = second.pop("sellerExternalReference")
    first["sellerExternalReference"] = reference

    results = stall.put(first, {"SELLEREXTERNALREFERENCE": reference, **second})

    assert [result["integrationStatus"] for result in results] == ["Duplicated", "Duplicated"]


def test_one_product_under_two_references_is_sold_once(stall: Stall) -> None:
    line = a_line(stall.on)
    again = {**line, "sellerExternalReference": f"{line['sellerExternalReference']}-B"}

    results = stall.put(line, again)

    assert [r["results"][0]["resultCode"] for r in results] == ["8000", "2428"]


def test_a_line_of_thousands_of_faults_is_refused_like_any_other(stall: Stall) -> None:
    bad = a_line(stall.on, deliveryModes=[{"code": f"X{n}"} for n in range(5_000)])
    good = a_line(stall.on)

    results = stall.put(bad, good)

    assert [r["integrationStatus"] for r in results] == ["Rejected", "Integrated"]
    assert len(results[0]["results"]) == 20
