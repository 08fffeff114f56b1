"""What may go wrong with keys of clients."""

from sellergate.kit.errors import Conflict, NotFound, Refusal
from sellergate.kit.marks import N_


class NothingPasted(Refusal):
    """There is no key in the text."""

    message = N_("Paste a public key: a JWK, a JWKS or a PEM block.")
    field = "key"


class KeyTextTooLong(Refusal):
    """Longer than any key set of a client."""

    message = N_("This is longer than any public key. Paste at most {limit} characters.")
    field = "key"


class KeyTaken(Conflict):
    """The same key twice says nothing more."""

    message = N_("The client has this key already (thumbprint {thumbprint}).")
    field = "key"


class TooManyKeys(Conflict):
    """A bound on keys that work at once."""

    message = N_("A clientId has at most {limit} keys. Remove one first.")
    field = "key"


class JwksUrlRefused(Refusal):
    """Not an address that we fetch from."""

    message = N_(
        "The address of a key set begins with https://, names a host, and has at most 500 characters, "
        "without user, password or #fragment."
    )
    field = "jwks_url"


class JwksUrlTaken(Conflict):
    """One address a client: with two, nobody knows which key is meant (RFC 7591 §2)."""

    message = N_("The client has a JWKS URL already. Remove it before you add another.")
    field = "jwks_url"


class KeySetUnavailable(Refusal):
    """The address did not give a key set; the message says why."""

    field = "jwks_url"


class NoSuchKey(NotFound):
    """Unknown, or not of this client."""

    message = N_(
        "There is no such key. It may have been removed in another window: reload the page."
    )
