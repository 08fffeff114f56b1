"""What an order's amounts are made of (contract/05 §5.3): cents and hundredths of a percent, halves rounded up."""

from typing import Final

from sellergate.market.orders.models import Tax

WHOLE: Final = 10_000  # a hundred percent


def part_of(amount: int, rate: int) -> int:
    """`rate` of `amount`, to the cent."""
    return _rounded(amount * rate, WHOLE)


def contained_in(amount: int, rate: int) -> int:
    """The tax of `rate` that `amount` contains, to the cent."""
    return _rounded(amount * rate, WHOLE + rate)


def commission_of(paid: int, rate: int, vat: int) -> tuple[int, int]:
    """The commission on what the customer paid for a line with its shipping: without VAT, and with it."""
    without = part_of(paid, rate)
    return without, without + part_of(without, vat)


def vat_of(goods: int, shipping: int, rate: int) -> tuple[Tax, ...]:
    """The VAT that prices of a line contain, apart for what is sold and for its way."""
    if not rate:
        return ()
    taxes = [Tax("VAT", "Product", contained_in(goods, rate), rate)]
    if shipping:
        taxes.append(Tax("VAT", "Shipping", contained_in(shipping, rate), rate))
    return tuple(taxes)


def _rounded(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
