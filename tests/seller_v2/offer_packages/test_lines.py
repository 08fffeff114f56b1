"""What becomes of a line: each code that it may end with, and each spelling that is as good as another (contract/04 §A)."""

from typing import Any

import pytest

from sellergate.market.languages import Language
from sellergate.market.offers.results import CATALOGUE
from tests.builders.catalogue import a_product
from tests.builders.offer_packages import Json, Stall, a_line, a_price

pytestmark = pytest.mark.slow

LONG = "x" * 51


def taxes(**changed: Any) -> list[Json]:
    """The taxes of a price, without those that are None."""
    values = {"VAT": 20, "Ecotax": 0, "Deatax": 0} | changed
    return [{"code": code, "value": value} for code, value in values.items() if value is not None]


def modes(*modes: Json) -> list[Json]:
    return [{"code": "THD", "cost": 4.9}, *modes]


REFUSED = [
    pytest.param({"sellerExternalReference": None}, ["1003"], id="no reference"),
    pytest.param({"sellerExternalReference": ""}, ["1003"], id="empty reference"),
    pytest.param({"sellerExternalReference": "  "}, ["1003"], id="blank reference"),
    pytest.param({"sellerExternalReference": LONG}, ["1203"], id="51 characters"),
    pytest.param({"sellerExternalReference": "a*b"}, ["1103"], id="star"),
    pytest.param({"sellerExternalReference": "a\x00b"}, ["1103"], id="NUL"),
    pytest.param({"sellerExternalReference": "a\nb"}, ["1103"], id="line feed"),
    pytest.param({"sellerExternalReference": ["a"]}, ["1103"], id="array"),
    pytest.param({"sellerExternalReference": True}, ["1103"], id="true"),
    pytest.param({"product": None}, ["1024"], id="no product"),
    pytest.param({"product": "0000000000017"}, ["1124"], id="product is text"),
    pytest.param({"product": {}}, ["1001"], id="no GTIN"),
    pytest.param({"product": {"gtin": "", "reference": ""}}, ["1001"], id="empty GTIN"),
    pytest.param({"product": {"gtin": "123"}}, ["1101"], id="3 digits"),
    pytest.param({"product": {"gtin": "12345678901234567890"}}, ["1101"], id="20 digits"),
    pytest.param({"product": {"gtin": -17}}, ["1101"], id="negative GTIN"),
    pytest.param({"product": {"gtin": "ABCDEFGHIJKLM"}}, ["1101"], id="letters"),
    pytest.param({"product": {"gtin": "0000000000018"}}, ["1601"], id="check digit"),
    pytest.param({"product": {"gtin": "4006381333931"}}, ["1324"], id="no sheet"),
    pytest.param({"product": {"reference": "NO-SUCH"}}, ["3024"], id="unknown reference"),
    pytest.param({"product": {"reference": LONG}}, ["1224"], id="long product reference"),
    pytest.param({"product": {"reference": [1]}}, ["1124"], id="product reference is array"),
    pytest.param({"condition": None}, ["1002"], id="no condition"),
    pytest.param({"condition": "Shiny"}, ["1102"], id="unknown condition"),
    pytest.param({"condition": 6}, ["1102"], id="condition is number"),
    pytest.param({"price": None}, ["1006"], id="no price object"),
    pytest.param({"price": 29.9}, ["1106"], id="price is number"),
    pytest.param({"price": a_price(price=None)}, ["1006"], id="no price"),
    pytest.param({"price": a_price(price="cheap")}, ["1106"], id="price in words"),
    pytest.param({"price": a_price(price="NaN")}, ["1106"], id="NaN"),
    pytest.param({"price": a_price(price="9e999999")}, ["1106"], id="9e999999"),
    pytest.param({"price": a_price(price=29.999)}, ["1106"], id="third decimal"),
    pytest.param({"price": a_price(price=0)}, ["1906"], id="price 0"),
    pytest.param({"price": a_price(price=-5)}, ["1906"], id="negative price"),
    pytest.param({"price": a_price(price=10_000_000)}, ["1706"], id="ten million"),
    pytest.param({"price": a_price(price=10**19)}, ["1106"], id="20-digit price"),
    pytest.param({"price": a_price(currencyCode="USD")}, ["1106"], id="currency"),
    pytest.param({"price": a_price(originPrice="x")}, ["1118"], id="reference price format"),
    pytest.param({"price": a_price(originPrice=0.05)}, ["2018"], id="reference price 0.05"),
    pytest.param({"price": a_price(originPrice=20)}, ["2318"], id="reference below price"),
    pytest.param({"price": a_price(originPrice=10**7)}, ["1718"], id="reference too high"),
    pytest.param({"price": a_price(taxes=None)}, ["1007", "1008"], id="no taxes"),
    pytest.param({"price": a_price(taxes="20")}, ["1107"], id="taxes are text"),
    pytest.param({"price": a_price(taxes=taxes(VAT=None))}, ["1007"], id="no VAT"),
    pytest.param({"price": a_price(taxes=taxes(VAT="x"))}, ["1107"], id="VAT in words"),
    pytest.param({"price": a_price(taxes=taxes(VAT=31))}, ["1707"], id="VAT 31"),
    pytest.param({"price": a_price(taxes=taxes(VAT=-1))}, ["1707"], id="VAT -1"),
    pytest.param({"price": a_price(taxes=taxes(Ecotax=None))}, ["1008"], id="no eco tax"),
    pytest.param({"price": a_price(taxes=taxes(Ecotax="x"))}, ["1108"], id="eco tax format"),
    pytest.param({"price": a_price(taxes=taxes(Ecotax=-1))}, ["1708"], id="eco tax -1"),
    pytest.param({"price": a_price(taxes=taxes(Deatax=None))}, ["1031"], id="no DEA"),
    pytest.param({"price": a_price(taxes=taxes(Deatax="x"))}, ["1131"], id="DEA format"),
    pytest.param({"price": a_price(taxes=taxes(Deatax=-1))}, ["1731"], id="DEA -1"),
    pytest.param({"price": a_price(taxes=taxes(Toll=1))}, ["1307"], id="unknown tax"),
    pytest.param({"price": a_price(taxes=taxes(vat=10))}, ["1407"], id="VAT twice"),
    pytest.param({"price": a_price(taxes=[*taxes(), 5])}, ["1307"], id="tax is number"),
    pytest.param(
        {"price": a_price(price=1, taxes=taxes(Ecotax=0.6, Deatax=0.6))},
        ["2906"],
        id="below taxes",
    ),
    pytest.param({"deliveryModes": None}, ["1045"], id="no delivery modes"),
    pytest.param({"deliveryModes": "THD"}, ["1145"], id="delivery modes are text"),
    pytest.param({"deliveryModes": []}, ["1012"], id="THD missing"),
    pytest.param({"deliveryModes": [{"code": "SHD", "cost": 1}]}, ["1012"], id="SHD only"),
    pytest.param({"deliveryModes": [{"code": "THD"}]}, ["1012"], id="THD without cost"),
    pytest.param({"deliveryModes": [{"code": "THD", "cost": "x"}]}, ["1112"], id="cost format"),
    pytest.param({"deliveryModes": [{"code": "THD", "cost": -1}]}, ["1712"], id="cost -1"),
    pytest.param(
        {"deliveryModes": [{"code": "THD", "cost": 1, "additionalCost": "x"}]},
        ["1116"],
        id="additional cost",
    ),
    pytest.param(
        {"deliveryModes": modes({"code": "DRONE", "cost": 1})}, ["1345"], id="unknown mode"
    ),
    pytest.param({"deliveryModes": modes({"code": "TRK", "cost": 1})}, ["1445"], id="mode twice"),
    pytest.param(
        {"deliveryModes": modes({"code": "EHD", "cost": 1})}, ["4045"], id="EHD not enabled"
    ),
    pytest.param(
        {"deliveryModes": modes({"code": "RIM", "cost": 1})}, ["4029"], id="pick-up not enabled"
    ),
    pytest.param(
        {"deliveryModes": modes({"code": "PPMR", "cost": 1})}, ["4048"], id="relay not enabled"
    ),
    pytest.param({"deliveryModes": modes({"cost": 1})}, ["1345"], id="mode without code"),
    pytest.param({"deliveryModes": modes("SHD")}, ["1345"], id="mode is text"),
    pytest.param({"preparationTime": None}, ["1009"], id="no preparation time"),
    pytest.param({"preparationTime": 1.5}, ["1109"], id="preparation time 1.5"),
    pytest.param({"preparationTime": "2"}, ["1109"], id="preparation time is text"),
    pytest.param({"preparationTime": 0}, ["1709"], id="preparation time 0"),
    pytest.param({"preparationTime": 11}, ["1709"], id="preparation time 11"),
    pytest.param({"quantity": None}, ["1005"], id="no quantity"),
    pytest.param({"quantity": "many"}, ["1105"], id="quantity in words"),
    pytest.param({"quantity": True}, ["1105"], id="quantity is true"),
    pytest.param({"quantity": -1}, ["1705"], id="quantity -1"),
    pytest.param({"quantity": 10**10 + 1}, ["1705"], id="quantity beyond 10^10"),
    pytest.param({"quantity": 1e300}, ["1705"], id="quantity 1e300"),
    pytest.param({"comment": 5}, ["1114"], id="comment is number"),
    pytest.param({"comment": "x" * 201}, ["1214"], id="comment of 201"),
    pytest.param({"comment": "a\x00b"}, ["1114"], id="comment with NUL"),
]


