"""gzip for who takes it, and a request id in every answer."""

import gzip
import json
import re

import httpx2
import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import Act
from sellergate.storage.schema import carriers
from tests.builders.installation import Installation
from tests.builders.wire import RawAnswer, send_raw
from tests.builders.world import a_client, a_delegation, a_seller, a_token, headers_for

MANY = 40


@pytest.fixture(scope="session")
def headers(installation: Installation) -> dict[str, str]:
    """Of a client that may call; there are many carriers, and no address of its seller."""

    def add_carriers(conn: Connection, _act: Act) -> None:
        conn.execute(
            sa.insert(carriers),
            [
                {
                    "code": f"carrier-{number}",
                    "position": number,
                    "label": f"Carrier number {number}",
                    "additional_parameters_required": False,
                }
                for number in range(MANY)
            ],
        )

    installation.write(add_carriers)
    client, seller = a_client(installation), a_seller(installation)
    a_delegation(installation, client, seller)
    return headers_for(a_token(installation, client), seller.seller_id)


def ask(
    on: Installation, headers: dict[str, str], *accepted: str, path: str = "/seller/v2/carriers"
) -> RawAnswer:
    sent = [(name.encode(), value.encode()) for name, value in headers.items()]
    return send_raw(
        on, path.encode(), [*sent, *((b"Accept-Encoding", v.encode()) for v in accepted)]
    )


TAKEN = ["gzip", "GZIP", "gzip, deflate, br", "br;q=1, gzip;q=0.2", "gzip;q=0.001", "deflate,gzip"]
NOT_TAKEN = [
    "",
    "br",
    "identity",
    "gzip;q=0",
    "gzip; q=0",
    "gzip;q=0.000, br",
    "GZIP;Q=0",
    "deflate",
]


@pytest.mark.parametrize("accepted", TAKEN)
def test_who_takes_gzip_gets_the_same_in_gzip(
    installation: Installation, headers: dict[str, str], accepted: str
) -> None:
    plain = ask(installation, headers)
    packed = ask(installation, headers, accepted)

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-length"] == str(len(packed.body))
    assert len(packed.body) < len(plain.body) / 3
    assert gzip.decompress(packed.body) == plain.body
    assert len(json.loads(plain.body)) == MANY


@pytest.mark.parametrize("accepted", NOT_TAKEN)
def test_who_does_not_take_gzip_gets_none(
    installation: Installation, headers: dict[str, str], accepted: str
) -> None:
    answer = ask(installation, headers, accepted)

    assert "content-encoding" not in answer.headers
    assert len(json.loads(answer.body)) == MANY


def test_nobody_asked_means_plain(installation: Installation, headers: dict[str, str]) -> None:
    answer = ask(installation, headers)

    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_caches_are_told_that_the_body_depends_on_it(
    installation: Installation, headers: dict[str, str], accepted: str
) -> None:
    assert ask(installation, headers, accepted).headers["vary"] == "Accept-Encoding"


def test_a_small_body_stays_as_it_is(installation: Installation, headers: dict[str, str]) -> None:
    answer = ask(installation, headers, "gzip", path="/seller/v2/sellers/addresses")

    assert "content-encoding" not in answer.headers
    assert json.loads(answer.body) == {"count": 0, "items": []}


def test_a_long_problem_comes_in_gzip_too(installation: Installation) -> None:
    answer = ask(installation, {}, "gzip", path="/seller/v2/" + "a" * 1000)

    problem = json.loads(gzip.decompress(answer.body))
    assert (answer.status, problem["status"]) == (404, 404)
    assert answer.headers["content-type"] == "application/problem+json"


ACCEPTED = ["1", "a-b_c.D-9", "0af7651916cd43dd8448eb211c80319c", "x" * 64]
HOSTILE = [
    "",
    "x" * 65,
    "x" * 200,
    "two words",
    'quo"te',
    "a;b",
    "<script>",
    "line\\nbreak",
    "../../etc",
    "\u00e9t\u00e9",
    "${jndi:ldap://x}",
]


def answer_with_id(on: Installation, *ids: str) -> httpx2.Response:
    return on.get("/seller/v2/nope", headers=[(b"X-Request-Id", i.encode()) for i in ids])


@pytest.mark.parametrize("request_id", ACCEPTED)
def test_a_sane_request_id_comes_back(installation: Installation, request_id: str) -> None:
    answer = answer_with_id(installation, request_id)

    assert answer.headers["x-request-id"] == request_id
    assert answer.json()["traceId"] == request_id


@pytest.mark.parametrize("request_id", HOSTILE)
def test_a_hostile_request_id_is_replaced(installation: Installation, request_id: str) -> None:
    answer = answer_with_id(installation, request_id)

    made = answer.headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{16}", made)
    assert answer.json()["traceId"] == made
    assert len(request_id) < 3 or request_id not in answer.text


def test_a_request_id_cannot_carry_a_line_of_its_own(installation: Installation) -> None:
    answer = send_raw(installation, b"/seller/v2/nope", [(b"X-Request-Id", b"a\r\nX-Evil: b")])

    assert answer.headers["x-request-id"] == "a"
    assert "x-evil" not in answer.headers


def test_two_request_ids_make_one(installation: Installation) -> None:
    answer = answer_with_id(installation, "one", "two words")

    assert answer.headers.get_list("x-request-id") == ["one"]


def test_made_request_ids_are_all_different(installation: Installation) -> None:
    made = {installation.get("/seller/v2/nope").headers["x-request-id"] for _ in range(200)}

    assert len(made) == 200
