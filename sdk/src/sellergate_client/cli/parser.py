"""What can be said to `slg`."""

import argparse
from importlib.metadata import version

from sellergate_client.cli import commands, completion, doctor, login


class _Format(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=32, width=110)
        self._action_max_length = 16  # argparse forgets that the names of commands stand further in


def build_parser() -> argparse.ArgumentParser:
    """The parser; each command sets `run`, which takes what was parsed and returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="slg", description="Call the Seller API from a shell.", formatter_class=_Format
    )
    parser.add_argument("--version", action="version", version=version("sellergate-client"))
    common = _common()
    verbs = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(words: str, run: object, text: str) -> argparse.ArgumentParser:
        group = groups.get(words.partition(" ")[0]) if " " in words else verbs
        assert group is not None  # noqa: S101 # each group is made below
        made = group.add_parser(
            words.rpartition(" ")[2],
            help=text,
            description=text,
            parents=[common],
            formatter_class=_Format,
        )
        made.set_defaults(run=run)
        return made

    groups = {}
    for name, text in (
        ("sellers", "The seller account."),
        ("orders", "Orders."),
        ("offers", "Offers."),
        ("products", "Product sheets."),
        ("discussions", "Discussions with customers."),
    ):
        made = verbs.add_parser(name, help=text, description=text, formatter_class=_Format)
        groups[name] = made.add_subparsers(metavar="COMMAND", required=True)

    add(
        "login",
        login.login,
        "Check credentials, and keep them as a profile that only you can read.",
    )
    add("token", commands.token, "Print an access token that lives for some minutes at least.")
    add(
        "doctor",
        doctor.doctor,
        "Check address, clock, credentials, access and quota, and say what to mend.",
    )
    call = add(
        "call",
        commands.call,
        "Make any call and print its answer: slg call GET /orders -q status=Shipped",
    )
    call.add_argument("method", metavar="METHOD", type=str.upper)
    call.add_argument("path", metavar="PATH", help="below /seller/v2, such as /orders")
    call.add_argument("-q", "--query", metavar="NAME=VALUE", action="append", default=[])
    call.add_argument("-H", "--header", metavar="NAME=VALUE", action="append", default=[])
    call.add_argument(
        "-d", "--data", metavar="JSON", help="the body; @FILE reads it from a file, @- from stdin"
    )

    add("sellers show", commands.show_seller, "Show the seller account.")
    orders = add("orders list", commands.list_orders, "List orders, the newest first.")
    orders.add_argument(
        "--status", action="append", metavar="STATUS", help="only these; may be repeated"
    )
    orders.add_argument(
        "--since", metavar="INSTANT", help="changed since then: 2026-11-24, or with a time and zone"
    )
    orders.add_argument(
        "--most", type=int, default=100, metavar="N", help="at most so many (default: 100)"
    )
    ship = add("orders ship", commands.ship_order, "Declare a parcel of an order, once.")
    ship.add_argument("order_id", metavar="ORDER")
    ship.add_argument("parcel_number", metavar="PARCEL", help="its tracking number")
    ship.add_argument("carrier_name", metavar="CARRIER", help="such as Colissimo")
    ship.add_argument(
        "--line", action="append", metavar="LINE", help="only these lines; may be repeated"
    )
    ship.add_argument("--tracking-url", metavar="URL")

    push = add(
        "offers push",
        commands.push_offers,
        "Push the offers of a CSV, Excel or JSON file, and report what was refused.",
    )
    push.add_argument(
        "file",
        metavar="FILE",
        help=".csv or .xlsx with a line of titles, .json or .jsonl; - is CSV from stdin",
    )
    push.add_argument(
        "--channel", required=True, metavar="ID", help="the sales channel, such as CDISFR"
    )
    push.add_argument("--type", choices=["upsert", "update", "delete"], default="upsert")
    push.add_argument(
        "--report", metavar="FILE", help="write what became of each line to this CSV file"
    )
    sheets = add(
        "products push",
        commands.push_products,
        "Submit the product sheets of a JSON file, and report what was refused.",
    )
    sheets.add_argument("file", metavar="FILE", help=".json with a list of sheets, or .jsonl")
    reply = add("discussions reply", commands.reply, "Answer the customer in a discussion.")
    reply.add_argument("discussion_id", metavar="DISCUSSION")
    reply.add_argument("text", metavar="TEXT", help="13 to 5000 characters; - reads it from stdin")
    reply.add_argument("--to", choices=["Customer", "GrcOperator"], default="Customer")

    shell = verbs.add_parser(
        "completion",
        help="Print completion for a shell.",
        description="Print completion for a shell.",
    )
    shell.add_argument("shell", choices=list(completion.SHELLS))
    shell.set_defaults(run=lambda said: completion.complete(said.shell, parser))
    return parser


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    group = common.add_argument_group("for every command")
    group.add_argument(
        "--profile",
        metavar="NAME",
        help="settings that `slg login` kept (else SLG_PROFILE, else default)",
    )
    group.add_argument("--seller", metavar="ID", help="the seller to call for")
    group.add_argument("--language", metavar="TAG", help="of labels and messages, such as en-US")
    group.add_argument("--json", action="store_true", help="print JSON, for programs")
    return common
