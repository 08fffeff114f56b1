"""The guides of products and offers: their walkthroughs run on the demo marketplace, their tables are those of the wire."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sellergate.devportal.guides.trade_fields import TRADE_FIELDS
from sellergate.seller_v2.offers import schemas as offers
from sellergate.seller_v2.products import integration_schemas, schemas as products
from tests.builders.demo import CLIENT_ID, CLIENT_SECRET, SELLER_ID, run_demo
from tests.builders.installation import Installation
from tests.devportal.people import code_of


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("demo")
    (folder / "packages").mkdir()
    with run_demo(folder, only=(), package_folder=str(folder / "packages")) as on:
        yield on


def run_walkthrough(on: Installation, slug: str, folder: Path) -> list[str]:
    """What the steps print, one after another, when a reader copies them into a shell."""
    page = on.get(f"/docs/guides/{slug}/")
    steps = [code_of(page, step) for step in re.findall(r'<code id="(walk-\d+)"', page.text)]
    script = "\necho; echo ======\n".join(["set -eo pipefail", *steps])
    script = script.replace("your-clientId", CLIENT_ID).replace("your-SellerId", SELLER_ID)
    if on.settings.package_folder:
        archive = Path(on.settings.package_folder) / "offers.zip"
        script = script.replace(
            "URL='https://files.your-shop.example/offers.zip'",
            f"cp offers.zip {archive}; URL='file://{archive}'",
        )
    done = subprocess.run(
        ["bash", "-c", script],
        input=CLIENT_SECRET + "\n",
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr + done.stdout[-2000:]
    return [part.strip() for part in done.stdout.split("======\n")][1:]


@pytest.mark.slow
def test_a_category_is_chosen(demo: Installation, tmp_path: Path) -> None:
    printed = run_walkthrough(demo, "categories", tmp_path)

    category = json.loads(printed[3])
    assert category["level"] == 3
    assert json.loads(printed[4])["items"]
    assert "name" in json.loads(printed[5])["items"][0]


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "sheets"), [("products", 1), ("variants", 2)])
def test_sheets_are_created(demo: Installation, tmp_path: Path, slug: str, sheets: int) -> None:
    printed = run_walkthrough(demo, slug, tmp_path)

    report = json.loads((tmp_path / "report.json").read_bytes())
    assert [row["status"] for row in report["items"]] == ["Integrated"] * sheets, report
    if slug == "products":
        assert json.loads(printed[3])["items"] == []
        assert len(json.loads(printed[8])["items"]) == 1


@pytest.mark.slow
def test_an_offer_is_put_on_sale(demo: Installation, tmp_path: Path) -> None:
    printed = run_walkthrough(demo, "offers", tmp_path)

    assert printed[7] == "Integrated"
    line = json.loads(printed[8])["items"][0]
    assert line["integrationStatus"] == "Integrated", line
    assert json.loads(printed[9])["items"][0]["quantity"] == 12


@pytest.mark.slow
def test_price_and_stock_are_changed(demo: Installation, tmp_path: Path) -> None:
    printed = run_walkthrough(demo, "prices-and-stock", tmp_path)

    line = json.loads(printed[7])["items"][0]
    assert line["results"][0]["resultCode"] == "9000", line
    offer = json.loads(printed[8])["items"][0]
    assert offer["quantity"] == 5
    assert offer["integrationPrice"]["price"] == 27.5


@pytest.mark.slow
def test_refusals_are_read(demo: Installation, tmp_path: Path) -> None:
    printed = run_walkthrough(demo, "refusals", tmp_path)

    lines = printed[6].splitlines()
    assert lines[0].startswith("NOBODY-KNOWS-THIS | 3628 | ")
    assert [line.split(" | ")[1] for line in lines[1:]] == ["1403", "1403"]


@pytest.mark.slow
def test_an_xml_package_is_sent(demo: Installation, tmp_path: Path) -> None:
    run_walkthrough(demo, "xml-packages", tmp_path)

    log = json.loads((tmp_path / "log.json").read_bytes())
    assert log["package_integration_status"] == "Integrated", log
    assert log["number_of_errors"] == 0, log


@pytest.mark.slow
def test_an_invoice_is_sent_followed_and_read_back(demo: Installation, tmp_path: Path) -> None:
    printed = run_walkthrough(demo, "invoices", tmp_path)

    assert printed[4] == "invoice.pdf | Attached"
    assert printed[5] == "the same"
    assert printed[6].splitlines() == [
        f"{printed[1]}.pdf | Attached",
        "invoice.pdf | OrderNotFound",
    ]


@pytest.mark.parametrize(
    ("table", "model"),
    [
        ("Category", products.Category),
        ("Property", products.Property),
        ("Report", integration_schemas.ProductReport),
        ("Package", offers.Package),
        ("LineResult", offers.LineResult),
    ],
)
def test_the_tables_have_the_members_of_the_wire(table: str, model: type[msgspec.Struct]) -> None:
    """The former names that only `fields` brings are not for new programs."""
    shown = {field.name for field in TRADE_FIELDS[table] if not field.inside}
    known = {field.encode_name for field in msgspec.structs.fields(model)} - {"reference"}

    assert shown == known
