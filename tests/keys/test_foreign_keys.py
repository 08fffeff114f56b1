"""OAuth clients that nobody here wrote sign in by key, bind their tokens, and prove each call."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT

from tests.builders.installation import Installation
from tests.builders.keys import KeyPair, add_key
from tests.builders.world import a_client, a_delegation, a_seller

pytestmark = pytest.mark.foreign

PROGRAMS = Path(__file__).parents[1] / "npm"
PATH = "/seller/v2/sellers"


def drive(program: str, **options: Any) -> dict[str, Any]:
    """What a Node.js program of tests/npm found out."""
    done = subprocess.run(
        ["node", PROGRAMS / program],
        input=json.dumps(options),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    findings: dict[str, Any] = json.loads(done.stdout)
    return findings


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "PS256", "Ed25519"])
@pytest.mark.parametrize("program", ["oauth4webapi-keys.mjs", "openid-client-keys.mjs"])
def test_npm_client_signs_in_by_key_and_proves_each_call(
    installation: Installation, program: str, algorithm: str
) -> None:
    client, seller, pair = a_client(installation), a_seller(installation), KeyPair.make(algorithm)
    a_delegation(installation, client, seller)
    add_key(installation, client, pair)

    found = drive(
        program,
        issuer=installation.settings.issuer,
        clientId=client.id,
        jwk=pair.private_jwk,
        kid="chosen-here",
        algorithm=algorithm,
        url=installation.url + PATH,
        sellerId=str(seller.seller_id),
    )

    assert found["granted"]["token_type"] == "dpop"  # both clients fold its case
    assert found["introspected"]["active"] is True
    assert len(found["introspected"]["cnf"]["jkt"]) == 43
    assert found["answers"] == [200, 200]
    assert found["refusal"] == {"status": 401, "schemes": ["dpop"]}


@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
def test_authlib_signs_in_by_key(installation: Installation, algorithm: str) -> None:
    pair, client = KeyPair.make(algorithm), a_client(installation)
    add_key(installation, client, pair)
    url = installation.settings.token_url

    with OAuth2Client(client.id, pair.key, token_endpoint_auth_method="private_key_jwt") as session:
        session.register_client_auth_method(PrivateKeyJWT(url, alg=algorithm))
        tokens = [session.fetch_token(url, grant_type="client_credentials") for _ in range(2)]
        found = session.introspect_token(url + "/introspect", token=tokens[0]["access_token"])

    assert [token["token_type"] for token in tokens] == ["Bearer", "Bearer"]
    assert found.json()["active"] is True
