"""The forms of my credentials, as typed values."""

from dataclasses import dataclass

from litestar.datastructures import FormMultiDict

from sellergate.web.pages import field


@dataclass(frozen=True, slots=True)
class NewSecretForm:
    """A secret to add. `form_id` is new with each form shown: the same one sent twice is one secret."""

    form_id: str
    name: str = ""
    expires_at: str = ""


def read_new_secret(form: FormMultiDict) -> NewSecretForm:
    """What the owner typed."""
    return NewSecretForm(
        form_id=field(form, "form_id")[:40],
        name=field(form, "name")[:60],
        expires_at=field(form, "expires_at")[:20],
    )
