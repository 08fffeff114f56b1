"""Values of the API: products.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sellergate_client._core.model import Model, OpenEnum, member


class Brand(Model):
    """A brand of the marketplace's list."""

    brand_reference: str = member("brandReference")
    """What the brand is known by."""
    name: str | None = member("name", default=None)
    """Its name: what a sheet's `brand` says. With `fields=name`."""
    reference: str | None = member("reference", default=None)
    """`brandReference` once more, when `fields` asks for it."""


class BrandPage(Model):
    """A page of brands. One that is shorter than what was asked for is the last."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[Brand] = member("items")


class Category(Model):
    """A category of the marketplace's tree. In a list it has the members that `fields` names."""

    category_reference: str = member("categoryReference")
    """What the category is known by: two characters a level."""
    label: str | None = member("label", default=None)
    """Its name, in the language that was asked for."""
    level: int | None = member("level", default=None)
    """1, 2 or 3. Sheets go into categories of level 3."""
    is_active: bool | None = member("isActive", default=None)
    """Whether sheets can be put into it."""
    is_brand_mandatory: bool | None = member("isBrandMandatory", default=None)
    """Whether its sheets must name a brand."""
    is_variant: bool | None = member("isVariant", default=None)
    """Whether its sheets are variants, with a `variantGroupReference`."""
    parent_reference: str | None = member("parentReference", default=None)
    """The category above; null at the top."""
    parent_references: Sequence[str] | None = member("parentReferences", default=None)
    """The same as a list, which is empty at the top."""
    child_count: int | None = member("childCount", default=None)
    """How many categories are directly below it."""
    reference: str | None = member("reference", default=None)
    """The former name of `categoryReference`, when `fields` asks for it."""


class CategoryPage(Model):
    """A page of categories. One that is shorter than what was asked for is the last."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[Category] = member("items")


class Count(Model):
    """How many there are."""

    count: int = member("count")
    """The number of items."""


class Necessity(OpenEnum):
    """How much a category wants a property (contract/03)."""

    MANDATORY = "Mandatory"
    OPTIONAL = "Optional"
    RECOMMENDED = "Recommended"


class Operation(OpenEnum):
    """What a submitted sheet is to the catalogue (contract/03)."""

    CREATION = "Creation"
    IDENTICAL = "Identical"
    MODIFICATION = "Modification"


class Permissions(Model):
    """What the seller may do to a sheet."""

    edit: bool = member("edit")
    """Change what it says: its creator may."""
    enrich: bool = member("enrich")
    """Add what it does not say yet: every seller may."""


class Product(Model):
    """A product sheet. Sellers that neither created nor enriched it get a part: no texts beside its title,
    no pictures.
    """

    reference: str = member("reference")
    """What the platform knows the product by."""
    gtin: str = member("gtin")
    """Its GTIN, with the zeros it begins with."""
    language: str | None = member("language", default=None)
    """The language of its texts: what was asked for, or what they were written in."""
    label: str | None = member("label", default=None)
    """The title."""
    category_reference: str | None = member("categoryReference", default=None)
    """The category it is in."""
    is_marketable: bool | None = member("isMarketable", default=None)
    """Whether offers can be put on it."""
    permissions: Permissions | None = member("permissions", default=None)
    sellers: Sequence[ProductSeller] | None = member("sellers", default=None)
    """Your own part in it, with your code; empty when you have none."""
    description: str | None = member("description", default=None)
    """Its description."""
    rich_marketing_description: str | None = member("richMarketingDescription", default=None)
    """A description in HTML; null without one."""
    brand: str | None = member("brand", default=None)
    """Its brand; null without one."""
    variant_group_reference: str | None = member("variantGroupReference", default=None)
    """What all variants of the product share."""
    color: str | None = member("color", default=None)
    """The colour of a variant."""
    size: str | None = member("size", default=None)
    """The size of a variant."""
    attributes: Sequence[ProductAttribute] | None = member("attributes", default=None)
    """What it says of the properties of its category."""
    pictures: Sequence[ProductPicture] | None = member("pictures", default=None)
    """Its pictures, the cover first."""


class ProductAttribute(Model):
    """What a sheet says of a property."""

    property_reference: str = member("propertyReference")
    """The property of the category."""
    values: Sequence[str] = member("values")
    """Its values."""


class ProductPage(Model):
    """A page of sheets. The last has no `cursor`, and no `Link` header."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[Product] = member("items")
    cursor: str | None = member("cursor", default=None)
    """Where the next page begins: send it as `cursor`. Null on the last page."""


class ProductPicture(Model):
    """A picture of a product."""

    index: int = member("index")
    """Its place: 1 is the cover."""
    url: str = member("url")
    """Its address."""
    updated_at: datetime = member("updatedAt")
    """When it came with a sheet."""


