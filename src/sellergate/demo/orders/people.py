"""Customers: invented names and streets, telephone numbers from the ranges that are kept free for fiction."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from sellergate.demo.catalogue.words import draw
from sellergate.demo.world import Chance
from sellergate.market.orders.models import Address


class _Country(NamedTuple):
    civilities: tuple[str, str]
    first_names: tuple[tuple[str, ...], tuple[str, ...]]  # by civility
    last_names: tuple[str, ...]
    streets: tuple[str, ...]  # `{}` is the number
    cities: tuple[tuple[str, str], ...]  # postal code and name
    phone: str | None  # `{}` is what the customer has of its own


_FRENCH: Final = (
    ("Awa", "Camille", "Inès", "Jeanne", "Louise", "Maëlle", "Nour", "Zoé"),
    ("Adrien", "Bilal", "Étienne", "Hugo", "Lucas", "Malo", "Rémi", "Yanis"),
)
_GERMAN: Final = (
    ("Annika", "Elif", "Frieda", "Johanna", "Lena", "Mathilda", "Ronja", "Svea"),
    ("Anton", "Emre", "Fritz", "Jonas", "Lennart", "Moritz", "Till", "Valentin"),
)
_COUNTRIES: Final[Mapping[str, _Country]] = {
    "FR": _Country(
        ("Mme", "M"),
        _FRENCH,
        ("Aubrac", "Brévent", "Clairval", "Diop", "Estève", "Ferrand-Lisle", "Guérin", "Haddad"),
        ("{} rue des Lilas", "{} avenue du Moulin", "{} bis, rue Haute", "{} quai des Saules"),
        (
            ("33000", "Bordeaux"),
            ("75011", "Paris"),
            ("69003", "Lyon"),
            ("29200", "Brest"),
            ("67000", "Strasbourg"),
            ("13006", "Marseille"),
            ("97410", "Saint-Pierre"),
        ),
        "+3319900{}",
    ),
    "BE": _Country(
        ("Mme", "M"),
        _FRENCH,
        ("Claes", "Delvaux", "Goossens", "Lambrecht", "Maes", "Thys"),
        ("{} rue du Beffroi", "{} chaussée des Tilleuls"),
        (("1060", "Bruxelles"), ("4000", "Liège"), ("5000", "Namur")),
        None,
    ),
    "LU": _Country(
        ("Mme", "M"),
        _FRENCH,
        ("Kieffer", "Schroeder", "Weber", "Wagner"),
        ("{} rue de la Vallée", "{} route de la Forêt"),
        (("1855", "Luxembourg"), ("4041", "Esch-sur-Alzette")),
        None,
    ),
    "DE": _Country(
        ("Frau", "Herr"),
        _GERMAN,
        ("Ahrens", "Brandt", "Çelik", "Dörr", "Friedrichs", "Großmann", "Hinrichs", "Kühn"),
        ("Lindenallee {}", "Am Alten Markt {}", "Bergstraße {}", "Hafenweg {}"),
        (("20457", "Hamburg"), ("10999", "Berlin"), ("50667", "Köln"), ("04109", "Leipzig")),
        "+493023125{}",
    ),
    "AT": _Country(
        ("Frau", "Herr"),
        _GERMAN,
        ("Gruber", "Haslinger", "Moser", "Pichler"),
        ("Kirchengasse {}", "Donauweg {}"),
        (("1070", "Wien"), ("8010", "Graz"), ("5020", "Salzburg")),
        None,
    ),
    "SE": _Country(
        ("Fru", "Herr"),
        (
            ("Alva", "Ebba", "Ingrid", "Saga", "Signe", "Tuva"),
            ("Axel", "Elis", "Gustav", "Nils", "Otto", "Viggo"),
        ),
        ("Ahlström", "Bergqvist", "Dahlgren", "Ekholm", "Hedlund", "Nyström"),
        ("Björkgatan {}", "Skeppsbron {}", "Ängsvägen {}"),
        (("411 06", "Göteborg"), ("118 26", "Stockholm"), ("211 19", "Malmö")),
        "+467017406{}",
    ),
}
_SPARED: Final = {"FR": (4, 10_000), "DE": (3, 1000), "SE": (2, 95)}  # digits, and how many
# Where customers of a channel live, and of a hundred how many.
_AT_HOME: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    "CDISFR": (("FR", 84), ("BE", 10), ("LU", 6)),
    "HANSDE": (("DE", 88), ("AT", 12)),
    "NORDSE": (("SE", 100),),
}
COUNTRIES: Final = tuple(_COUNTRIES)


def country_of(chance: Chance, name: str, channel_id: str) -> str:
    """Where the customer of that name lives."""
    place = draw(chance, f"country {name}", 100)
    for country, share in _AT_HOME.get(channel_id, _AT_HOME["CDISFR"]):
        if place < share:
            return country
        place -= share
    return "FR"


def customer(chance: Chance, name: str, country: str, *, is_business: bool = False) -> Address:
    """Where the customer of that name lives."""

    def one(what: str, count: int) -> int:
        return draw(chance, f"{what} {name}", count)

    here = _COUNTRIES[country]
    who = one("civility", 2)
    first = here.first_names[who]
    last_name = here.last_names[one("last name", len(here.last_names))]
    postal_code, city = here.cities[one("city", len(here.cities))]
    phone = None
    if here.phone is not None:
        digits, count = _SPARED[country]
        phone = here.phone.format(f"{one('phone', count):0{digits}}")
    number = 1 + one("house", 140)
    return Address(
        civility=here.civilities[who],
        first_name=first[one("first name", len(first))],
        last_name=last_name,
        company_name=f"Atelier {last_name}" if is_business else None,
        address_line1=here.streets[one("street", len(here.streets))].format(number),
        postal_code=postal_code,
        city=city,
        country_code=country,
        phone=phone,
        email=f"{chance.bytes(f'relay {name}').hex()[:12]}@customers.example",
    )
