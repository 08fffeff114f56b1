"""How the requests of the Postman collection hand things to each other, so that a folder runs from its first to its last.

Keyed by operationId: everything else of a request is made from the OpenAPI document.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from sellergate.kit.marks import N_

# The order of a run where it is not that of the document: a package is filled before it is submitted, and read after.
ORDER: Final = (
    "listOffers",
    "openOfferPackage",
    "uploadOfferRequests",
    "submitOfferPackage",
    "getOfferPackage",
    "listOfferRequestsResults",
    "listOrders",
    "countOrders",
    "setApprovalStatus",
    "getOrder",
    "shipOrder",
    "listCancellationReasons",
    "createPartialCancellationRequest",
    "createCancellationRequest",
    "listCancellationRequests",
    "getAvailableGestureAmounts",
    "createGestureRequest",
    "getGestureRequest",
    "listGestureRequests",
    "getGestureConfiguration",
    "listOrderInvoiceImports",
    "sendOrderInvoice",
    "getOrderInvoiceImport",
    "listOrderInvoices",
    "downloadOrderInvoice",
    "importOrderInvoices",
    "listDiscussions",
    "countDiscussions",
    "getDiscussion",
    "sendMessage",
    "listAttachments",
    "changeMessage",
    "changeDiscussion",
    "openDiscussion",
    "listStocks",
    "getStock",
    "listStockSellerReferences",
    "referenceFulfillmentProducts",
    "listInboundShipments",
    "countInboundShipments",
    "createInboundShipment",
    "getInboundShipment",
    "getDeliveryNote",
    "listOutboundShipments",
    "countOutboundShipments",
    "createOutboundShipment",
    "createOutboundShipmentSingular",
    "getOutboundShipment",
    "createOutboundCancellation",
    "getOutboundCancellation",
    "listOutboundCancellations",
    "listReturns",
    "countReturns",
    "createReturn",
    "getReturn",
    "getReturnLabel",
    "listOperations",
    "countOperations",
    "listPayments",
    "countPayments",
    "listInvoices",
    "listInvoiceDetails",
    "countInvoiceDetails",
    "downloadInvoice",
    "listInvoiceDocuments",
    "listReports",
    "listReportDocuments",
    "downloadReportDocument",
)

VARIABLES: Final = {
    "salesChannelId": N_("The sales channel, as “List sales channel subscriptions” gives it."),
    "categoryReference": N_("Filled in by “List categories”: a category of level 3."),
    "categoryLabel": N_("Filled in by “List categories”: its name."),
    "brandName": N_("Filled in by “List brands”."),
    "sheetAttributes": N_("Filled in by “List the properties of a category”."),
    "productGtin": N_("Filled in by “List offers”: a product that you do not offer yet."),
    "newGtin": N_("Filled in by the scripts: the number of the sheet that is sent."),
    "productPackageId": N_("Filled in by “Submit product sheets”."),
    "offerPackageId": N_("Filled in by “Open an offer package”."),
    "xmlPackageId": N_("Filled in by “Submit an XML offer package”."),
    "waitingOrderId": N_("Filled in by “List orders”: an order that waits for acceptance."),
    "cancelledOrderId": N_("Filled in by “List orders”: an order to cancel, of several lines."),
    "cancelledLineId": N_("Filled in by “List orders”: the first of those lines."),
    "giftOrderId": N_("Filled in by “List orders”: an order that was shipped."),
    "gestureRequestId": N_("Filled in by “Create a commercial gesture”."),
    "shippedOrderId": N_(
        "Filled in by “List invoice imports”: an order of which something is shipped."
    ),
    "invoiceImportId": N_("Filled in by “Send the invoice of an order”."),
    "invoiceDocumentId": N_("Filled in by “List the invoices of an order”."),
    "discussionId": N_("Filled in by “Search discussions”: an open discussion."),
    "messageId": N_("Filled in by “Search discussions” and “Answer in a discussion”."),
    "customerId": N_("Filled in by “Search discussions”: the customer of that discussion."),
    "discussionChannel": N_("Filled in by “Search discussions”: its sales channel."),
    "discussedOrderId": N_("Filled in by “Search discussions”: an order to write about."),
    "discussedOrderChannel": N_("Filled in by “Search discussions”: that order's sales channel."),
    "invoiceId": N_("Filled in by “List commission statements”: the last statement."),
    "reportId": N_("Filled in by “List yearly reports”: the last report."),
    "reportDocumentId": N_("Filled in by “Get the documents of a report”."),
    "stockId": N_("Filled in by “List stocks”: a stock of which something is available."),
    "storedReference": N_("Filled in by “List stocks”: your reference of that product."),
    "storedCountry": N_("Filled in by “List stocks”: a country in which there is some of it."),
    "storedGtin": N_("Filled in by “List your references of stocks”: its GTIN."),
    "inboundShipmentId": N_("Filled in by “Announce a supply order”."),
    "outboundShipmentId": N_("Filled in by “Have something sent”."),
    "outboundCancellationId": N_("Filled in by “Call an outbound shipment off”."),
    "sentOutboundId": N_("Filled in by “List outbound shipments”: one that was sent from FR."),
    "sentReference": N_("Filled in by “List outbound shipments”: a product that was in it."),
    "returnId": N_("Filled in by “Declare what a customer sends back”."),
    "waits": N_("Filled in by the scripts: how often a request was sent again to wait for work."),
}
VALUES: Final = {"salesChannelId": "CDISFR", "waits": "0"}


@dataclass(frozen=True, slots=True)
class Flow:
    """What a request takes from those before it, and what it leaves to those after it."""

    query: dict[str, str] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    raw: str = ""  # a body that is no JSON before its variables are filled in
    file: tuple[str, str, str] | None = None  # the field, the media type and the content of one
    before: str = ""
    after: str = ""


NOTHING: Final = Flow()

_NEW_GTIN = """\
// A number of the range that shops use inside, so that no product has it.
const digits = "20" + String(Math.floor(Math.random() * 1e10)).padStart(10, "0");
const total = [...digits].reduce((sum, digit, place) => sum + Number(digit) * (place % 2 ? 3 : 1), 0);
pm.collectionVariables.set("newGtin", digits + String((10 - total % 10) % 10));"""

# Newman waits for timers before it goes on; 240 times half a second is the most.
_WAIT = """
const waits = Number(pm.collectionVariables.get("waits"));
if (%(goes_on)s && waits < 240) {
    pm.collectionVariables.set("waits", String(waits + 1));
    setTimeout(() => {}, 500);
    pm.execution.setNextRequest(pm.info.requestName);
} else {
    pm.collectionVariables.set("waits", "0");
    pm.test(%(title)s, () => pm.expect(%(value)s).to.equal(%(wanted)s));
}"""

_KEEP_PACKAGE = """
const place = pm.response.headers.get("Content-Location") || "";
pm.test("names the package", () => pm.expect(place).to.not.be.empty);
pm.collectionVariables.set("offerPackageId", place.split("/").pop());"""

_SHEET = """\
{
  "products": [
    {
      "gtin": "{{newGtin}}",
      "sellerProductReference": "POSTMAN-{{newGtin}}",
      "title": "{{categoryLabel}} {{newGtin}}",
      "description": "{{categoryLabel}}, new, in its box.",
      "brand": "{{brandName}}",
      "categoryCode": "{{categoryReference}}",
      "sellerPictureUrls": [{"index": 1, "url": "https://img.example.com/1.jpg"}],
      "attributes": {{sheetAttributes}}
    }
  ]
}"""

_LINE: Final = {
    "sellerExternalReference": "POSTMAN-{{productGtin}}",
    "product": {"gtin": "{{productGtin}}"},
    "condition": "New",
    "price": {
        "price": 29.9,
        "originPrice": 35,
        "taxes": [
            {"code": "VAT", "value": 20},
            {"code": "Ecotax", "value": 0},
            {"code": "Deatax", "value": 0},
        ],
    },
    "deliveryModes": [{"code": "THD", "cost": 4.9, "additionalCost": 1.5}],
    "preparationTime": 2,
    "quantity": 0,  # there, but not on sale: whoever runs the folder sells nothing by it
}

_PACKAGE_PATH: Final = {"packageId": "{{offerPackageId}}"}

# The smallest PDF that readers open. To send a file of your own, change the type of the field to File.
_PDF: Final = """\
%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842]>> endobj
3 0 obj <</Type /Page /Parent 2 0 R>> endobj
xref
0 4
0000000000 65535 f
0000000009 00000 n
0000000056 00000 n
0000000135 00000 n
trailer <</Size 4 /Root 1 0 R>>
startxref
180
%%EOF
"""
_WITH_ORDER = """\
// Nothing to send without an order that is shipped.
if (!pm.variables.get("shippedOrderId")) pm.execution.skipRequest();"""
_SHIPPED_PATH: Final = {"orderId": "{{shippedOrderId}}"}

_WITH_WAITING = """\
// Nothing to do without an order that waits for acceptance.
if (!pm.variables.get("waitingOrderId")) pm.execution.skipRequest();"""
_WAITING_PATH: Final = {"orderId": "{{waitingOrderId}}"}
_WITH_CANCELLED = """\
// Nothing to cancel without an order of several lines that is in preparation.
if (!pm.variables.get("cancelledOrderId")) pm.execution.skipRequest();"""
_WITH_GIFT = """\
// Nothing to give back without an order that is shipped.
if (!pm.variables.get("giftOrderId")) pm.execution.skipRequest();"""

_BARE_NUMBER: Final = """
pm.test("is a bare number", () => pm.expect(pm.response.json()).to.be.a("number"));"""
_INVOICE_PATH: Final = {"invoiceId": "{{invoiceId}}"}
_WITH_INVOICE: Final = """
if (!pm.variables.get("invoiceId")) pm.execution.skipRequest();"""
_WITH_REPORT: Final = """
if (!pm.variables.get("reportId")) pm.execution.skipRequest();"""
_DISCUSSION_PATH: Final = {"discussionId": "{{discussionId}}"}
_WITH_STOCK: Final = """\
// Nothing to do without stock in a warehouse.
if (!pm.variables.get("storedReference")) pm.execution.skipRequest();"""
_WITH_SENT: Final = """\
// Nothing comes back unless something was sent.
if (!pm.variables.get("sentOutboundId")) pm.execution.skipRequest();"""
_STORED: Final = {"sellerProductReference": "{{storedReference}}", "quantity": 1}
_SHIPMENT: Final = {
    "reference": "POSTMAN",
    "storageCountry": "{{storedCountry}}",
    "deliveryAddress": {
        "firstName": "Camille",
        "lastName": "Exemple",
        "addressLine1": "1 rue de l'Essai",
        "postalCode": "75011",
        "city": "Paris",
        "countryCode": "FR",
    },
    "lines": [_STORED],
}
_KEEP_SHIPMENT: Final = """
pm.collectionVariables.set("outboundShipmentId", pm.response.json().outboundShipmentId);"""
_IS_PDF: Final = """
pm.test("is a PDF", () => pm.expect(pm.response.text().startsWith("%PDF-")).to.be.true);"""

FLOWS: Final[dict[str, Flow]] = {
    "listSellerSubscriptions": Flow(
        after="""
