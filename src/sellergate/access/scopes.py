"""Perimeters of the Seller API, and the scopes that its operations and those of the operator API ask for."""

from dataclasses import dataclass
from enum import StrEnum


class Perimeter(StrEnum):
    """A family of the Seller API (contract/02 to 09)."""

    SELLERS = "sellers"
    PRODUCTS = "products"
    OFFERS = "offers"
    ORDERS = "orders"
    INVOICES = "invoices"
    DISCUSSIONS = "discussions"
    FINANCE = "finance"
    FULFILLMENT = "fulfillment"


class Scope(StrEnum):
    """What one operation asks for: a `perimeter`, and whether it only reads (`is_read`)."""

    SELLERS_READ = "sellers:read"
    PRODUCTS_READ = "products:read"
    PRODUCTS_WRITE = "products:write"
    OFFERS_READ = "offers:read"
    OFFERS_WRITE = "offers:write"
    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    INVOICES_READ = "invoices:read"
    INVOICES_WRITE = "invoices:write"
    DISCUSSIONS_READ = "discussions:read"
    DISCUSSIONS_WRITE = "discussions:write"
    FINANCE_READ = "finance:read"
    FULFILLMENT_READ = "fulfillment:read"
    FULFILLMENT_WRITE = "fulfillment:write"

    def __init__(self, value: str) -> None:
        self.perimeter = Perimeter(value.partition(":")[0])
        self.is_read = value.endswith(":read")

    @property
    def role(self) -> str:
        """Its name among a token's roles, such as `SELLERS_GET` (contract/01 §1)."""
        return f"{self.perimeter.upper()}_{'GET' if self.is_read else 'POST'}"


class OperatorScope(StrEnum):
    """What operations of the operator API ask for. Its clients have it all, and no client has both."""

    OPERATOR = "operator"

    @property
    def perimeter(self) -> str:
        """The name of its quota."""
        return self.value

    @property
    def role(self) -> str:
        """Its name among a token's roles."""
        return self.name


@dataclass(frozen=True, slots=True)
class Rights:
    """What a delegation lets a client do: everything, for ever, unless limited.

    `perimeters` None means every perimeter, also those to come.
    """

    perimeters: frozenset[Perimeter] | None = None
    read_only: bool = False

    def allow(self, scope: Scope) -> bool:
        """Whether an operation that asks for `scope` may go on."""
        if self.read_only and not scope.is_read:
            return False
        return self.perimeters is None or scope.perimeter in self.perimeters

    def scopes(self) -> tuple[Scope, ...]:
        """Every scope they allow, in the order of the enumeration."""
        return tuple(scope for scope in Scope if self.allow(scope))


EVERYTHING = Rights()
