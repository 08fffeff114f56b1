"""`serve --only`: nodes that serve parts of one installation, on one database."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from sellergate.settings import Part
from tests.builders.http import http_client, http_get
from tests.builders.installation import Installation, run_installation
from tests.builders.wire import assert_problem
from tests.builders.world import a_client, a_delegation, a_seller, a_token, headers_for
from tests.cli.command import environment, run
from tests.devportal.people import text_of

pytestmark = pytest.mark.slow  # four nodes

PATHS = {
    Part.API: "/seller/v2/sellers",
    Part.AUTH: "/auth/realms/maas/.well-known/openid-configuration",
    Part.SITE: "/docs/problems/",
}
SERVED = {Part.API: 401, Part.AUTH: 200, Part.SITE: 200}  # without a token


@dataclass
class Nodes:
    """`calls` serves the token server and the API at the public address; the others one part each."""

    calls: Installation
    alone: dict[Part, Installation]

    def get(self, part: Part, path: str) -> httpx2.Response:
        return http_get(address_of(self.alone[part]) + path)


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    folder: Path = tmp_path_factory.mktemp("parts")
    with ExitStack() as stack:
        calls = stack.enter_context(run_installation(folder, only=(Part.API, Part.AUTH)))
        alone = {
            part: stack.enter_context(
                run_installation(folder, only=(part,), public_url=calls.settings.public_url)
            )
            for part in Part
        }
        yield Nodes(calls, alone)


def address_of(on: Installation) -> str:
    """Where the node listens, which is not where people find it."""
    return f"http://127.0.0.1:{on.port}"


@pytest.mark.parametrize("served", Part)
@pytest.mark.parametrize("asked", PATHS)
def test_a_node_serves_its_parts_and_says_where_the_others_are(
    nodes: Nodes, served: Part, asked: Part
) -> None:
    answer = nodes.get(served, PATHS[asked])

    if asked is served:
        assert answer.status_code == SERVED[asked]
    else:
        assert nodes.calls.url in assert_problem(answer, 404, "not-served-here")["detail"]


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_every_node_tells_how_it_is(nodes: Nodes, part: Part, path: str) -> None:
    assert nodes.get(part, path).status_code == 200


def test_what_one_node_issues_another_accepts(nodes: Nodes) -> None:
    client, seller = a_client(nodes.calls), a_seller(nodes.calls)
    a_delegation(nodes.calls, client, seller)

    token = httpx2.post(
        f"{address_of(nodes.alone[Part.AUTH])}/auth/realms/maas/protocol/openid-connect/token",
        data=client.token_form,
        trust_env=False,
    ).json()["access_token"]
    call = httpx2.get(
        f"{address_of(nodes.alone[Part.API])}/seller/v2/sellers",
        headers=headers_for(token, seller.seller_id),
        trust_env=False,
    )

    assert call.status_code == 200


def test_discovery_names_the_public_address_on_every_node(nodes: Nodes) -> None:
    document = nodes.get(Part.AUTH, PATHS[Part.AUTH]).json()

    assert document["token_endpoint"].startswith(nodes.calls.url + "/auth/")


def first_call(nodes: Nodes, **fields: str) -> str:
    """Step 4 of get started on the node that serves pages alone; what the reader sees."""
    address = address_of(nodes.alone[Part.SITE])
    with http_client(base_url=address) as http:
        page = http.get("/get-started/seller/")
        form = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert form
        answer = http.post(
            "/get-started/seller/call",
            data={"csrf_token": form[1], **fields},
            headers={"Origin": nodes.calls.url},
        )
        assert answer.status_code == 200, answer.text
        return text_of(answer)


def test_the_live_steps_of_a_site_call_the_public_address(nodes: Nodes) -> None:
    client = a_client(nodes.calls)
    seller = a_seller(nodes.calls, shop_name="Seen from afar")
    a_delegation(nodes.calls, client, seller)
    token = a_token(nodes.calls, client)

    seen = first_call(nodes, access_token=token, seller_id=str(seller.seller_id))

    assert "HTTP/1.1 200 OK" in seen
    assert "Seen from afar" in seen


@pytest.mark.parametrize("token", ["two\r\nX-Lines: 1", "\0", "é", "x" * 5000], ids=range(4))
def test_hostile_words_reach_the_gateway_as_words(nodes: Nodes, token: str) -> None:
    assert "HTTP/1.1 401" in first_call(nodes, access_token=token, seller_id="700982")


def test_parts_that_do_not_answer_are_told_on_the_page(tmp_path: Path) -> None:
    with run_installation(tmp_path, only=(Part.SITE,), public_url="http://127.0.0.1:9") as on:
        seen = first_call(Nodes(on, {Part.SITE: on}), access_token="x", seller_id="1")

    assert "HTTP/1.1 503" in seen
    assert "could not reach http://127.0.0.1:9" in seen


def test_a_part_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    refused = run("serve", "--only", "api,shop", env=environment(tmp_path))

    assert refused.returncode == 3
    assert "It must be a list of auth, api, site, jobs." in refused.stderr


@pytest.mark.parametrize("part", Part)
def test_doctor_knows_a_node_by_what_it_says_of_the_others(nodes: Nodes, part: Part) -> None:
    on = nodes.alone[part]
    assert on.settings.database_path
    env = environment(on.settings.database_path.parent) | {
        "SELLERGATE_DATABASE_URL": on.settings.database_url,
        "SELLERGATE_PUBLIC_URL": on.settings.public_url,
        "SELLERGATE_PORT": str(on.port),
        "SELLERGATE_ONLY": part.value,
    }

    assert "is served, healthy" in run("doctor", env=env).stdout