const active = pm.response.json().items.find((one) => one.status === "Active");
if (active) pm.collectionVariables.set("salesChannelId", active.sales_channel_id);"""
    ),
    "listCategories": Flow(
        query={
            "pageSize": "1000",
            "sort": "level",
            "desc": "level",
            "fields": "label,level,isActive,isVariant",
        },
        after="""
const category = pm.response.json().items.find((one) => one.level === 3 && one.isActive && !one.isVariant);
pm.test("has a category for sheets", () => pm.expect(category).to.not.be.undefined);
pm.collectionVariables.set("categoryReference", category.categoryReference);
pm.collectionVariables.set("categoryLabel", category.label);""",
    ),
    "getCategory": Flow(path={"categoryReference": "{{categoryReference}}"}),
    "listCategoryProperties": Flow(
        path={"categoryReference": "{{categoryReference}}"},
        after="""
const value = (one) => one.isRanged ? one.choices[0] : one.isNumeric ? "10" : one.label;
const mandatory = pm.response.json().items.filter((one) => one.necessity === "Mandatory");
const attributes = mandatory.map((one) => ({propertyReference: one.propertyReference, values: [value(one)]}));
pm.collectionVariables.set("sheetAttributes", JSON.stringify(attributes));""",
    ),
    "listBrands": Flow(
        query={"fields": "name"},
        after="""
