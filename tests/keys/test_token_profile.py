"""Access tokens in the shape of RFC 9068, by setting; and tokens of both shapes on one installation."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from joserfc import jws

from sellergate.access.tokens.profiles import TokenProfile
from tests.builders.installation import Installation, run_installation
from tests.builders.keys import KeyPair
from tests.builders.world import a_client, a_delegation, a_seller, a_token, headers_for

pytestmark = pytest.mark.slow  # installations of their own

REQUIRED = {"iss", "exp", "aud", "sub", "client_id", "iat", "jti"}  # RFC 9068 §2.2


def test_a_token_has_the_type_and_the_claims_of_the_standard(
    start_installation: Callable[..., Installation],
) -> None:
    on = start_installation(token_profile=TokenProfile.RFC9068)
    client, pair = a_client(on), KeyPair.make()
    proof = pair.proof(on, "POST", on.settings.token_url)

    answer = on.http.post(on.settings.token_url, data=client.token_form, headers={"DPoP": proof})

    token = jws.extract_compact(answer.json()["access_token"].encode())
    claims = msgspec.json.decode(token.payload)
    assert token.headers()["typ"] == "at+jwt"
    assert set(claims) == {*REQUIRED, "secret_id", "roles", "cnf"}
    assert claims["client_id"] == client.id
    assert claims["sub"] == client.client.uid
    assert claims["aud"] == ["seller-api"]
    assert "SELLERS_GET" in claims["roles"]


def test_tokens_of_both_shapes_are_accepted_before_and_after_the_setting_changes(
    tmp_path: Path,
) -> None:
    with run_installation(tmp_path) as before:
        client, seller = a_client(before), a_seller(before)
        a_delegation(before, client, seller)
        old = a_token(before, client)
        url = before.url

    with run_installation(tmp_path, public_url=url, token_profile=TokenProfile.RFC9068) as after:
        here = f"http://127.0.0.1:{after.port}"
        path = after.settings.token_url.removeprefix(url)
        new = after.http.post(here + path, data=client.token_form).json()["access_token"]

        def call(token: str) -> int:
            headers = headers_for(token, seller.seller_id)
            return after.http.get(f"{here}/seller/v2/sellers", headers=headers).status_code

        assert (call(old), call(new)) == (200, 200)
        form = client.token_form | {"token": new}
        assert after.http.post(f"{here}{path}/introspect", data=form).json()["active"] is True
