"""The files for Traefik and Envoy, which cannot run here: what they make those proxies send is sent, and must be understood.

What each proxy sends is from its documentation. The refusals in both dialects are in tests/security/test_forward_auth.py.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import yaml

from tests.builders.installation import Installation
from tests.builders.world import a_client, a_delegation, a_seller, a_token, headers_for

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
IDENTITY = {"x-sellergate-client", "x-sellergate-seller", "x-sellergate-scopes"}


def read(name: str) -> Any:
    return yaml.safe_load((DEPLOY / name).read_text())


def a_call(on: Installation) -> dict[str, str]:
    """The headers of a call as it reaches the proxy."""
    client, seller = a_client(on), a_seller(on)
    a_delegation(on, client, seller)
    forged = {"X-Sellergate-Client": "Somebody else", "X-Original-Method": "GET"}
    other = {"Accept": "*/*", "X-Request-Id": "dialect-1", "Content-Type": "application/json"}
    return headers_for(a_token(on, client), seller.seller_id) | forged | other


def test_traefik_asks_with_every_header_of_the_call_and_its_own(installation: Installation) -> None:
    """GET without a body; X-Forwarded-* written anew (trustForwardHeader is off)."""
    asks = read("traefik/sellergate.yaml")["http"]["middlewares"]["sellergate-orders"][
        "forwardAuth"
    ]
    said = {
        "X-Forwarded-Method": "POST",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "sellers.example.com",
        "X-Forwarded-Uri": "/own/parcels?x=1",
        "X-Forwarded-For": "192.0.2.1",
    }

    answer = installation.get(urlsplit(asks["address"]).path, headers=a_call(installation) | said)

    assert "trustForwardHeader" not in asks
    assert answer.status_code == 200
    passed_on = {name.lower() for name in asks["authResponseHeaders"]}
    assert IDENTITY <= passed_on <= set(answer.headers)
    assert answer.headers["x-sellergate-client"] != "Somebody else"


def allowed(patterns: list[dict[str, str]], name: str) -> bool:
    """Envoy's string matchers, those that the file uses."""
    return any(
        name == pattern["exact"] if "exact" in pattern else name.startswith(pattern["prefix"])
        for pattern in patterns
    )


def test_envoy_asks_with_the_method_the_path_and_the_headers_it_is_allowed(
    installation: Installation,
) -> None:
    """The path of the call behind `path_prefix`; Host, Authorization and Content-Length: 0 go along by themselves."""
    config = read("envoy/sellergate.yaml")["http_filters"][0]["typed_config"]
    asks = config["http_service"]
    request = asks["authorization_request"]["allowed_headers"]["patterns"]
    call = a_call(installation)
    sent = {
        name: value
        for name, value in call.items()
        if allowed(request, name.lower()) or name == "Authorization"
    }

    answer: httpx2.Response = installation.request(
        "POST",
        asks["path_prefix"] + "/own/parcels?x=1",
        headers=sent | {"Content-Length": "0", "X-Envoy-Internal": "true"},
    )

    assert config["failure_mode_allow"] is False
    assert "X-Original-Method" not in sent
    assert answer.status_code == 200
    upstream = asks["authorization_response"]["allowed_upstream_headers"]["patterns"]
    assert {name for name in answer.headers if allowed(upstream, name)} == IDENTITY | {
        "x-request-id"
    }
    client = asks["authorization_response"]["allowed_client_headers_on_success"]["patterns"]
    assert {"ratelimit", "x-ratelimit-remaining"} <= {
        name for name in answer.headers if allowed(client, name)
    }
