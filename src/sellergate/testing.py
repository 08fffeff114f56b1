"""The pytest plugin, by the name of the server it starts: `pytest_plugins = ["sellergate.testing"]`.

For those who install `sellergate[testing]` beside their tests. The plugin lives in `sellergate_client.testing`, where it
also serves those whose server is in an environment of its own (docs/decisions/0042).
"""

from sellergate_client.testing import Marketplace, demo_marketplace, marketplace, seller_client

__all__ = ["Marketplace", "demo_marketplace", "marketplace", "seller_client"]
