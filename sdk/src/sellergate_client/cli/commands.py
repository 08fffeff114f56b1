"""The commands that call the API."""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sellergate_client._core.messages import Answer, Call
from sellergate_client._core.model import to_wire
from sellergate_client.cli.files import checked_lines_of, sheets_of
from sellergate_client.cli.output import Progress, print_json, print_record, print_table
from sellergate_client.client import SellerClient
from sellergate_client.errors import ConfigurationError
from sellergate_client.types import NewMessage, OfferRequest, Shipment

SAFE = {"GET", "HEAD"}


@contextmanager
def client_of(said: argparse.Namespace) -> Iterator[SellerClient]:
    """The client that the common options ask for."""
    with SellerClient(
        profile=said.profile, seller_id=said.seller, accept_language=said.language
    ) as client:
        yield client


def token(said: argparse.Namespace) -> int:
    with client_of(said) as client:
        value = client.access_token()
    print_json({"access_token": value}) if said.json else print(value)
    return 0


def call(said: argparse.Namespace) -> int:
    body = None if said.data is None else json.loads(_read(said.data))
    path = "/" + said.path.removeprefix("/seller/v2").lstrip("/")
    path, _, query = path.partition("?")
    pairs = [*filter(None, query.split("&")), *said.query]
    described: Call[Answer] = Call(
        said.method,
        path,
        path.split("/")[1],
        _whole,
        safe=said.method in SAFE,
        query=dict(_pair(pair) for pair in pairs),
        headers=dict(_pair(pair) for pair in said.header),
        body=body,
    )
    with client_of(said) as client:
        answer: Answer = client.call(described)
    if "json" in answer.headers.get("content-type", ""):
        print_json(answer.json())
    elif answer.body:
        sys.stdout.buffer.write(answer.body)
    elif place := answer.headers.get("content-location"):
        print(place)
    return 0


def show_seller(said: argparse.Namespace) -> int:
    with client_of(said) as client:
        seller = client.sellers.get()
    print_json(seller.raw) if said.json else print_record(seller.raw)
    return 0


def list_orders(said: argparse.Namespace) -> int:
    since = None if said.since is None else _instant(said.since)
    with client_of(said) as client:
        found = client.orders.list(status=said.status, updated_at_min=since)
        orders = list(islice(found, said.most))
    if said.json:
        print_json([order.raw for order in orders])
        return 0
    print_table(
        ("order", "status", "created", "ship before", "total", ""),
        (
            (
                order.raw.get("orderId"),
                order.raw.get("status"),
                order.raw.get("createdAt"),
                order.raw.get("shippedAtMax"),
                (order.raw.get("totalPrice") or {}).get("sellingPrice"),
                order.raw.get("currencyCode"),
            )
            for order in orders
        ),
        empty="No orders.",
    )
    return 0


def ship_order(said: argparse.Namespace) -> int:
    parcel = Shipment(
        parcel_number=said.parcel_number,
        carrier_name=said.carrier_name,
        **({"tracking_url": said.tracking_url} if said.tracking_url else {}),
        **({"order_line_ids": said.line} if said.line else {}),
    )
    with client_of(said) as client:
        client.orders.ship(said.order_id, parcel)
    print_json({"orderId": said.order_id}) if said.json else print(f"{said.order_id}: declared.")
    return 0


def push_offers(said: argparse.Namespace) -> int:
    lines = checked_lines_of(said.file)
    with client_of(said) as client, Progress() as progress:
        push: Callable[..., Iterable[Any]] = {
            "upsert": client.offers.upsert,
            "update": client.offers.update,
        }.get(said.type) or (
            lambda given, **how: client.offers.delete((_reference(line) for line in given), **how)
        )
        results = push(
            lines,
            sales_channel_id=said.channel,
            progress=lambda told: progress.show(
                f"{told.uploaded:,} uploaded, {told.judged:,} judged, {told.rejected:,} refused"
            ),
        )
        rows = (
            (
                result.seller_external_reference,
                str(result.integration_status),
                " ".join(f"{one.result_code}: {one.message}" for one in result.results),
            )
            for result in results
        )
        return _report(said, rows, ("reference", "status", "message"), good="Integrated")


def push_products(said: argparse.Namespace) -> int:
    said.report = None
    with client_of(said) as client, Progress() as progress:
        reports = client.products.submit(
            sheets_of(said.file),
            progress=lambda told: progress.show(f"{told.judged:,} of {told.submitted:,} judged"),
        )
        rows = (
            (
                report.seller_product_reference,
                str(report.status),
                " ".join(f"{one.field}: {one.message}" for one in report.errors or ()),
            )
            for report in reports
        )
        return _report(said, rows, ("reference", "status", "message"), good="Integrated")


def reply(said: argparse.Namespace) -> int:
    text = sys.stdin.read() if said.text == "-" else said.text
    message = NewMessage(discussion_id=said.discussion_id, body=text, receiver=said.to)
    with client_of(said) as client:
        sent = client.discussions.send_message(message)
    print_json(sent.raw) if said.json else print(f"Sent: {sent.message_id}")
    return 0


def _report(
    said: argparse.Namespace,
    rows: Iterable[tuple[str, str, str]],
    titles: tuple[str, ...],
    *,
    good: str,
) -> int:
    """Tell what was refused while it comes in; write all of it to a file when one is named. 1 when anything was refused."""
    counted: Counter[str] = Counter()
    refused = []
    with _report_file(said.report, titles) as write:
        for row in rows:
            counted[row[1]] += 1
            write(row)
            if row[1] != good:
                refused.append(row)
    if said.json:
        print_json(
            {"counts": counted, "refused": [dict(zip(titles, r, strict=True)) for r in refused]}
        )
    else:
        if refused:
            print_table(titles, refused)
        print(
            ", ".join(f"{count:,} {status}" for status, count in counted.items())
            or "Nothing to push."
        )
    return 1 if refused else 0


@contextmanager
def _report_file(name: str | None, titles: tuple[str, ...]) -> Iterator[Callable[[Any], Any]]:
    if name is None:
        yield bool  # nobody reads it
        return
    with Path(name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(titles)
        yield writer.writerow


def _reference(line: OfferRequest | dict[str, Any]) -> str:
    return str(to_wire(line)["sellerExternalReference"])


def _read(data: str) -> str:
    if not data.startswith("@"):
        return data
    return sys.stdin.read() if data == "@-" else Path(data[1:]).read_text("utf-8")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise ConfigurationError(f"{text!r} is not NAME=VALUE.")
    return name, value


def _whole(answer: Answer) -> Answer:
    return answer


def _instant(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(
            f"{text!r} is no instant such as 2026-11-24 or 2026-11-24T08:30:00+01:00."
        ) from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
