"""The token endpoint as its clients meet it (contract/01 §1, RFC 6749)."""

import base64
import re
import time
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, quote_plus

import httpx2
import pytest
from joserfc import jwk, jwt

from sellergate.access.clients import store as client_store
from sellergate.kit.secrets import new_client_secret

from .conftest import Registered, RunningServer, assert_refused

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def basic(client_id: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()}


def claims_of(server: RunningServer, token: str) -> dict[str, Any]:
    keys = jwk.KeySet.import_key_set(server.get(server.jwks_url).json())
    return jwt.decode(token, keys, algorithms=["ES256"]).claims


def test_form_credentials_obtain_the_recorded_answer(server: RunningServer) -> None:
    """contract/01 §1: members, order and values."""
    client = server.a_client()

    answer = server.post(server.token_url, data=client.token_form)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", body.pop("access_token"))
    assert list(body.items()) == [
        ("expires_in", 7200),
        ("refresh_expires_in", 0),
        ("token_type", "Bearer"),
        ("not-before-policy", 0),
        ("scope", ""),
    ]


def test_token_carries_the_recorded_claims_and_a_verifiable_signature(
    server: RunningServer,
) -> None:
    client = server.a_client()

    claims = claims_of(server, server.token(client))

    assert claims["iss"] == server.issuer
    assert claims["aud"] == ["seller-api"]
    assert claims["sub"] == client.client.uid
    assert claims["azp"] == claims["client_id"] == client.id
    assert claims["typ"] == "Bearer"
    assert claims["exp"] - claims["iat"] == 7200
    assert claims["resource_access"] == {"seller-api": {"roles": ["SELLERS_GET"]}}
    assert not any("seller" in name.lower() for name in claims)


def test_two_tokens_are_never_the_same(server: RunningServer) -> None:
    client = server.a_client()

    first = claims_of(server, server.token(client))
    second = claims_of(server, server.token(client))

    assert first["jti"] != second["jti"]


@pytest.mark.parametrize("encode", [str, quote, quote_plus], ids=["raw", "percent", "plus"])
def test_basic_credentials_are_accepted_raw_and_form_urlencoded(
    server: RunningServer, encode: Any
) -> None:
    """RFC 6749 §2.3.1 asks for form-urlencoding inside Basic; many clients do not do it."""
    client = server.a_client()

    answer = server.post(
        server.token_url,
        data={"grant_type": "client_credentials"},
        headers=basic(encode(client.id), encode(client.secret)),
    )

    assert answer.status_code == 200


@pytest.mark.parametrize("scheme", ["basic", "BASIC", "Basic "])
def test_basic_scheme_is_read_in_any_case(server: RunningServer, scheme: str) -> None:
    client = server.a_client()
    header = basic(client.id, client.secret)["Authorization"].replace("Basic", scheme)

    answer = server.post(
        server.token_url,
        data={"grant_type": "client_credentials"},
        headers={"Authorization": header},
    )

    assert answer.status_code == 200


@pytest.mark.parametrize("space", [" ", "+", "%20"])
def test_client_id_with_spaces_is_accepted_in_every_spelling(
    server: RunningServer, space: str
) -> None:
    """contract/01 §1: some clients build the form by concatenation."""
    client = server.a_client()
    body = (
        f"grant_type=client_credentials&client_id={client.id.replace(' ', space)}"
        f"&client_secret={client.secret}"
    )

    answer = server.post(server.token_url, content=body.encode(), headers=FORM)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded; charset=utf-8",
        "application/x-www-form-urlencoded;charset=ISO-8859-1",
        "Application/X-WWW-Form-URLEncoded",
        "application/x-www-form-urlencoded ; charset=UTF-8",
    ],
)
def test_content_type_may_carry_a_charset(server: RunningServer, content_type: str) -> None:
    answer = server.post(
        server.token_url,
        data=server.a_client().token_form,
        headers={"Content-Type": content_type},
    )

    assert answer.status_code == 200


def test_unknown_scope_and_unknown_parameters_are_ignored(server: RunningServer) -> None:
    form = server.a_client().token_form | {"scope": "openid offers:write", "foo": "bar"}

    answer = server.post(server.token_url, data=form)

    assert answer.status_code == 200
    assert answer.json()["scope"] == ""


