"""Whatever an address, a host, an archive or its XML do: the package is Rejected and its sender knows what to mend."""

import io
import os
import socket
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sellergate.kit import fetching as kit_fetching
from sellergate.market.offers.xml import fetching, refusals
from tests.builders.fixtures import start_installation
from tests.builders.installation import Installation
from tests.builders.tls import Authority
from tests.builders.wire import assert_problem
from tests.builders.xml_packages import (
    FileHost,
    a_package_document,
    an_offer_element,
    zipped,
)
from tests.market.offers.xml.conftest import Shop, open_shop

__all__ = ["start_installation"]

pytestmark = pytest.mark.slow

ENGLISH = {"Accept-Language": "en-US"}
GOOD = a_package_document(an_offer_element())


def rejected(shop: Shop, url: str, **waiting: float) -> tuple[str, str]:
    """Code and message of the package at this address, which must be Rejected, with no offer logged."""
    log = shop.sent(url, **ENGLISH, **waiting)  # type: ignore[arg-type]
    assert log["package_integration_status"] == "Rejected", log
    assert (log["items"], log["page_count"]) == ([], 0)
    assert shop.offers() == {}
    return log["result"]["result_code"], log["result"]["message"]


# Addresses


@pytest.mark.parametrize(
    "url",
    [
        "",
        "packages.zip",
        "ftp://files.example.com/a.zip",
        "http://files.example.com/a.zip",
        "javascript:alert(1)",
        "https://",
        "https://user:password@files.example.com/a.zip",
        "https://files.example.com/a.zip#part",
        "https://files.example.com:99999/",
        "https://files.example.com/a b.zip",
        "https://files.example.com/\r\nHost: elsewhere",
        "https://files.example.com\\@127.0.0.1/",
        "https://[::1/",
        "https://fichiers.exämple.com/a.zip",
        "https://files.example.com/" + "a" * 2_000,
        "https://files.example.com/\x00",
    ],
)
def test_an_address_that_packages_are_not_fetched_from_is_refused_at_once(
    shop: Shop, url: str
) -> None:
    assert "https://" in assert_problem(shop.submit(url), 400, "validation")["errors"]["body"][0]


PRIVATE = [
    "https://10.0.0.1/a.zip",
    "https://192.168.1.1/a.zip",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::a00:1]/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_private_addresses_are_not_connected_to(shop: Shop, url: str) -> None:
    code, message = rejected(shop, url)

    assert code == "1523"
    assert "public https address" in message


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1:8443/", "https://localhost/", "https://[::1]/", "https://2130706433/"],
)
def test_outside_the_demo_this_machine_is_as_private_as_any(
    start_installation: Callable[..., Installation], host: FileHost, url: str
) -> None:
    shop = open_shop(start_installation(only=()), host)

    assert rejected(shop, url)[0] == "1523"
    for plain in ("http://127.0.0.1/a.zip", "file:///etc/passwd"):
        assert_problem(shop.submit(plain), 400, "validation")


