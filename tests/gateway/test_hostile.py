"""Whatever bytes come in the headers, the answer is a problem that a program can read, and never a 5xx."""

import base64
import json

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from tests.builders.installation import Installation
from tests.builders.wire import RawAnswer, send_raw, slug_of
from tests.builders.world import a_client, a_delegation, a_seller, a_token

# What HTTP lets into a header value: visible characters, blanks, and bytes above ASCII (RFC 9110 §5.5).
ALLOWED = bytes([9, *range(32, 127), *range(128, 256)])
values = st.lists(st.sampled_from(ALLOWED), max_size=60).map(bytes)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=10,
)
headers = st.dictionaries(
    st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk", "jku", "x5c", "zip", "enc"]),
    st.sampled_from(["ES256", "none", "HS256", "", "dir"]) | json_values,
)
parts = st.one_of(
    values,
    json_values.map(lambda value: base64.urlsafe_b64encode(json.dumps(value).encode())),
    headers.map(lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")),
)
tokens = st.lists(parts, min_size=1, max_size=6).map(b".".join)
schemes = st.sampled_from(
    [b"Bearer ", b"bearer ", b"BEARER  ", b"Bearer\t", b"Basic ", b"DPoP ", b""]
)

quick = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

TOKEN_SLUGS = {"token-missing", "token-malformed", "token-invalid"}


class Caller:
    """A client that may call, so that every header can be reached."""

    def __init__(self, on: Installation) -> None:
        self.on = on
        client, self.seller = a_client(on, calls_per_minute=1_000_000), a_seller(on)
        a_delegation(on, client, self.seller)
        self.token = a_token(on, client).encode()

    def call(self, *sent: tuple[bytes, bytes]) -> RawAnswer:
        return send_raw(self.on, b"/seller/v2/sellers", list(sent))


@pytest.fixture(scope="session")
def caller(installation: Installation) -> Caller:
    return Caller(installation)


def assert_refused(answer: RawAnswer, status: int, slugs: set[str]) -> None:
    assert answer.status == status
    assert slug_of(answer.problem) in slugs
    assert answer.problem["traceId"] == answer.headers["x-request-id"]


@quick
@given(values)
@example(b"Bearer")
@example(b"Bearer \xff\xfe")
@example(b"Bearer " + b"." * 9000)
def test_any_authorization_is_answered_with_a_problem(caller: Caller, value: bytes) -> None:
    assert_refused(caller.call((b"Authorization", value)), 401, TOKEN_SLUGS)


@pytest.mark.slow
@quick
@given(schemes, tokens)
def test_anything_that_looks_like_a_token_is_answered_with_a_problem(
    caller: Caller, scheme: bytes, token: bytes
) -> None:
    assert_refused(caller.call((b"Authorization", scheme + token)), 401, TOKEN_SLUGS)


@pytest.mark.slow
@quick
@given(st.data())
def test_a_good_token_with_one_byte_changed_is_refused(caller: Caller, data: st.DataObject) -> None:
    # Not the last one: its lower bits are padding that base64 does not count.
    place = data.draw(st.integers(0, len(caller.token) - 2))
    changed = bytearray(caller.token)
    changed[place] = data.draw(st.sampled_from(ALLOWED).filter(lambda byte: byte != changed[place]))

    answer = caller.call((b"Authorization", b"Bearer " + bytes(changed)), (b"SellerId", b"1"))

    assert_refused(answer, 401, TOKEN_SLUGS)


@pytest.mark.slow
@quick
@given(st.integers(0, 100_000))
def test_a_token_that_was_cut_is_refused(caller: Caller, length: int) -> None:
    cut = caller.token[: length % len(caller.token)]

    assert_refused(caller.call((b"Authorization", b"Bearer " + cut)), 401, TOKEN_SLUGS)


digits = st.text("0123456789", min_size=1, max_size=25).map(str.encode)
disguised = st.tuples(st.sampled_from([b"", b" ", b"+", b"-", b"0", b"0x", b"\xb2"]), digits).map(
    b"".join
)


@pytest.mark.slow
@quick
@given(st.lists(values | digits | disguised, max_size=3))
@example([b"   "])
@example([b"\t"])
@example([b"1\x0b"[:1] + b"\xa0"])
@example([b"9" * 18])
@example([b"9" * 19])
def test_any_seller_id_is_answered_with_a_problem(caller: Caller, sent: list[bytes]) -> None:
    own = str(caller.seller.seller_id).encode()
    ids = [
        (b"SellerId", value) for value in sent if value.strip().lstrip(b"0") not in (own, b"700982")
    ]

    answer = caller.call((b"Authorization", b"Bearer " + caller.token), *ids)

    blank = [value.strip(b" \t") for _name, value in ids]
    if blank in ([], [b""]):
        assert_refused(answer, 400, {"seller-id-missing"})
    elif len(blank) == 1 and blank[0].isdigit() and len(blank[0]) <= 18:
        assert_refused(answer, 403, {"seller-not-delegated"})
    else:
        assert_refused(answer, 400, {"seller-id-invalid"})


@pytest.mark.slow
@quick
@given(
    st.sampled_from([b"Accept-Encoding", b"X-Request-Id", b"Accept", b"Content-Type", b"Cookie"]),
    values,
)
def test_no_other_header_hurts(caller: Caller, name: bytes, value: bytes) -> None:
    answer = caller.call(
        (b"Authorization", b"Bearer " + caller.token),
        (b"SellerId", str(caller.seller.seller_id).encode()),
        (name, value),
    )

    assert answer.status == 200


@pytest.mark.slow
@quick
@given(st.lists(st.sampled_from(bytes(range(0x21, 0x7F))), max_size=40).map(bytes))
def test_any_path_is_answered_with_a_problem(caller: Caller, path: bytes) -> None:
    target = b"/seller/v2/" + path

    answer = send_raw(caller.on, target, [])

    assert answer.status in {401, 404}
    assert slug_of(answer.problem) in {"route-unknown", "token-missing"}


BROKEN = [
    pytest.param(
        b"GET /seller/v2/sellers HTTP/1.1\r\nSellerId: 1\x00\r\n\r\n", id="nul in a value"
    ),
    pytest.param(b"GET /seller/v2/sellers HTTP/1.1\r\nSell erId: 1\r\n\r\n", id="blank in a name"),
    pytest.param(b"GET /seller/v2/sellers HTTP/1.1\r\n: 1\r\n\r\n", id="no name"),
    pytest.param(b"GET /seller/v2/sellers HTTP/9.9\r\n\r\n", id="another HTTP"),
    pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", id="TLS"),
]


@pytest.mark.parametrize("request_bytes", BROKEN)
def test_what_is_no_http_is_refused_without_disturbing_anybody(
    caller: Caller, request_bytes: bytes
) -> None:
    received = caller.on.raw(request_bytes)

    assert received.startswith(b"HTTP/1.1 400 ")
    assert caller.call().status == 401