def test_unknown_query_parameters_are_ignored(server: RunningServer) -> None:
    answer = server.post(f"{server.token_url}?tenant=1", data=server.a_client().token_form)

    assert answer.status_code == 200


def test_bearer_header_beside_form_credentials_is_no_attempt_to_authenticate(
    server: RunningServer,
) -> None:
    """HTTP libraries add their Authorization header to every request, the token request included."""
    answer = server.post(
        server.token_url,
        data=server.a_client().token_form,
        headers={"Authorization": "Bearer expired"},
    )

    assert answer.status_code == 200


def test_answers_may_not_be_stored_sniffed_or_read_across_origins(server: RunningServer) -> None:
    answer = server.post(
        server.token_url,
        data=server.a_client().token_form,
        headers={"Origin": "https://elsewhere.example"},
    )

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["pragma"] == "no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_request_id_of_the_client_is_echoed(server: RunningServer) -> None:
    answer = server.get(server.jwks_url, headers={"X-Request-Id": "trace_1.a-B"})

    assert answer.headers["x-request-id"] == "trace_1.a-B"


@pytest.mark.parametrize("sent", ["", "a b", "x" * 65, "<script>", "é".encode("latin-1")])
def test_strange_request_id_is_replaced(server: RunningServer, sent: str | bytes) -> None:
    answer = server.get(server.jwks_url, headers={"X-Request-Id": sent})

    assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])


@pytest.mark.parametrize("by_basic", [False, True], ids=["form", "basic"])
@pytest.mark.parametrize("wrong", ["unknown", "secret", "revoked", "disabled", "no-secret"])
def test_every_failed_authentication_has_one_body(
    server: RunningServer, wrong: str, by_basic: bool
) -> None:
    """docs/decisions/0007: nothing can be probed."""
    client = server.a_client()
    given = {"client_id": client.id, "client_secret": client.secret}
    match wrong:
        case "unknown":
            given["client_id"] = "Nobody of this name"
        case "secret":
            given["client_secret"] = server.a_client().secret
        case "revoked":
            server.token(client)
            server.revoke_secret(client.secret_id)
        case "disabled":
            server.token(client)
            server.disable(client.client)
        case "no-secret":
            server.revoke_secret(client.secret_id)
            given["client_secret"] = new_client_secret()
    form = {"grant_type": "client_credentials"}

    if by_basic:
        answer = server.post(
            server.token_url, data=form, headers=basic(given["client_id"], given["client_secret"])
        )
    else:
        answer = server.post(server.token_url, data=form | given)

    body = assert_refused(answer, 401, "invalid_client")
    assert answer.headers["www-authenticate"] == 'Basic realm="maas", charset="UTF-8"'
    body.pop("traceId")
    assert body == {
        "error": "invalid_client",
        "error_description": body["detail"],
        "title": "Client authentication failed",
        "status": 401,
        "detail": "The clientId and clientSecret are not those of a client that may get tokens. "
        "Check both. The secret may be revoked or expired, or the client disabled.",
    }


MISTYPED = {
    "cut": lambda secret: secret[:-1],
    "one letter wrong": lambda secret: (
        secret[:9] + ("a" if secret[9] != "a" else "b") + secret[10:]
    ),
    "a space too many": lambda secret: secret + " ",
    "another value": lambda _secret: "hunter2",
}


@pytest.mark.parametrize("by_basic", [False, True], ids=["form", "basic"])
@pytest.mark.parametrize("mistake", MISTYPED)
def test_a_mistyped_secret_is_told_alike_whoever_is_asked_for(
    server: RunningServer, mistake: str, by_basic: bool
) -> None:
    """The form of a secret is public: whether a text has it says nothing about any client."""
    client = server.a_client()
    typed = MISTYPED[mistake](client.secret)

    bodies = []
    for client_id in (client.id, "Nobody of this name"):
        form = {"grant_type": "client_credentials"}
        if by_basic:
            answer = server.post(server.token_url, data=form, headers=basic(client_id, typed))
        else:
            given = {"client_id": client_id, "client_secret": typed}
            answer = server.post(server.token_url, data=form | given)
        bodies.append(assert_refused(answer, 401, "invalid_client"))

    for body in bodies:
        body.pop("traceId")
    assert bodies[0] == bodies[1]
    assert "cut or mistyped" in bodies[0]["detail"]
    assert typed not in bodies[0]["detail"]


