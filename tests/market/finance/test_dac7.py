"""The yearly report to tax authorities: XML in the vocabulary of the OECD's DPI schema, and CSV for spreadsheets."""

import csv
import io
from xml.etree import ElementTree as ET

import pytest

from sellergate.market.finance.dac7 import DPI, STF, render_csv, render_xml
from sellergate.market.finance.models import EventType
from tests.builders.finance import a_year, of_quarter

NAMES = {"dpi": DPI, "stf": STF}
YEAR = (
    of_quarter(1, EventType.SALE, 100_050, 4),
    of_quarter(1, EventType.REFUND, -20_000),
    of_quarter(1, EventType.COMMISSION, -15_025, 4),
    of_quarter(1, EventType.COMMISSION_REFUND, 3_000),
    of_quarter(3, EventType.SALE, 9_990, 1),
    of_quarter(3, EventType.COMMERCIAL_GESTURE, -490, 1),
    of_quarter(3, EventType.SUBSCRIPTION, -3_999, 1),
)


def lines_of(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_xml_tells_who_and_what_by_quarter_in_whole_units():
    root = ET.fromstring(render_xml(a_year(*YEAR)))

    def texts(path):
        return [element.text for element in root.findall(path, NAMES)]

    assert (root.tag, root.get("version")) == (f"{{{DPI}}}DPI_OECD", "1.0")
    assert texts("dpi:MessageSpec/dpi:ReportingPeriod") == ["2025-12-31"]
    assert texts("dpi:DPIBody/dpi:PlatformOperator/dpi:Name") == ["Nile market"]
    entity = "dpi:DPIBody/dpi:ReportableSeller/dpi:Identity/dpi:EntitySeller/dpi:Standard/dpi:EntSellerID"
    assert texts(f"{entity}/dpi:Name") == ["Maison Bruyère SARL"]
    assert texts(f"{entity}/dpi:VAT") == ["FR40123456824"]
    assert texts(f"{entity}/dpi:Address/dpi:AddressFix/dpi:City") == ["Bordeaux"]
    goods = "dpi:DPIBody/dpi:ReportableSeller/dpi:RelevantActivities/dpi:SaleOfGoods"
    assert texts(f"{goods}/dpi:Consideration/*") == ["680", "0", "55", "0"]
    assert texts(f"{goods}/dpi:NumberOfActivities/*") == ["4", "0", "1", "0"]
    assert texts(f"{goods}/dpi:Fees/*") == ["120", "0", "40", "0"]
    assert texts(f"{goods}/dpi:Taxes/*") == ["0"] * 4
    assert [e.get("currCode") for e in root.findall(f"{goods}/dpi:Fees/*", NAMES)] == ["EUR"] * 4
    references = texts(".//stf:DocRefId")
    assert len(references) == len(set(references)) == 2


def test_csv_has_the_cents():
    found = lines_of(render_csv(a_year(*YEAR)))

    amounts = ("quarter", "paidByCustomers", "feesAndCommissions", "consideration", "sales")
    assert [tuple(line[name] for name in amounts) for line in found] == [
        ("Q1", "800.50", "120.25", "680.25", "4"),
        ("Q2", "0.00", "0.00", "0.00", "0"),
        ("Q3", "95.00", "39.99", "55.01", "1"),
        ("Q4", "0.00", "0.00", "0.00", "0"),
    ]


def test_each_currency_is_told_apart():
    totals = [*YEAR, of_quarter(2, EventType.SALE, 50_000, 2, "SEK")]

    root = ET.fromstring(render_xml(a_year(*totals)))
    found = lines_of(render_csv(a_year(*totals)))

    sellers = root.findall("dpi:DPIBody/dpi:ReportableSeller", NAMES)
    codes = [{e.get("currCode") for e in seller.iter() if e.get("currCode")} for seller in sellers]
    assert codes == [{"EUR"}, {"SEK"}]
    assert [line["currency"] for line in found] == ["EUR"] * 4 + ["SEK"] * 4


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("https://evil.example";"x")',
        "+1+1",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r\n=1",
        " =1",
        "\x00=1",
    ],
)
def test_no_name_of_a_seller_is_a_formula(name):
    """A spreadsheet takes a cell that begins with one of = + - @ for a formula."""
    found = lines_of(render_csv(a_year(*YEAR, company_name=name, shop_name=name)))

    assert len(found) == 4
    assert {line["companyName"][0] for line in found} == {"'"}
    assert {line["shopName"][0] for line in found} == {"'"}


def test_hostile_names_are_texts_in_xml_and_csv():
    name = '<b>&amp;</b> ]]> "Ü" \x00\x0b\ud800\ufffe; 中\n次'
    report = a_year(*YEAR, marketplace=name, company_name=name, shop_name=name)

    root = ET.fromstring(render_xml(report))
    found = lines_of(render_csv(report))

    said = {e.text for e in root.iter(f"{{{DPI}}}Name")}
    assert said == {'<b>&amp;</b> ]]> "Ü" ; 中\n次'}
    assert found[0]["companyName"] == '<b>&amp;</b> ]]> "Ü" ; 中 次'


def test_year_without_operations_has_no_seller_to_report():
    root = ET.fromstring(render_xml(a_year()))

    assert root.findall("dpi:DPIBody/dpi:ReportableSeller", NAMES) == []
    assert lines_of(render_csv(a_year())) == []


def test_seller_without_numbers_and_address_is_still_told():
    report = a_year(*YEAR, vat_number=None, siret_number=None, place=None)

    root = ET.fromstring(render_xml(report))

    assert root.find(".//dpi:TransmittingCountry", NAMES).text == "X5"
    assert root.find(".//dpi:VAT", NAMES) is None
    assert {line["country"] for line in lines_of(render_csv(report))} == {""}
