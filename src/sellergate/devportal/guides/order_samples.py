"""The walkthroughs of orders and of cancellations. Tests run what is shown, after `TradeSamples.start`."""

from typing import Final


class OrderSamples:
    """Code to copy into a shell, step by step: each step uses what those before it found."""

    poll: Final = """\
SINCE=$(python3 -c 'import time
print(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 90 * 86400)))')
api GET "/orders?updatedAtMin=$SINCE&sort=updatedAt&pageSize=100" > orders.json
pick '"\\n".join(o["orderId"] + " " + o["status"] for o in answer["items"])' < orders.json
"""

    count: Final = """\
api GET '/orders/count?status=WaitingAcceptance'
"""

    accept: Final = """\
ORDER=$(api GET '/orders?status=WaitingAcceptance&pageSize=1' | pick 'answer["items"][0]["orderId"]')
api POST "/orders/$ORDER/approval-status" --header 'Content-Type: application/json' \\
  --data '{"approval_status": "Accepted"}'
"""

    wait: Final = """\
until_status() {
  for attempt in $(seq 60); do
    api GET "/orders/$1" > order.json
    [ "$(pick 'answer["status"]' < order.json)" = "$2" ] && break
    sleep 1
  done
}
until_status "$ORDER" InPreparation
pick 'answer["status"], answer["lines"][0]["shippingAddress"]["city"]' < order.json
"""

    ship: Final = """\
python3 > parcels.json <<'END'
import json

order = json.load(open("order.json"))
ready = [line["orderLineId"] for line in order["lines"] if line["status"] == "InPreparation"]
print(json.dumps([{
    "parcelNumber": "6A04188312875",
    "carrierName": "Colissimo",
    "trackingUrl": "https://carrier.example/track/6A04188312875",
    "orderLineIds": ready,
}]))
END
api POST "/orders/$ORDER/shipments" --header 'Content-Type: application/json' --data @parcels.json
"""

    shipped: Final = """\
api GET "/orders/$ORDER" | pick 'answer["status"], answer["lines"][0]["parcels"][0]["parcelNumber"]'
"""


class CancellationSamples:
    """The same for money that goes back."""

    reasons: Final = """\
api GET '/cancellation-reasons?orderStatus=InPreparation' --header 'Accept-Language: en-US' |
  pick '"\\n".join(r["code"] + ": " + r["label"] for r in answer)'
"""

    choose: Final = """\
api GET '/orders?status=InPreparation&supplyMode=Seller&pageSize=1' | pick 'json.dumps(answer["items"][0])' > order.json
ORDER=$(pick 'answer["orderId"]' < order.json)
LINE=$(pick 'answer["lines"][0]["orderLineId"]' < order.json)
"""

    cancel: Final = """\
REQUEST=$(api POST /order-partial-cancellation-requests --header 'Content-Type: application/json' --data "{
  \\"orderSellerId\\": \\"$ORDER\\",
  \\"lines\\": [{\\"lineId\\": \\"$LINE\\", \\"reason\\": \\"seller-out-of-stock\\", \\"shippingCostRefund\\": true}]
}" | pick 'answer["requestId"]')
"""

    follow: Final = """\
for attempt in $(seq 60); do
  api GET "/order-cancellation-requests?cancellationRequestId=$REQUEST" > requests.json
  [ "$(pick 'answer["items"][0]["status"]' < requests.json)" != Pending ] && break
  sleep 1
done
pick 'answer["items"][0]["status"], answer["items"][0]["lines"][0]["refundedAmount"]' < requests.json
"""

    allowable: Final = """\
ORDER=$(api GET '/orders?status=Shipped,Delivered&pageSize=1' | pick 'answer["items"][0]["orderId"]')
api GET "/orders/$ORDER/commercial-gestures-available-amounts"
"""

    give: Final = """\
REQUEST=$(api POST /order-commercial-gesture-requests --header 'Content-Type: application/json' --data "{
  \\"orderId\\": \\"$ORDER\\", \\"reason\\": \\"Other\\", \\"reasonDetails\\": \\"The box was dented.\\", \\"amount\\": 1
}" | pick 'answer["requestId"]')
"""

    given: Final = """\
for attempt in $(seq 60); do
  api GET "/order-commercial-gesture-requests/$REQUEST" > gesture.json
  [ "$(pick 'answer["status"]' < gesture.json)" != Pending ] && break
  sleep 1
done
pick 'answer["status"], answer["amount"]' < gesture.json
"""