@pytest.fixture(scope="session")
def judged(stall: Stall) -> list[Json]:
    """What became of the lines of `REFUSED`, all in one package, with a good line after each."""
    known = a_line(stall.on)["product"]["gtin"]
    lines: list[Json] = []
    for case in REFUSED:
        members: Any = case.values[0]
        lines += [a_line(stall.on, gtin=known, **members), a_line(stall.on)]
    package_id = stall.open()
    for first in range(0, len(lines), 100):
        stall.upload(package_id, *lines[first : first + 100])
    stall.submit(package_id)
    stall.integrated(package_id)
    return stall.results(package_id, limit=1000)


@pytest.mark.parametrize(
    ("place", "codes"),
    [pytest.param(n, case.values[1], id=case.id) for n, case in enumerate(REFUSED)],
)
def test_a_line_that_breaks_a_rule_is_rejected_with_its_code_and_its_neighbours_are_not(
    judged: list[Json], place: int, codes: list[str]
) -> None:
    rejected, neighbour = judged[2 * place : 2 * place + 2]

    assert [told["resultCode"] for told in rejected["results"]] == codes
    assert rejected["integrationStatus"] == "Rejected"
    assert neighbour["results"] == [{"resultCode": "8000", "message": "Offre créée"}]


def test_all_that_is_wrong_is_said_at_once(stall: Stall) -> None:
    [result] = stall.put({"price": {"price": 0, "taxes": []}})

    codes = {told["resultCode"] for told in result["results"]}
    assert codes == {"1003", "1024", "1002", "1906", "1007", "1008", "1045", "1009", "1005"}