class ProductReport(Model):
    """What became of a submitted sheet. With `fields` it has the members that those name."""

    package_id: str = member("packageId")
    """The submission."""
    gtin: str = member("gtin")
    """The GTIN, as submitted."""
    seller_product_reference: str = member("sellerProductReference")
    """Your own code, as submitted."""
    status: ReportsStatus | None = member("status", default=None)
    """`Validated`: the checks passed, and it will be live in a moment."""
    operation_type: Operation | None = member("operationType", default=None)
    """What it is to the catalogue; of a refused one, would have been."""
    errors: Sequence[ReportMessage] | None = member("errors", default=None)
    """Why it is refused."""
    warnings: Sequence[ReportMessage] | None = member("warnings", default=None)
    """What was left out, or should be better."""
    infos: Sequence[ReportMessage] | None = member("infos", default=None)
    """What was decided for you."""
    submission_date: datetime | None = member("submissionDate", default=None)
    """When it was submitted. Of several reports of a GTIN the newest holds."""
    product_reference: str | None = member("productReference", default=None)
    """The sheet of the catalogue, once there is one."""
    category_code: str | None = member("categoryCode", default=None)
    """The category that it is in, once there is one."""
    variant_group_reference: str | None = member("variantGroupReference", default=None)
    """What its variants have in common, as submitted."""


class ProductSeller(Model):
    """The seller's own part in a sheet."""

    reference: str = member("reference")
    """The number of the seller account."""
    product_reference: str = member("productReference")
    """The seller's own code: `sellerProductReference` when it was sent."""
    is_creator: bool = member("isCreator")
    """Whether the seller created the sheet."""


class ProductSubmission(Model):
    """Product sheets, each judged by itself. Members are known in any letter case, and unknown ones
    ignored.
    """

    products: Sequence[SubmittedProduct] = member("products")
    """The sheets."""


class ProductSubmitted(Model):
    """The sheets are kept and will be judged. This says nothing about any of them yet."""

    package_id: str = member("packageId")
    """What `GET /products-integration-reports` knows the submission by."""


class Property(Model):
    """What sheets of a category say, and how."""

    property_reference: str = member("propertyReference")
    """What `attributes` and reports name the property by."""
    index: int = member("index")
    """Its place among the properties of the category."""
    label: str = member("label")
    """Its name, in the language that was asked for."""
    necessity: Necessity = member("necessity")
    is_multiple: bool = member("isMultiple")
    """Whether it takes several values."""
    is_ranged: bool = member("isRanged")
    """Whether values are taken from `choices` only."""
    is_numeric: bool = member("isNumeric")
    """Whether values are numbers."""
    is_variation: bool = member("isVariation")
    """Whether variants differ by it."""
    is_size: bool = member("isSize")
    """Whether it is the size among those."""
    unit: str | None = member("unit", default=None)
    """What numbers count, such as `g`; missing without one."""
    choices: Sequence[str] | None = member("choices", default=None)
    """The values to choose from; missing unless `isRanged`."""


class PropertyList(Model):
    """Every property of the category, in the order in which a form would show them."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[Property] = member("items")


class ReportMessage(Model):
    """Something that is said about a sheet. A page of the developer site lists them all."""

    code: str = member("code")
    """What it is, the same in every language."""
    field: str = member("field")
    """The member that it is about; of attributes, the `propertyReference`."""
    message: str = member("message")
    """What is wrong and what to do, in the language that was asked for."""
    type: str | None = member("type", default=None)
    """Who says it: `Exports`."""


class ReportPage(Model):
    """A page of reports, empty while nothing is judged. One that is shorter than what was asked for is the
    last.
    """

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[ProductReport] = member("items")


class ReportsStatus(OpenEnum):
    """How far a sheet is (contract/03): moves downwards only."""

    INTEGRATED = "Integrated"
    REFUSED = "Refused"
    VALIDATED = "Validated"


class SubmittedAttribute(Model):
    """What a sheet says of a property of its category."""

    property_reference: str | int = member("propertyReference")
    """The property, as text or as a number."""
    values: Sequence[str] | None = member("values", default=None)
    """Its values: one, or several where the property `isMultiple`."""
    files: Sequence[str] | None = member("files", default=None)
    """https addresses of documents that are values."""


class SubmittedPicture(Model):
    """A picture of a product."""

    index: int = member("index")
    """Its place, from 1 on. 1 is the cover."""
    url: str = member("url")
    """Where it is: a public https address."""


class SubmittedProduct(Model):
    """A product sheet to create, to modify or to enrich."""

    gtin: str | int = member("gtin")
    """The GTIN of 8 to 14 digits, as text or as a number."""
    seller_product_reference: str = member("sellerProductReference")
    """Your own code; the report repeats it."""
    title: str = member("title")
    """The title, without HTML."""
    description: str = member("description")
    """The description, without HTML."""
    seller_picture_urls: Sequence[SubmittedPicture] = member("sellerPictureUrls")
    """The pictures; that of index 1 is needed."""
    rich_marketing_description: str | None = member("richMarketingDescription", default=None)
    """A description with HTML."""
    brand: str | None = member("brand", default=None)
    """A name of `GET /brands`, in any letter case. Some categories need it: `isBrandMandatory`."""
    category_code: str | None = member("categoryCode", default=None)
    """The category, of level 3. Without one that exists the texts decide, and the report tells which it
    is.
    """
    variant_group_reference: str | None = member("variantGroupReference", default=None)
    """The same for all variants of a product: mandatory in categories with `isVariant`, refused elsewhere.
    The former name `gtinReference` is taken too.
    """
    color: str | None = member("color", default=None)
    """The colour of a variant, unless a property says it."""
    size: str | None = member("size", default=None)
    """The size of a variant, unless a property says it."""
    attributes: Sequence[SubmittedAttribute] | None = member("attributes", default=None)
    """Properties of the category; those that are `Mandatory` must be there."""
    language: str | None = member("language", default=None)
    """The language of the texts, instead of that of `Accept-Language`."""