const brand = pm.response.json().items[0];
if (brand) pm.collectionVariables.set("brandName", brand.name);""",
    ),
    "submitProducts": Flow(
        raw=_SHEET,
        before=_NEW_GTIN,
        after="""
pm.collectionVariables.set("productPackageId", pm.response.json().packageId);""",
    ),
    "listProductReports": Flow(
        query={"packageId": "{{productPackageId}}"},
        after="""
const report = pm.response.json().items[0];"""
        + _WAIT
        % {
            "goes_on": '(!report || report.status === "Validated")',
            "title": '"the sheet is integrated"',
            "value": "report && report.status",
            "wanted": '"Integrated"',
        },
    ),
    "listOffers": Flow(
        query={"salesChannelId": "{{salesChannelId}}", "limit": "1000"},
        after="""
// A product that this seller does not offer yet, for the package that follows.
const mine = new Set(pm.response.json().items.map((one) => one.product.gtin));
pm.sendRequest({
    url: pm.variables.replaceIn("{{baseUrl}}/products?limit=1000"),
    method: "GET",
    header: {Authorization: "Bearer " + pm.variables.get("accessToken"), SellerId: pm.variables.get("sellerId")},
}, (error, response) => {
    const known = error || response.code !== 200 ? [] : response.json().items;
    const product = known.find((one) => one.isMarketable && !mine.has(one.gtin));
    if (product) pm.collectionVariables.set("productGtin", product.gtin);
});""",
    ),
    "openOfferPackage": Flow(
        headers={"salesChannelId": "{{salesChannelId}}"},
        body={"packageType": "Upsert"},
        after=_KEEP_PACKAGE,
    ),
    "uploadOfferRequests": Flow(path=_PACKAGE_PATH, body=[_LINE]),
    "submitOfferPackage": Flow(path=_PACKAGE_PATH, body={"state": "Ready"}),
    "getOfferPackage": Flow(
        path=_PACKAGE_PATH,
        after="""
