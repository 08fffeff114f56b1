"""The downloads: stable addresses, right media types, nothing fetched twice, and never a secret outside the demo."""

import io
import json
import zipfile

import pytest
import yaml

from tests.builders.installation import Installation
from tests.devportal.people import Marketplace, text_of

pytestmark = pytest.mark.slow

FILES = [
    ("/downloads/openapi.yaml", "application/yaml", "openapi.yaml"),
    ("/downloads/openapi.json", "application/json", "openapi.json"),
    ("/downloads/operator-openapi.yaml", "application/yaml", "operator-openapi.yaml"),
    ("/downloads/operator-openapi.json", "application/json", "operator-openapi.json"),
    (
        "/downloads/sellergate.postman_collection.json",
        "application/json",
        "sellergate.postman_collection.json",
    ),
    (
        "/downloads/sellergate.postman_environment.json",
        "application/json",
        "sellergate.postman_environment.json",
    ),
]


@pytest.mark.parametrize(("path", "media_type", "name"), FILES, ids=lambda value: value)
def test_a_file_is_sent_to_be_kept_under_its_name(
    on: Installation, path: str, media_type: str, name: str
) -> None:
    answer = on.get(path)

    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert yaml.safe_load(answer.content)


def test_the_example_of_an_xml_package_is_an_archive_as_the_guide_describes_it(
    on: Installation,
) -> None:
    answer = on.get("/downloads/offers-example.zip", headers={"Accept-Encoding": "identity"})

    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="offers-example.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["[Content_Types].xml", "_rels/.rels", "Content/Offers.xml"]


@pytest.mark.parametrize("path", [path for path, _, _ in FILES])
def test_a_file_that_has_not_changed_is_not_sent_again(on: Installation, path: str) -> None:
    first = on.get(path)

    again = on.get(path, headers={"If-None-Match": first.headers["etag"]})
    other = on.get(path, headers={"If-None-Match": '"another"'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert other.status_code == 200


def test_a_file_is_compressed_for_who_asks(on: Installation) -> None:
    plain = on.get("/downloads/openapi.json", headers={"Accept-Encoding": "identity"})
    packed = on.get("/downloads/openapi.json", headers={"Accept-Encoding": "gzip"})

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 4


def test_the_document_speaks_of_this_installation(on: Installation) -> None:
    document = on.get("/downloads/openapi.json").json()

    assert document["servers"][0]["url"] == f"{on.url}/seller/v2"
    assert document == yaml.safe_load(on.get("/downloads/openapi.yaml").content)


def test_the_environment_of_a_stranger_names_addresses_only(fresh: Marketplace) -> None:
    environment = fresh.reader().open("/downloads/sellergate.postman_environment.json").json()

    assert values_of(environment) == {
        "baseUrl": f"{fresh.on.url}/seller/v2",
        "tokenUrl": fresh.on.settings.token_url,
        "clientId": "",
        "clientSecret": "",
        "sellerId": "",
    }
    assert all(value["description"] for value in environment["values"])


def test_the_environment_of_a_reader_names_client_and_seller_but_no_secret(
    fresh: Marketplace,
) -> None:
    reader = fresh.reader(fresh.maison.user)

    answer = reader.open("/downloads/sellergate.postman_environment.json")

    values = values_of(answer.json())
    assert values["clientId"] == "maison-own-api"
    assert values["sellerId"] == str(fresh.seller.seller_id)
    assert values["clientSecret"] == ""
    assert fresh.own.secret not in answer.text
    assert "private" in answer.headers["cache-control"]
    assert "Cookie" in answer.headers["vary"]


def test_the_environment_of_the_demo_is_ready_to_run(on: Installation) -> None:
    values = values_of(on.get("/downloads/sellergate.postman_environment.json").json())

    assert values["clientId"] == "maison-bruyere-api"
    assert values["clientSecret"].startswith("sgs_")
    assert values["sellerId"] == "41207"


def test_the_page_leads_to_every_file(on: Installation) -> None:
    page = on.get("/downloads/")

    assert page.status_code == 200
    assert all(f'href="{path}"' in page.text for path, _, _ in FILES)


def test_the_page_says_whose_names_the_environment_holds(fresh: Marketplace) -> None:
    stranger = text_of(fresh.reader().open("/downloads/"))
    reader = text_of(fresh.reader(fresh.maison.user).open("/downloads/"))

    assert "Sign in first" in stranger
    assert f"your clientId maison-own-api and SellerId {fresh.seller.seller_id}" in reader


def values_of(environment: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {value["key"]: value["value"] for value in environment["values"]}


def test_the_collection_is_the_same_at_every_start(on: Installation, fresh: Marketplace) -> None:
    here, there = (
        installation.get("/downloads/sellergate.postman_collection.json").text.replace(
            installation.url, "http://host"
        )
        for installation in (on, fresh.on)
    )

    # The demo and the fresh installation differ in their limits only.
    assert json.loads(here)["item"][1] == json.loads(there)["item"][1]