def test_a_name_that_leads_to_a_public_and_a_private_address_is_refused(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: every address must be allowed."""
    monkeypatch.setattr(kit_fetching, "_look_up", _leads_to("93.184.215.14", "10.0.0.7"))

    assert rejected(shop, "https://files.example.com/a.zip")[0] == "1523"


def test_a_name_is_looked_up_once_and_what_was_checked_is_dialled(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: a name server that changes its mind after the check is not asked again."""
    asked: list[str] = []

    def look_up(host: str, port: int) -> list[Any]:
        asked.append(host)
        return _leads_to("127.0.0.1" if len(asked) == 1 else "10.0.0.7")(host, port)

    monkeypatch.setattr(kit_fetching, "_look_up", look_up)
    gtin = shop.product().gtin
    url = shop.host.publish(zipped(a_package_document(an_offer_element(gtin, "A"))))

    log = shop.sent(url.replace("127.0.0.1", "rebinding.localhost"))

    assert log["package_integration_status"] == "Integrated"
    assert asked == ["rebinding.localhost"]


def _leads_to(*addresses: str) -> Callable[..., list[Any]]:
    return lambda _host, port: [
        (socket.AF_INET, 1, 6, "", (address, port)) for address in addresses
    ]


def test_an_operator_may_allow_some_hosts_only(
    start_installation: Callable[..., Installation], host: FileHost
) -> None:
    allowed = ("files.example.com", "*.partners.example.com")
    shop = open_shop(start_installation(package_hosts=allowed), host)

    for url in (
        "https://example.com/",
        "https://partners.example.com/",
        "https://afiles.example.com/",
    ):
        assert_problem(shop.submit(url), 400, "validation")
    for url in ("https://FILES.example.com/a.zip", "https://a.b.partners.example.com:8443/a.zip"):
        assert shop.submit(url).status_code == 200


# Hosts


def test_a_redirect_is_not_followed(shop: Shop) -> None:
    url = shop.host.publish(
        b"", status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"}
    )

    code, message = rejected(shop, url)

    assert code == "1323"
    assert "302" in message


@pytest.mark.parametrize("status", [301, 401, 403, 404, 204, 206])
def test_another_status_than_200_is_told(shop: Shop, status: int) -> None:
    assert str(status) in rejected(shop, shop.host.publish(b"", status=status))[1]


def test_a_compressed_answer_is_told(shop: Shop) -> None:
    url = shop.host.publish(zipped(GOOD), headers={"Content-Encoding": "gzip"})

    assert "Content-Encoding" in rejected(shop, url)[1]


def test_a_host_that_is_down_is_asked_again_and_then_given_up(shop: Shop) -> None:
    url = shop.host.publish(b"", status=503)
    path = "/" + url.split("/", 3)[3]

    code, message = rejected(shop, url, step=2.0)

    assert code == "1323"
    assert "503" in message
    assert [asked for asked, _ in shop.host.asked].count(path) == 4


def test_a_host_that_comes_back_gives_its_package_after_all(shop: Shop) -> None:
    product = shop.product()
    url = shop.host.publish(b"", status=503, path="/back.zip")
    number = shop.submit(url).json()
    wait_until(lambda: any(path == "/back.zip" for path, _ in shop.host.asked))
    document = a_package_document(an_offer_element(product.gtin, "A"))
    shop.host.publish(zipped(document), path="/back.zip")

    log = shop.ended(number, step=1.0)

    assert log["package_integration_status"] == "Integrated"
    assert set(shop.offers()) == {"A"}


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/a.zip", "http://nowhere.localhost:9/a.zip"], ids=["port", "name"]
)
def test_a_host_that_is_not_there_is_told(shop: Shop, url: str) -> None:
    code, message = rejected(shop, url, step=2.0)

    assert code in {"2123", "1323"}
    assert "host" in message


