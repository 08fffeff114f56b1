"""The command `slg`, as people and scripts use it."""

import csv
import json
import socket
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from sellergate_client import ConfigurationError
from sellergate_client._drivers.profiles import profiles_file
from sellergate_client.cli import main
from sellergate_client.cli.files import checked_lines_of, lines_of
from sellergate_client.cli.workbooks import MOST_OTHER_BYTES
from tests.builders.installation import Installation, run_installation
from tests.builders.offer_packages import Stall, a_line, a_stall
from tests.builders.order_acts import to_ship

Screen = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_installation(tmp_path_factory.mktemp("command"), only=()) as started:
        yield started


@pytest.fixture
def stall(on: Installation, monkeypatch: pytest.MonkeyPatch) -> Stall:
    """A seller whose client is in the environment."""
    made = a_stall(on)
    monkeypatch.setenv("SLG_BASE_URL", on.url)
    monkeypatch.setenv("SLG_CLIENT_ID", made.client.id)
    monkeypatch.setenv("SLG_CLIENT_SECRET", made.client.secret)
    monkeypatch.setenv("SLG_SELLER_ID", str(made.seller.seller_id))
    return made


@pytest.mark.slow
def test_login_keeps_what_works(
    stall: Stall, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    assert main(["login", "--profile", "shop"]) == 0
    for name in ("BASE_URL", "CLIENT_ID", "CLIENT_SECRET", "SELLER_ID"):
        monkeypatch.delenv(f"SLG_{name}")
    capsys.readouterr()

    assert main(["sellers", "show", "--profile", "shop", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["seller_id"] == stall.seller.seller_id
    assert stat.S_IMODE(profiles_file().stat().st_mode) == 0o600
    assert main(["token", "--profile", "shop"]) == 0
    assert capsys.readouterr().out.startswith("eyJ")


@pytest.mark.slow
def test_login_keeps_nothing_that_does_not_work(
    stall: Stall, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    monkeypatch.setenv("SLG_CLIENT_SECRET", "guess")

    assert main(["login"]) == 1
    assert "clientSecret" in capsys.readouterr().err
    assert not profiles_file().exists()


@pytest.mark.slow
def test_any_call_can_be_made(stall: Stall, capsys: Screen) -> None:
    assert main(["call", "get", "/seller/v2/orders?pageSize=1", "-q", "status=Shipped"]) == 0
    assert json.loads(capsys.readouterr().out) == {"itemsPerPage": 0, "items": []}

    opened = ["call", "POST", "/offer-packages", "-d", '{"packageType": "Upsert"}']
    assert main([*opened, "-H", "salesChannelId=CDISFR"]) == 0
    assert "/offer-packages/" in capsys.readouterr().out

    assert main(opened) == 1
    assert "salesChannelId" in capsys.readouterr().err


@pytest.mark.slow
def test_orders_are_listed_and_shipped(
    stall: Stall, on: Installation, capsys: Screen, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert main(["orders", "list"]) == 0
    assert capsys.readouterr().out == "No orders.\n"

    with run_installation(tmp_path_factory.mktemp("quiet")) as quiet:  # jobs would move it on
        other = a_stall(quiet)
        order = to_ship(other)
        given = ["--seller", str(other.seller.seller_id)]
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SLG_BASE_URL", quiet.url)
            patch.setenv("SLG_CLIENT_ID", other.client.id)
            patch.setenv("SLG_CLIENT_SECRET", other.client.secret)
            assert main(["orders", "ship", order.order_id, "6A1", "Colissimo", *given]) == 0
            assert main(["orders", "list", "--status", "Shipped", *given]) == 0

    assert f"{order.order_id}  Shipped" in capsys.readouterr().out


@pytest.mark.slow
def test_offers_are_pushed_from_a_sheet_and_refusals_are_told(
    stall: Stall, on: Installation, tmp_path: Path, capsys: Screen
) -> None:
    """Semicolons and commas in numbers, as a French spreadsheet writes them."""
    good, bad = a_line(on), a_line(on)
    file, report = tmp_path / "offers.csv", tmp_path / "report.csv"
    titles = "Reference;gtin;condition;price;vat;ecotax;deatax;quantity;preparation_time;delivery:THD;delivery:thd:additional"
    file.write_text(
        f"{titles}\n"
        f"A-1;{good['product']['gtin']};New;29,90;20;0;0;12;2;4,90;1,50\n"
        f"A-2;{bad['product']['gtin']};New;-3;20;0;0;12;2;4,90;1,50\n",
        "utf-8-sig",
    )

    code = main(["offers", "push", str(file), "--channel", "CDISFR", "--report", str(report)])

    told = capsys.readouterr().out
    assert code == 1
    assert "A-2" in told
    assert "1 Integrated, 1 Rejected" in told
    with report.open() as opened:
        assert [row["status"] for row in csv.DictReader(opened)] == ["Integrated", "Rejected"]

    file.write_text("reference\nA-1\n")
    assert main(["offers", "push", str(file), "--channel", "CDISFR", "--type", "delete"]) == 0


@pytest.mark.slow
def test_offers_are_pushed_from_a_workbook(
    stall: Stall, on: Installation, tmp_path: Path, capsys: Screen
) -> None:
    titles = ("reference", "gtin", "condition", "price", "vat", "ecotax", "deatax", "quantity")
    good, bad = a_line(on)["product"]["gtin"], a_line(on)["product"]["gtin"]
    name = workbook(
        tmp_path / "offers.xlsx",
        (*titles, "preparation_time", "delivery:THD", "delivery:THD:additional"),
        ("W-1", good, "New", 29.9, 20, 0, 0, 12, 2, 4.9, 1.5),
        ("W-2", bad, "New", -3, 20, 0, 0, 12, 2, 4.9, 1.5),
    )

    assert main(["offers", "push", name, "--channel", "CDISFR"]) == 1
    told = capsys.readouterr().out
    assert "W-2" in told
    assert "1 Integrated, 1 Rejected" in told


@pytest.mark.slow
def test_the_doctor_says_where_it_stops(
    stall: Stall, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    assert main(["doctor"]) == 0
    assert capsys.readouterr().out.count("ok  ") == 7

    assert main(["doctor", "--seller", "1"]) == 1
    assert "FAIL  access to the seller" in capsys.readouterr().out

    monkeypatch.setenv("SLG_CLIENT_SECRET", "guess")
    assert main(["doctor", "--json"]) == 1
    assert [f["ok"] for f in json.loads(capsys.readouterr().out)] == [*[True] * 4, False]


def test_the_doctor_looks_up_the_proxy_where_one_leads_there(
    monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """Behind a proxy a machine need not know the names of the world."""
    with socket.create_server(("127.0.0.1", 0)) as shut:
        port = shut.getsockname()[1]
    monkeypatch.setenv("SLG_BASE_URL", "https://nowhere.invalid")
    for name, value in {"CLIENT_ID": "shop", "CLIENT_SECRET": "s", "SELLER_ID": "1"}.items():
        monkeypatch.setenv(f"SLG_{name}", value)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")

    assert main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "ok    name of the API: 127.0.0.1 is 127.0.0.1, the proxy that leads there" in told
    assert "FAIL  connection" in told

    monkeypatch.delenv("HTTPS_PROXY")
    assert main(["doctor"]) == 1
    assert "FAIL  name of the API: nowhere.invalid has no address" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("gtin\n1\n", "no column 'reference'"),
        ("reference,colour\nA,red\n", "no column 'colour'"),
        ("reference,price\nA,cheap\n", "line 2: price is 'cheap'"),
        ("reference\nA,B\n", "more cells than titles"),
        ("reference,quantity\nA,NaN\n", "no number"),
        ("", "no column 'reference'"),
    ],
)
def test_a_sheet_that_cannot_be_read_names_line_and_column(
    tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "offers.csv"
    file.write_text(text)

    with pytest.raises(ConfigurationError, match=told):
        list(lines_of(str(file)))


def workbook(file: Path, *rows: tuple[object, ...]) -> str:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return str(file)


def test_a_workbook_is_read_as_csv_is(tmp_path: Path) -> None:
    name = workbook(
        tmp_path / "offers.xlsx",
        ("Reference", "gtin", "price", "vat", "quantity", "delivery:thd"),
        ("A-1", 3608440123456, 0.1 + 0.2, 20, 12.0, "4,90"),
        (None, None),
        (17, "0036084401234", 29.9, None, None, None),
    )

    assert list(checked_lines_of(name)) == [
        {
            "sellerExternalReference": "A-1",
            "product": {"gtin": "3608440123456"},
            "price": {"price": Decimal("0.3"), "taxes": [{"code": "VAT", "value": 20}]},
            "quantity": 12,
            "deliveryModes": [{"code": "THD", "cost": Decimal("4.90")}],
        },
        {
            "sellerExternalReference": "17",
            "product": {"gtin": "0036084401234"},
            "price": {"price": Decimal("29.9")},
        },
    ]


def test_a_workbook_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(name: str, told: str) -> None:
        with pytest.raises(ConfigurationError, match=told):
            list(lines_of(name))

    file = tmp_path / "offers.xlsx"
    titles = ("reference", "price")
    refused(workbook(file, titles, ("A", "cheap")), "line 2: price is 'cheap'")
    refused(workbook(file, titles, ("A", 1, "B")), "line 2: there are more cells than titles")
    refused(workbook(file, titles, ("A", date(2026, 11, 29))), "line 2: 2026-11-29")
    refused(workbook(file, ("reference", "colour")), "no column 'colour'")
    refused(workbook(file), "no column 'reference'")
    refused(str(tmp_path / "none.xlsx"), "no file")
    file.write_bytes(b"\xd0\xcf\x11\xe0 a workbook with a password")
    refused(str(file), "without a password")
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("nothing", "")
    refused(str(file), "no workbook that can be read")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", b" " * (MOST_OTHER_BYTES + 1))
    refused(str(file), "too large once it is unpacked")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    refused(str(file), r"sellergate-client\[xlsx\]")


def test_what_is_not_said_is_told(capsys: Screen) -> None:
    assert main(["sellers", "show"]) == 3
    assert "Say where the API is" in capsys.readouterr().err


ASKED = {
    "bash": """
COMP_WORDS=(slg orders l) COMP_CWORD=2; _slg; echo "${COMPREPLY[@]}"
COMP_WORDS=(slg offers push --ch) COMP_CWORD=3; COMPREPLY=(); _slg; echo "${COMPREPLY[@]}"
""",
    "fish": """
complete -C "slg orders l"
complete -C "slg offers push --ch"
""",
    "zsh": """
whence -w _slg compdef | grep -q none || echo list
[[ -n ${_comps[slg]} ]] && echo --channel
""",
}


@pytest.mark.foreign
@pytest.mark.parametrize("shell", ASKED)
def test_commands_are_completed(tmp_path: Path, capsys: Screen, shell: str) -> None:
    main(["completion", shell])
    script = tmp_path / f"slg.{shell}"
    script.write_text(capsys.readouterr().out + ASKED[shell])

    done = subprocess.run([shell, script], capture_output=True, text=True, check=True)

    assert done.stdout == "list\n--channel\n"