def expiry_of(answer: httpx2.Response) -> datetime | None:
    header = answer.headers.get("sellergate-secret-expires")
    return parsedate_to_datetime(header) if header else None


def test_a_token_answer_warns_from_fourteen_days_before_its_secret_ends(start_server: Any) -> None:
    server = start_server()
    end = (server.clock() + timedelta(days=30)).replace(microsecond=0)
    client = server.a_client(expires_at=end)
    forever = server.a_client()

    early = server.post(server.token_url, data=client.token_form)
    server.clock.advance(days=16, seconds=5)
    late = server.post(server.token_url, data=client.token_form)
    other = server.post(server.token_url, data=forever.token_form)

    assert [expiry_of(answer) for answer in (early, late, other)] == [None, end, None]
    assert late.headers["sellergate-secret-expires"].endswith(" GMT")


def test_expired_secret_is_refused_from_its_instant_on(start_server: Any) -> None:
    server = start_server()
    client = server.a_client(expires_at=server.clock() + timedelta(days=1))
    assert server.token(client)

    server.clock.advance(days=1, seconds=1)

    assert_refused(server.post(server.token_url, data=client.token_form), 401, "invalid_client")


def test_second_secret_works_beside_the_first_and_alone(server: RunningServer) -> None:
    client = server.a_client()
    second, _ = server.a_secret(client.client)
    assert server.token(client)
    renewed = Registered(client.client, second, "")
    assert server.token(renewed)

    server.revoke_secret(client.secret_id)

    assert server.token(renewed)
    assert_refused(server.post(server.token_url, data=client.token_form), 401, "invalid_client")


def test_client_id_is_compared_letter_by_letter(server: RunningServer) -> None:
    client = server.a_client()
    form = client.token_form | {"client_id": client.id.upper()}

    assert_refused(server.post(server.token_url, data=form), 401, "invalid_client")


def test_script_of_a_page_gets_no_challenge_that_opens_a_login_window(
    server: RunningServer,
) -> None:
    form = server.a_client().token_form | {"client_secret": "wrong"}

    answer = server.post(server.token_url, data=form, headers={"Sec-Fetch-Mode": "cors"})

    assert_refused(answer, 401, "invalid_client")
    assert "www-authenticate" not in answer.headers


def test_script_that_tried_basic_is_challenged(server: RunningServer) -> None:
    """RFC 6749 §5.2: the scheme that the client used."""
    answer = server.post(
        server.token_url,
        data={"grant_type": "client_credentials"},
        headers={"Sec-Fetch-Mode": "cors", **basic("Nobody", "x")},
    )

    assert_refused(answer, 401, "invalid_client")
    assert answer.headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize(
    "header",
    [
        "Basic",
        "Basic !!!",
        "Basic bm9jb2xvbg==",
        "Basic OnNlY3JldA==",
        "Basic /////w==",
        "Basic AGE6Yg==",
    ],
    ids=["alone", "no-base64", "no-colon", "no-id", "no-utf8", "nul"],
)
def test_malformed_basic_header_is_a_failed_authentication(
    server: RunningServer, header: str
) -> None:
    answer = server.post(
        server.token_url,
        data={"grant_type": "client_credentials"},
        headers={"Authorization": header},
    )

    assert_refused(answer, 401, "invalid_client")
    assert answer.headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize("extra", ["right", "wrong"])
def test_two_methods_of_authentication_are_refused(server: RunningServer, extra: str) -> None:
    """RFC 6749 §2.3: one method a request, also when both would do."""
    client = server.a_client()
    secret = client.secret if extra == "right" else "wrong"

    answer = server.post(
        server.token_url,
        data=client.token_form | {"client_secret": secret},
        headers=basic(client.id, client.secret),
    )

    body = assert_refused(answer, 400, "invalid_request")
    assert "client_secret" in body["detail"]


def test_client_id_may_stand_in_the_form_beside_basic_when_it_is_the_same(
    server: RunningServer,
) -> None:
    client = server.a_client()
    form = {"grant_type": "client_credentials", "client_id": client.id}
    headers = basic(client.id, client.secret)

    same = server.post(server.token_url, data=form, headers=headers)
    other = server.post(
        server.token_url, data=form | {"client_id": "Somebody else"}, headers=headers
    )

    assert same.status_code == 200
    assert "client_id" in assert_refused(other, 400, "invalid_request")["detail"]


