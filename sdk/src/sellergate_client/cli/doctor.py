"""`slg doctor`: one thing after the other that a call needs, and what to mend where it stops."""

import argparse
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from sellergate_client._core.messages import Answer, Call, Request
from sellergate_client._drivers.http import HttpTransport
from sellergate_client.cli.commands import client_of
from sellergate_client.cli.output import print_json
from sellergate_client.client import SellerClient
from sellergate_client.errors import SellerApiError

SKEW = 30  # seconds that a clock may be wrong: assertions and proofs live for minutes


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked."""

    what: str
    is_good: bool
    said: str


def doctor(said: argparse.Namespace) -> int:
    found = []
    with client_of(said) as client:
        for finding in examine(client):
            found.append(finding)
            if not said.json:
                print(f"{'ok  ' if finding.is_good else 'FAIL'}  {finding.what}: {finding.said}")
    if said.json:
        print_json([{"what": f.what, "ok": f.is_good, "said": f.said} for f in found])
    return 0 if all(finding.is_good for finding in found) else 1


def examine(client: SellerClient) -> Iterator[Finding]:
    """Each finding, up to the first that makes the others pointless."""
    urls = client._core.account.endpoints
    answers: list[Answer] = []
    steps: list[tuple[str, Callable[[], str]]] = [
        ("name of the API", lambda: _resolved(client, urls.api_url)),
        ("name of the token server", lambda: _resolved(client, urls.token_url)),
        ("connection", lambda: _connected(client, urls.api_url, answers)),
        ("clock", lambda: _in_time(answers[0])),
        ("credentials", lambda: _token(client)),
        ("access to the seller", lambda: _access(client, answers)),
        ("quota", lambda: _quota(answers[-1])),
    ]
    for what, step in steps:
        try:
            yield Finding(what, True, step())
        except (SellerApiError, OSError) as error:
            yield Finding(what, False, str(error))
            if what != "clock":
                return


def _resolved(client: SellerClient, url: str) -> str:
    """Where a proxy leads to the address, its name is the one that this machine must know."""
    transport = client._transport
    proxy = transport.proxy_for(url) if isinstance(transport, HttpTransport) else None
    host = urlsplit(proxy or url).hostname or ""
    try:
        found = socket.getaddrinfo(host, None)
    except socket.gaierror as error:
        raise OSError(
            f"{host} has no address ({error}). Check its spelling, and your DNS."
        ) from error
    return f"{host} is {found[0][4][0]}" + (", the proxy that leads there" if proxy else "")


def _connected(client: SellerClient, url: str, answers: list[Answer]) -> str:
    answers.append(client._transport.send(Request("GET", f"{url}/sellers", {}, b"", 10.0)))
    parts = urlsplit(url)
    return f"{parts.netloc} answers" + (
        f" over TLS ({ssl.OPENSSL_VERSION})" if parts.scheme == "https" else ""
    )


def _in_time(answer: Answer) -> str:
    date = answer.headers.get("date")
    if date is None:
        return "the server does not tell its time"
    off = time.time() - parsedate_to_datetime(date).timestamp()
    if abs(off) > SKEW:
        raise OSError(f"this machine is {off:+.0f} s off the server. Let NTP set it.")
    return f"{off:+.0f} s"


def _token(client: SellerClient) -> str:
    client.access_token()
    return f"{client._core.account.client_id} has a token"


def _access(client: SellerClient, answers: list[Answer]) -> str:
    call: Call[Answer] = Call("GET", "/sellers", "sellers", lambda answer: answer, safe=True)
    answers.append(client.call(call))
    return f"seller {client.seller_id} gives it"


def _quota(answer: Answer) -> str:
    stands = answer.headers.get("ratelimit")
    return stands or "the server tells none"