const state = pm.response.json().state;"""
        + _WAIT
        % {
            "goes_on": '["Ready", "IntegrationPending"].includes(state)',
            "title": '"the package is integrated"',
            "value": "state",
            "wanted": '"Integrated"',
        },
    ),
    "listOfferRequestsResults": Flow(
        path=_PACKAGE_PATH,
        after="""
const lines = pm.response.json().items;
pm.test("the line is integrated", () => pm.expect(lines.map((one) => one.integrationStatus)).to.eql(["Integrated"]));""",
    ),
    "submitOfferIntegrationPackage": Flow(
        after="""
pm.collectionVariables.set("xmlPackageId", String(pm.response.json()));"""
    ),
    "getOfferIntegrationPackage": Flow(path={"packageId": "{{xmlPackageId}}"}),
    "listOrders": Flow(
        query={"status": "WaitingAcceptance,InPreparation,Shipped,Delivered", "pageSize": "100"},
        after="""
const orders = pm.response.json().items;
const keep = (name, value) =>
    value ? pm.collectionVariables.set(name, value) : pm.collectionVariables.unset(name);
const waiting = orders.find((one) => one.status === "WaitingAcceptance" && one.supplyMode === "Seller");
keep("waitingOrderId", waiting && waiting.orderId);
const long = orders.find((one) => one.status === "InPreparation" && one.lines.length > 1
    && one.lines.every((line) => line.status === "InPreparation"));
keep("cancelledOrderId", long && long.orderId);
keep("cancelledLineId", long && long.lines[0].orderLineId);
const shipped = orders.find((one) => ["Shipped", "Delivered"].includes(one.status));
keep("giftOrderId", shipped && shipped.orderId);""",
    ),
    "countOrders": Flow(
        query={"status": "WaitingAcceptance"},
        after="""
