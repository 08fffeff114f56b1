"""Requests written byte by byte, and answers read the same way: what no HTTP library would send."""

import json
from dataclasses import dataclass
from typing import Any

import httpx2

from tests.builders.installation import Installation

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class RawAnswer:
    """An answer as it came over the socket."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self) -> dict[str, Any]:
        assert self.headers["content-type"] == "application/problem+json", self
        found: dict[str, Any] = json.loads(self.body)
        return found


def send_raw(
    on: Installation, target: bytes, headers: Headers, *, method: bytes = b"GET"
) -> RawAnswer:
    """One request on a connection of its own."""
    lines = [
        method + b" " + target + b" HTTP/1.1",
        b"Host: 127.0.0.1",
        b"Connection: close",
        *(name + b": " + value for name, value in headers),
    ]
    return read_answer(on.raw(b"\r\n".join(lines) + b"\r\n\r\n"))


def read_answer(received: bytes) -> RawAnswer:
    head, _, body = received.partition(b"\r\n\r\n")
    status_line, *lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return RawAnswer(int(status_line.split(" ")[1]), headers, body)


def slug_of(problem: dict[str, Any]) -> str:
    return str(problem["type"]).rpartition("/")[2]


def assert_problem(answer: httpx2.Response, status: int, slug: str) -> dict[str, Any]:
    """The answer is this problem, complete; its body."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["type"].endswith(f"/docs/problems/{slug}")
    assert body["title"]
    assert body["detail"]
    assert body["traceId"] == answer.headers["x-request-id"]
    return body
