"""The walkthroughs of products and offers, with this installation's addresses. Tests run what is shown."""

from dataclasses import dataclass

from sellergate.devportal.guides.samples import Samples
from sellergate.devportal.installation import Installation


@dataclass(frozen=True, slots=True)
class TradeSamples:
    """Code to copy into a shell, step by step: each step uses what those before it found."""

    here: Installation

    @property
    def start(self) -> str:
        """A token, and two short words for what follows: `api` calls, `pick` takes something out of an answer."""
        token = Samples(self.here).walkthrough_token.partition("\n")[2]
        return f"""\
export CLIENT_ID='your-clientId' SELLER_ID='your-SellerId'
{token}
api() {{
  curl --silent --show-error --fail-with-body --request "$1" "{self.here.api_url}$2" \\
    --header "Authorization: Bearer $ACCESS_TOKEN" --header "SellerId: $SELLER_ID" "${{@:3}}"
}}
pick() {{ python3 -c "import json, sys; answer = json.load(sys.stdin); print($1)"; }}
"""

    categories = """\
api GET '/categories?fields=label,level,isActive,isVariant,isBrandMandatory&pageSize=100' \\
  --header 'Accept-Language: en-US'
"""

    choose_category = """\
CATEGORY=$(api GET '/categories?fields=level,isActive,isVariant&sort=level&desc=level&pageSize=1000' |
  pick 'next(c["categoryReference"] for c in answer["items"]
             if c["level"] == 3 and c["isActive"] and not c["isVariant"])')
"""

    choose_variant_category = """\
CATEGORY=$(api GET '/categories?fields=level,isActive,isVariant&sort=level&desc=level&pageSize=1000' |
  pick 'next(c["categoryReference"] for c in answer["items"]
             if c["level"] == 3 and c["isActive"] and c["isVariant"])')
"""

    category = """\
api GET "/categories/$CATEGORY" --header 'Accept-Language: en-US'
"""

    properties = """\
api GET "/categories/$CATEGORY/properties" --header 'Accept-Language: en-US'
"""

    brands = """\
api GET '/brands?fields=name&pageSize=100'
"""

    @property
    def gtin(self) -> str:
        """A number that no product has: only to try things out."""
        return f"""\
new_gtin() {{
  python3 - <<'END'
{_NEW_GTIN}END
}}
GTIN=$(new_gtin)
"""

    find_product = """\
api GET "/products?gtin=$GTIN"
"""

    facts = """\
api GET "/categories/$CATEGORY" > category.json
api GET "/categories/$CATEGORY/properties" > properties.json
api GET '/brands?fields=name&pageSize=1' > brands.json
"""

    sheet = """\
python3 - "$GTIN" > sheet.json <<'END'
import json, sys

category = json.load(open("category.json"))
brand = json.load(open("brands.json"))["items"][0]["name"]

def value(one):
    return one["choices"][0] if one["isRanged"] else "10" if one["isNumeric"] else one["label"]

attributes = [
    {"propertyReference": one["propertyReference"], "values": [value(one)]}
    for one in json.load(open("properties.json"))["items"]
    if one["necessity"] == "Mandatory"
]
gtin = sys.argv[1]
sheet = {
    "gtin": gtin,
    "sellerProductReference": "MY-" + gtin,
    "title": category["label"] + " " + gtin,
    "description": category["label"] + ", new, in its box.",
    "brand": brand,
    "categoryCode": category["categoryReference"],
    "sellerPictureUrls": [{"index": 1, "url": "https://img.example.com/1.jpg"}],
    "attributes": attributes,
}
print(json.dumps({"products": [sheet]}, indent=2))
END
"""

    variants = """\
python3 - "$(new_gtin)" "$(new_gtin)" > sheet.json <<'END'
import json, sys

category = json.load(open("category.json"))
brand = json.load(open("brands.json"))["items"][0]["name"]
properties = json.load(open("properties.json"))["items"]

def value(one, place):
    if one["isRanged"]:
        return one["choices"][place % len(one["choices"])]
    return str(10 + place) if one["isNumeric"] else one["label"] + " " + str(place + 1)

def variant(place, gtin):
    return {
        "gtin": gtin,
        "sellerProductReference": "MY-" + gtin,
        "title": category["label"] + " " + str(place + 1),
        "description": category["label"] + ", new, in its box.",
        "brand": brand,
        "categoryCode": category["categoryReference"],
        "variantGroupReference": "MY-GROUP-" + sys.argv[1],
        "sellerPictureUrls": [{"index": 1, "url": "https://img.example.com/1.jpg"}],
        "attributes": [
            {"propertyReference": one["propertyReference"], "values": [value(one, place)]}
            for one in properties
            if one["necessity"] == "Mandatory" or one["isVariation"]
        ],
    }

print(json.dumps({"products": [variant(*one) for one in enumerate(sys.argv[1:])]}, indent=2))
END
"""

    submit_sheet = """\
PACKAGE=$(api POST /products-integration --header 'Accept-Language: en-US' \\
  --header 'Content-Type: application/json' --data @sheet.json | pick 'answer["packageId"]')
"""

    wait_for_report = """\
for attempt in $(seq 60); do
  api GET "/products-integration-reports?packageId=$PACKAGE" --header 'Accept-Language: en-US' > report.json
  DONE=$(pick 'all(one["status"] != "Validated" for one in answer["items"]) and len(answer["items"])' < report.json)
  [ "$DONE" != False ] && [ "$DONE" != 0 ] && break
  sleep 1
done
cat report.json
"""

    channel = """\
CHANNEL=$(api GET /sellers/subscriptions |
  pick 'next(one["sales_channel_id"] for one in answer["items"] if one["status"] == "Active")')
"""

    pool_channel = """\
CHANNEL='CDISFR'  # the channel of publication pool 1
"""

    product_on_sale = """\
api GET "/offers?salesChannelId=$CHANNEL&limit=1000&fields=product" > mine.json
api GET '/products?limit=1000' > products.json
GTIN=$(python3 -c '
import json

mine = {one["product"]["gtin"] for one in json.load(open("mine.json"))["items"]}
products = json.load(open("products.json"))["items"]
print(next(one["gtin"] for one in products if one["isMarketable"] and one["gtin"] not in mine))
')
"""

    offer = """\
REFERENCE="MY-OFFER-$GTIN"
cat > offers.json <<END
[
  {
    "sellerExternalReference": "$REFERENCE",
    "product": {"gtin": "$GTIN"},
    "condition": "New",
    "price": {
      "price": 29.90,
      "originPrice": 35.00,
      "taxes": [
        {"code": "VAT", "value": 20},
        {"code": "Ecotax", "value": 0},
        {"code": "Deatax", "value": 0}
      ]
    },
    "deliveryModes": [{"code": "THD", "cost": 4.90, "additionalCost": 1.50}],
    "preparationTime": 2,
    "quantity": 12
  }
]
END
"""

    open_upsert = """\
new_package() {
  api POST /offer-packages --header "salesChannelId: $CHANNEL" --header 'Accept-Language: en-US' \\
    --header 'Content-Type: application/json' --data "{\\"packageType\\": \\"$1\\"}" \\
    --dump-header - --output /dev/null |
    tr -d '\\r' | awk -F/ 'tolower($0) ~ /^content-location:/ { print $NF }'
}
PACKAGE=$(new_package Upsert)
"""

    upload = """\
api POST "/offer-packages/$PACKAGE/offer-requests" \\
  --header 'Content-Type: application/json' --data @offers.json
"""

    close = """\
api PATCH "/offer-packages/$PACKAGE" \\
  --header 'Content-Type: application/json' --data '{"state": "Ready"}'
"""

    wait_for_package = """\
for attempt in $(seq 60); do
  STATE=$(api GET "/offer-packages/$PACKAGE" | pick 'answer["state"]')
  case $STATE in Integrated | Rejected) break ;; esac
  sleep 1
done
echo "$STATE"
"""

    results = """\
api GET "/offer-packages/$PACKAGE/offer-requests-results?limit=1000"
"""

    see_offer = """\
api GET "/offers?salesChannelId=$CHANNEL&sellerExternalReferences=$REFERENCE&fields=quantity,integrationPrice"
"""

    any_offer = """\
REFERENCE=$(api GET "/offers?salesChannelId=$CHANNEL&limit=1" | pick 'answer["items"][0]["sellerExternalReference"]')
"""

    change = """\
cat > offers.json <<END
[{"sellerExternalReference": "$REFERENCE", "price": {"price": 27.50}, "quantity": 5}]
END
PACKAGE=$(new_package Update)
"""

    bad_offer = """\
cat > offers.json <<END
[
  {"sellerExternalReference": "NOBODY-KNOWS-THIS", "quantity": 5},
  {"sellerExternalReference": "THE-SAME-TWICE", "quantity": 5},
  {"sellerExternalReference": "THE-SAME-TWICE", "quantity": 7}
]
END
PACKAGE=$(new_package Update)
"""

    refused_only = """\
api GET "/offer-packages/$PACKAGE/offer-requests-results?limit=1000" | python3 -c '
import json, sys

for line in json.load(sys.stdin)["items"]:
    if line["integrationStatus"] != "Integrated":
        for result in line["results"]:
            print(line["sellerExternalReference"], result["resultCode"], result["message"], sep=" | ")
'
"""

    archive = """\
python3 - "$GTIN" <<'END'
import sys, zipfile

TYPES = '''<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension="xml" ContentType="text/xml"/>
  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
</Types>'''
RELATIONS = '''<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://cdiscount.com/uri/document" Target="/Content/Offers.xml" Id="offers"/>
</Relationships>'''
OFFERS = '''<OfferPackage Name="Trial" PackageType="Full" PurgeAndReplace="false"
    xmlns="clr-namespace:Cdiscount.Service.OfferIntegration.Pivot;assembly=Cdiscount.Service.OfferIntegration">
  <OfferPackage.Offers>
    <OfferCollection Capacity="1">
      <Offer SellerProductId="MY-XML-{gtin}" ProductEan="{gtin}" ProductCondition="6" Price="29.90"
             EcoPart="0" DeaTax="0" Vat="20" Stock="12" PreparationTime="2">
        <Offer.ShippingInformationList>
          <ShippingInformationList Capacity="1">
            <ShippingInformation DeliveryMode="Tracked" ShippingCharges="4.90" AdditionalShippingCharges="1.50"/>
          </ShippingInformationList>
        </Offer.ShippingInformationList>
      </Offer>
    </OfferCollection>
  </OfferPackage.Offers>
  <OfferPackage.OfferPublicationList>
    <OfferPublicationList Capacity="1"><PublicationPool Id="1"/></OfferPublicationList>
  </OfferPackage.OfferPublicationList>
</OfferPackage>'''

with zipfile.ZipFile("offers.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("[Content_Types].xml", TYPES)
    archive.writestr("_rels/.rels", RELATIONS)
    archive.writestr("Content/Offers.xml", OFFERS.replace("{gtin}", sys.argv[1]))
END
"""

    submit_xml = """\
URL='https://files.your-shop.example/offers.zip'
PACKAGE=$(api POST /offer-integration-packages \\
  --header 'Content-Type: application/json' --data "\\"$URL\\"")
"""

    wait_for_xml = """\
for attempt in $(seq 60); do
  api GET "/offer-integration-packages/$PACKAGE" > log.json
  STATE=$(pick 'answer["package_integration_status"]' < log.json)
  case $STATE in Integrated | Rejected) break ;; esac
  sleep 1
done
cat log.json
"""


_NEW_GTIN = """\
import random

digits = "20" + "".join(random.choices("0123456789", k=10))
total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
print(digits + str(-total % 10))
"""
