"""Routes that read the catalogue (contract/03). Docstrings are the reference's texts."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from litestar import Router, get
from litestar.types import Scope as AsgiScope
from msgspec import UNSET, Struct

from sellergate.access.scopes import Scope
from sellergate.kit.problems import Problem
from sellergate.market.products import models, store
from sellergate.market.products.models import CategoryKey, Necessity
from sellergate.seller_v2.paging import selected, sort_order
from sellergate.seller_v2.products.examples import EXAMPLES
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
    Property,
    PropertyList,
)
from sellergate.seller_v2.queries import read_query
from sellergate.seller_v2.wire import database_of, language_of

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
SomeItems = dict[str, Any]


@get("/categories/count", operation_id="countCategories", summary="Count categories")
async def count_categories(scope: AsgiScope) -> Count:
    """Return how many categories the marketplace has, of every level."""
    return Count(await database_of(scope).read(store.count_categories))


@get(
    "/categories",
    operation_id="listCategories",
    summary="List categories",
    opt={"query": CategoryQuery, "answer": CategoryPage, "request_headers": LANGUAGE},
)
async def list_categories(scope: AsgiScope) -> SomeItems:
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
        limit=query.page_size,
        offset=(query.page_index - 1) * query.page_size,
    )
    return _page(map(_category, rows), query.fields, "categoryReference")


@get(
    "/categories/{category_reference:str}",
    operation_id="getCategory",
    summary="Get a category",
    opt={"problems": {"not-found": NO_CATEGORY}, "request_headers": LANGUAGE},
)
async def get_category(scope: AsgiScope, category_reference: str) -> Category:
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
async def list_properties(scope: AsgiScope, category_reference: str) -> PropertyList:
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
    opt={"query": BrandQuery, "answer": BrandPage},
)
async def list_brands(scope: AsgiScope) -> SomeItems:
    """Return the brands of the marketplace, page by page.

    Without `fields` there are references only: `fields=name` brings the names, which are what a sheet says.
    """
    query = read_query(scope, BrandQuery)
    rows = await database_of(scope).read(
        store.page_of_brands,
        limit=query.page_size,
        offset=(query.page_index - 1) * query.page_size,
    )
    brands = (Brand(row.reference, row.name) for row in rows)
    return _page(brands, query.fields, "brandReference")


def _page(items: Iterable[Struct], fields: list[str], identity: str) -> SomeItems:
    """The items with their identity and the members that `fields` names; under `reference` too, when it asks for that."""
    chosen = []
    for item in items:
        members: SomeItems = msgspec.to_builtins(item)
        members["reference"] = members[identity]
        chosen.append(selected(members, fields, (identity,)))
    return {"itemsPerPage": len(chosen), "items": chosen}


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


def products_router() -> Router:
    """Every route of the perimeter."""
    return Router(
        path="/",
        route_handlers=[
            count_categories,
            list_categories,
            list_brands,
            *INTEGRATION_ROUTES,
        ],
        opt={"scope": Scope.PRODUCTS_READ, "examples": EXAMPLES | INTEGRATION_EXAMPLES},
        tags=["Products"],
    )
