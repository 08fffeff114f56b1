"""The walkthrough of invoices. Tests run what is shown, after `TradeSamples.start`."""

from typing import Final


class InvoiceSamples:
    """Code to copy into a shell, step by step: each step uses what those before it found."""

    order: Final = """\
ORDER=$(api GET '/orders?status=Shipped,Delivered&pageSize=1' | pick 'answer["items"][0]["orderId"]')
echo "$ORDER"
"""

    make: Final = """\
python3 - "$ORDER" > invoice.pdf <<'END'
import sys

text = f"BT /F1 20 Tf 72 760 Td (Invoice of order {sys.argv[1]}) Tj ET"
parts = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
    "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    f"<< /Length {len(text)} >> stream\\n{text}\\nendstream",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
]
pdf, places = "%PDF-1.4\\n", []
for number, part in enumerate(parts, 1):
    places.append(len(pdf))
    pdf += f"{number} 0 obj {part} endobj\\n"
table = "".join(f"{place:010} 00000 n \\n" for place in places)
end = f"trailer << /Size {len(parts) + 1} /Root 1 0 R >>\\nstartxref\\n{len(pdf)}\\n%%EOF"
print(f"{pdf}xref\\n0 {len(parts) + 1}\\n0000000000 65535 f \\n{table}{end}")
END
"""

    send: Final = """\
IMPORT=$(api POST "/orders/$ORDER/invoice-documents" --form 'files=@invoice.pdf' |
  pick 'answer["importId"]')
"""

    follow: Final = """\
follow() {
  for attempt in $(seq 60); do
    api GET "/order-invoice-imports/$1" --header 'Accept-Language: en-US' > import.json
    [ "$(pick 'answer["status"]' < import.json)" != Running ] && break
    sleep 1
  done
  pick '"\\n".join(f["fileName"] + " | " + f["integrationStatus"] for f in answer["files"])' < import.json
}
follow "$IMPORT"
"""

    read: Final = """\
DOCUMENT=$(api GET "/orders/$ORDER/invoice-documents" | pick 'answer["items"][0]["documentId"]')
api GET "/orders/$ORDER/invoice-documents/$DOCUMENT" --output back.pdf
cmp invoice.pdf back.pdf && echo the same
"""

    bulk: Final = """\
cp invoice.pdf "$ORDER.pdf"
IMPORT=$(api POST /order-invoice-imports --form "files=@$ORDER.pdf" --form 'files=@invoice.pdf' |
  pick 'answer["importId"]')
follow "$IMPORT"
"""