pm.test("is a bare number", () => pm.expect(pm.response.json()).to.be.a("number"));""",
    ),
    "setApprovalStatus": Flow(
        path=_WAITING_PATH, body={"approval_status": "Accepted"}, before=_WITH_WAITING
    ),
    "getOrder": Flow(
        path=_WAITING_PATH,
        before=_WITH_WAITING,
        after="""
const status = pm.response.json().status;"""
        + _WAIT
        % {
            "goes_on": 'status === "Accepted"',
            "title": '"the order can be shipped"',
            "value": "status",
            "wanted": '"InPreparation"',
        },
    ),
    "shipOrder": Flow(
        path=_WAITING_PATH,
        before=_WITH_WAITING,
        body=[
            {
                "parcelNumber": "6A04188312875",
                "carrierName": "Colissimo",
                "trackingUrl": "https://carrier.example/track/6A04188312875",
            }
        ],
    ),
    "createPartialCancellationRequest": Flow(
        before=_WITH_CANCELLED,
        body={
            "orderSellerId": "{{cancelledOrderId}}",
            "lines": [
                {
                    "lineId": "{{cancelledLineId}}",
                    "reason": "seller-out-of-stock",
                    "shippingCostRefund": True,
                }
            ],
        },
    ),
    "createCancellationRequest": Flow(
        before=_WITH_CANCELLED,
        body={"orderSellerId": "{{cancelledOrderId}}", "reason": "seller-out-of-stock"},
    ),
    "listCancellationRequests": Flow(
        query={"orderSellerId": "{{cancelledOrderId}}"},
        before=_WITH_CANCELLED,
        after="""
pm.test("has both requests", () => pm.expect(pm.response.json().items.length).to.be.at.least(2));""",
    ),
    "getAvailableGestureAmounts": Flow(path={"orderId": "{{giftOrderId}}"}, before=_WITH_GIFT),
    "createGestureRequest": Flow(
        before=_WITH_GIFT,
        body={
            "orderId": "{{giftOrderId}}",
            "reason": "Other",
            "reasonDetails": "The box was dented.",
            "amount": 0.01,
        },
        after="""
pm.collectionVariables.set("gestureRequestId", pm.response.json().requestId);""",
    ),
    "getGestureRequest": Flow(
        path={"requestId": "{{gestureRequestId}}"},
        before=_WITH_GIFT,
        after="""
const state = pm.response.json().status;"""
        + _WAIT
        % {
            "goes_on": 'state === "Pending"',
            "title": '"the gesture is made"',
            "value": "state",
            "wanted": '"Accepted"',
        },
    ),
    "getGestureConfiguration": Flow(path={"salesChannelId": "{{salesChannelId}}"}),
    "listOrderInvoiceImports": Flow(
        after="""
// An order of which something is shipped, for the invoice that follows.
pm.sendRequest({
    url: pm.variables.replaceIn("{{baseUrl}}/orders?status=Shipped,Delivered&pageSize=1"),
    method: "GET",
    header: {Authorization: "Bearer " + pm.variables.get("accessToken"), SellerId: pm.variables.get("sellerId")},
}, (error, response) => {
    const [order] = error || response.code !== 200 ? [] : response.json().items;
    if (order) pm.collectionVariables.set("shippedOrderId", order.orderId);
});""",
    ),
    "sendOrderInvoice": Flow(
        path=_SHIPPED_PATH,
        file=("files", "application/pdf", _PDF),
        before=_WITH_ORDER,
        after="""
pm.collectionVariables.set("invoiceImportId", pm.response.json().importId);""",
    ),
    "getOrderInvoiceImport": Flow(
        path={"importId": "{{invoiceImportId}}"},
        before=_WITH_ORDER,
        after="""
const status = pm.response.json().status;"""
        + _WAIT
        % {
            "goes_on": 'status === "Running"',
            "title": '"the invoice is attached"',
            "value": "status",
            "wanted": '"Success"',
        },
    ),
    "listOrderInvoices": Flow(
        path=_SHIPPED_PATH,
        before=_WITH_ORDER,
        after="""
