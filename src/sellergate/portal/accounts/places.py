"""Where people go before, after and around signing in."""

from typing import Final, Protocol
from urllib.parse import urlencode

from litestar.params import SkipValidation

from sellergate.access.accounts.models import User
from sellergate.web.browser import PageRequest, local_path

SIGN_IN: Final = "/account/sign-in"
CONFIRM: Final = "/account/confirm"
ACCOUNT: Final = "/account/"
PASSWORD: Final = "/account/password"  # noqa: S105  (an address)


class SignInProvider(Protocol):
    """The marketplace's own OpenID provider, as far as account pages know it."""

    @property
    def label(self) -> str:
        """What people call it."""
        ...

    def start_path(self, *, back: str, again: bool = False) -> str:
        """The page of ours that sends people there; `again`: to prove anew who they are."""
        ...


# Put into the application by the composition root, which knows that it is one.
Oidc = SkipValidation[SignInProvider | None]


def home_of(user: User) -> str:
    """The page that a user's work starts from."""
    return "/operator/" if user.is_operator else "/api-credentials/"


def back_of(request: PageRequest) -> str:
    """The page to go on to that the address names, if it is one of ours; else empty."""
    return local_path(request.query_params.get("next"), default="")


def with_next(path: str, back: str, **more: str) -> str:
    """`path`, to go on to `back` afterwards."""
    query = urlencode(({"next": back} if back else {}) | more)
    return f"{path}?{query}" if query else path
