"""The forms of my credentials, as typed values."""

from dataclasses import dataclass, replace

from litestar.datastructures import FormMultiDict

from sellergate.access.client_keys.parse import MAX_TEXT
from sellergate.access.client_keys.remote import MAX_URL
from sellergate.access.jose import PrivateKeyRefused
from sellergate.kit.errors import Refusal
from sellergate.portal.credentials.clients.ends import KEEP
from sellergate.web.pages import field


@dataclass(frozen=True, slots=True)
class NewSecretForm:
    """A secret to add. `form_id` is new with each form shown: the same one sent twice is one secret."""

    form_id: str
    name: str = ""
    expires_at: str = ""
    others: str = KEEP
    others_end_at: str = ""


@dataclass(frozen=True, slots=True)
class SecretEndForm:
    """When a secret ends."""

    end: str = "7d"
    end_at: str = ""


@dataclass(frozen=True, slots=True)
class NewKeyForm:
    """A public key to add, or the address of a key set."""

    name: str = ""
    key: str = ""
    jwks_url: str = ""

    def shown_again(self, refusal: Refusal) -> "NewKeyForm":
        """The form as it comes back: without the text when it was a private key, which no page may hold."""
        return replace(self, key="") if isinstance(refusal, PrivateKeyRefused) else self


def read_new_key(form: FormMultiDict) -> NewKeyForm:
    """What the owner pasted or typed."""
    return NewKeyForm(
        name=field(form, "name")[:60],
        key=field(form, "key")[: MAX_TEXT + 1],
        jwks_url=field(form, "jwks_url").strip()[: MAX_URL + 1],
    )


def read_new_secret(form: FormMultiDict) -> NewSecretForm:
    """What the owner typed."""
    return NewSecretForm(
        form_id=field(form, "form_id")[:40],
        name=field(form, "name")[:60],
        expires_at=field(form, "expires_at")[:20],
        others=field(form, "others")[:8],
        others_end_at=field(form, "others_end_at")[:20],
    )


def read_secret_end(form: FormMultiDict) -> SecretEndForm:
    """What the owner chose."""
    return SecretEndForm(end=field(form, "end")[:8], end_at=field(form, "end_at")[:20])
