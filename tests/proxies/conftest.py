"""Debian's nginx with the file that we ship, two real nodes behind it, and a service of the operator's own."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from sellergate.access.scopes import Rights
from sellergate.access.sellers.models import Seller
from tests.builders.installation import settings_in
from tests.builders.nginx import free_ports, run_nginx, shipped_site
from tests.builders.process import ServerProcess
from tests.builders.tls import Authority
from tests.builders.upstream import Service, echo, run_service
from tests.builders.world import Registered, a_client, a_delegation, a_seller, a_token, headers_for


class Node(ServerProcess):
    """One of several that share a database and are reached at one address."""

    def __init__(self, folder: Path, port: int, public_url: str, authority: Authority) -> None:
        super().__init__(
            folder,
            SELLERGATE_PUBLIC_URL=public_url,
            SELLERGATE_PORT=str(port),
            SELLERGATE_TRUSTED_PROXIES="127.0.0.1/32",
            SELLERGATE_CALLS_PER_MINUTE="1000000",
        )
        self.settings = settings_in(folder, port, public_url=public_url)
        self.http = httpx2.Client(timeout=20, trust_env=False, verify=authority.context)

    def start(self, *, health: str | None = None) -> None:
        super().start(health=health or f"http://127.0.0.1:{self.settings.port}")


@dataclass
class Front:
    """The platform as the world sees it."""

    url: str
    plain_url: str
    authority: Authority
    nodes: tuple[Node, Node]
    service: Service
    client: Registered
    seller: Seller
    headers: dict[str, str]
    logs: Path

    @property
    def http(self) -> httpx2.Client:
        return self.nodes[0].http

    def request(self, method: str, path: str, **request: Any) -> httpx2.Response:
        headers = request.pop("headers", None)
        sent = self.headers if headers is None else headers
        return self.http.request(method, self.url + path, headers=sent, **request)

    def caller(self, rights: Rights | None = None, **limits: int) -> dict[str, str]:
        """The headers of another client."""
        on = self.nodes[0]
        client = a_client(on, **limits)
        a_delegation(on, client, self.seller, rights=rights or Rights())
        return headers_for(a_token(on, client), self.seller.seller_id)

    def wait_for_both(self) -> None:
        """Until nginx gives calls to either node, after it had left one alone for a while."""
        log, deadline = self.logs / "access.log", time.monotonic() + 20
        missing = {f"127.0.0.1:{node.settings.port} 200" for node in self.nodes}
        began = log.stat().st_size
        while missing:
            assert time.monotonic() < deadline, f"no calls for {missing}"
            self.request("GET", "/healthz")
            with log.open() as lines:
                lines.seek(began)
                missing -= set(lines.read().splitlines())


@pytest.fixture(scope="package")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    port, plain_port, *ports = free_ports(4)
    authority = Authority(folder)
    public_url = f"https://localhost:{port}"
    first, second = (Node(folder, node, public_url, authority) for node in ports)
    with ExitStack() as stack:
        service = stack.enter_context(run_service(echo))
        for node in (first, second):
            stack.callback(node.http.close)
            stack.callback(node.stop)
            node.start()
        site = shipped_site(
            port=port,
            plain_port=plain_port,
            nodes=ports,
            service=service.port,
            certificate=authority.issue("sellers.example.com"),
        )
        logs = stack.enter_context(run_nginx(folder / "nginx", site, port=port))
        client, seller = a_client(first), a_seller(first)
        a_delegation(first, client, seller)
        headers = headers_for(a_token(first, client), seller.seller_id)
        yield Front(
            url=public_url,
            plain_url=f"http://localhost:{plain_port}",
            authority=authority,
            nodes=(first, second),
            service=service,
            client=client,
            seller=seller,
            headers=headers,
            logs=logs,
        )