def test_a_refusal_names_the_member_and_an_integrated_line_still_has_a_result(stall: Stall) -> None:
    """contract/04 §B: 8000 “Offre créée”; 1008 “EcoTax : champ obligatoire”; the field is inside the text."""
    good, bad = stall.put(
        a_line(stall.on), a_line(stall.on, price=a_price(taxes=taxes(Ecotax=None)))
    )

    assert good["results"] == [{"resultCode": "8000", "message": "Offre créée"}]
    assert bad["results"] == [
        {"resultCode": "1008", "message": "EcoTax (price.taxes[Ecotax]) : champ obligatoire"}
    ]


@pytest.mark.parametrize("language", Language)
def test_every_code_has_words_and_a_remedy_in_every_language(language: Language) -> None:
    for code in CATALOGUE.values():
        assert code.message(language)
        assert bool(code.remedy(language)) == code.is_refusal


@pytest.mark.parametrize(
    "reference",
    ["A", "x" * 50, "é à ç", """a{}@%;$=[]/,-()'\\"&!#^?_+:.z""", " leading", "日本", 12345],
)
def test_a_reference_has_1_to_50_letters_digits_and_known_symbols(
    stall: Stall, reference: str | int
) -> None:
    """contract/04 §A: the symbols { } @ % ; $ = [ ] / , - ( ) ' \\ " & ! # ^ ? _ + : . and the space."""
    [result] = stall.put(a_line(stall.on, sellerExternalReference=reference))

    assert result["sellerExternalReference"] == str(reference)
    assert result["integrationStatus"] == "Integrated"


@pytest.mark.parametrize("vat", [20, 20.0, 0.2, "20", 5.5, 0.055, 2.1, 0], ids=lambda v: f"{v!r}")
def test_vat_is_a_percentage_or_a_fraction(stall: Stall, vat: float | str) -> None:
    """contract/04 §A.2: `20` in the docs, `0.2` in a production client, `0` in another one."""
    line = a_line(stall.on, price=a_price(taxes=taxes(VAT=vat)))

    stall.put(line)

    offer = stall.offer(line["sellerExternalReference"])
    percent = float(vat) * 100 if 0 < float(vat) <= 0.3 else float(vat)
    assert offer is not None
    assert offer["vat"] == round(percent * 100)