@pytest.mark.parametrize("emptied", ["", None], ids=["empty", "absent"])
@pytest.mark.parametrize(
    ("field", "status", "error"),
    [
        ("grant_type", 400, "invalid_request"),
        ("client_id", 401, "invalid_client"),
        ("client_secret", 401, "invalid_client"),
    ],
)
def test_missing_parameter_is_named(
    server: RunningServer, field: str, status: int, error: str, emptied: str | None
) -> None:
    """RFC 6749 §3.2: a parameter without a value counts as omitted."""
    form = server.a_client().token_form
    del form[field]
    if emptied is not None:
        form[field] = emptied

    answer = server.post(server.token_url, data=form)

    assert field in assert_refused(answer, status, error)["detail"]


@pytest.mark.parametrize(
    "grant_type",
    ["password", "authorization_code", "refresh_token", "CLIENT_CREDENTIALS", "x" * 99],
)
def test_other_grant_types_are_unsupported(server: RunningServer, grant_type: str) -> None:
    form = server.a_client().token_form | {"grant_type": grant_type}

    answer = server.post(server.token_url, data=form)

    body = assert_refused(answer, 400, "unsupported_grant_type")
    assert "client_credentials" in body["detail"]


@pytest.mark.parametrize("field", ["grant_type", "client_id", "client_secret", "scope"])
def test_parameter_sent_twice_is_refused(server: RunningServer, field: str) -> None:
    """RFC 6749 §3.2, also when both values agree."""
    client = server.a_client()
    form = client.token_form | {"scope": "a"}
    pairs = [*form.items(), (field, form[field])]
    body = "&".join(f"{name}={quote_plus(value)}" for name, value in pairs)

    answer = server.post(server.token_url, content=body, headers=FORM)

    assert f"{field} was sent twice" in assert_refused(answer, 400, "invalid_request")["detail"]


def test_resource_and_audience_may_be_repeated(server: RunningServer) -> None:
    """RFC 8707 §2, RFC 8693 §2.1."""
    form = {**server.a_client().token_form, "resource": ["https://a", "https://b"]}

    assert server.post(server.token_url, data=form).status_code == 200


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=x",
        "",
        "application/x-www-form-urlencodedx",
    ],
)
def test_other_content_types_are_refused(server: RunningServer, content_type: str | None) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}

    answer = server.post(
        server.token_url, content=b"grant_type=client_credentials", headers=headers
    )

    body = assert_refused(answer, 400, "invalid_request")
    assert "Content-Type" in body["detail"]
    assert "application/x-www-form-urlencoded" in body["detail"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"grant_type=\xff\xfe", "UTF-8"),
        (b"grant_type=client_credentials&client_id=%ff", "client_id"),
        (b"grant_type=%zz", "grant_type"),
        (b"client_id=%", "client_id"),
        (b"client_secret=%4", "client_secret"),
        (b"client_id=a%00b", "NUL"),
        (b"client_id=a\0b", "NUL"),
        (b"%ff=1", "A parameter"),
        (b"", "grant_type"),
        (b"&&&", "grant_type"),
        (b"====", "grant_type"),
    ],
)
def test_undecodable_body_is_refused(server: RunningServer, body: bytes, told: str) -> None:
    answer = server.post(server.token_url, content=body, headers=FORM)

    assert told in assert_refused(answer, 400, "invalid_request")["detail"]


@pytest.mark.parametrize("chunked", [False, True], ids=["announced", "chunked"])
def test_oversized_body_is_refused(server: RunningServer, chunked: bool) -> None:
    body = b"grant_type=client_credentials&x=" + b"y" * 17_000
    content = iter([body[:9000], body[9000:]]) if chunked else body

    answer = server.post(server.token_url, content=content, headers=FORM)

    problem = assert_refused(answer, 413, "invalid_request")
    assert problem["type"] == f"{server.url}/docs/problems/body-too-large"
    assert answer.headers["connection"] == "close"


def test_huge_announcement_is_refused_before_its_body_is_read(server: RunningServer) -> None:
    answer = server.raw(
        b"POST /auth/realms/maas/protocol/openid-connect/token HTTP/1.1\r\nHost: x\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 99999999999\r\n\r\n"
    )

    assert answer.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"])
