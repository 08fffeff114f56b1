"""Whatever is sent, the answer is JSON, names a request id and is no failure of ours."""

import base64
import json
import string
from typing import Any
from urllib.parse import quote_plus

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from sellergate.storage.database import StorageUnavailable

from .conftest import Registered, RunningServer, assert_refused

NAMES = ["grant_type", "client_id", "client_secret", "scope", "token", "token_type_hint", "x", ""]
VALUES = [
    "client_credentials",
    "",
    "Client number 1 end",
    "a:b",
    "%",
    "%0",
    "%00",
    "%ff",
    "+",
    "=",
    "\0",
    "é",
]

settings.register_profile(
    "oauth",
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
hostile = settings.get_profile("oauth")

pairs = st.tuples(
    st.sampled_from(NAMES) | st.text(max_size=8),
    st.sampled_from(["=", "", "==", "%3D"]),
    st.sampled_from(VALUES) | st.text(max_size=30),
)
forms = st.lists(pairs, max_size=6).map(
    lambda many: "&".join("".join(pair) for pair in many).encode()
)
bodies = forms | st.binary(max_size=300)

field_bytes = st.binary(max_size=200).map(
    lambda value: bytes(byte for byte in value if byte >= 0x20 and byte != 0x7F)
)
authorizations = st.one_of(
    field_bytes,
    st.binary(max_size=80).map(lambda value: b"Basic " + base64.b64encode(value)),
    st.text(max_size=40).map(lambda text: b"Basic " + base64.b64encode(text.encode())),
    st.text(string.printable, max_size=40).map(
        lambda text: b"Basic " + base64.b64encode(f"{quote_plus(text)}:{text}".encode())
    ),
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
headers_of_tokens = json_values | st.fixed_dictionaries(
    {"alg": st.sampled_from(["ES256", "none", "HS256", "RS256"]) | json_values},
    optional={"kid": json_values, "typ": json_values, "crit": json_values, "b64": json_values},
)


def segment(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


tokens = st.one_of(
    st.text(min_size=1, max_size=60),
    st.builds(
        lambda head, body, signature: f"{segment(head)}.{segment(body)}.{signature}",
        headers_of_tokens,
        json_values,
        st.text(string.ascii_letters + "-_", max_size=90),
    ),
)


@pytest.fixture(scope="module")
def asking(server: RunningServer) -> Registered:
    return server.a_client()


def assert_harmless(answer: httpx2.Response) -> None:
    assert answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-request-id"]
    assert isinstance(answer.json(), dict)


@hostile
@given(body=bodies)
def test_any_form_body(server: RunningServer, body: bytes) -> None:
    answer = server.post(
        server.token_url,
        content=body,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert_harmless(answer)
    assert answer.status_code in {400, 401}


@pytest.mark.slow
@hostile
@given(header=authorizations, body=forms)
def test_any_authorization_header(server: RunningServer, header: bytes, body: bytes) -> None:
    answer = server.post(
        server.token_url,
        content=b"grant_type=client_credentials&" + body,
        headers=[
            (b"Content-Type", b"application/x-www-form-urlencoded"),
            (b"Authorization", header.strip()),
        ],
    )

    assert_harmless(answer)
    assert answer.status_code in {400, 401}


@pytest.mark.slow
@hostile
@given(content_type=field_bytes)
def test_any_content_type(server: RunningServer, content_type: bytes) -> None:
    answer = server.post(
        server.token_url, content=b"a=b", headers=[(b"Content-Type", content_type.strip())]
    )

    assert_harmless(answer)


@pytest.mark.slow
@hostile
@given(query=st.text(max_size=60).map(quote_plus) | st.text("abc=&%+", max_size=20))
def test_any_query(server: RunningServer, asking: Registered, query: str) -> None:
    form = asking.token_form | {"grant_type": "other"}

    assert_harmless(server.post(f"{server.token_url}?{query}", data=form))


@pytest.mark.slow
@hostile
@given(token=tokens)
def test_any_token_is_inactive_and_may_be_revoked(
    server: RunningServer, asking: Registered, token: str
) -> None:
    form = {"token": token, **asking.form}

    introspected = server.post(server.introspection_url, data=form)
    revoked = server.post(server.revocation_url, data=form)

    if "\0" in token:
        assert_refused(introspected, 400, "invalid_request")
        assert_refused(revoked, 400, "invalid_request")
    else:
        assert introspected.json() == {"active": False}
        assert revoked.status_code == 200


def test_deeply_nested_token_is_inactive(server: RunningServer, asking: Registered) -> None:
    nested = base64.urlsafe_b64encode(b"[" * 5000).decode().rstrip("=")

    for token in (f"{nested}.e30.e30", f"e30.{nested}.e30"):
        answer = server.post(server.introspection_url, data={"token": token, **asking.form})

        assert answer.json() == {"active": False}


def test_database_that_does_not_answer_is_told_with_a_time_to_retry(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unavailable(*_args: object) -> None:
        raise StorageUnavailable("disk gone")

    client = server.a_client()
    monkeypatch.setattr(server.access.db, "read", unavailable)

    answer = server.post(server.token_url, data=client.token_form)

    assert_refused(answer, 503, "temporarily_unavailable")
    assert answer.headers["retry-after"] == "5"


def test_mistake_of_ours_is_logged_and_not_shown(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch, log_lines: list[dict[str, Any]]
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("the private detail")

    client = server.a_client()
    monkeypatch.setattr(server.access.tokens, "issue", broken)

    answer = server.post(server.token_url, data=client.token_form)

    body = assert_refused(answer, 500, "server_error")
    assert "private detail" not in answer.text
    assert body["traceId"] in {
        line["request_id"] for line in log_lines if line["log_level"] == "error"
    }
