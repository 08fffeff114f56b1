"""The walkthrough of finance. Tests run what is shown, after `TradeSamples.start`."""

from typing import Final


class FinanceSamples:
    """Code to copy into a shell, step by step: each step uses what those before it found."""

    sync: Final = """\
NEXT='/operations?limit=100'
: > operations.jsonl
while [ -n "$NEXT" ]; do
  api GET "$NEXT" --dump-header head.txt > page.json
  pick '"\\n".join(json.dumps(o) for o in answer["items"])' < page.json >> operations.jsonl
  NEXT=$(sed -n 's/^[Ll]ink: .*cursor=\\([^&>]*\\).*rel="next".*/\\/operations?limit=100\\&cursor=\\1/p' head.txt)
done
wc -l < operations.jsonl
"""

    balance: Final = """\
python3 <<'END'
import json
from collections import Counter
from decimal import Decimal

owed = Counter()
for line in open("operations.jsonl"):
    operation = json.loads(line, parse_float=Decimal)
    if operation["paymentState"] in ("NotPayable", "Estimated", "Blocked"):
        owed[operation["currencyCode"], operation["paymentState"]] += operation["amount"]["amountWithVat"]
for (currency, state), amount in sorted(owed.items()):
    print(state, amount, currency)
END
"""

    filtered: Final = """\
api GET '/operations/count?eventTypes=Sale,Refund&paymentState=Paid'
"""

    payments: Final = """\
api GET '/payments?pageSize=5' |
  pick '"\\n".join(" ".join([p["paymentDate"], p["paymentState"], str(p["amount"]), p["currencyCode"]]) for p in answer["items"])'
"""

    invoices: Final = """\
INVOICE=$(api GET '/invoices?pageSize=1' | pick 'answer["items"][0]["invoiceId"]')
api GET "/invoices/$INVOICE/details/count"
"""

    details: Final = """\
api GET "/invoices/$INVOICE/details?limit=1000" |
  pick '"\\n".join(" ".join([o["operationReference"], o["eventType"], str(o["amount"]["amountWithVat"])])
                  for o in answer["items"][:5])'
"""

    pdf: Final = """\
api GET "/invoices/$INVOICE/documents" --output statement.pdf
head -c 5 statement.pdf
"""

    bulk: Final = """\
api GET '/invoice-documents?limit=100' --header 'Accept: application/zip' --output statements.zip
python3 -m zipfile --list statements.zip
"""

    reports: Final = """\
REPORT=$(api GET /reports | pick 'answer["items"][0]["reportId"] if answer["items"] else ""')
[ -z "$REPORT" ] || api GET "/reports/$REPORT/report-documents" --header 'Accept: text/csv'
"""