const [invoice] = pm.response.json().items;
pm.test("has the invoice", () => pm.expect(invoice).to.not.be.undefined);
pm.collectionVariables.set("invoiceDocumentId", invoice.documentId);""",
    ),
    "downloadOrderInvoice": Flow(
        path={**_SHIPPED_PATH, "documentId": "{{invoiceDocumentId}}"},
        before=_WITH_ORDER,
        after="""
pm.test("is a PDF", () => pm.expect(pm.response.text().startsWith("%PDF-")).to.be.true);
pm.test("is to be saved", () => pm.expect(pm.response.headers.get("Content-Disposition")).to.include("attachment"));""",
    ),
    # The file is named after its order; a part without a file name is called after its field.
    "importOrderInvoices": Flow(
        file=("{{shippedOrderId}}.pdf", "application/pdf", _PDF), before=_WITH_ORDER
    ),
    "listStocks": Flow(
        query={"limit": "1000", "sort": "Available", "order": "Desc"},
        after="""
const stock = pm.response.json().items[0];
const place = stock && stock.localizedStocks.find((one) => one.quantities.Available > 0);
if (place) {
    pm.collectionVariables.set("stockId", stock.id);
    pm.collectionVariables.set("storedReference", stock.sellerProductReference);
    pm.collectionVariables.set("storedCountry", place.storageCountry);
}""",
    ),
    "getStock": Flow(path={"stockId": "{{stockId}}"}, before=_WITH_STOCK),
    "listStockSellerReferences": Flow(
        query={"sellerProductReference": "{{storedReference}}"},
        before=_WITH_STOCK,
        after="""
const [known] = pm.response.json().items;
pm.test("is referenced", () => pm.expect(known.status).to.equal("Referenced"));
pm.collectionVariables.set("storedGtin", known.gtin);""",
    ),
    # Told again, a product stays as it is.
    "referenceFulfillmentProducts": Flow(
        before=_WITH_STOCK,
        body=[{"gtin": "{{storedGtin}}", "sellerProductReference": "{{storedReference}}"}],
        after="""
pm.test("knows it", () => pm.expect(pm.response.json().items[0].status).to.equal("Referenced"));""",
    ),
    "listInboundShipments": Flow(query={"limit": "10"}),
    "countInboundShipments": Flow(after=_BARE_NUMBER),
    "createInboundShipment": Flow(
        before=_WITH_STOCK,
        # The same again is the same: whoever runs the folder announces one piece, once.
        body={
            "reference": "POSTMAN-{{storedReference}}",
            "storageCountry": "FR",
            "lines": [_STORED],
        },
        after="""
pm.collectionVariables.set("inboundShipmentId", pm.response.json().inboundShipmentId);""",
    ),
    "getInboundShipment": Flow(
        path={"inboundShipmentId": "{{inboundShipmentId}}"},
        before=_WITH_STOCK,
        after="""
const {status, hasDeliveryNote} = pm.response.json();"""
        + _WAIT
        % {
            "goes_on": 'status === "Created"',
            "title": '"it has a delivery note"',
            "value": "hasDeliveryNote",
            "wanted": "true",
        },
    ),
    "getDeliveryNote": Flow(
        path={"inboundShipmentId": "{{inboundShipmentId}}"}, before=_WITH_STOCK, after=_IS_PDF
    ),
    "listOutboundShipments": Flow(
        query={"status": "Shipped,Delivered", "storageCountry": "FR", "limit": "100"},
        after="""
