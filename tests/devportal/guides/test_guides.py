"""The guides say what is true: their commands run, their tables are those of the wire, their lists are complete."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from sellergate.devportal.guides.catalogue import GUIDES
from sellergate.devportal.guides.fields import FIELDS
from sellergate.devportal.work import SELLERS
from sellergate.seller_v2.sellers import schemas
from tests.devportal.people import Marketplace, code_of, links_of, text_of

GUIDE = "/docs/guides/sellers/"
NESTED = {
    "Seller": (schemas.Seller, schemas.SellerLegalInformation),
    "AddressList": (schemas.AddressList, schemas.Address),
    "IndicatorList": (schemas.IndicatorList, schemas.Indicator),
    "SubscriptionList": (schemas.SubscriptionList, schemas.Subscription),
    "DeliveryModeList": (schemas.DeliveryModeList, schemas.DeliveryMode),
    "Carrier": (schemas.Carrier,),
}


def seller_paths(marketplace: Marketplace) -> set[str]:
    document = marketplace.on.get("/downloads/openapi.json").json()
    return {
        path
        for path, item in document["paths"].items()
        if "Sellers" in item.get("get", {}).get("tags", [])
    }


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("slug", [*GUIDES])
def test_every_guide_is_a_page(marketplace: Marketplace, slug: str, language: str) -> None:
    page = marketplace.reader().open(f"/docs/guides/{slug}/", **{"Accept-Language": language})

    assert page.status_code == 200
    assert f'lang="{language}"' in page.text


def test_the_index_leads_to_every_guide(marketplace: Marketplace) -> None:
    page = marketplace.reader().open("/docs/")

    assert {guide.path for guide in GUIDES.values()} <= links_of(page)
    assert marketplace.reader().open("/docs/guides/").url.path == "/docs/"


def test_there_are_no_other_guides(marketplace: Marketplace) -> None:
    assert marketplace.reader().open("/docs/guides/orders-of-yesterday/").status_code == 404


@pytest.mark.slow
def test_the_guide_explains_every_operation_of_the_perimeter(marketplace: Marketplace) -> None:
    read = text_of(marketplace.reader().open(GUIDE))

    assert [path for path in seller_paths(marketplace) if f"GET {path}" not in read] == []


def test_the_list_of_work_names_every_operation_but_the_deprecated_alias(
    marketplace: Marketplace,
) -> None:
    assert {method.path for method in SELLERS} == seller_paths(marketplace) - {"/sellers/adresses"}


@pytest.mark.parametrize("answer", [*NESTED])
def test_the_tables_have_the_members_of_the_wire(answer: str) -> None:
    expected = [f.encode_name for model in NESTED[answer] for f in msgspec.structs.fields(model)]

    assert [field.name for field in FIELDS[answer]] == expected


def test_the_tables_name_the_values_of_the_wire() -> None:
    kinds = {field.name: field.kind for field in FIELDS["Seller"]}

    assert kinds["seller_state"] == ", ".join(schemas.SellerState)
    assert kinds["seller_sub_state"] == ", ".join(schemas.SellerSubState)
    assert kinds["subscription_step"] == ", ".join(schemas.SubscriptionStep)


@pytest.mark.parametrize(
    ("legacy", "new"),
    [
        ("TRK", "THD"),
        ("REG", "SHD"),
        ("STD", "NTHD"),
        ("EXP", "EHD"),
        ("LV1", "FDHD"),
        ("LV2", "SRHD"),
        ("LV3", "WSHD"),
    ],
)
def test_legacy_and_new_delivery_codes_stand_side_by_side(
    marketplace: Marketplace, legacy: str, new: str
) -> None:
    assert f" {legacy} {new} " in text_of(marketplace.reader().open(GUIDE))


def test_the_walkthrough_runs(marketplace: Marketplace) -> None:
    page = marketplace.reader().open(GUIDE)
    steps = [code_of(page, f"walk-{number}") for number in range(1, 8)]
    script = steps[0].replace("your-clientId", marketplace.own.id)
    for step in steps[1:]:
        script += step.rstrip() + "\necho\n"

    done = subprocess.run(
        ["bash", "-c", script],
        input=marketplace.own.secret + "\n",
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines() if line]
    assert len(answers) == 6
    assert answers[0]["seller_id"] == 700982
    assert isinstance(answers[3], list)


def test_the_walkthrough_calls_every_method(marketplace: Marketplace) -> None:
    page = marketplace.reader().open(GUIDE)
    shown = "".join(code_of(page, f"walk-{number}") for number in range(2, 8))

    called = set(re.findall(r"/seller/v2(/\S+)", shown))

    assert called == {method.path for method in SELLERS}


def test_the_careful_program_runs(marketplace: Marketplace, tmp_path: Path) -> None:
    page = marketplace.reader().open("/docs/guides/best-practices/")
    program = tmp_path / "sellers.py"
    program.write_text(code_of(page, "careful-client"), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, str(program)],
        env={
            "PATH": os.environ["PATH"],
            "CLIENT_ID": marketplace.own.id,
            "CLIENT_SECRET": marketplace.own.secret,
            "SELLER_ID": str(marketplace.seller.seller_id),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.stdout == "Maison <Test> & Cie\n", done.stderr


def test_the_guide_tells_the_limits_of_this_installation(fresh: Marketplace) -> None:
    read = text_of(fresh.reader().open("/docs/guides/best-practices/"))

    assert "A client may have 2 tokens an hour." in read
    assert "Test seller 700982 answers 1 calls an hour" in read


def test_the_postman_guide_names_the_variables_of_the_environment(marketplace: Marketplace) -> None:
    environment = marketplace.on.get("/downloads/sellergate.postman_environment.json").json()

    read = text_of(marketplace.reader().open("/docs/guides/postman/"))

    assert [v["key"] for v in environment["values"] if v["key"] not in read] == []
