"""The delivery note of a supply order as a download: for its seller, and for the warehouse that did not get it."""

import asyncio

from litestar.response import Stream

from sellergate.access.context import SellerId
from sellergate.market.fulfillment.inbound.notes import NoteFacts, draw_note, get_note_facts
from sellergate.portal.files import download
from sellergate.rest.files import in_one
from sellergate.storage.database import Database
from sellergate.web.browser import PageRequest, visitor_of
from sellergate.web.pages import Pages


async def note_of(
    request: PageRequest, db: Database, pages: Pages, seller_id: SellerId, inbound_id: str
) -> Stream:
    """The PDF, in the language of the page. Raises `InboundUnknown`, `NoteNotThere`."""
    facts: NoteFacts = await db.read(get_note_facts, seller_id, inbound_id)
    is_french = visitor_of(request).locale == "fr"
    content = await asyncio.to_thread(
        draw_note, facts, marketplace=pages.marketplace, language="fr" if is_french else "en"
    )
    return download(in_one(content), "application/pdf", f"delivery-note-{facts.shipment.code}.pdf")
