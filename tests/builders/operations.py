"""What the Seller API of this version can do, known without a database."""

from sellergate.kit.clock import system_clock
from sellergate.seller_v2.api import Operation, create_seller_api, operations_of


def known_operations() -> tuple[Operation, ...]:
    return operations_of(
        create_seller_api(
            None, public_url="", clock=system_clock, package_fetcher=None, documents=None
        )
    )  # type: ignore[arg-type]
