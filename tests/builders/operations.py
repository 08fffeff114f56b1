"""What the Seller API of this version can do, known without a database."""

from sellergate.kit.clock import system_clock
from sellergate.rest.operations import Operation, operations_of
from sellergate.seller_v2.api import create_seller_api


def known_operations() -> tuple[Operation, ...]:
    return operations_of(
        create_seller_api(
            None,
            public_url="",
            marketplace="Marketplace",
            clock=system_clock,
            package_fetcher=None,
            documents=None,
            attachment_files=None,
        )
    )  # type: ignore[arg-type]
