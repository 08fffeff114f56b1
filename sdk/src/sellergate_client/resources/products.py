"""Operations of the API: products.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sellergate_client._core.calls import nothing, reads, segment
from sellergate_client._core.messages import Call
from sellergate_client._core.paging import CURSOR, INDEXED, Listing
from sellergate_client._drivers.binding import (
    AsyncResource,
    Resource,
    async_listing,
    async_method,
    listing,
    method,
)
from sellergate_client.types.products import (
    Brand,
    Category,
    Count,
    Product,
    ProductReport,
    ProductSubmission,
    ProductSubmitted,
    PropertyList,
)


def count_categories() -> Call[Count]:
    """Count categories.

    Return how many categories the marketplace has, of every level.
    """
    return Call("GET", "/categories/count", "products", reads(Count), safe=True)


def list_categories(
    *,
    page_size: int = 100,
    sort: Sequence[str] | str | None = None,
    desc: Sequence[str] | str | None = None,
    fields: Sequence[str] | str | None = None,
) -> Listing[Category]:
    """List categories.

    Return the categories of the marketplace, page by page.

    Without `fields` there are references only: name what you need, such as
    `fields=label,level,isActive,isBrandMandatory,isVariant,parentReference,childCount`. Labels are in
    the language of `Accept-Language`: `fr-FR`, `en-US` or `es-ES`.

    * `page_size`: How many items a page has at most.
    * `sort`: What to sort by, with commas: `reference`, `label`, `level`, `isActive`,
      `parentReference`. What is equal is sorted by reference.
    * `desc`: Those of `sort` that go downwards, with commas.
    * `fields`: The members to return, with commas. Without it there is `categoryReference` and nothing
      else.
    """
    return Listing(
        Call(
            "GET",
            "/categories",
            "products",
            nothing,
            safe=True,
            query={"pageSize": page_size, "sort": sort, "desc": desc, "fields": fields},
        ),
        Category,
        INDEXED,
    )


def get_category(category_reference: str) -> Call[Category]:
    """Get a category.

    Return one category with all its members.

    Read it before you submit a sheet: it says whether a brand must be named and whether its sheets are
    variants.

    * `category_reference`: What the category is known by: two characters a level.
    """
    return Call(
        "GET", f"/categories/{segment(category_reference)}", "products", reads(Category), safe=True
    )


def list_category_properties(category_reference: str) -> Call[PropertyList]:
    """List the properties of a category.

    Return what sheets of the category say: all its properties at once, in the order of a form.

    Those that are `Mandatory` must be among the `attributes` of a sheet. Labels and choices are in the
    language of `Accept-Language`.

    * `category_reference`: What the category is known by: two characters a level.
    """
    return Call(
        "GET",
        f"/categories/{segment(category_reference)}/properties",
        "products",
        reads(PropertyList),
        safe=True,
    )


def list_brands(
    *, page_size: int = 100, fields: Sequence[str] | str | None = None
) -> Listing[Brand]:
    """List brands.

    Return the brands of the marketplace, page by page.

    Without `fields` there are references only: `fields=name` brings the names, which are what a sheet
    says.

    * `page_size`: How many items a page has at most.
    * `fields`: The members to return, with commas. Without it there is `brandReference` and nothing
      else.
    """
    return Listing(
        Call(
            "GET",
            "/brands",
            "products",
            nothing,
            safe=True,
            query={"pageSize": page_size, "fields": fields},
        ),
        Brand,
        INDEXED,
    )


def count_products(*, category_reference: Sequence[str] | str | None = None) -> Call[Count]:
    """Count products.

    Return how many sheets the seller created or enriched.

    * `category_reference`: Only sheets of these categories, with commas.
    """
    return Call(
        "GET",
        "/products/count",
        "products",
        reads(Count),
        safe=True,
        query={"categoryReference": category_reference},
    )


def list_products(
    *,
    gtin: str | None = None,
    category_reference: Sequence[str] | str | None = None,
    language: Literal["en-US", "es-ES", "fr-FR"] | str | None = None,
    fields: Sequence[str] | str | None = None,
    limit: int = 100,
) -> Listing[Product]:
    """Look products up.

    Return the sheet of one GTIN, or the sheets that the seller created or enriched, page by page.

    With `gtin` the whole catalogue is searched: an empty list means that the product has no sheet yet
    and that you can create it. Without it there are the seller's own sheets; follow the `Link` header,
    or send `cursor` from the body, until there is none. Your own code of a product is in `sellers`,
    beside the number of the account.

    * `gtin`: A GTIN, with or without the zeros it begins with: its sheet comes back, whoever created
      it.
    * `category_reference`: Only sheets of these categories, with commas.
    * `language`: The language of the texts, instead of that of `Accept-Language`.
    * `fields`: The members to return, with commas; a dot goes into a member, as in `pictures.url`.
      `reference` and `gtin` always come along. Without it there are all.
    * `limit`: How many sheets a page has at most.
    """
    return Listing(
        Call(
            "GET",
            "/products",
            "products",
            nothing,
            safe=True,
            query={
                "gtin": gtin,
                "categoryReference": category_reference,
                "language": language,
                "fields": fields,
                "limit": limit,
            },
        ),
        Product,
        CURSOR,
    )


def submit_products(body: ProductSubmission | Mapping[str, Any]) -> Call[ProductSubmitted]:
    """Submit product sheets.

    Submit 1 to 10,000 product sheets: to create them, to modify your own, or to enrich those of others.

    They are judged in the background, one by one: read `GET /products-integration-reports` with the
    `packageId` of the answer. Whoever submits a GTIN first is the creator of its sheet. Only a creator
    can change what is there; everybody else can fill in what is empty and add a language. The texts are
    in the language of `Accept-Language`, or of the sheet's member `language`. A submission that is no
    list of sheets, or too long, is refused as a whole.
    """
    return Call("POST", "/products-integration", "products", reads(ProductSubmitted), body=body)


def list_product_reports(
    *,
    package_id: str | None = None,
    gtin: str | None = None,
    page_size: int = 100,
    fields: Sequence[str] | str | None = None,
    sort: Sequence[str] | str | None = None,
    desc: Sequence[str] | str | None = None,
) -> Listing[ProductReport]:
    """List reports of product sheets.

    Return what became of submitted sheets, for three days.

    A sheet has a report as soon as it is judged: `Refused` with its errors, or `Validated` and a moment
    later `Integrated`. While nothing is judged, and for a submission that is unknown, the list is
    empty. Messages are in the language of `Accept-Language`.

    * `package_id`: Of this submission. Without it: of all.
    * `gtin`: Of this product.
    * `page_size`: How many items a page has at most.
    * `fields`: The members to return, with commas. What identifies an item always comes along.
    * `sort`: What to sort by, with commas: `submissionDate`, `gtin`, `packageId`,
      `sellerProductReference`, `productReference`, `categoryCode`, `status`, `operationType`. Without
      it, one submission is in its own order, and of all the newest comes first.
    * `desc`: Those of `sort` that go downwards, with commas.
    """
    return Listing(
        Call(
            "GET",
            "/products-integration-reports",
            "products",
            nothing,
            safe=True,
            query={
                "packageId": package_id,
                "gtin": gtin,
                "pageSize": page_size,
                "fields": fields,
                "sort": sort,
                "desc": desc,
            },
        ),
        ProductReport,
        INDEXED,
    )


class Products(Resource):
    """The catalogue that all sellers share: the tree of categories with the properties that their sheets
    need, the brands, and one product sheet for each GTIN. Look a GTIN up before you create its sheet;
    an offer needs one.
    """

    count_categories = method(count_categories)
    list_categories = listing(list_categories)
    get_category = method(get_category)
    list_category_properties = method(list_category_properties)
    list_brands = listing(list_brands)
    count = method(count_products)
    list = listing(list_products)
    integrate = method(submit_products)
    list_reports = listing(list_product_reports)


class AsyncProducts(AsyncResource):
    """The catalogue that all sellers share: the tree of categories with the properties that their sheets
    need, the brands, and one product sheet for each GTIN. Look a GTIN up before you create its sheet;
    an offer needs one.
    """

    count_categories = async_method(count_categories)
    list_categories = async_listing(list_categories)
    get_category = async_method(get_category)
    list_category_properties = async_method(list_category_properties)
    list_brands = async_listing(list_brands)
    count = async_method(count_products)
    list = async_listing(list_products)
    integrate = async_method(submit_products)
    list_reports = async_listing(list_product_reports)
