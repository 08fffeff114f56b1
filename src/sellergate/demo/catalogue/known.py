"""The sheets that examples, guides and tests name: they keep their numbers whatever is added to the catalogue.

| GTIN | what | sellers, the creator first |
|---|---|---|
| 0400000000015 | Plaid Brumeval | 41207 PLAID-01, 41215 LH-PLAID-7 |
| 0400000000022, …39, …46, …53 | Gant technique Aldis, black M and L, midnight blue M and L | 41207 GANT-ALDIS-NM, -NL, -BM, -BL |
| 0400000000060 | Cafetière à piston Alnac | 41238 KM-PISTON, 41207 CAF-PISTON-1L |
| 0400000000077 | Lampe de bureau Orbec | 41207 LAMPE-ORBEC, and offers of 41215 and 700982 |
| 0400000000084 | Table basse Tordane | 41215 LH-TABLE-3, and an offer of 41207 |
| 0400000000091, …107 | Bague Selvane, size 52 and 54 | 41207 BAGUE-52, BAGUE-54 |
| 0400000000114 | Vélo de ville Pelrac | 41251 ORT-CIUDAD-M |
| 0400000000121 | Miel Landival | 41207 MIEL-500 |
| 0400000000138 | Bougie parfumée Lormond, not on sale | 41207 BOUGIE-LAV |
| 0400000000145 | Bouilloire électrique Dorvic, of nobody | |
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from sellergate.access.context import SellerId
from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.demo.world import LINDQVIST, MAISON, MORGENSTERN, ORTEGA


@dataclass(frozen=True, slots=True)
class KnownSheet:
    """A sheet by the French words of its leaf and values. `sellers`: the creator first, each with its own code."""

    number: int
    leaf: str
    model: str
    brand: str
    values: Mapping[str, tuple[str, ...]]
    sellers: tuple[tuple[SellerId, str], ...]
    group: str | None = None
    is_marketable: bool = True


def _glove(number: int, color: str, size: str, code: str) -> KnownSheet:
    values = {
        "3263": (color,),
        "46831": (size,),
        "1102": ("polyester recyclé",),
        "1103": ("Mixte",),
        "1104": ("Hiver",),
        "1105": ("Lavable à 30 °C",),
    }
    sellers = ((MAISON, f"GANT-ALDIS-{code}"),)
    return KnownSheet(number, "Gant technique", "Aldis", "Bruyère", values, sellers, "GANT-ALDIS")


def _ring(number: int, size: str) -> KnownSheet:
    values = {"3263": ("argenté",), "46830": (size,), "1102": ("argent",), "1103": ("Femme",)}
    sellers = ((MAISON, f"BAGUE-{size}"),)
    return KnownSheet(number, "Bague", "Selvane", "Bruyère", values, sellers, "BAGUE-SELVANE")


KNOWN_SHEETS: Final = (
    KnownSheet(
        1,
        "Plaid",
        "Brumeval",
        "Bruyère",
        {
            "3264": ("lavande",),
            "1102": ("laine",),
            "1201": ("130",),
            "1205": ("180",),
            "1105": ("Lavage à la main",),
            "2202": ("France",),
        },
        ((MAISON, "PLAID-01"), (LINDQVIST, "LH-PLAID-7")),
    ),
    _glove(2, "noir", "M", "NM"),
    _glove(3, "noir", "L", "NL"),
    _glove(4, "bleu nuit", "M", "BM"),
    _glove(5, "bleu nuit", "L", "BL"),
    KnownSheet(
        6,
        "Cafetière à piston",
        "Alnac",
        "Morgenstern",
        {"1102": ("verre",), "1304": ("1",), "3264": ("noir",), "2201": ("24",)},
        ((MORGENSTERN, "KM-PISTON"), (MAISON, "CAF-PISTON-1L")),
    ),
    KnownSheet(
        7,
        "Lampe de bureau",
        "Orbec",
        "Bruyère",
        {
            "1308": ("E27",),
            "3264": ("vert sauge",),
            "1102": ("métal",),
            "1301": ("40",),
            "1203": ("45",),
            "2201": ("24",),
        },
        ((MAISON, "LAMPE-ORBEC"),),
    ),
    KnownSheet(
        8,
        "Table basse",
        "Tordane",
        "Lindqvist Hem",
        {
            "1102": ("chêne",),
            "3264": ("naturel",),
            "1201": ("110",),
            "1202": ("60",),
            "1203": ("42",),
            "1204": ("18",),
            "1208": ("À monter soi-même",),
            "1210": ("Scandinave",),
        },
        ((LINDQVIST, "LH-TABLE-3"),),
    ),
    _ring(9, "52"),
    _ring(10, "54"),
    KnownSheet(
        11,
        "Vélo de ville",
        "Pelrac",
        "Ortega Ciclos",
        {
            "46833": ("M",),
            "3263": ("vert forêt",),
            "2101": ("28",),
            "2102": ("7",),
            "1204": ("15",),
            "1102": ("aluminium",),
            "2201": ("36",),
        },
        ((ORTEGA, "ORT-CIUDAD-M"),),
        "ORT-CIUDAD",
    ),
    KnownSheet(
        12,
        "Miel",
        "Landival",
        "Bruyère",
        {"1701": ("500",), "1703": ("France",), "1702": ("Oui",), "1704": ("Aucun",)},
        ((MAISON, "MIEL-500"),),
    ),
    KnownSheet(
        13,
        "Bougie parfumée",
        "Lormond",
        "Bruyère",
        {"3264": ("lavande",), "1102": ("cire végétale",), "1203": ("9",)},
        ((MAISON, "BOUGIE-LAV"),),
        is_marketable=False,
    ),
    KnownSheet(
        14,
        "Bouilloire électrique",
        "Dorvic",
        "Casa Ylwick",
        {
            "1301": ("2000",),
            "1306": ("Secteur",),
            "1304": ("2",),
            "3264": ("noir",),
            "2201": ("24",),
        },
        (),
    ),
)


class KnownOffer(NamedTuple):
    """An offer of a known sheet: amounts in cents. `origin_price` is the one that is struck through."""

    seller_id: SellerId
    sales_channel_id: str
    reference: str
    number: int
    price: int
    quantity: int
    preparation_time: int = 2
    origin_price: int | None = None
    condition: str = "New"


_CDISCOUNT, _HANS, _NORD = "CDISFR", "HANSDE", "NORDSE"

KNOWN_OFFERS: Final = (
    KnownOffer(MAISON, _CDISCOUNT, "GANT-ALDIS-NM", 2, 2990, 12, origin_price=3500),
    KnownOffer(MAISON, _CDISCOUNT, "GANT-ALDIS-NL", 3, 2990, 7, origin_price=3500),
    KnownOffer(MAISON, _CDISCOUNT, "GANT-ALDIS-BM", 4, 2990, 0, origin_price=3500),
    KnownOffer(MAISON, _CDISCOUNT, "GANT-ALDIS-BL", 5, 2990, 3, origin_price=3500),
    KnownOffer(MAISON, _CDISCOUNT, "PLAID-01", 1, 5990, 24, 1),
    KnownOffer(MAISON, _CDISCOUNT, "PLAID-01-OCC", 1, 3900, 1, 1, condition="UsedVeryGoodState"),
    KnownOffer(MAISON, _CDISCOUNT, "CAF-PISTON-1L", 6, 3450, 40),
    KnownOffer(MAISON, _CDISCOUNT, "LAMPE-ORBEC", 7, 6900, 18, origin_price=7900),
    KnownOffer(MAISON, _CDISCOUNT, "TABLE-TORDANE", 8, 24900, 2, 5),
    KnownOffer(MAISON, _CDISCOUNT, "BAGUE-52", 9, 4500, 5),
    KnownOffer(MAISON, _CDISCOUNT, "BAGUE-54", 10, 4500, 6),
    KnownOffer(MAISON, _CDISCOUNT, "MIEL-500", 12, 1190, 130, 1),
    KnownOffer(MAISON, _HANS, "PLAID-01", 1, 6200, 24, 1),
    KnownOffer(MAISON, _HANS, "LAMPE-ORBEC", 7, 7100, 18),
    KnownOffer(LINDQVIST, _CDISCOUNT, "LH-PLAID-7", 1, 6150, 9),
    KnownOffer(LINDQVIST, _CDISCOUNT, "LH-LAMPA-2", 7, 7250, 4),
    KnownOffer(LINDQVIST, _CDISCOUNT, "LH-TABLE-3", 8, 23900, 11, 5),
    KnownOffer(LINDQVIST, _NORD, "LH-TABLE-3", 8, 279900, 11, 5),
    KnownOffer(MORGENSTERN, _HANS, "KM-PISTON", 6, 3290, 60, 1),
    KnownOffer(MORGENSTERN, _CDISCOUNT, "KM-PISTON", 6, 3390, 60, 1),
    KnownOffer(TEST_SELLER_ID, _CDISCOUNT, "TEST-LAMPE", 7, 6590, 25),
    KnownOffer(TEST_SELLER_ID, _CDISCOUNT, "TEST-PLAID", 1, 5790, 25),
)
