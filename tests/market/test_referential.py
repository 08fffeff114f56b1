"""The referential, and the builders that stand on it."""

from collections.abc import Callable

import msgspec
import pytest

from sellergate.demo.catalogue.texts import read_properties, read_tree
from sellergate.demo.catalogue.words import brand_entries
from sellergate.demo.world import Chance
from sellergate.market.products.names import brand_key
from sellergate.market.products.referential import Entry, known_categories
from sellergate.market.products.referential_file import (
    Known,
    Removal,
    export_lines,
    import_referential,
    read_known,
    read_referential,
    remove_others,
)
from sellergate.storage.upkeep import on_connection, run_on_snapshot
from tests.builders.catalogue import a_brand, a_category, a_product, a_property
from tests.builders.installation import Installation
from tests.builders.world import a_seller

pytestmark = pytest.mark.slow


def test_a_category_is_made_with_those_above_it(installation: Installation) -> None:
    on = installation
    size = a_property(on, choices=["S", "M"], is_variation=True, is_size=True)

    category = a_category(on, properties=[size], is_variant=True)

    known = on.read(known_categories)
    assert {category.reference[:2], category.reference[:4], category.reference} <= known


def test_a_sheet_has_its_creator_and_a_reference_of_its_gtin(installation: Installation) -> None:
    on = installation

    product = a_product(on, creator=a_seller(on), contributors=[a_seller(on)])

    assert product.reference == f"AUC{product.gtin}"


@pytest.mark.parametrize("written", ["AURÉ-VANNE", " aure vanne ", "Aure+Vanne"])
def test_a_brand_is_known_however_it_is_written(written: str) -> None:
    assert brand_key(written) == brand_key("Aurévanne")


class Stopped(Exception):
    """Whatever ends a command half-way."""


def stop_after_first_page(done: int, _total: int) -> None:
    raise Stopped(done)


def go_on(_done: int, _total: int) -> None:
    pass


def lines_of(on: Installation) -> list[bytes]:
    return run_on_snapshot(on.settings.database_url, lambda conn: list(export_lines(conn)))


def test_an_import_that_was_stopped_is_ended_by_the_next_one(
    start_installation: Callable[..., Installation],
) -> None:
    on = start_installation()
    url = on.settings.database_url
    tree = read_tree()
    written = [*read_properties().values(), *brand_entries(Chance("any")), *tree.entries]
    read = read_referential([msgspec.json.encode(entry) for entry in written], Known())

    with pytest.raises(Stopped):
        on_connection(url, lambda conn: import_referential(conn, read, stop_after_first_page))
    half = lines_of(on)
    on_connection(url, lambda conn: import_referential(conn, read, go_on))

    decoded = [msgspec.json.decode(line, type=Entry) for line in lines_of(on)]
    assert 0 < len(half) < len(decoded)
    assert sorted(decoded, key=lambda e: e.reference) == sorted(written, key=lambda e: e.reference)


def test_what_sheets_use_is_not_taken_away(
    start_installation: Callable[..., Installation],
) -> None:
    on = start_installation()
    url = on.settings.database_url
    used, unused = a_category(on, "0A0A0A"), a_category(on, "0B0B0B")
    named, forgotten = a_brand(on, "Aurévanne"), a_brand(on, "Bruyère")
    a_product(on, category=used, brand="AURE VANNE")
    known = run_on_snapshot(url, read_known)
    file = read_referential([b'{"kind":"brand","reference":"N","name":"New"}'], known)

    removal = on_connection(url, lambda conn: remove_others(conn, file, known))

    left = [msgspec.json.decode(line, type=Entry) for line in lines_of(on)]
    assert removal == Removal(categories=3, kept_categories=3, brands=1, kept_brands=1)
    assert [entry.reference for entry in left] == [named.reference, "0A", "0A0A", "0A0A0A"]
    assert [entry.is_active for entry in left[1:]] == [False, False, False]
    assert {unused.reference, forgotten.reference}.isdisjoint(entry.reference for entry in left)
