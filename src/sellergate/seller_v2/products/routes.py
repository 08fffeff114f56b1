"""Routes that read the catalogue (contract/03). Docstrings are the reference's texts."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Any, Final

import msgspec
from litestar import Router, get
from litestar.openapi.spec import Example
from litestar.params import PathParameter
from litestar.types import Scope as AsgiScope
from msgspec import UNSET, Struct

from sellergate.access.context import SellerId
from sellergate.access.scopes import Scope
from sellergate.kit.clock import from_micros
from sellergate.kit.gtin import gtin_key
from sellergate.kit.problems import Problem
from sellergate.market.products import models, store
from sellergate.market.products.models import CategoryKey, Necessity, Sheet
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.paging import (
    NEXT_PAGE,
    PAGE_LINKS,
    next_link,
    page_links,
    parse_cursor,
    render_cursor,
    selected,
    sort_order,
)
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, language_of, seller_of
from sellergate.seller_v2.products.examples import CATEGORY_REFERENCE, EXAMPLES
from sellergate.seller_v2.products.integration import INTEGRATION_ROUTES
from sellergate.seller_v2.products.integration_examples import INTEGRATION_EXAMPLES
from sellergate.seller_v2.products.schemas import (
    Brand,
    BrandPage,
    BrandQuery,
    Category,
    CategoryPage,
    CategoryQuery,
    Count,
    Permissions,
    Product,
    ProductAttribute,
    ProductCountQuery,
    ProductPage,
    ProductPicture,
    ProductQuery,
    ProductSeller,
    Property,
    PropertyList,
)

NO_CATEGORY = "There is no category of that reference. GET /categories lists them."
LANGUAGE: Final = ("Accept-Language",)
SORT_KEYS: Final = {
    "reference": CategoryKey.REFERENCE,
    "label": CategoryKey.LABEL,
    "level": CategoryKey.LEVEL,
    "isActive": CategoryKey.IS_ACTIVE,
    "parentReference": CategoryKey.PARENT_REFERENCE,
    "categoryReference": CategoryKey.REFERENCE,
}
CategoryReference = Annotated[
    str,
    PathParameter(
        description="What the category is known by: two characters a level.",
        examples=[Example(value=CATEGORY_REFERENCE)],
    ),
]
_MAY_EDIT = Permissions(edit=True, enrich=True)
_MAY_ENRICH = Permissions(edit=False, enrich=True)


@get("/categories/count", operation_id="countCategories", summary="Count categories")
async def count_categories(scope: AsgiScope) -> Count:
    """Return how many categories the marketplace has, of every level."""
    return Count(await database_of(scope).read(store.count_categories))


@get(
    "/categories",
    operation_id="listCategories",
    summary="List categories",
    opt={
        "query": CategoryQuery,
        "request_headers": LANGUAGE,
        "answer": CategoryPage,
        "answer_headers": PAGE_LINKS,
    },
)
async def list_categories(scope: AsgiScope) -> JsonAnswer:
    """Return the categories of the marketplace, page by page.

    Without `fields` there are references only: name what you need, such as
    `fields=label,level,isActive,isBrandMandatory,isVariant,parentReference,childCount`. Labels are in the language of
    `Accept-Language`: `fr-FR`, `en-US` or `es-ES`.
    """
    query = read_query(scope, CategoryQuery)
    rows = await database_of(scope).read(
        store.page_of_categories,
        language_of(scope),
        order=sort_order(query.sort, query.desc, SORT_KEYS),
        limit=query.page_size + 1,
        offset=(query.page_index - 1) * query.page_size,
    )
    return _page(scope, query, [_category(row) for row in rows], "categoryReference")


@get(
    "/categories/{category_reference:str}",
    operation_id="getCategory",
    summary="Get a category",
    opt={"problems": {"not-found": NO_CATEGORY}, "request_headers": LANGUAGE},
)
async def get_category(scope: AsgiScope, category_reference: CategoryReference) -> Category:
    """Return one category with all its members.

    Read it before you submit a sheet: it says whether a brand must be named and whether its sheets are variants.
    """
    row = await database_of(scope).read(store.find_category, category_reference, language_of(scope))
    if row is None:
        raise Problem("not-found", NO_CATEGORY)
    return _category(row)


@get(
    "/categories/{category_reference:str}/properties",
    operation_id="listCategoryProperties",
    summary="List the properties of a category",
    opt={"problems": {"not-found": NO_CATEGORY}, "request_headers": LANGUAGE},
)
async def list_properties(scope: AsgiScope, category_reference: CategoryReference) -> PropertyList:
    """Return what sheets of the category say: all its properties at once, in the order of a form.

    Those that are `Mandatory` must be among the `attributes` of a sheet. Labels and choices are in the language of
    `Accept-Language`.
    """
    rows = await database_of(scope).read(
        store.properties_of_category, category_reference, language_of(scope)
    )
    if rows is None:
        raise Problem("not-found", NO_CATEGORY)
    return PropertyList(len(rows), [_property(row) for row in rows])


@get(
    "/brands",
    operation_id="listBrands",
    summary="List brands",
    opt={"query": BrandQuery, "answer": BrandPage, "answer_headers": PAGE_LINKS},
)
async def list_brands(scope: AsgiScope) -> JsonAnswer:
    """Return the brands of the marketplace, page by page.

    Without `fields` there are references only: `fields=name` brings the names, which are what a sheet says.
    """
    query = read_query(scope, BrandQuery)
    rows = await database_of(scope).read(
        store.page_of_brands,
        limit=query.page_size + 1,
        offset=(query.page_index - 1) * query.page_size,
    )
    brands = [Brand(row.reference, row.name) for row in rows]
    return _page(scope, query, brands, "brandReference")


@get(
    "/products/count",
    operation_id="countProducts",
    summary="Count products",
    opt={"query": ProductCountQuery},
)
async def count_products(scope: AsgiScope) -> Count:
    """Return how many sheets the seller created or enriched."""
    query = read_query(scope, ProductCountQuery)
    count = await database_of(scope).read(
        store.count_sheets, seller_of(scope).seller_id, query.category_reference
    )
    return Count(count)


@get(
    "/products",
    operation_id="listProducts",
    summary="Look products up",
    opt={
        "query": ProductQuery,
        "request_headers": LANGUAGE,
        "answer": ProductPage,
        "answer_headers": NEXT_PAGE,
    },
)
async def list_products(scope: AsgiScope) -> JsonAnswer:
    """Return the sheet of one GTIN, or the sheets that the seller created or enriched, page by page.

    With `gtin` the whole catalogue is searched: an empty list means that the product has no sheet yet and that you can
    create it. Without it there are the seller's own sheets; follow the `Link` header, or send `cursor` from the body,
    until there is none. Your own code of a product is in `sellers`, beside the number of the account.
    """
    query = read_query(scope, ProductQuery)
    seller_id = seller_of(scope).seller_id
    sheets, cursor = await _sheets(scope, query, seller_id)
    items: list[Any] = [_product(sheet, seller_id) for sheet in sheets]
    if query.fields:
        items = selected(items, query.fields, ("reference", "gtin"))
    page = {"itemsPerPage": len(items), "items": items, "cursor": cursor}
    return JsonAnswer(page, headers=next_link(scope, cursor=cursor) if cursor else None)


async def _sheets(
    scope: AsgiScope, query: ProductQuery, seller_id: SellerId
) -> tuple[list[Sheet], str | None]:
    """The sheets of the page, and where the next begins."""
    language = query.language or language_of(scope)
    wanted = query.category_reference
    if query.gtin:
        key = _gtin_key(query.gtin)
        sheet = await database_of(scope).read(store.find_sheet, seller_id, key, language)
        found = sheet is not None and (not wanted or sheet.category_reference in wanted)
        return ([sheet] if sheet is not None and found else []), None
    [after] = parse_cursor(query.cursor, int) if query.cursor else [0]
    sheets = await database_of(scope).read(
        store.page_of_sheets,
        seller_id,
        language,
        category_references=wanted,
        after=after,
        limit=query.limit + 1,
    )
    if len(sheets) <= query.limit:
        return sheets, None
    page = sheets[: query.limit]
    return page, render_cursor(page[-1].id)


def _gtin_key(text: str) -> str:
    try:
        return gtin_key(text)
    except ValueError as error:
        raise Problem("validation", errors={"gtin": [str(error)]}) from error


def _page(
    scope: AsgiScope, query: CategoryQuery | BrandQuery, found: Sequence[Struct], identity: str
) -> JsonAnswer:
    """The items of the page with their identity and the members that `fields` names; under `reference` too, when it asks
    for that. `found` has one more when there is a next page.
    """
    members: list[dict[str, Any]] = [msgspec.to_builtins(item) for item in found[: query.page_size]]
    for each in members:
        each["reference"] = each[identity]
    chosen = selected(members, query.fields, (identity,))
    has_next = len(found) > query.page_size
    return JsonAnswer(
        {"itemsPerPage": len(chosen), "items": chosen},
        headers=page_links(scope, query.page_index, has_next=has_next),
    )


def _category(row: models.Category) -> Category:
    parent = row.parent_reference
    return Category(
        category_reference=row.reference,
        label=row.label,
        level=row.level,
        is_active=row.is_active,
        is_brand_mandatory=row.is_brand_mandatory,
        is_variant=row.is_variant,
        parent_reference=parent,
        parent_references=[] if parent is None else [parent],
        child_count=row.child_count,
    )


def _property(row: models.Property) -> Property:
    return Property(
        property_reference=row.reference,
        index=row.position,
        label=row.label,
        necessity=Necessity(row.necessity),
        is_multiple=row.is_multiple,
        is_ranged=row.is_ranged,
        is_numeric=row.is_numeric,
        is_variation=row.is_variation,
        is_size=row.is_size,
        unit=UNSET if row.unit is None else row.unit,
        choices=row.choices if row.is_ranged else UNSET,
    )


def _product(sheet: Sheet, seller_id: SellerId) -> Product:
    own = sheet.details
    product = Product(
        sheet.reference,
        sheet.gtin,
        sheet.language,
        sheet.title,
        sheet.category_reference,
        sheet.is_marketable,
        _MAY_EDIT if own is not None and own.is_creator else _MAY_ENRICH,
    )
    if own is None:
        product.sellers = []
        return product
    product.sellers = [ProductSeller(str(seller_id), own.own_reference, own.is_creator)]
    product.description = own.description
    product.rich_marketing_description = own.rich_description
    product.brand = own.brand
    product.variant_group_reference = own.variant_group_reference
    product.color = own.color
    product.size = own.size
    product.attributes = [ProductAttribute(*item) for item in own.attributes.items()]
    product.pictures = [
        ProductPicture(picture.index, picture.url, _instant(picture.updated_at))
        for picture in own.pictures
    ]
    return product


def _instant(micros: int) -> str:
    """As recorded for pictures: milliseconds and `Z` (contract/00 §7)."""
    seconds, rest = divmod(micros, 1_000_000)
    return f"{_second(seconds)}.{rest // 1000:03}Z"


@lru_cache(maxsize=4096)  # the pictures of a sheet mostly came together
def _second(seconds: int) -> str:
    return from_micros(seconds * 1_000_000).strftime("%Y-%m-%dT%H:%M:%S")


def products_router() -> Router:
    """Every route of the perimeter."""
    return Router(
        path="/",
        route_handlers=[
            count_categories,
            list_categories,
            get_category,
            list_properties,
            list_brands,
            count_products,
            list_products,
            *INTEGRATION_ROUTES,
        ],
        opt={"scope": Scope.PRODUCTS_READ, "examples": EXAMPLES | INTEGRATION_EXAMPLES},
        tags=["Products"],
    )