// One of which something may still come back, for the return that follows.
const left = (line) => line.sellerProductReference && line.returnedQuantity < line.quantity;
const sent = pm.response.json().items.find((one) => one.lines.some(left));
if (sent) {
    pm.collectionVariables.set("sentOutboundId", sent.outboundShipmentId);
    pm.collectionVariables.set("sentReference", sent.lines.find(left).sellerProductReference);
}""",
    ),
    "countOutboundShipments": Flow(query={"status": "Shipped,Delivered"}, after=_BARE_NUMBER),
    "createOutboundShipment": Flow(before=_WITH_STOCK, body=_SHIPMENT, after=_KEEP_SHIPMENT),
    # The same again is the same: nothing leaves twice.
    "createOutboundShipmentSingular": Flow(
        before=_WITH_STOCK, body=_SHIPMENT, after=_KEEP_SHIPMENT
    ),
    "getOutboundShipment": Flow(
        path={"outboundShipmentId": "{{outboundShipmentId}}"}, before=_WITH_STOCK
    ),
    # Called off at once: whoever runs the folder sends nothing to anybody.
    "createOutboundCancellation": Flow(
        before=_WITH_STOCK,
        body={"outboundShipmentId": "{{outboundShipmentId}}"},
        after="""
pm.collectionVariables.set("outboundCancellationId", pm.response.json().outboundCancellationRequestId);""",
    ),
    "getOutboundCancellation": Flow(
        path={"requestId": "{{outboundCancellationId}}"},
        before=_WITH_STOCK,
        after="""
const decision = pm.response.json().status;"""
        + _WAIT
        % {
            "goes_on": '["Pending", "UnderReview"].includes(decision)',
            "title": '"it is called off"',
            "value": "decision",
            "wanted": '"Accepted"',
        },
    ),
    "listOutboundCancellations": Flow(
        query={"outboundShipmentId": "{{outboundShipmentId}}"}, before=_WITH_STOCK
    ),
    "listReturns": Flow(query={"limit": "10"}),
    "countReturns": Flow(after=_BARE_NUMBER),
    "createReturn": Flow(
        before=_WITH_SENT,
        body={
            "outboundShipmentId": "{{sentOutboundId}}",
            "reason": "Retraction",
            "lines": [{"sellerProductReference": "{{sentReference}}", "quantity": 1}],
        },
        after="""
pm.collectionVariables.set("returnId", pm.response.json().returnId);""",
    ),
    "getReturn": Flow(
        path={"returnId": "{{returnId}}"},
        before=_WITH_SENT,
        after="""
const {hasLabel} = pm.response.json();"""
        + _WAIT
        % {
            "goes_on": "!hasLabel",
            "title": '"it has a label"',
            "value": "hasLabel",
            "wanted": "true",
        },
    ),
    "getReturnLabel": Flow(path={"returnId": "{{returnId}}"}, before=_WITH_SENT, after=_IS_PDF),
    "listDiscussions": Flow(
        query={"isOpen": "true", "includeMessages": "LastMessage", "pageSize": "25"},
        after="""
const open = pm.response.json().items[0];
pm.test("has an open discussion", () => pm.expect(open).to.not.be.undefined);
pm.collectionVariables.set("discussionId", open.discussionId);
pm.collectionVariables.set("messageId", open.messages[0].messageId);
pm.collectionVariables.set("customerId", open.customerId);
pm.collectionVariables.set("discussionChannel", open.salesChannel);
// An order to open a discussion about, for the last request of the folder.
pm.collectionVariables.unset("discussedOrderId");
pm.sendRequest({
    url: pm.variables.replaceIn("{{baseUrl}}/orders?status=InPreparation,Shipped,Delivered&pageSize=1"),
    method: "GET",
    header: {Authorization: "Bearer " + pm.variables.get("accessToken"), SellerId: pm.variables.get("sellerId")},
}, (error, response) => {
    const order = error || response.code !== 200 ? undefined : response.json().items[0];
    if (!order) return;
    pm.collectionVariables.set("discussedOrderId", order.orderId);
    pm.collectionVariables.set("discussedOrderChannel", order.salesChannel.id);
});""",
    ),
    "countDiscussions": Flow(
        query={"processStatus": "ToTreat", "isOpen": "true"},
        after="""
pm.test("is a bare number", () => pm.expect(pm.response.json()).to.be.a("number"));""",
    ),
    "getDiscussion": Flow(
        path=_DISCUSSION_PATH,
        after="""
