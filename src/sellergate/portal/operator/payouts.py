"""Payouts that wait for their confirmation, and the money of one seller: what is held back, what is charged."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from sellergate.access.context import SellerId
from sellergate.access.sellers.models import Seller
from sellergate.access.sellers.store import find_seller
from sellergate.kit.errors import NotFound, Refusal
from sellergate.kit.ids import new_uuid
from sellergate.kit.marks import N_
from sellergate.market.finance import fees, finding, payments, payouts, store
from sellergate.market.finance.models import FEES, EventType
from sellergate.portal.finance import words
from sellergate.portal.operator.frame import PAGE_SIZE, PAYOUTS, SELLERS, AtDesk, Desk, number_of
from sellergate.web.pages import field, read_form

SELLER: Final = "/operator/payouts/{seller_id:str}"
MAX_REFERENCE: Final = 60
MAX_LABEL: Final = 200
MOST: Final = Decimal(1_000_000)
NO_FORM: Final = {
    "event": EventType.SUBSCRIPTION.value,
    "reference": "",
    "label": "",
    "currency": "EUR",
    "amount": "",
    "vat": "",
}


class NoSuchSeller(NotFound):
    """No seller has this number."""

    message = N_("There is no seller {seller_id}.")


class ReferenceMissing(Refusal):
    """A fee is about something."""

    field = "reference"
    message = N_("Enter what it is about, in 1 to {most} characters: the seller sees it.")


class AmountWrong(Refusal):
    """No amount, or none with two decimals at most."""

    field = "amount"
    message = N_("Enter an amount such as 24.80; -5 credits 5.")


class VatWrong(Refusal):
    """No part of the amount."""

    field = "vat"
    message = N_("Enter the VAT in the amount, or leave it empty.")


class CurrencyWrong(Refusal):
    """No code of a currency."""

    field = "currency"
    message = N_("Enter three letters, such as EUR.")


@get(PAYOUTS)
async def payouts_page(desk: AtDesk) -> Response[Any]:
    """Payouts of all sellers that are on their way."""
    page = max(number_of(desk.request.query_params.get("page")) or 1, 1)
    found = await desk.db.read(
        payments.payments_in_process,
        limit=PAGE_SIZE + 1,
        offset=(min(page, PAGE_SIZE * PAGE_SIZE) - 1) * PAGE_SIZE,
    )
    rows = found[:PAGE_SIZE]
    names = await _names(desk, {one.seller_id for one in rows})
    return desk.show(
        "payouts.html",
        title=N_("Payouts"),
        here=PAYOUTS,
        rows=rows,
        names=names,
        money=_money,
        day=date.fromisoformat,
        next_href=f"{PAYOUTS}?page={page + 1}" if len(found) > PAGE_SIZE else "",
        previous_href=f"{PAYOUTS}?page={page - 1}" if page > 1 else "",
    )


@get(SELLER)
async def seller_page(desk: AtDesk, seller_id: FromPath[str]) -> Response[Any]:
    """The money of one seller."""
    return await _show(desk, await _seller(desk, seller_id))


@post(f"{SELLER}/confirm/{{payment_id:str}}", status_code=200)
async def confirm(desk: AtDesk, seller_id: FromPath[str], payment_id: FromPath[str]) -> Redirect:
    """The money has left."""
    seller = await _seller(desk, seller_id)
    desk.recent_act(back=PAYOUTS)
    await desk.db.write(
        payments.confirm_payment, seller.seller_id, payment_id[:40], desk.access.clock()
    )
    return desk.pages.redirect(
        PAYOUTS, flash=N_("The payout is confirmed: its operations are paid.")
    )


@post(f"{SELLER}/hold", status_code=200)
async def hold(desk: AtDesk, seller_id: FromPath[str]) -> Redirect:
    """Make no payouts for the time being, or make them again."""
    seller = await _seller(desk, seller_id)
    path = f"{PAYOUTS}{seller.seller_id}"
    desk.recent_act(back=path)
    is_held = field(await read_form(desk.request), "held") == "yes"
    await desk.db.write(
        payouts.set_payouts_held, seller.seller_id, is_held=is_held, now=desk.access.clock()
    )
    told = N_("No payouts are made to this seller.") if is_held else N_("Payouts are made again.")
    return desk.pages.redirect(path, flash=told)


@post(f"{SELLER}/block", status_code=200)
async def block(desk: AtDesk, seller_id: FromPath[str]) -> Response[Any] | Redirect:
    """Hold the money of an operation back, or no more."""
    seller = await _seller(desk, seller_id)
    path = f"{PAYOUTS}{seller.seller_id}"
    desk.recent_act(back=path)
    form = await read_form(desk.request)
    number = min(number_of(field(form, "number")) or 0, 2**31 - 1)
    is_blocked = field(form, "blocked") == "yes"
    try:
        await desk.db.write(store.set_blocked, seller.seller_id, number, is_blocked=is_blocked)
    except NotFound:
        raise
    except Refusal as refusal:
        return await _show(desk, seller, refusal)
    told = (
        N_("The operation is blocked.") if is_blocked else N_("The operation is no longer blocked.")
    )
    return desk.pages.redirect(path, flash=told)


@post(f"{SELLER}/charge", status_code=200)
async def charge(desk: AtDesk, seller_id: FromPath[str]) -> Response[Any] | Redirect:
    """Charge the seller for something, once however often the form is sent."""
    seller = await _seller(desk, seller_id)
    path = f"{PAYOUTS}{seller.seller_id}"
    desk.recent_act(back=path)
    form = await read_form(desk.request)
    typed = {name: field(form, name).strip() for name in NO_FORM}
    cause = field(form, "form")[:40]
    try:
        fee = _fee_in(typed)
        await desk.db.write(
            fees.charge_fee, seller.seller_id, cause=cause, now=desk.access.clock(), **fee
        )
    except Refusal as refusal:
        return await _show(desk, seller, refusal, typed)
    return desk.pages.redirect(path, flash=N_("The seller is charged."))


async def _show(
    desk: Desk,
    seller: Seller,
    refusal: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response[Any]:
    before = number_of(desk.request.query_params.get("before"))
    found = await desk.db.read(
        finding.page_of_operations,
        seller.seller_id,
        limit=PAGE_SIZE + 1,
        before=min(before, 2**31 - 1) if before else None,
    )
    path = f"{PAYOUTS}{seller.seller_id}"
    rows = found[:PAGE_SIZE]
    return desk.show(
        "payout.html",
        title=N_("Money of a seller"),
        here=PAYOUTS,
        seller=seller,
        href=path,
        seller_href=f"{SELLERS}{seller.seller_id}",
        balances=await desk.db.read(payments.balances_of, seller.seller_id),
        payout_on=date.fromisoformat(
            await desk.db.read(payments.next_payout_day, seller.seller_id, desk.access.clock())
        ),
        is_held=await desk.db.read(payouts.holds_payouts, seller.seller_id),
        rows=rows,
        next_href=f"{path}?before={rows[-1].number}" if len(found) > PAGE_SIZE else "",
        previous_href=path if before else "",
        events=[(event.value, words.EVENTS[event.value]) for event in FEES],
        typed=typed or NO_FORM,
        form_id=new_uuid(),
        problems=desk.problems_of(refusal) if refusal else None,
        words=words,
        money=_money,
        day=date.fromisoformat,
        most_reference=MAX_REFERENCE,
        most_label=MAX_LABEL,
    )


def _fee_in(typed: Mapping[str, str]) -> dict[str, Any]:
    """The fee that a form spells. Raises `Refusal`."""
    reference, label = typed["reference"], typed["label"][:MAX_LABEL]
    if not 0 < len(reference) <= MAX_REFERENCE or not reference.isprintable():
        raise ReferenceMissing(most=MAX_REFERENCE)
    currency = typed["currency"].upper()
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise CurrencyWrong
    amount = _cents(typed["amount"])
    if not amount:
        raise AmountWrong
    vat = _cents(typed["vat"] or "0")
    if vat is None or abs(vat) >= abs(amount) or (vat and (vat < 0) != (amount < 0)):
        raise VatWrong
    event = typed["event"] if typed["event"] in set(EventType) else EventType.ADJUSTMENT.value
    return {
        "event_type": EventType(event),
        "reference": reference,
        "label": label if label.isprintable() and label else None,
        "currency": currency,
        "amount": amount,
        "vat": vat,
    }


def _cents(text: str) -> int | None:
    """The cents of what somebody typed, with a comma or a point; None for anything else."""
    try:
        amount = Decimal(text.replace(",", ".").replace("\u00a0", "").replace(" ", ""))
    except InvalidOperation:
        return None
    if not amount.is_finite() or abs(amount) > MOST or amount * 100 != int(amount * 100):
        return None
    return int(amount * 100)


async def _seller(desk: Desk, text: str) -> Seller:
    number = number_of(text)
    found = await desk.db.read(find_seller, SellerId(number)) if number is not None else None
    if found is None:
        raise NoSuchSeller(seller_id=text[:20])
    return found


async def _names(desk: Desk, seller_ids: set[SellerId]) -> dict[SellerId, str]:
    """What the shops are called."""
    found = {seller_id: await desk.db.read(find_seller, seller_id) for seller_id in seller_ids}
    return {seller_id: seller.shop_name for seller_id, seller in found.items() if seller}


def _money(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
