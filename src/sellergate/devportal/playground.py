"""The ready client of the demo marketplace, for what should run at once. There is none elsewhere."""

from typing import NamedTuple

from litestar.params import SkipValidation


class Playground(NamedTuple):
    """A client with its secret, and a seller who gave it access. Nothing of it is secret: the demo is invented."""

    client_id: str
    client_secret: str
    seller_id: str


# The injected playground, None outside the demo.
DemoPlayground = SkipValidation[Playground | None]
