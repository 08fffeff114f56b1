"""The XML of a package, read as it arrives: the offers in it, one after another, and what it says of itself.

On the parser that Python has (expat), pushed chunk by chunk, so that memory does not grow with the package. What makes XML
dangerous is not read: a DOCTYPE ends the reading before anything in it counts, and with it all entities of one's own and
all external ones. What expat would keep or scan without end is bounded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn
from xml.parsers import expat

from sellergate.market.offers.xml.refusals import (
    DOCTYPE,
    NO_OFFERS,
    NOT_AN_OFFER_PACKAGE,
    NOT_XML,
    PACKAGE_TYPE,
    PURGE,
    TOO_INTRICATE,
    TOO_MANY_OFFERS,
    PackageRefused,
)

NAMESPACE: Final = (
    "clr-namespace:Cdiscount.Service.OfferIntegration.Pivot;"
    "assembly=Cdiscount.Service.OfferIntegration"
)
MAX_OFFERS: Final = 40_000  # contract/04 §E
MAX_DEPTH: Final = 24
MAX_PARTS: Final = 50  # shipping modes, discounts or pools of one offer or package
MAX_ELEMENTS: Final = 2_000_000  # each takes a microsecond, and an archive may hold fifty millions
MAX_NAMES: Final = 500  # different ones of elements and attributes, which expat keeps to the end
MAX_TAG: Final = (
    65_536  # bytes from < to >; older expats scan an unfinished one again at every chunk
)

FULL: Final = "Full"
STOCK_AND_PRICE: Final = "StockAndPrice"

Attributes = dict[str, str]


@dataclass(slots=True)
class XmlOffer:
    """An `Offer`: the attributes that say something, its own and those of its parts."""

    attributes: Attributes
    shipping: list[Attributes] = field(default_factory=list)
    discounts: list[Attributes] = field(default_factory=list)


@dataclass(slots=True)
class PackageHead:
    """What a package says of itself: whole only when all of it was read."""

    type: str = FULL
    purges: bool = False
    pools: list[str] = field(default_factory=list)  # of publication, those of single offers too


class PackageReader:
    """Takes the XML of one package. Afterwards `head` and `offer_count` say what it was."""

    def __init__(self) -> None:
        self.head = PackageHead()
        self.offer_count = 0
        self._element_count = 0
        self._path: list[str] = []
        self._offer: XmlOffer | None = None
        self._ready: list[XmlOffer] = []
        self._fed = 0
        self._names: dict[str, str] = {}
        self._parser = expat.ParserCreate(namespace_separator=" ", intern=self._names)
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def read(self, chunks: Iterable[bytes]) -> Iterator[list[XmlOffer]]:
        """The offers, as many as each chunk completes, so that who asks may let others pass between two chunks.

        Raises `PackageRefused`.
        """
        for chunk in chunks:
            yield self._feed(chunk)
        yield self._feed(b"", is_last=True)
        if not self.offer_count:
            raise PackageRefused(NO_OFFERS)

    def _feed(self, chunk: bytes, *, is_last: bool = False) -> list[XmlOffer]:
        try:
            self._parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            raise PackageRefused(NOT_XML, line=error.lineno, column=error.offset + 1) from error
        except (LookupError, ValueError) as error:  # an encoding that nobody knows
            raise PackageRefused(NOT_XML, line=1, column=1) from error
        self._fed += len(chunk)
        # What was fed and is not consumed is the beginning of one tag.
        if self._fed - max(self._parser.CurrentByteIndex, 0) > MAX_TAG + len(chunk):
            self._refuse_size()
        ready, self._ready = self._ready, []
        return ready

    def _start(self, name: str, attributes: Attributes) -> None:
        namespace, _, local = name.rpartition(" ")
        if not self._path:
            if (namespace, local) != (NAMESPACE, "OfferPackage"):
                raise PackageRefused(NOT_AN_OFFER_PACKAGE)
            self._read_head(attributes)
        self._element_count += 1
        if (
            len(self._path) >= MAX_DEPTH
            or len(self._names) > MAX_NAMES
            or self._element_count > MAX_ELEMENTS
        ):
            self._refuse_size()
        parent = self._path[-1] if self._path else ""
        self._path.append(local if namespace == NAMESPACE else "")
        match parent, self._path[-1]:
            case "OfferCollection", "Offer":
                self._begin_offer(attributes)
            case _, "ShippingInformation" if self._offer:
                self._add(self._offer.shipping, _said(attributes))
            case _, "DiscountComponent" if self._offer:
                self._add(self._offer.discounts, _said(attributes))
            case _, "PublicationPool":
                pool = attributes.get("Id", "").strip()
                if pool not in self.head.pools:
                    self._add(self.head.pools, pool)

    def _end(self, _name: str) -> None:
        self._path.pop()
        if self._offer is not None and self._path and self._path[-1] == "OfferCollection":
            self._ready.append(self._offer)
            self._offer = None

    def _begin_offer(self, attributes: Attributes) -> None:
        self.offer_count += 1
        if self.offer_count > MAX_OFFERS:
            raise PackageRefused(TOO_MANY_OFFERS, limit=MAX_OFFERS)
        self._offer = XmlOffer(_said(attributes))

    def _add(self, parts: list[Any], part: Any) -> None:
        if len(parts) >= MAX_PARTS:
            self._refuse_size()
        parts.append(part)

    def _read_head(self, attributes: Attributes) -> None:
        said = _said(attributes)
        types = {kind.casefold(): kind for kind in (FULL, STOCK_AND_PRICE)}
        kind = types.get(said.get("PackageType", FULL).casefold())
        if kind is None:
            raise PackageRefused(PACKAGE_TYPE)
        purges = {"true": True, "1": True, "false": False, "0": False}.get(
            said.get("PurgeAndReplace", "false").casefold()
        )
        if purges is None or (purges and kind != FULL):
            raise PackageRefused(PURGE)
        self.head.type, self.head.purges = kind, purges

    def _refuse_doctype(self, *_: Any) -> NoReturn:
        raise PackageRefused(DOCTYPE)

    def _refuse_size(self) -> NoReturn:
        raise PackageRefused(TOO_INTRICATE, line=self._parser.CurrentLineNumber)


def _said(attributes: Attributes) -> Attributes:
    """The attributes that are not empty: programs write every one, `StrikedPrice=""` where there is none."""
    return {name: text for name, value in attributes.items() if (text := value.strip())}
