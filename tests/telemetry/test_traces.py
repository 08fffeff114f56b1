"""Traces, as a collector on loopback receives them."""

import gzip
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from sellergate.settings import SettingsInvalid, load_settings
from tests.builders.installation import SECRET_KEY, Installation
from tests.builders.world import a_client, a_delegation, a_seller, a_token, headers_for

TRACE, CALLER = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@dataclass
class Collector:
    """What arrived, span by span."""

    port: int
    spans: list[Any] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1/traces"

    def wait_for(self, name: str) -> Any:
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            for span in list(self.spans):
                if span.name == name:
                    return span
            time.sleep(0.05)
        raise AssertionError(f"no span {name} among {[span.name for span in self.spans]}")


def attributes_of(span: Any) -> dict[str, Any]:
    return {each.key: each.value.int_value or each.value.string_value for each in span.attributes}


@contextmanager
def running_collector() -> Iterator[Collector]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.headers.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            request = ExportTraceServiceRequest.FromString(body)
            for resource in request.resource_spans:
                for scope in resource.scope_spans:
                    collector.spans.extend(scope.spans)
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector = Collector(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.slow
def test_a_call_continues_the_trace_of_its_caller_and_its_reads_are_spans(
    start_installation: Callable[..., Installation],
) -> None:
    with running_collector() as collector:
        on = start_installation(traces_endpoint=collector.address)
        client, seller = a_client(on), a_seller(on)
        a_delegation(on, client, seller)
        headers = headers_for(a_token(on, client), seller.seller_id)

        answer = on.get(
            "/seller/v2/sellers", headers=headers | {"traceparent": f"00-{TRACE}-{CALLER}-01"}
        )

        span = collector.wait_for("GET /seller/v2/sellers")
        collector.wait_for("POST /auth/realms/{realm}/protocol/openid-connect/token")

    assert (span.trace_id.hex(), span.parent_span_id.hex()) == (TRACE, CALLER)
    found = attributes_of(span)
    assert found["http.route"] == "/seller/v2/sellers"
    assert found["http.response.status_code"] == 200
    assert found["sellergate.request_id"] == answer.headers["X-Request-Id"]
    assert found["sellergate.client_class"] == "dedicated"
    reads = [each for each in collector.spans if each.parent_span_id == span.span_id]
    assert "read seller_v2.sellers.store" in " ".join(each.name for each in reads)
    assert {attributes_of(each)["db.system.name"] for each in reads} == {"sqlite"}
    everything = str(collector.spans)
    assert client.secret not in everything
    assert headers["Authorization"].split()[1] not in everything


@pytest.mark.slow
def test_a_refusal_says_why_and_a_page_has_a_span_of_its_own(
    start_installation: Callable[..., Installation],
) -> None:
    with running_collector() as collector:
        on = start_installation(traces_endpoint=collector.address)
        on.get("/seller/v2/sellers")
        on.get("/get-started/")
        refused = collector.wait_for("GET /seller/v2/sellers")
        collector.wait_for("GET /get-started")

    assert attributes_of(refused)["sellergate.reason"] == "token-missing"
    assert attributes_of(refused)["http.response.status_code"] == 401


@pytest.mark.slow
def test_a_collector_that_is_away_or_never_answers_disturbs_nobody(
    start_installation: Callable[..., Installation],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        on = start_installation(
            traces_endpoint=f"http://127.0.0.1:{silent.getsockname()[1]}/v1/traces"
        )
        started = time.monotonic()

        statuses = {on.get("/seller/v2/sellers").status_code for _ in range(50)}
        on.server.stop()
        while on.server.started and time.monotonic() - started < 20:
            try:
                socket.create_connection(("127.0.0.1", on.port), timeout=1).close()
            except OSError:
                break
            time.sleep(0.05)

    assert statuses == {401}
    assert time.monotonic() - started < 10


@pytest.mark.slow
def test_nothing_of_traces_or_metrics_is_imported_before_it_is_wanted() -> None:
    program = (
        "import sys, sellergate.app, sellergate.cli.worker;"
        "print([m for m in ('opentelemetry', 'prometheus_client', 'requests') if m in sys.modules])"
    )

    told = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )

    assert told.stdout.strip() == "[]", told.stderr


ENVIRONMENT = {
    "SELLERGATE_DATABASE_URL": "sqlite:///x.db",
    "SELLERGATE_SECRET_KEY": SECRET_KEY,
    "SELLERGATE_PUBLIC_URL": "http://127.0.0.1:8080",
}


@pytest.mark.parametrize(
    "address", ["collector:4318", "ftp://collector", "http://", "http://a:b@c"]
)
def test_what_is_not_the_address_of_a_collector_is_refused(address: str) -> None:
    with pytest.raises(SettingsInvalid, match=r"SELLERGATE_TRACES_ENDPOINT.*4318"):
        load_settings(ENVIRONMENT | {"SELLERGATE_TRACES_ENDPOINT": address})


def test_an_address_without_a_path_gets_that_of_otlp() -> None:
    settings = load_settings(ENVIRONMENT | {"SELLERGATE_TRACES_ENDPOINT": "http://127.0.0.1:4318"})

    assert settings.traces_endpoint == "http://127.0.0.1:4318/v1/traces"