def test_a_host_that_drips_is_given_up(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT", 0.3)

    code, message = rejected(shop, shop.host.publish(zipped(GOOD), drip=0.02))

    assert code == "2123"
    assert "did not arrive" in message


def test_an_archive_that_breaks_off_on_the_way_is_told(shop: Shop) -> None:
    whole = zipped(GOOD)
    url = shop.host.publish(whole[:100], length=len(whole))

    assert rejected(shop, url, step=2.0)[0] == "2123"


def test_an_archive_that_is_too_large_is_not_read_to_its_end(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MAX_ARCHIVE", 1_000_000)

    assert rejected(shop, shop.host.publish(b"a" * 1_500_000))[0] == "1723"


def test_slow_hosts_do_not_hold_up_other_work(shop: Shop) -> None:
    """Two archives are fetched at once in a process; those of other sellers wait, but no JSON package does."""
    slow = shop.host.publish(zipped(GOOD), delay=0.7)
    waiting = [open_shop(shop.on, shop.host) for _ in range(5)]
    numbers = [(other, other.submit(slow).json()) for other in waiting]
    product = shop.product()

    opened = shop.on.request(
        "POST",
        "/seller/v2/offer-packages",
        json={"packageType": "Delete"},
        headers=shop.headers | {"salesChannelId": "CDISFR"},
    )
    package = opened.headers["content-location"].rpartition("/")[2]
    path = f"/seller/v2/offer-packages/{package}"
    lines = [{"sellerExternalReference": product.reference}]
    shop.on.request("POST", f"{path}/offer-requests", json=lines, headers=shop.headers)
    shop.on.request("PATCH", path, json={"state": "Ready"}, headers=shop.headers)
    wait_until(lambda: shop.on.get(path, headers=shop.headers).json()["state"] == "Integrated")
    assert not all(is_over(other, number) for other, number in numbers)

    for other, number in numbers:
        other.ended(number, step=0.5)


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def is_over(shop: Shop, number: int) -> bool:
    return shop.log(number)["package_integration_status"] in {"Integrated", "Rejected"}


def test_the_certificate_is_checked_for_the_name(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ssl

    authority = Authority(tmp_path)
    certificate, key = authority.issue("files.example.com")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    host = FileHost()
    host.server.socket = tls.wrap_socket(host.server.socket, server_side=True)
    product = shop.product()
    path = host.publish(zipped(a_package_document(an_offer_element(product.gtin, "A"))))
    secure = path.replace("http://127.0.0.1", "https://{name}")
    monkeypatch.setattr(kit_fetching, "_look_up", _leads_to("127.0.0.1"))
    fetcher = shop.on.app.package_fetcher.fetcher  # type: ignore[attr-defined]
    monkeypatch.setattr(fetcher, "tls", authority.context)
    try:
        good = shop.sent(secure.format(name="files.example.com"))
        assert good["package_integration_status"] == "Integrated"
        log = shop.sent(secure.format(name="elsewhere.example.com"), step=2.0, **ENGLISH)  # type: ignore[arg-type]
        assert "certificate" in log["result"]["message"]
    finally:
        host.server.shutdown()
        host.server.server_close()


# Files of the demo marketplace


def test_the_demo_takes_archives_of_its_folder_and_of_no_other(shop: Shop, tmp_path: Path) -> None:
    (shop.folder / "own.zip").write_bytes(
        zipped(a_package_document(an_offer_element(shop.product().gtin, "A")))
    )
    (tmp_path / "foreign.zip").write_bytes(zipped(GOOD))
    (shop.folder / "link.zip").symlink_to(tmp_path / "foreign.zip")
    os.mkfifo(shop.folder / "pipe.zip")
    (shop.folder / "sub").mkdir()

    assert shop.sent(f"file://{shop.folder}/own.zip")["package_integration_status"] == "Integrated"
    for name in (
        f"{tmp_path}/foreign.zip",
        f"{shop.folder}/link.zip",
        f"{shop.folder}/pipe.zip",
        f"{shop.folder}/sub",
        f"{shop.folder}/none.zip",
        f"{shop.folder}/../demo.db",
        f"{shop.folder}/%2e%2e/demo.db",
        "/etc/passwd",
        "/own.zip%00",
        "elsewhere/own.zip",
    ):
        log = shop.sent(f"file://{name}", **ENGLISH)  # type: ignore[arg-type]
        assert "no such file" in log["result"]["message"], name


# Archives


def zip_of(
    *entries: tuple[zipfile.ZipInfo | str, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for entry, content in entries:
            archive.writestr(entry, content, compress_type=method)
    return made.getvalue()


def a_link() -> bytes:
    entry = zipfile.ZipInfo("Content/Offers.xml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zip_of((entry, b"/etc/passwd"))


def encrypted() -> bytes:
    """The flag is enough: nobody has the password."""
    made = bytearray(zipped(GOOD, name="Content/Offers.xml"))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := made.find(signature, at + 1)) >= 0:
            made[at + offset] |= 1
    return bytes(made)


def bomb() -> bytes:
    """A good beginning and a gigabyte of nothing, in a megabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed, crc, size = b"", 0, 0
    for part in (GOOD.encode(), *[b" " * 1_000_000] * 300):
        packed += packer.compress(part)
        crc, size = zlib.crc32(part, crc), size + len(part)
    packed += packer.flush()
    return raw_zip(packed, crc, size)


def raw_zip(packed: bytes, crc: int, size: int, name: bytes = b"Content/Offers.xml") -> bytes:
    """One entry with whatever its directory says of it."""
    local = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(packed), size, len(name), 0
    )
    central = struct.pack(
        "<4s6H3I5H2I",
        b"PK\x01\x02",
        20,
        20,
        0,
        8,
        0,
        33,
        crc,
        len(packed),
        size,
        len(name),
        0,
        0,
        0,
        0,
        0,
        0,
    )
    begin = len(local) + len(name) + len(packed)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central) + len(name), begin, 0)
    return local + name + packed + central + name + end


def a_lie_about_its_size() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(GOOD.encode() + b" " * 100_000_000) + packer.flush()
    said = GOOD.encode()[:-20]
    return raw_zip(packed, zlib.crc32(said), len(said))


def with_wrong_sum() -> bytes:
    return raw_zip(*_deflated(GOOD.encode(), crc=1))


def _deflated(content: bytes, *, crc: int) -> tuple[bytes, int, int]:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush(), crc, len(content)


def a_directory_of_many() -> bytes:
    return zip_of(
        *((f"Content/{number}.xml", b"") for number in range(60_000)), method=zipfile.ZIP_STORED
    )


ARCHIVES: dict[str, tuple[Callable[[], bytes], refusals.Reason]] = {
    "nothing": (lambda: b"", refusals.NOT_ZIP),
    "a page": (lambda: b"<html>Not found</html>", refusals.NOT_ZIP),
    "bare XML": (GOOD.encode, refusals.NOT_ZIP),
    "the first half": (lambda: zipped(GOOD)[:400], refusals.NOT_ZIP),
    "the last half": (lambda: zipped(GOOD)[400:], refusals.NOT_ZIP),
    "a sum that does not fit": (with_wrong_sum, refusals.NOT_ZIP),
    "packed bytes that are none": (lambda: raw_zip(b"\xff" * 90, 0, 500), refusals.NOT_ZIP),
    "a directory of 60,000": (a_directory_of_many, refusals.NOT_ZIP),
    "51 entries": (
        lambda: zipped(GOOD, more={f"{n}.txt": "" for n in range(51)}),
        refusals.ENTRIES,
    ),
    "no offers": (lambda: zipped(None), refusals.NO_OFFERS_FILE),
    "offers elsewhere": (lambda: zipped(GOOD, name="Offers.xml"), refusals.NO_OFFERS_FILE),
    "offers outside": (
        lambda: zipped(GOOD, name="../../Content/Offers.xml"),
        refusals.NO_OFFERS_FILE,
    ),
    "offers twice": (
        lambda: zipped(GOOD, more={"content/offers.xml": GOOD}),
        refusals.NO_OFFERS_FILE,
    ),
    "a link": (a_link, refusals.NOT_PLAIN),
    "a password": (encrypted, refusals.NOT_PLAIN),
    "bzip2": (lambda: zipped(GOOD, method=zipfile.ZIP_BZIP2), refusals.NOT_PLAIN),
    "lzma": (lambda: zipped(GOOD, method=zipfile.ZIP_LZMA), refusals.NOT_PLAIN),
    "a bomb": (bomb, refusals.EXPANDS),
    "a bomb that lies": (a_lie_about_its_size, refusals.NOT_XML),
}


@pytest.mark.parametrize(("archive", "reason"), ARCHIVES.values(), ids=ARCHIVES.keys())
def test_an_archive_that_is_not_as_it_must_be_is_told(
    shop: Shop, archive: Callable[[], bytes], reason: refusals.Reason
) -> None:
    code, message = rejected(shop, shop.host.publish(archive()))

    assert code == reason.code
    assert message[:40] == reason.en.format(limit=50, line=1, column=1)[:40]


@pytest.mark.parametrize(
    "name", ["content/offers.XML", "Content\\Offers.xml", "/Content/Offers.xml"]
)
def test_the_offers_are_found_however_their_name_is_written(shop: Shop, name: str) -> None:
    document = a_package_document(an_offer_element(shop.product().gtin, "A"))

    log = shop.sent(shop.host.publish(zipped(document, name=name)))

    assert log["package_integration_status"] == "Integrated"


def test_entries_with_names_that_lead_outside_are_left_alone(shop: Shop, tmp_path: Path) -> None:
    document = a_package_document(an_offer_element(shop.product().gtin, "A"))
    more = {"../../../../../../../tmp/sellergate-was-here": "x", f"{tmp_path}/was-here": "x"}

    log = shop.sent(shop.host.publish(zipped(document, more=more)))

    assert log["package_integration_status"] == "Integrated"
    assert not Path("/tmp/sellergate-was-here").exists()
    assert not (tmp_path / "was-here").exists()


# XML

LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>'
EMPTY = a_package_document()


def in_package(inner: str) -> str:
    return EMPTY.replace("<OfferPackage.Offers>", inner + "<OfferPackage.Offers>")


DOCUMENTS: dict[str, tuple[str | bytes, refusals.Reason]] = {
    "nothing": ("", refusals.NOT_XML),
    "JSON": ("{}", refusals.NOT_XML),
    "an end that is missing": (GOOD[:-15], refusals.NOT_XML),
    "a tag that is never closed": (GOOD.replace("</Offer>", ""), refusals.NOT_XML),
    "two roots": (GOOD + GOOD, refusals.NOT_XML),
    "an attribute twice": (GOOD.replace("Price=", 'Price="1" Price=', 1), refusals.NOT_XML),
    "an entity that is not there": (GOOD.replace("GANT", "&gant;"), refusals.NOT_XML),
    "a prefix that is not there": (GOOD.replace("<Offer ", "<y:Offer ").replace("</Offer>", "</y:Offer>"), refusals.NOT_XML),
    "bytes in no encoding": (GOOD.encode().replace(b"GANT", b"\xff\xfe\xfa"), refusals.NOT_XML),
    "an encoding nobody knows": ('<?xml version="1.0" encoding="klingon"?>' + GOOD, refusals.NOT_XML),
    "a null": (GOOD.replace("GANT", "\0"), refusals.NOT_XML),
    "a billion laughs": (LAUGHS + GOOD.replace("GANT", "&i;"), refusals.DOCTYPE),
    "an external entity": (EXTERNAL + GOOD.replace("GANT", "&e;"), refusals.DOCTYPE),
    "an external parameter entity": (PARAMETER + GOOD, refusals.DOCTYPE),
    "an external document type": ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + GOOD, refusals.DOCTYPE),
    "no namespace": (a_package_document(an_offer_element(), namespace=""), refusals.NOT_AN_OFFER_PACKAGE),
    "another namespace": (
        a_package_document(an_offer_element(), namespace="http://example.com/"), refusals.NOT_AN_OFFER_PACKAGE),
    "a package of products": (
        a_package_document(root="ProductPackage", namespace=(
            "clr-namespace:Cdiscount.Service.ProductIntegration.Pivot;assembly=Cdiscount.Service.ProductIntegration"
        )), refusals.NOT_AN_OFFER_PACKAGE),
    "a page": ("<html><body/></html>", refusals.NOT_AN_OFFER_PACKAGE),
    "another type": (a_package_document(an_offer_element(), kind="Delete"), refusals.PACKAGE_TYPE),
    "no offers": (EMPTY, refusals.NO_OFFERS),
    "offers of another namespace": (
        GOOD.replace("<Offer ", '<Offer xmlns="y" ').replace("</Offer>", "</Offer>"), refusals.NO_OFFERS),
    "a thousand levels": (in_package("<a>" * 1000 + "</a>" * 1000), refusals.TOO_INTRICATE),
    "a thousand names": (in_package("".join(f"<a{n}/>" for n in range(1000))), refusals.TOO_INTRICATE),
    "a thousand attributes": (
        in_package("<a " + " ".join(f"b{n}='1'" for n in range(1000)) + "/><b/>"), refusals.TOO_INTRICATE),
    "an attribute of ten megabytes": (GOOD.replace("GANT", "G" * 10_000_000), refusals.TOO_INTRICATE),
    "a comment of ten megabytes": (in_package(f"<!--{'x' * 10_000_000}-->"), refusals.TOO_INTRICATE),
    "51 delivery modes": (
        a_package_document(an_offer_element(shipping=[{"DeliveryMode": "Tracked"}] * 51)), refusals.TOO_INTRICATE),
    "two million elements": (in_package("<a/>" * 2_000_000), refusals.TOO_INTRICATE),
    "51 pools": (
        a_package_document(an_offer_element(), pools=[str(n) for n in range(51)]), refusals.TOO_INTRICATE),
}  # fmt: skip


@pytest.mark.parametrize(("document", "reason"), DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_xml_that_is_not_as_it_must_be_is_told(
    shop: Shop, document: str | bytes, reason: refusals.Reason
) -> None:
    archive = zipped(document, method=zipfile.ZIP_STORED)

    code, message = rejected(shop, shop.host.publish(archive))

    assert code == reason.code
    assert message[:40] == reason.en.format(line=1, column=1)[:40]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_xml_in_other_encodings_is_read(shop: Shop, encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    offer = an_offer_element(shop.product().gtin, "A", Comment="Très bon état")

    shop.integrate((declared + a_package_document(offer)).encode(encoding))

    assert shop.offers()["A"]["comment"] == "Très bon état"


def test_what_the_format_does_not_know_is_passed_over(shop: Shop) -> None:
    offer = an_offer_element(shop.product().gtin, "A", Novelty="1").replace(
        "</Offer>", "<Offer.Novelty><y xmlns='z'>text &amp; more</y></Offer.Novelty></Offer>"
    )

    log = shop.integrate(
        a_package_document(offer).replace("<Offer ", "<?php no ?><!-- <Offer> --><Offer ")
    )

    assert log["number_of_errors"] == 0


def test_a_prefix_for_the_namespace_is_as_good(shop: Shop) -> None:
    document = a_package_document(an_offer_element(shop.product().gtin, "A"))
    document = document.replace("</", "</p:").replace("<", "<p:").replace("<p:/p:", "</p:")

    log = shop.integrate(document.replace("xmlns=", "xmlns:p="))

    assert log["package_integration_status"] == "Integrated"


def test_a_message_comes_in_the_language_of_the_call_and_says_where(shop: Shop) -> None:
    url = shop.host.publish(zipped(GOOD[:-15] + "\n  <oops"))

    found = [
        shop.sent(url, **{"Accept-Language": language})["result"]["message"]  # type: ignore[arg-type]
        for language in ("fr-FR", "en-US", "es-ES")
    ]

    assert found == [
        getattr(refusals.NOT_XML, language).format(line=2, column=3)
        for language in ("fr", "en", "es")
    ]


REASONS = [value for value in vars(refusals).values() if isinstance(value, refusals.Reason)]


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.en[:30])
def test_every_reason_fits_its_column_in_every_language(reason: refusals.Reason) -> None:
    details = {
        "limit": 40_000,
        "seconds": 60,
        "status": 503,
        "line": 100_000,
        "column": 100_000,
        "channels": "CDISFR",
    }

    for text in (reason.en, reason.fr, reason.es):
        assert len(text.format(**details)) <= refusals.LONGEST
        assert text.endswith(".")
