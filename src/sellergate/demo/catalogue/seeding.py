"""Writes the catalogue into the database, in a few statements."""

from sqlalchemy import Connection

from sellergate.demo.catalogue.offers import offer_rows
from sellergate.demo.catalogue.sheets import all_sheets, loaded
from sellergate.demo.catalogue.texts import read_properties, read_tree
from sellergate.demo.catalogue.words import brand_entries
from sellergate.demo.world import Chance
from sellergate.market.products.loading import load_products
from sellergate.market.products.referential import put_brands, put_categories, put_properties
from sellergate.storage import schema


def write_catalogue(conn: Connection, chance: Chance) -> None:
    """Categories, properties, brands, sheets and offers. The sellers are there already."""
    brands = brand_entries(chance)
    put_properties(conn, list(read_properties().values()))
    put_brands(conn, brands)
    put_categories(conn, read_tree().entries)
    sheets = all_sheets(chance, brands)
    ids = load_products(conn, [loaded(sheet, chance) for sheet in sheets])
    conn.execute(schema.offers.insert(), list(offer_rows(chance, sheets, ids)))
