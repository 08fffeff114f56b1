"""Sellers read what they announced, page by page, and download delivery notes."""

from typing import Any

import pytest

from tests.builders.inbound import PATH, a_supply, accepted, announce, announced, check, so_many
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.papers import images_of, read_pdf

pytestmark = pytest.mark.slow

Json = dict[str, Any]


@pytest.fixture(scope="module")
def shop(installation: Installation) -> Stall:
    """Five shipments, the last one first: three to France, of which the first is refused, then two to Spain."""
    stall = a_stall(installation)
    line = so_many(stall)
    announced(stall, {"sellerProductReference": "NOBODYS", "quantity": 1}, reference="S-1")
    for number, country in enumerate(("FR", "FR", "ES", "ES"), 2):
        announced(stall, line, storageCountry=country, reference=f"S-{number}")
    check(stall.on)
    return stall


def page(stall: Stall, **query: Any) -> tuple[list[str], dict[str, Any]]:
    """The references of a page, and where its links lead."""
    answer = stall.call("GET", PATH, params=query)
    assert answer.status_code == 200, answer.text
    assert answer.json()["itemsPerPage"] == len(answer.json()["items"])
    return [item["reference"] for item in answer.json()["items"]], answer.links


def follow(stall: Stall, link: Any) -> tuple[list[str], dict[str, Any]]:
    query = link["url"].partition("/seller/v2")[2]
    answer = stall.call("GET", query)
    return [item["reference"] for item in answer.json()["items"]], answer.links


def test_pages_are_walked_both_ways(shop: Stall) -> None:
    """contract/09 §0: `limit` and `cursor`, the next and the previous page in the `Link` header."""
    first, links = page(shop, limit=2)
    second, links = follow(shop, links["next"])
    third, last_links = follow(shop, links["next"])
    back, _ = follow(shop, links["prev"])

    assert (first, second, third, back) == (["S-5", "S-4"], ["S-3", "S-2"], ["S-1"], first)
    assert set(last_links) == {"prev"}


@pytest.mark.parametrize(
    ("query", "references"),
    [
        ({"storageCountry": "es"}, ["S-5", "S-4"]),
        ({"status": "refused"}, ["S-1"]),
        ({"status": "Accepted,Refused", "storageCountry": "FR"}, ["S-3", "S-2", "S-1"]),
        ({"reference": "S-4"}, ["S-4"]),
        ({"reference": "nothing"}, []),
        ({"createdAtMin": "2100-01-01T00:00:00Z"}, []),
        (
            {"updatedAtMax": "2100-01-01T00:00:00Z", "strange": "1"},
            ["S-5", "S-4", "S-3", "S-2", "S-1"],
        ),
    ],
)
def test_lists_and_counts_have_the_same_filters(
    shop: Stall, query: Json, references: list[str]
) -> None:
    found, _ = page(shop, **query)
    count = shop.call("GET", f"{PATH}/count", params=query)

    assert found == references
    assert count.json() == len(references)


def test_a_shipment_is_found_by_its_code(shop: Stall) -> None:
    code = shop.call("GET", PATH, params={"reference": "S-2"}).json()["items"][0]["code"]

    assert page(shop, code=code.lower())[0] == ["S-2"]


@pytest.mark.parametrize(
    ("query", "field"),
    [({"limit": 0}, "limit"), ({"cursor": "abc"}, "cursor"), ({"status": "Lost"}, "status")],
)
def test_a_wrong_parameter_is_told(shop: Stall, query: Json, field: str) -> None:
    answer = shop.call("GET", PATH, params=query)

    assert answer.status_code == 400
    assert field in answer.json()["errors"]