const thread = pm.response.json();
pm.test("has its messages", () => pm.expect(thread.messages).to.not.be.empty);
pm.test("names whom one may write to", () => pm.expect(thread.recipients).to.not.be.empty);""",
    ),
    "sendMessage": Flow(
        body={
            "discussionId": "{{discussionId}}",
            "salesChannel": "{{discussionChannel}}",
            "body": "Thank you for your message. You find the label in the file.",
            "receivers": [{"userId": "{{customerId}}", "userType": "Customer"}],
            "attachments": [{"content": "JVBERi0=", "name": "label", "fileFormat": "pdf"}],
        },
        after="""
pm.collectionVariables.set("messageId", pm.response.json().messageId);""",
    ),
    "listAttachments": Flow(
        query={"messageId": "{{messageId}}"},
        after="""
pm.test("is the file that was sent", () => pm.expect(pm.response.json()[0].content).to.equal("JVBERi0="));""",
    ),
    "changeMessage": Flow(path={"messageId": "{{messageId}}"}),
    # It stays open: whoever runs the folder leaves things as they are.
    "changeDiscussion": Flow(
        path=_DISCUSSION_PATH, body=[{"op": "replace", "path": "/isOpen", "value": True}]
    ),
    "openDiscussion": Flow(
        before="""
if (!pm.variables.get("discussedOrderId")) pm.execution.skipRequest();""",
        body={
            "subject": "Your delivery address",
            "orderId": "{{discussedOrderId}}",
            "salesChannel": "{{discussedOrderChannel}}",
            "subtypologyCode": "orderNotShipped",
            "message": {
                "body": "The carrier cannot find your door. Which code opens it?",
                "receiver": "Customer",
            },
        },
        after="""
pm.test("names the discussion", () => pm.expect(pm.response.json().discussionId).to.match(/^[0-9a-f]{24}$/));""",
    ),
    "listTypologies": Flow(query={"orderStatus": "Shipped"}),
    "getSalesChannelConfiguration": Flow(path={"salesChannelId": "{{salesChannelId}}"}),
    "listOperations": Flow(
        query={"eventTypes": "Sale,Commission,Refund", "limit": "10"},
        after="""
pm.test("amounts add up", () => pm.response.json().items.forEach(({amount}) =>
    pm.expect(Math.round(100 * (amount.amountWithoutVat + amount.vat))).to.equal(Math.round(100 * amount.amountWithVat))));""",
    ),
    "countOperations": Flow(query={"paymentState": "Paid"}, after=_BARE_NUMBER),
    "listPayments": Flow(query={"pageIndex": "1", "pageSize": "10"}),
    "countPayments": Flow(query={"paymentState": "Estimated"}, after=_BARE_NUMBER),
    "listInvoices": Flow(
        query={"pageSize": "1"},
        after="""
const [invoice] = pm.response.json().items;
if (invoice) pm.collectionVariables.set("invoiceId", invoice.invoiceId);""",
    ),
    "listInvoiceDetails": Flow(path=_INVOICE_PATH, query={"limit": "100"}, before=_WITH_INVOICE),
    "countInvoiceDetails": Flow(path=_INVOICE_PATH, before=_WITH_INVOICE, after=_BARE_NUMBER),
    "downloadInvoice": Flow(
        path=_INVOICE_PATH,
        before=_WITH_INVOICE,
        after="""
pm.test("is a PDF", () => pm.expect(pm.response.text().startsWith("%PDF-")).to.be.true);""",
    ),
    "listInvoiceDocuments": Flow(query={"pageSize": "25"}),
    "listReports": Flow(
        query={},
        after="""
const [report] = pm.response.json().items;
if (report) pm.collectionVariables.set("reportId", report.reportId);""",
    ),
    "listReportDocuments": Flow(
        path={"reportId": "{{reportId}}"},
        before=_WITH_REPORT,
        after="""
pm.collectionVariables.set("reportDocumentId", pm.response.json().items[0].documentId);""",
    ),
    "downloadReportDocument": Flow(
        path={"reportId": "{{reportId}}", "documentId": "{{reportDocumentId}}"},
        before=_WITH_REPORT,
        after="""
pm.test("is to be saved", () => pm.expect(pm.response.headers.get("Content-Disposition")).to.include("attachment"));""",
    ),
}
