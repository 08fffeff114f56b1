"""Amounts of money: whole cents inside, JSON numbers outside."""

from decimal import Decimal

MOST = 10**9  # what is beyond is a mistake
NEAR = 0.0001  # of a cent; within the bounds binary fractions are exact to a tenth of it


def parse_cents(value: object) -> int:
    """Cents from a JSON number, or from a text that is one. Raises `ValueError`.

    Programs send sums of binary fractions, such as 29.900000000000002: what is nearer to a cent than a millionth is
    that cent. Other third decimals are not ours to round.
    """
    match value:
        case bool():
            raise ValueError("must be a number")
        case int() if abs(value) > MOST:  # it may be longer than any fraction
            raise ValueError("is out of bounds")
        case int() | float():
            return _cents(value)
        case str():
            return _cents(_decimal(value))
        case _:
            raise ValueError("must be a number")


def render_cents(cents: int) -> float:
    """The JSON number of an amount; exact to the cent for every amount that `parse_cents` lets through."""
    return cents / 100


def _cents(amount: float | Decimal) -> int:
    if not -MOST <= float(amount) <= MOST:  # so NaN is out of bounds as well
        raise ValueError("is out of bounds")
    exact = amount * 100
    cents = round(exact)
    if abs(float(exact - cents)) > NEAR:
        raise ValueError("must have at most two decimals")
    return cents


def _decimal(text: str) -> Decimal:
    if len(text) > 30 or not text.isascii() or "_" in text:
        raise ValueError("must be a number")
    try:
        amount = Decimal(text.strip())
    except ArithmeticError as error:
        raise ValueError("must be a number") from error
    if not amount.is_finite():
        raise ValueError("must be a number")
    return amount
