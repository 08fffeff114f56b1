"""Amounts of money: whole cents inside, JSON numbers outside."""

from decimal import Decimal

MOST_CENTS = 10**11  # a thousand million: what is beyond is a mistake
_NEAR = 0.0001  # of a cent; binary fractions are exact to a tenth of that within the bounds


def parse_cents(value: object) -> int:
    """Cents from a JSON number, or from a text that is one. Raises `ValueError`.

    Programs send sums of binary fractions, such as 29.900000000000002: what is nearer to a cent than a millionth is
    that cent. Other third decimals are not ours to round.
    """
    match value:
        case bool():
            raise ValueError("must be a number")
        case int() | float():
            amount: float | Decimal = value
        case str():
            amount = _decimal(value)
        case _:
            raise ValueError("must be a number")
    if not -MOST_CENTS // 100 <= amount <= MOST_CENTS // 100:  # so NaN is out of bounds as well
        raise ValueError("is out of bounds")
    amount *= 100
    cents = round(amount)
    if abs(amount - cents) > _NEAR:
        raise ValueError("must have at most two decimals")
    return cents


def render_cents(cents: int) -> float:
    """The JSON number of an amount; exact to the cent for every amount that `parse_cents` lets through."""
    return cents / 100


def _decimal(text: str) -> Decimal:
    if len(text) > 30 or not text.isascii():
        raise ValueError("must be a number")
    try:
        amount = Decimal(text.strip())
    except ArithmeticError as error:
        raise ValueError("must be a number") from error
    if not amount.is_finite():
        raise ValueError("must be a number")
    return amount
