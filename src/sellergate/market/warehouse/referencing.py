"""What sellers tell the warehouses about products (contract/09 §2): taken at once, and judged in the background."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.kit.clock import Clock
from sellergate.kit.gtin import Gtin
from sellergate.kit.ids import IdMaker
from sellergate.kit.marks import N_
from sellergate.market.products.lookup import sheet_names
from sellergate.market.warehouse import store
from sellergate.market.warehouse.errors import ProductTaken, ReferenceTaken
from sellergate.market.warehouse.models import Product, ProductState, ProductStatus
from sellergate.market.working import SellersWork, plan_work

KIND: Final = "fulfillment-products"
MAX_TITLE: Final = 200
NOT_IN_THE_CATALOGUE: Final = N_(
    "The catalogue has no product with this GTIN: create its sheet, then send it here again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProduct:
    """A product as a seller tells of it. `place`: of its members, in what was sent. `details` are kept as they are."""

    place: str = ""

    seller_product_reference: str
    gtin: Gtin
    product_state: ProductState
    title: str
    details: dict[str, Any]


def reference_products(
    conn: Connection, seller_id: SellerId, products: Sequence[NewProduct], now: datetime
) -> list[Product]:
    """Take these products, all or none, and let them be judged; each as it is then, in the same order.

    What is known already is not judged again, unless it was refused: it only gets what is new of its title and details.
    Raises `ReferenceTaken` and `ProductTaken`: their field names the member.
    """
    references = {product.seller_product_reference for product in products}
    known = _Known(
        store.products_of(
            conn,
            seller_id,
            references=references,
            gtins={product.gtin.key for product in products},
        )
    )
    for product in products:
        before = known.check(product)
        if before is None:
            store.insert_product(
                conn,
                seller_id,
                reference=product.seller_product_reference,
                gtin=product.gtin.key,
                state=product.product_state,
                title=product.title,
                details=product.details,
                now=now,
            )
            [before] = store.products_of(
                conn, seller_id, references=[product.seller_product_reference]
            )
            known.remember(before)
        else:
            _tell_again(conn, before, product, now)
    plan_work(conn, KIND, seller_id, now)
    told = store.products_of(conn, seller_id, references=references)
    by_reference = {product.seller_product_reference: product for product in told}
    return [by_reference[product.seller_product_reference] for product in products]


class _Known:
    """What the seller told before, by either of its names."""

    def __init__(self, products: Sequence[Product]) -> None:
        self._by_reference: dict[str, Product] = {}
        self._by_product: dict[tuple[str, ProductState], Product] = {}
        for product in products:
            self.remember(product)

    def remember(self, product: Product) -> None:
        """The product is known from now on."""
        self._by_reference[product.seller_product_reference] = product
        self._by_product[product.gtin, product.product_state] = product

    def check(self, new: NewProduct) -> Product | None:
        """The product as it was told before; None when it was not. Raises `ReferenceTaken` and `ProductTaken`."""
        key = (new.gtin.key, new.product_state)
        named = self._by_reference.get(new.seller_product_reference)
        if named is not None and (named.gtin, named.product_state) != key:
            raise ReferenceTaken(
                field=f"{new.place}sellerProductReference",
                reference=new.seller_product_reference,
                gtin=shown_gtin(named.gtin),
                state=named.product_state.value,
            )
        same = self._by_product.get(key)
        if same is not None and same.seller_product_reference != new.seller_product_reference:
            raise ProductTaken(
                field=f"{new.place}gtin",
                gtin=new.gtin.text,
                state=new.product_state.value,
                reference=same.seller_product_reference,
            )
        return named


def shown_gtin(key: str) -> str:
    """A GTIN as people know it: of 13 digits, of 14 where it needs them."""
    return key.removeprefix("0")


def _tell_again(conn: Connection, before: Product, product: NewProduct, now: datetime) -> None:
    changed: dict[str, Any] = {}
    if product.title and before.title != product.title:
        changed["title"] = product.title
    if before.details != product.details:
        changed["details"] = product.details
    if before.status is ProductStatus.REFUSED:
        changed |= {"status": ProductStatus.PENDING.value, "reason": None}
    if changed:
        store.change_product(conn, before.row, now, **changed)


class ProductReferencing(SellersWork):
    """Judges the products of a seller that wait for it."""

    kind = KIND

    def __init__(self, clock: Clock, new_id: IdMaker) -> None:
        super().__init__(clock)
        self._new_id = new_id

    def waiting(
        self, conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
    ) -> list[int]:
        """See `SellersWork`."""
        return store.pending_products(conn, seller_id, limit=limit, aside=aside)

    def do(self, conn: Connection, seller_id: SellerId, row: int, now: datetime) -> None:
        """See `SellersWork`."""
        product = store.get_product_of_row(conn, seller_id, row)
        judge_product(conn, product, stock_id=self._new_id(), now=now)


def judge_product(  # rule-ok: tenant (the product says whose)
    conn: Connection, product: Product, *, stock_id: str, now: datetime
) -> None:
    """Reference the product, of which there is a stock from now on; or refuse it, for nobody knows its GTIN."""
    sheet = sheet_names(conn, [product.gtin]).get(product.gtin)
    if sheet is None:
        refused = ProductStatus.REFUSED.value
        store.change_product(conn, product.row, now, status=refused, reason=NOT_IN_THE_CATALOGUE)
        return
    referenced = ProductStatus.REFERENCED.value
    store.change_product(
        conn,
        product.row,
        now,
        status=referenced,
        product_id=sheet.reference,
        title=product.title or sheet.title[:MAX_TITLE],
    )
    store.insert_stock(conn, product, product_id=sheet.reference, stock_id=stock_id, now=now)