@pytest.mark.parametrize(
    "codes", [("VAT", "Ecotax", "Deatax"), ("vat", "ecoTax", "deaTax"), ("Vat", "ECOTAX", "DEATAX")]
)
def test_codes_of_taxes_count_in_any_letter_case(stall: Stall, codes: tuple[str, ...]) -> None:
    """contract/04 §A.2: two working forms."""
    types = ("Rate", "Amount", "Amount")
    sent = [
        {"code": code, "value": value, "type": type_}
        for code, value, type_ in zip(codes, (0.2, 0.13, 1.5), types, strict=True)
    ]
    line = a_line(stall.on, price=a_price(taxes=sent))

    stall.put(line)

    offer = stall.offer(line["sellerExternalReference"])
    assert offer is not None
    assert (offer["vat"], offer["eco_tax"], offer["dea_tax"]) == (2000, 13, 150)


@pytest.mark.parametrize(
    "names",
    [
        ("THD", "SHD", "NTHD"),
        ("TRK", "REG", "STD"),
        ("Tracked", "Registered", "Standard"),
        ("thd", "reg", "STANDARD"),
    ],
)
def test_delivery_modes_go_by_code_legacy_code_and_xml_name(
    stall: Stall, names: tuple[str, ...]
) -> None:
    """contract/04 §A.3: a client that follows /sellers/delivery-modes sends TRK and REG."""
    line = a_line(stall.on, deliveryModes=[{"code": name, "cost": 4.9} for name in names])

    stall.put(line)

    offer = stall.offer(line["sellerExternalReference"])
    assert offer is not None
    assert offer["delivery_modes"] == '[["THD",490,null],["SHD",490,null],["NTHD",490,null]]'


@pytest.mark.parametrize("condition", ["New", "new", "NEW", "usedGOODstate", "RefurbishedLikeNew"])
def test_a_condition_counts_in_any_letter_case(stall: Stall, condition: str) -> None:
    """contract/04 §A: condition is not case-sensitive."""
    assert stall.codes(a_line(stall.on, condition=condition)) == ["8000"]


def test_a_gtin_is_a_number_or_a_text(stall: Stall) -> None:
    """contract/00 §4: clients send gtin either way; a number has lost its zeros."""
    product = a_product(stall.on)

    codes = [
        stall.codes(
            a_line(stall.on, gtin=product.gtin, product={"gtin": gtin}, condition=condition)
        )
        for gtin, condition in ((int(product.gtin), "New"), (product.gtin, "UsedLikeNew"))
    ]

    assert codes == [["8000"], ["8000"]]


def test_strays_are_ignored_and_member_names_count_in_any_letter_case(stall: Stall) -> None:
    """contract/00 §4: clients send stray members; inbound names are matched case-insensitively."""
    line = a_line(stall.on, language="fr-FR", color="red", extras={"a": 1})
    upper = {name.upper(): value for name, value in line.items()}
    upper["PRICE"] = {name.upper(): value for name, value in line["price"].items()}

    [result] = stall.put(upper)

    assert result["sellerExternalReference"] == line["sellerExternalReference"]
    assert result["integrationStatus"] == "Integrated"


def test_a_product_goes_by_its_reference_or_by_the_code_of_its_creator(stall: Stall) -> None:
    """contract/04 §A: an `AUC…` reference in the SDK sample, the seller's own code in another client."""
    product = a_product(stall.on, creator=stall.seller)

    by_reference = a_line(stall.on, product={"reference": product.reference})
    by_own_code = a_line(
        stall.on, product={"reference": f"REF-{product.gtin}"}, condition="UsedLikeNew"
    )
    with_own_sku = a_line(
        stall.on, product={"gtin": product.gtin, "reference": "SKU-1"}, condition="UsedGoodState"
    )
    stall.put(by_reference, by_own_code, with_own_sku)

    for line in (by_reference, by_own_code, with_own_sku):
        offer = stall.offer(line["sellerExternalReference"])
        assert offer is not None
        assert offer["product_id"] == product.id


def test_the_code_of_another_seller_names_nothing(stall: Stall, neighbour: Stall) -> None:
    product = a_product(stall.on, creator=neighbour.seller)

    assert stall.codes(a_line(stall.on, product={"reference": f"REF-{product.gtin}"})) == ["3024"]


