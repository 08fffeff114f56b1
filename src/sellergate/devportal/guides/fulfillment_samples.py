"""The walkthrough of fulfillment. Tests run what is shown, after `TradeSamples.start`."""

from typing import Final


class FulfillmentSamples:
    """Code to copy into a shell, step by step: each step uses what those before it found."""

    choose: Final = """\
CHANNEL=$(api GET /sellers/subscriptions |
  pick 'next(s["sales_channel_id"] for s in answer["items"] if s["status"] == "Active")')
api GET "/offers?salesChannelId=$CHANNEL&limit=1" > offers.json
GTIN=$(pick 'answer["items"][0]["product"]["gtin"]' < offers.json)
REF=$(pick 'answer["items"][0]["sellerExternalReference"]' < offers.json)
"""

    reference: Final = """\
api POST /fulfillment-products --header 'Content-Type: application/json' --data "[{
  \\"gtin\\": \\"$GTIN\\", \\"sellerProductReference\\": \\"$REF\\",
  \\"packaging\\": {\\"length\\": 30, \\"width\\": 20, \\"height\\": 10, \\"weight\\": 1.2}
}]"
"""

    referenced: Final = """\
for attempt in $(seq 60); do
  api GET "/stock-seller-references?limit=1&sellerProductReference=$REF" > known.json
  [ "$(pick 'answer["items"][0]["status"]' < known.json)" != Pending ] && break
  sleep 1
done
pick 'answer["items"][0]["status"], answer["items"][0]["stockId"]' < known.json
"""

    supply: Final = """\
INBOUND=$(api POST /inbound-shipments --header 'Content-Type: application/json' --data "{
  \\"reference\\": \\"TRY-$(date +%s)\\", \\"storageCountry\\": \\"FR\\",
  \\"lines\\": [{\\"sellerProductReference\\": \\"$REF\\", \\"quantity\\": 12}]
}" | pick 'answer["inboundShipmentId"]')
"""

    until: Final = """\
until_status() {
  for attempt in $(seq 120); do
    api GET "$1" > followed.json
    [ "$(pick 'answer["status"]' < followed.json)" = "$2" ] && break
    sleep 1
  done
  pick 'answer["status"]' < followed.json
}
until_status "/inbound-shipments/$INBOUND" Received
"""

    note: Final = """\
api GET "/inbound-shipments/$INBOUND/delivery-notes" > delivery-note.pdf
head -c 5 delivery-note.pdf
"""

    stocks: Final = """\
api GET "/stocks?limit=1000&sellerProductReference=$REF" |
  pick '"\\n".join(p["storageCountry"] + " " + str(p["quantities"]["Available"])
                  for s in answer["items"] for p in s["localizedStocks"])'
"""

    order: Final = """\
cat > order.json <<END
{
  "reference": "TRY-$(date +%s)-$RANDOM", "storageCountry": "FR",
  "deliveryAddress": {
    "firstName": "Camille", "lastName": "Exemple", "addressLine1": "1 rue de l'Essai",
    "postalCode": "75011", "city": "Paris", "countryCode": "FR"
  },
  "lines": [{"sellerProductReference": "$REF", "quantity": 2}]
}
END
OUTBOUND=$(api POST /outbound-shipments --header 'Content-Type: application/json' --data @order.json |
  pick 'answer["outboundShipmentId"]')
until_status "/outbound-shipments/$OUTBOUND" Shipped
"""

    parcel: Final = """\
pick 'answer["carrier"], answer["parcels"][0]["parcelNumber"]' < followed.json
"""

    cancel: Final = """\
sed -i.bak "s/TRY-/TRY-TOO-/" order.json
OTHER=$(api POST /outbound-shipments --header 'Content-Type: application/json' --data @order.json |
  pick 'answer["outboundShipmentId"]')
REQUEST=$(api POST /outbound-cancellation-requests --header 'Content-Type: application/json' \\
  --data "{\\"outboundShipmentId\\": \\"$OTHER\\"}" |
  pick 'answer["outboundCancellationRequestId"]')
until_status "/outbound-cancellation-requests/$REQUEST" Accepted
"""

    back: Final = """\
RETURN=$(api POST /returns --header 'Content-Type: application/json' --data "{
  \\"outboundShipmentId\\": \\"$OUTBOUND\\", \\"reason\\": \\"Retraction\\",
  \\"lines\\": [{\\"sellerProductReference\\": \\"$REF\\", \\"quantity\\": 1}]
}" | pick 'answer["returnId"]')
until_status "/returns/$RETURN" Completed
"""

    label: Final = """\
api GET "/returns/$RETURN/labels" > label.pdf
head -c 5 label.pdf
"""