def test_other_methods_are_told_what_is_allowed(server: RunningServer, method: str) -> None:
    answer = httpx2.request(method, server.token_url)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    if method != "HEAD":
        body = assert_refused(answer, 405, "invalid_request")
        assert body["type"] == f"{server.url}/docs/problems/method-not-allowed"


@pytest.mark.parametrize("name", ["client_secret", "client_id", "grant_type", "token"])
def test_parameters_in_the_address_are_refused(server: RunningServer, name: str) -> None:
    """RFC 6749 §2.3.1: addresses end up in logs."""
    answer = server.post(f"{server.token_url}?{name}=x", data=server.a_client().token_form)

    assert (
        f"{name} was sent in the address"
        in assert_refused(answer, 400, "invalid_request")["detail"]
    )


@pytest.mark.parametrize("header", ["Authorization", "Content-Type"])
def test_header_sent_twice_is_refused(server: RunningServer, header: str) -> None:
    client = server.a_client()
    body = b"grant_type=client_credentials"
    value = {
        "Authorization": basic(client.id, client.secret)["Authorization"],
        "Content-Type": FORM["Content-Type"],
    }
    lines = [*value.items(), (header, value[header]), ("Content-Length", str(len(body)))]
    head = "".join(f"{name}: {text}\r\n" for name, text in lines)

    answer = server.raw(
        b"POST /auth/realms/maas/protocol/openid-connect/token HTTP/1.1\r\nHost: x\r\n"
        + head.encode()
        + b"Connection: close\r\n\r\n"
        + body
    )

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert f"The header {header} was sent twice".encode() in answer


def test_client_that_hangs_up_in_the_middle_of_its_body_disturbs_nobody(
    server: RunningServer, log_lines: list[dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    half = (
        b"POST /auth/realms/maas/protocol/openid-connect/token HTTP/1.1\r\nHost: x\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ngrant_type="
    )

    for _ in range(5):
        server.raw(half, finish=False)

    assert server.token(server.a_client())
    assert [line for line in log_lines if line["log_level"] == "error"] == []
    assert caplog.records == []


@pytest.mark.parametrize(
    "path",
    [
        "/auth/realms/maas",
        "/auth/realms/maas/",
        "/auth/realms/other/protocol/openid-connect/token",
        "/auth/realms/maas/protocol/openid-connect/auth",
        "/auth/realms/maas/protocol/openid-connect/token%00",
        "/auth/realms/maas/%ff",
        "/.well-known/oauth-authorization-server/auth/realms/other",
    ],
)
def test_unknown_path_is_not_found(server: RunningServer, path: str) -> None:
    assert_refused(server.get(server.url + path), 404, "invalid_request")


def test_uses_of_a_secret_are_counted(server: RunningServer) -> None:
    client = server.a_client()
    for _ in range(3):
        server.token(client)

    server.run(server.access.usage.flush())

    secret = server.run(server.access.db.read(client_store.find_secret, client.secret_id))
    assert secret.uses == 3
    assert abs(secret.last_used_at - server.clock()) < timedelta(minutes=1)


def lines_of(log_lines: list[dict[str, Any]], request_ids: set[str]) -> list[dict[str, Any]]:
    """The lines of these requests, which are written right after the answers; not those of tests before."""
    for _ in range(100):
        lines = [line for line in log_lines if line.get("request_id") in request_ids]
        if len(lines) >= len(request_ids):
            break
        time.sleep(0.01)
    return lines


def test_each_request_is_one_log_line_without_secret_or_token(
    server: RunningServer, log_lines: list[dict[str, Any]]
) -> None:
    client = server.a_client()

    right = server.post(server.token_url, data=client.token_form)
    wrong = server.post(server.token_url, data=client.token_form | {"client_secret": "wrong"})

    ids = {answer.headers["X-Request-Id"] for answer in (right, wrong)}
    granted, refused = lines_of(log_lines, ids)
    assert granted.pop("ms") > 0
    assert re.fullmatch("[0-9a-f]{16}", granted.pop("request_id"))
    assert granted == {
        "event": "token",
        "log_level": "info",
        "client_id": client.id,
        "status": 200,
        "reason": None,
    }
    assert refused["reason"] == "invalid_client"
    assert refused["client_id"] is None
    assert client.secret not in str(log_lines)
    assert right.json()["access_token"] not in str(log_lines)
