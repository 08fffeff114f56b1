"""OAuth clients that nobody here wrote: discovery, token by both methods, introspection, revocation."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuth2Client
from authlib.oauth2.rfc8414 import get_well_known_url

from .conftest import RunningServer

METHODS = ["client_secret_basic", "client_secret_post"]
PROGRAMS = Path(__file__).parents[1] / "npm"


def drive(program: str, **options: str) -> dict[str, Any]:
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


@pytest.mark.foreign
@pytest.mark.parametrize("algorithm", ["oidc", "oauth2"])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("program", ["oauth4webapi.mjs", "openid-client.mjs"])
def test_npm_client_goes_through_the_whole_life_of_a_token(
    server: RunningServer, program: str, method: str, algorithm: str
) -> None:
    client = server.a_client()

    found = drive(
        program,
        issuer=server.issuer,
        clientId=client.id,
        secret=client.secret,
        method=method,
        algorithm=algorithm,
    )

    granted = found["granted"]
    assert granted["token_type"] == "bearer"  # both clients fold its case
    assert granted["expires_in"] == 7200
    assert granted["scope"] == ""
    assert found["before"]["active"] is True
    assert found["before"]["client_id"] == client.id
    assert found["after"] == {"active": False}
    assert found["refusal"]["status"] == 401
    if method == "client_secret_basic":  # both clients look at the challenge before the body
        assert found["refusal"]["scheme"] == "basic"
    else:
        assert found["refusal"]["error"] == "invalid_client"


@pytest.mark.foreign
@pytest.mark.parametrize("method", METHODS)
def test_authlib_goes_through_the_whole_life_of_a_token(server: RunningServer, method: str) -> None:
    client = server.a_client()
    with OAuth2Client(client.id, client.secret, token_endpoint_auth_method=method) as session:
        address = get_well_known_url(server.issuer, external=True)
        about = session.request("GET", address, withhold_token=True).json()

        token = session.fetch_token(about["token_endpoint"], grant_type="client_credentials")

        form = {"token": token["access_token"]}
        assert token["expires_in"] == 7200
        before = session.introspect_token(about["introspection_endpoint"], **form).json()
        assert before["active"] is True
        assert session.revoke_token(about["revocation_endpoint"], **form).status_code == 200
        after = session.introspect_token(about["introspection_endpoint"], **form).json()
        assert after == {"active": False}


@pytest.mark.foreign
@pytest.mark.parametrize("method", METHODS)
def test_authlib_reads_the_refusal_of_a_wrong_secret(server: RunningServer, method: str) -> None:
    client = server.a_client()
    with (
        OAuth2Client(client.id, "wrong", token_endpoint_auth_method=method) as session,
        pytest.raises(OAuthError) as raised,
    ):
        session.fetch_token(server.token_url, grant_type="client_credentials")

    assert raised.value.error == "invalid_client"
    assert "clientSecret" in raised.value.description


@pytest.mark.foreign
def test_authlib_asynchronous_client_obtains_a_token(server: RunningServer) -> None:
    client = server.a_client()

    async def obtain() -> dict[str, Any]:
        async with AsyncOAuth2Client(client.id, client.secret) as session:
            return dict(
                await session.fetch_token(server.token_url, grant_type="client_credentials")
            )

    assert server.run(obtain())["token_type"] == "Bearer"
