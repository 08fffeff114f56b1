"""The wire of a node whose pages call what other nodes serve (`serve --only site`): to the public address."""

import asyncio
import re
import time
from typing import Final, Self

import httpx2
import msgspec
import structlog

from sellergate.devportal.wire import Answer, read_answer
from sellergate.kit.problems import CATALOGUE, MEDIA_TYPE

TIMEOUT: Final = 10.0  # seconds: longer than a reader waits

_CONTROLS: Final = re.compile(rb"[\x00-\x1f\x7f]")

log = structlog.get_logger()


class HttpWire:
    """Sends requests to the public address: for a node whose pages call what other nodes serve."""

    def __init__(self, *, public_url: str) -> None:
        self._public_url = public_url
        self._http: httpx2.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        """Read the certificate authorities of this machine (SSL_CERT_FILE among them), which takes a while."""
        tls = await asyncio.to_thread(httpx2.create_ssl_context)
        self._http = httpx2.AsyncClient(
            base_url=self._public_url, timeout=TIMEOUT, verify=tls, trust_env=False
        )
        return self

    async def __aexit__(self, *_exception: object) -> None:
        """Let go of the connections."""
        if self._http is not None:
            await self._http.aclose()

    async def send(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        *,
        body: bytes = b"",
        sender: str = "unknown",
    ) -> Answer:
        """See `Wire.send`. A part that does not answer is a 503, as a reader's own program would make of it."""
        if self._http is None:
            raise RuntimeError("the wire is not open")
        started = time.perf_counter()
        # Believed where this node is among the trusted proxies: limits then count readers, not this node.
        sent = {"accept": "application/json", "x-forwarded-for": sender, **headers}
        lines = [(name.encode(), _carried(value)) for name, value in sent.items()]
        try:
            answer = await self._http.request(method, path, headers=lines, content=body)
        except httpx2.HTTPError as error:
            log.warning("page could not call", url=self._public_url, reason=repr(error))
            return _unreachable(self._public_url, (time.perf_counter() - started) * 1000)
        milliseconds = (time.perf_counter() - started) * 1000
        # By item: names of headers are in small letters here, and repeated ones come joined.
        return read_answer(
            answer.status_code, dict(answer.headers.items()), answer.content, milliseconds
        )


def _carried(value: str) -> bytes:
    """A value as a header can carry it: what a stranger typed may hold the end of a line."""
    return _CONTROLS.sub(b"?", value.encode("utf-8", "replace"))


def _unreachable(public_url: str, milliseconds: float) -> Answer:
    problem = CATALOGUE["unavailable"]
    members = {
        "type": f"{public_url}/docs/problems/{problem.slug}",
        "title": problem.title,
        "status": problem.status,
        "detail": f"This page could not reach {public_url}. Try again in a few seconds.",
    }
    headers = {"content-type": MEDIA_TYPE}
    return read_answer(problem.status, headers, msgspec.json.encode(members), milliseconds)