def test_a_gtin_and_a_reference_of_two_products_are_refused(stall: Stall) -> None:
    one, other = a_product(stall.on), a_product(stall.on)

    line = a_line(stall.on, product={"gtin": one.gtin, "reference": other.reference})

    assert stall.codes(line) == ["4824"]


def test_a_sheet_that_is_not_for_sale_takes_no_offers(stall: Stall) -> None:
    product = a_product(stall.on, is_marketable=False)

    assert stall.codes(a_line(stall.on, gtin=product.gtin)) == ["3424"]


def test_a_reference_that_is_there_twice_rejects_all_its_lines_wherever_they_are(
    stall: Stall,
) -> None:
    """contract/04 §B: a reference repeated within a package rejects all its occurrences."""
    twice, once = a_line(stall.on), a_line(stall.on)
    package_id = stall.open()
    stall.upload(package_id, twice)
    for _ in range(3):
        stall.upload(
            package_id, *[{"sellerExternalReference": f"D{stall.on.number()}"} for _ in range(100)]
        )
    stall.upload(
        package_id, once, a_line(stall.on, sellerExternalReference=twice["sellerExternalReference"])
    )
    stall.submit(package_id)

    package = stall.integrated(package_id)
    results = stall.results(package_id, limit=1000)

    assert [results[0]["integrationStatus"], results[-1]["integrationStatus"]] == ["Duplicated"] * 2
    assert results[-2]["integrationStatus"] == "Integrated"
    assert results[0]["results"][0]["resultCode"] == "1403"
    assert stall.offer(twice["sellerExternalReference"]) is None
    assert (package["integratedCount"], package["rejectedCount"], package["duplicatedCount"]) == (
        1,
        300,
        2,
    )


def test_one_product_in_one_condition_has_one_reference(stall: Stall) -> None:
    """contract/04 §B: 24 offer exists under another reference; 25 reference used for another EAN/condition."""
    product = a_product(stall.on)
    first = a_line(stall.on, gtin=product.gtin)
    in_same_package = stall.put(first, a_line(stall.on, gtin=product.gtin))
    later = stall.codes(a_line(stall.on, gtin=product.gtin))
    other_product = stall.codes(
        a_line(stall.on, sellerExternalReference=first["sellerExternalReference"])
    )
    other_condition = stall.codes({**first, "condition": "UsedLikeNew"})

    assert [line["results"][0]["resultCode"] for line in in_same_package] == ["8000", "2428"]
    assert first["sellerExternalReference"] in in_same_package[1]["results"][0]["message"]
    assert later == ["2428"]
    assert other_product == ["2503"]
    assert other_condition == ["2503"]


def test_an_upsert_replaces_the_whole_offer(stall: Stall) -> None:
    line = a_line(stall.on, price=a_price(originPrice=35), comment="Livré vite")
    stall.put(line)

    again = {**line, "price": a_price(price=19.9, taxes=taxes(Deatax=None)), "quantity": 3}
    del again["comment"]
    codes = stall.codes(again)

    offer = stall.offer(line["sellerExternalReference"])
    assert offer is not None
    assert codes == ["9000"]
    assert (offer["price"], offer["delivered_price"], offer["quantity"]) == (1990, 2480, 3)
    assert (offer["origin_price"], offer["comment"]) == (None, None)
    assert offer["created_at"] < offer["updated_at"]


def test_an_update_changes_what_it_names_and_nothing_else(stall: Stall) -> None:
    line = a_line(stall.on, price=a_price(originPrice=35), comment="Livré vite")
    stall.put(line)
    before = dict(stall.offer(line["sellerExternalReference"]) or {})

    codes = stall.codes(
        {
            "sellerExternalReference": line["sellerExternalReference"],
            "quantity": 0,
            "price": {"price": 20},
        },
        type_="Update",
    )

    after = dict(stall.offer(line["sellerExternalReference"]) or {})
    changed = {name for name, value in after.items() if before[name] != value}
    assert codes == ["9000"]
    assert changed == {"price", "delivered_price", "quantity", "state", "updated_at"}
    assert (after["price"], after["quantity"], after["state"]) == (2000, 0, "Inactive")


