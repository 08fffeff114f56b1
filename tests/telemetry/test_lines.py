"""The log of the real server: one line a request, whichever part answered, with the same fields."""

from pathlib import Path
from typing import Any

import pytest

from tests.builders.process import ServerProcess, run_process
from tests.builders.world import a_client, a_delegation, a_seller, a_token, headers_for
from tests.cli.command import free_port, wait_until

pytestmark = pytest.mark.slow  # a real process


def lines_of(server: ServerProcess, request_id: str) -> list[dict[str, Any]]:
    return [line for line in server.log_lines() if line.get("request_id") == request_id]


def test_every_request_is_one_line_with_id_status_reason_and_time(tmp_path: Path) -> None:
    collector = f"http://127.0.0.1:{free_port()}"  # nobody listens there
    with run_process(tmp_path, SELLERGATE_TRACES_ENDPOINT=collector) as server:
        client, seller = a_client(server), a_seller(server)
        a_delegation(server, client, seller)
        headers = headers_for(a_token(server, client), seller.seller_id)
        issuer = server.settings.issuer.removeprefix(server.url)
        asked = {
            ("/seller/v2/sellers", "call"): (200, None),
            ("/seller/v2/nowhere", "call"): (404, "route-unknown"),
            (f"{issuer}/protocol/openid-connect/certs", "jwks"): (200, None),
            (f"{issuer}/.well-known/openid-configuration", "discovery"): (200, None),
            (f"{issuer}/nowhere", "token server"): (404, "invalid_request"),
            ("/get-started/", "page"): (200, None),
            ("/operator/traffic/", "page"): (303, "sign-in-required"),
            ("/nowhere", "page"): (404, "request-not-possible"),
        }

        for number, (path, event) in enumerate(asked):
            request_id = f"request-{number}"
            answer = server.http.get(
                server.url + path, headers=headers | {"X-Request-Id": request_id}
            )
            assert answer.headers["X-Request-Id"] == request_id
            wait_until(lambda: lines_of(server, request_id), 20)  # noqa: B023
            (line,) = lines_of(server, request_id)
            assert (line["event"], line["status"], line["reason"]) == (event, *asked[path, event])
            assert line["ms"] > 0
            assert len(line["trace_id"]) == 32
        log = server.log.read_text()
        assert client.secret not in log
        assert headers["Authorization"] not in log
