"""The Postman collection: what it holds, and that it runs."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sellergate.described import api_document
from sellergate.devportal.postman import make_collection
from sellergate.settings import Settings
from tests.builders.demo import run_demo
from tests.builders.installation import Installation

Json = dict[str, Any]

NPM = Path(__file__).resolve().parents[2] / "npm"
DOCUMENT = api_document(Settings(database_url="", secret_key="", public_url="http://127.0.0.1:1"))
COLLECTION = make_collection(DOCUMENT)
REQUESTS = [request for folder in COLLECTION["item"] for request in folder["item"]]


def test_there_is_a_folder_for_each_perimeter_and_a_request_for_each_method() -> None:
    folders = {folder["name"]: folder for folder in COLLECTION["item"]}
    described = [o for item in DOCUMENT["paths"].values() for o in item.values() if "tags" in o]

    assert list(folders) == [tag["name"] for tag in DOCUMENT["tags"]]
    assert sorted(r["name"] for r in REQUESTS) == sorted(o["summary"] for o in described)
    assert folders["Authentication"]["item"][0]["name"] == "Get an access token"


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda r: r["name"])
def test_a_request_has_a_test_and_an_example_of_each_answer(request_: Json) -> None:
    script = "\n".join(request_["event"][0]["script"]["exec"])
    codes = [answer["code"] for answer in request_["response"]]

    assert request_["event"][0]["listen"] == "test"
    assert 200 <= codes[0] < 300
    assert f"pm.response.to.have.status({codes[0]})" in script
    assert ("jsonSchema" in script) == bool(request_["response"][0]["body"])
    assert codes == sorted(codes)
    assert all(json.loads(answer["body"]) for answer in request_["response"] if answer["body"])
    assert request_["request"]["description"]


def test_oauth_is_set_on_the_collection_and_the_seller_in_every_call() -> None:
    settings = {entry["key"]: entry["value"] for entry in COLLECTION["auth"]["oauth2"]}
    calls = [request for request in REQUESTS if request["name"] != "Get an access token"]

    assert COLLECTION["auth"]["type"] == "oauth2"
    assert settings["grant_type"] == "client_credentials"
    assert settings["accessTokenUrl"] == "{{tokenUrl}}"
    assert settings["accessToken"] == "{{accessToken}}"
    assert all(
        {"key": "SellerId", "value": "{{sellerId}}"}.items() <= header.items()
        for call in calls
        for header in call["request"]["header"]
        if header["key"] == "SellerId"
    )
    assert all("auth" not in call["request"] for call in calls)


def test_every_variable_is_described_and_none_holds_a_secret() -> None:
    variables = {variable["key"]: variable for variable in COLLECTION["variable"]}

    assert all(variable["description"] for variable in variables.values())
    assert variables["clientSecret"]["value"] == variables["accessToken"]["value"] == ""
    assert "sgs_" not in json.dumps(COLLECTION)


@pytest.fixture  # a fresh one each time: a run leaves work behind that the next would wait for
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_demo(tmp_path_factory.mktemp("demo"), only=()) as on:
        yield on


@pytest.fixture
def files(demo: Installation, tmp_path: Path) -> Path:
    """A folder with both files, as somebody downloads them."""
    for name in ("sellergate.postman_collection.json", "sellergate.postman_environment.json"):
        (tmp_path / name).write_bytes(demo.get(f"/downloads/{name}").content)
    return tmp_path


@pytest.mark.foreign
def test_the_downloaded_collection_runs_green_under_newman(files: Path) -> None:
    run = newman(files)

    assert run["failures"] == []
    assert run["stats"]["requests"]["total"] >= len(REQUESTS)  # more where a request waits for work
    assert run["stats"]["assertions"]["total"] >= 2 * len(REQUESTS)


@pytest.mark.foreign
@pytest.mark.parametrize(
    "folder",
    ["Sellers", "Products", "Offers", "Order invoices", "Discussions", "Finance", "Fulfillment"],
)
def test_a_folder_by_itself_gets_its_token_before_the_first_call(files: Path, folder: str) -> None:
    run = newman(files, "--folder", folder)

    assert run["failures"] == []
    assert run["stats"]["prerequestScripts"]["failed"] == 0


@pytest.mark.foreign
def test_a_token_that_is_over_is_renewed(files: Path) -> None:
    path = files / "sellergate.postman_collection.json"
    collection = json.loads(path.read_bytes())
    for variable in collection["variable"]:
        stale = {
            "accessToken": "over",
            "accessTokenExpiresAt": "1",
            "accessTokenClient": "maison-bruyere-api",
        }
        variable["value"] = stale.get(variable["key"], variable["value"])
    path.write_text(json.dumps(collection))

    assert newman(files, "--folder", "Get seller information")["failures"] == []


@pytest.mark.foreign
def test_a_wrong_secret_makes_the_run_fail(files: Path) -> None:
    run = newman(files, "--env-var", "clientSecret=wrong")

    assert {failure["error"].get("test") for failure in run["failures"]} >= {"answers 200"}


@pytest.mark.foreign
def test_postmans_own_sdk_reads_the_collection(files: Path) -> None:
    script = """
        const fs = require("fs");
        const {Collection} = require("postman-collection");
        const collection = new Collection(JSON.parse(fs.readFileSync(process.argv[1], "utf8")));
        const seen = {requests: 0, saved: 0, auth: collection.auth.type, variables: collection.variables.count()};
        collection.forEachItem((item) => {
            seen.requests += 1;
            seen.saved += item.responses.count();
            if (!item.request.url.toString() || !item.events.count()) throw new Error(item.name);
        });
        console.log(JSON.stringify(seen));
    """

    done = subprocess.run(
        ["node", "-e", script, files / "sellergate.postman_collection.json"],
        cwd=NPM,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout) == {
        "requests": len(REQUESTS),
        "saved": sum(len(request["response"]) for request in REQUESTS),
        "auth": "oauth2",
        "variables": len(COLLECTION["variable"]),
    }


def newman(files: Path, *options: str) -> Json:
    """The report of a run."""
    report = files / "report.json"
    done = subprocess.run(
        [
            *(
                NPM / "node_modules" / ".bin" / "newman",
                "run",
                "sellergate.postman_collection.json",
            ),
            *("--environment", "sellergate.postman_environment.json"),
            *("--reporters", "json", "--reporter-json-export", report, *options),
        ],
        cwd=files,
        capture_output=True,
        text=True,
        check=False,
    )
    assert report.exists(), done.stdout + done.stderr
    found: Json = json.loads(report.read_bytes())["run"]
    return found
