"""Forms come from our own pages: a token bound to the browser, and an origin that is ours."""

import hmac

from sellergate.kit.secrets import KeyedHash


def csrf_token(hasher: KeyedHash, browser_id: str) -> str:
    """The token of a browser's forms. It lives as long as the browser's cookie."""
    return hasher.token(f"csrf {browser_id}")


def is_own_form(
    hasher: KeyedHash, browser_id: str | None, token: str, *, origin: str | None, public_url: str
) -> bool:
    """Whether a form was sent from one of our pages by the same browser."""
    if origin is not None and origin not in (public_url, "null"):
        return False
    if not browser_id:
        return False
    return hmac.compare_digest(
        csrf_token(hasher, browser_id).encode(), token.encode("utf-8", "replace")
    )
