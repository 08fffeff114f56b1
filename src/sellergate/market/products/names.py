"""How things of the catalogue are called, and by what they are found again."""

import unicodedata

from sellergate.kit.gtin import Gtin


def brand_key(name: str) -> str:
    """What brand names are matched by: letters and digits only, without case and accents.

    Sellers write “Black+Decker”, “BLACK & DECKER” and “Black Decker” for one brand.
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in plain if c.isalnum()) or name.strip().casefold()


def product_reference(gtin: Gtin) -> str:
    """The reference of a new sheet: AUC and a GTIN of 13 digits (contract/00 §10), of 14 where it needs them."""
    return f"AUC{gtin.key.removeprefix('0')}"