@pytest.mark.parametrize(
    ("members", "codes"),
    [
        ({"deliveryModes": [{"code": "SHD", "cost": 1}]}, ["1012"]),
        ({"price": {"taxes": [{"code": "VAT", "value": 10}]}}, ["1008"]),
        ({"price": {"taxes": taxes(Deatax=None)}}, ["9000"]),
        ({"price": {"price": 40}}, ["2318"]),
        ({"price": {"originPrice": 20}}, ["2318"]),
        ({"condition": "UsedLikeNew"}, ["2503"]),
        ({"condition": "new"}, ["9000"]),
        ({}, ["9000"]),
    ],
)
def test_lists_of_an_update_replace_whole_lists_and_what_is_sold_stays(
    stall: Stall, members: Json, codes: list[str]
) -> None:
    """contract/04 §A: taxes and delivery modes are whole lists if sent; the product is not modifiable."""
    line = a_line(stall.on, price=a_price(originPrice=35))
    stall.put(line)
    reference = line["sellerExternalReference"]

    assert stall.codes({"sellerExternalReference": reference, **members}, type_="Update") == codes


def test_an_update_may_repeat_its_product_but_not_name_another(stall: Stall) -> None:
    line = a_line(stall.on)
    stall.put(line)
    reference, other = line["sellerExternalReference"], a_product(stall.on)

    same, wrong = (
        stall.codes({"sellerExternalReference": reference, "product": product}, type_="Update")
        for product in (line["product"], {"gtin": other.gtin})
    )

    assert same == ["9000"]
    assert wrong == ["2503"]


@pytest.mark.parametrize("type_", ["Update", "Delete"])
def test_an_offer_that_is_not_there_is_neither_changed_nor_removed(
    stall: Stall, type_: str
) -> None:
    """contract/04 §B: 36 offer does not exist."""
    assert stall.codes({"sellerExternalReference": "NOT-THERE"}, type_=type_) == ["3628"]


def test_a_delete_removes_the_offer_in_its_channel_and_takes_the_reference_only(
    stall: Stall,
) -> None:
    """contract/04 §A: for Delete sellerExternalReference is the only member allowed."""
    line = a_line(stall.on)
    reference = {"sellerExternalReference": line["sellerExternalReference"]}
    stall.put(line)
    stall.put(line, channel="HANSDE")

    refused = stall.codes(line, type_="Delete")
    [removed] = stall.put({**reference, "language": "fr-FR", "price": None}, type_="Delete")

    assert refused == ["1128"]
    assert removed["results"] == [{"resultCode": "9000", "message": "Offre supprimée"}]
    assert stall.offer(line["sellerExternalReference"]) is None
    assert stall.offer(line["sellerExternalReference"], "HANSDE") is not None


def test_stock_is_shared_between_channels_for_the_same_product_and_condition(stall: Stall) -> None:
    """contract/04 §A: quantity is shared between channels for the same product+condition."""
    product = a_product(stall.on)
    here, there = (a_line(stall.on, gtin=product.gtin, quantity=n) for n in (7, 5))
    used = a_line(stall.on, gtin=product.gtin, quantity=9, condition="UsedLikeNew")
    stall.put(here, used)
    stall.put(there, channel="HANSDE")
    shared = stall.offer(here["sellerExternalReference"])
    stall.put(
        {"sellerExternalReference": there["sellerExternalReference"], "quantity": 0},
        type_="Update",
        channel="HANSDE",
    )

    sold_out = stall.offer(here["sellerExternalReference"])
    other = stall.offer(used["sellerExternalReference"])
    assert shared is not None
    assert sold_out is not None
    assert other is not None
    assert (shared["quantity"], shared["state"]) == (5, "Active")
    assert (sold_out["quantity"], sold_out["state"]) == (0, "Inactive")
    assert other["quantity"] == 9


def test_offers_of_another_seller_are_out_of_reach(stall: Stall, neighbour: Stall) -> None:
    product = a_product(stall.on)
    line = a_line(stall.on, gtin=product.gtin)
    neighbour.put(line)
    before = neighbour.offer(line["sellerExternalReference"])
    reference = {"sellerExternalReference": line["sellerExternalReference"]}

    update = stall.codes({**reference, "quantity": 1}, type_="Update")
    delete = stall.codes(reference, type_="Delete")
    upsert = stall.codes({**line, "quantity": 3})
    stall.codes(reference, type_="Delete")

    assert (update, delete, upsert) == (["3628"], ["3628"], ["8000"])
    assert neighbour.offer(line["sellerExternalReference"]) == before
