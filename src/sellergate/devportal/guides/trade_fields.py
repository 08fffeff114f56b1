"""What each member of products and offers means, for the guides. Tests hold these tables against the wire models."""

from typing import Final

from sellergate.devportal.guides.fields import Field
from sellergate.kit.marks import N_

_TEXT = N_("text")
_NUMBER = N_("number")
_WHOLE = N_("whole number")
_YES_NO = N_("true or false")
_LIST = N_("list")
_TEXTS = N_("list of texts")
_OBJECT = N_("object")
_WHEN = N_("date and time")
_DIGITS = N_("digits, as text or number")

TRADE_FIELDS: Final[dict[str, tuple[Field, ...]]] = {
    "Category": (
        Field(
            "categoryReference", _TEXT, N_("What the category is known by: two characters a level.")
        ),
        Field("label", _TEXT, N_("Its name, in the language of Accept-Language.")),
        Field("level", _WHOLE, N_("1, 2 or 3. Sheets go into categories of level 3.")),
        Field("isActive", _YES_NO, N_("Whether sheets can be put into it.")),
        Field("isBrandMandatory", _YES_NO, N_("Whether its sheets must name a brand.")),
        Field(
            "isVariant",
            _YES_NO,
            N_("Whether its sheets are variants. They must then have a variantGroupReference."),
        ),
        Field("parentReference", _TEXT, N_("The category above; null at the top.")),
        Field(
            "parentReferences",
            _TEXTS,
            N_("The same as a list, for programs that read it so."),
        ),
        Field("childCount", _WHOLE, N_("How many categories are directly below it.")),
    ),
    "Property": (
        Field(
            "propertyReference",
            _TEXT,
            N_("What attributes and the field of a refusal name the property by."),
        ),
        Field("index", _WHOLE, N_("Its place among the properties: sort by it.")),
        Field("label", _TEXT, N_("Its name, in the language of Accept-Language.")),
        Field(
            "necessity",
            "Mandatory, Recommended, Optional",
            N_("Without a Mandatory one the sheet is refused."),
        ),
        Field("isMultiple", _YES_NO, N_("Whether it takes several values.")),
        Field("isRanged", _YES_NO, N_("Whether only values of choices are taken.")),
        Field("isNumeric", _YES_NO, N_("Whether values are numbers, without the unit.")),
        Field("isVariation", _YES_NO, N_("Whether variants differ by it.")),
        Field("isSize", _YES_NO, N_("Whether it is the size among those.")),
        Field("unit", _TEXT, N_("What numbers count, such as g. Missing without one.")),
        Field("choices", _TEXTS, N_("The values to choose from. Missing unless isRanged.")),
    ),
    "Sheet": (
        Field("gtin", _DIGITS, N_("The number below the barcode: 8 to 14 digits.")),
        Field(
            "sellerProductReference",
            _TEXT,
            N_("Your own reference, 50 characters at most. The report gives it back."),
        ),
        Field("title", _TEXT, N_("132 characters at most, no HTML.")),
        Field("description", _TEXT, N_("2,000 characters at most, no HTML.")),
        Field(
            "richMarketingDescription", _TEXT, N_("5,000 characters at most, with HTML. Optional.")
        ),
        Field("brand", _TEXT, N_("A name of GET /brands. Mandatory where the category says so.")),
        Field(
            "categoryCode",
            _TEXT,
            N_("A category of level 3. Without it, title and description decide."),
        ),
        Field(
            "sellerPictureUrls",
            _LIST,
            N_("Pictures, each with index (1 is the cover) and url (https). At least one."),
        ),
        Field(
            "variantGroupReference",
            _TEXT,
            N_("The same for all variants of a product; only in categories of variants."),
        ),
        Field(
            "attributes",
            _LIST,
            N_("The properties of the category, each with propertyReference and values."),
        ),
        Field("color", _TEXT, N_("The colour of a variant.")),
        Field("size", _TEXT, N_("The size of a variant.")),
    ),
    "Report": (
        Field("packageId", _TEXT, N_("The submission that the sheet was in.")),
        Field("gtin", _TEXT, N_("Which sheet it is about, as you sent it.")),
        Field("sellerProductReference", _TEXT, N_("Your own reference, as you sent it.")),
        Field("productReference", _TEXT, N_("The reference of the product, once it is known.")),
        Field("categoryCode", _TEXT, N_("The category that was retained in the end.")),
        Field("variantGroupReference", _TEXT, N_("The group of the variant.")),
        Field(
            "status",
            "Refused, Validated, Integrated",
            N_(
                "Validated: the checks are passed, the sheet is not there yet. Integrated and Refused do not change."
            ),
        ),
        Field(
            "operationType",
            "Creation, Modification, Identical",
            N_("What was done, or would have been."),
        ),
        Field("errors", _LIST, N_("Why it was refused, each with code, field, message and type.")),
        Field("warnings", _LIST, N_("What could be better. The sheet is integrated all the same.")),
        Field("infos", _LIST, N_("What you may want to know.")),
        Field(
            "submissionDate",
            _WHEN,
            N_("When it was sent. Of several rows for a GTIN, the newest counts."),
        ),
    ),
    "OfferRequest": (
        Field(
            "sellerExternalReference",
            _TEXT,
            N_("Your own reference of the offer, 1 to 50 characters. One offer for each."),
        ),
        Field("product", _OBJECT, N_("Which product it is: gtin, or reference.")),
        Field(
            "condition",
            _TEXT,
            N_("New, or one of the conditions of used goods."),
        ),
        Field("price", _OBJECT, N_("What buyers pay:")),
        Field("price", _NUMBER, N_("The price, taxes included, above zero."), "price."),
        Field("originPrice", _NUMBER, N_("The price that is struck through. Optional."), "price."),
        Field(
            "taxes",
            _LIST,
            N_("VAT in percent, Ecotax and Deatax as amounts: each with code and value."),
            "price.",
        ),
        Field(
            "deliveryModes",
            _LIST,
            N_("Each with code, cost and additionalCost (of each further piece)."),
        ),
        Field("preparationTime", _WHOLE, N_("Days until the parcel leaves.")),
        Field("quantity", _WHOLE, N_("The stock. 0 takes the offer off sale.")),
    ),
    "Package": (
        Field("packageId", _TEXT, N_("What the package is known by.")),
        Field(
            "state",
            "WaitingForCompletion, Ready, IntegrationPending, Integrated, Rejected",
            N_("How far it is. It never goes back."),
        ),
        Field("status", _TEXT, N_("The same, for programs that read this name.")),
        Field("type", "Upsert, Update, Delete", N_("What it does with each line.")),
        Field("packageType", _TEXT, N_("The same, for programs that read this name.")),
        Field("salesChannelId", _TEXT, N_("The sales channel that it is for.")),
        Field("createdAt", _WHEN, N_("When it was opened.")),
        Field("updatedAt", _WHEN, N_("When it last changed.")),
        Field("lineCount", _WHOLE, N_("How many lines were uploaded.")),
        Field("doneCount", _WHOLE, N_("How many of them are judged.")),
        Field("integratedCount", _WHOLE, N_("How many did what they should.")),
        Field("rejectedCount", _WHOLE, N_("How many were refused.")),
        Field(
            "duplicatedCount",
            _WHOLE,
            N_("How many were refused because their reference is there twice."),
        ),
        Field(
            "result",
            _OBJECT,
            N_("Only when it was Rejected: resultCode and message say why."),
        ),
    ),
    "LineResult": (
        Field("sellerExternalReference", _TEXT, N_("Which line it is about.")),
        Field(
            "integrationStatus",
            "Integrated, Rejected, Duplicated",
            N_("Duplicated: the reference is there twice, and no line with it is taken."),
        ),
        Field("results", _LIST, N_("One or more, each with:")),
        Field(
            "resultCode",
            _TEXT,
            N_("Four digits; 8000 is created, 9000 updated."),
            "results[].",
        ),
        Field(
            "message", _TEXT, N_("The same in words, with the member it is about."), "results[]."
        ),
    ),
}