def test_a_page_ends_where_its_lines_would_be_too_many(installation: Installation) -> None:
    stall = a_stall(installation)
    lines = [{"sellerProductReference": f"A{number}", "quantity": 1} for number in range(500)]
    for number in range(6):
        assert announce(stall, a_supply(*lines, reference=f"S-{number}")).status_code == 201

    first, links = page(stall)
    second, last = follow(stall, links["next"])
    again, _ = follow(stall, last["prev"])

    assert (first, second) == (["S-5", "S-4", "S-3", "S-2"], ["S-1", "S-0"])
    assert again == first
    check(stall.on)


def test_another_sellers_shipment_is_not_there(shop: Stall, neighbour: Stall) -> None:
    own = shop.call("GET", PATH, params={"reference": "S-1"}).json()["items"][0]
    path = f"{PATH}/{own['inboundShipmentId']}"
    paths = [path, f"{path}/delivery-notes", f"{PATH}/nothing", f"{PATH}/nothing/delivery-notes"]

    answers = [neighbour.call("GET", path) for path in paths]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert {answer.json()["detail"] for answer in answers} == {
        "This seller has no inbound shipment with this id."
    }


@pytest.mark.parametrize("path", ["%00", "%F0%9F%98%80", "x" * 500, "..%2Fstocks"])
def test_a_strange_id_is_no_shipment(stall: Stall, path: str) -> None:
    assert stall.call("GET", f"{PATH}/{path}").status_code == 404


@pytest.mark.parametrize("name", ["reference", "code"])
def test_a_strange_filter_finds_nothing(stall: Stall, name: str) -> None:
    found = stall.call("GET", f"{PATH}?{name}=a%00b")

    assert found.status_code in {200, 400}
    assert not found.json().get("items")


def test_ids_may_come_in_capitals(shop: Stall) -> None:
    own = shop.call("GET", PATH, params={"reference": "S-1"}).json()["items"][0]

    assert shop.call("GET", f"{PATH}/{own['inboundShipmentId'].upper()}").json() == own


def test_there_is_no_delivery_note_before_the_shipment_is_accepted(stall: Stall) -> None:
    """contract/09 §3: available once accepted."""
    refused = accepted(stall, {"sellerProductReference": "NOBODYS", "quantity": 1})
    created = announced(stall)

    answers = [
        stall.call("GET", f"{PATH}/{shipment['inboundShipmentId']}/delivery-notes")
        for shipment in (created, refused)
    ]
    check(stall.on)

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "which is Refused: it is made when" in answers[1].json()["detail"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr-FR", ["Bon de livraison", "À l'entrepôt de France (FR)", "Acceptée le", "Neuf"]),
        ("en-US", ["Delivery note", "To the warehouse in France (FR)", "Accepted on", "New"]),
        ("es-ES", ["Delivery note"]),
    ],
)
def test_a_delivery_note_says_what_comes_and_where_to(
    stall: Stall, language: str, words: list[str]
) -> None:
    line = so_many(stall)
    reference = f"S-NOTE <{stall.on.number()}>"
    shipment = accepted(stall, line, reference=reference, expectedDate="2026-12-24")
    path = f"{PATH}/{shipment['inboundShipmentId']}/delivery-notes"

    answer = stall.call("GET", path, headers={"Accept-Language": language})

    read = read_pdf(answer.content)
    assert answer.headers["content-type"] == "application/pdf"
    assert (
        f'filename="delivery-note-{shipment["code"]}.pdf"' in answer.headers["content-disposition"]
    )
    assert len(read.pages) == 1
    for word in (*words, shipment["code"], reference, line["sellerProductReference"], "2026"):
        assert word in read.text
    assert stall.call("GET", path, headers={"Accept-Language": language}).content == answer.content


def test_a_long_delivery_note_has_its_pages(stall: Stall) -> None:
    line = so_many(stall, 7)
    shipment = accepted(stall, *[line] * 120)

    content = stall.call("GET", f"{PATH}/{shipment['inboundShipmentId']}/delivery-notes").content

    read = read_pdf(content)
    assert len(read.pages) == len(images_of(content)) > 2
    assert all("Votre référence" in text for text in read.pages[:-1])
    assert "840" in read.pages[-1]
