"""The forms of the wizard, as typed values."""

from dataclasses import dataclass
from typing import Final

import msgspec
from litestar.datastructures import FormMultiDict

from sellergate.access.context import OrganizationId
from sellergate.kit.secrets import SealBroken, Sealer
from sellergate.web.pages import field

_DRAFT: Final = "client draft"


@dataclass(frozen=True, slots=True)
class KnownClientForm:
    """The clientId that somebody gave to a seller."""

    client_id: str = ""
    terms: bool = False


@dataclass(frozen=True, slots=True)
class PickedClientForm:
    """An entry of the aggregator list."""

    client_uid: str = ""
    terms: bool = False


class NewClientForm(msgspec.Struct, frozen=True, array_like=True):
    """A client to create. It goes through the sign-in page sealed: an address is read by proxies and logs."""

    client_id: str = ""
    email: str = ""
    organization_id: OrganizationId = OrganizationId("")
    terms: bool = False

    def seal(self, sealer: Sealer) -> str:
        """The form as a text that only we can read."""
        return sealer.seal_text(msgspec.json.encode(self).decode(), _DRAFT)


def read_known_client(form: FormMultiDict) -> KnownClientForm:
    """What the seller typed."""
    return KnownClientForm(field(form, "client_id"), is_ticked(form, "terms"))


def read_picked_client(form: FormMultiDict) -> PickedClientForm:
    """What the seller picked."""
    return PickedClientForm(field(form, "client_uid"), is_ticked(form, "terms"))


def read_new_client(form: FormMultiDict) -> NewClientForm:
    """What the owner typed."""
    return NewClientForm(
        client_id=field(form, "client_id"),
        email=field(form, "email"),
        organization_id=OrganizationId(field(form, "organization_id")),
        terms=is_ticked(form, "terms"),
    )


def open_draft(sealed: str, sealer: Sealer) -> NewClientForm:
    """The form that was sealed; an empty one when it was not sealed by us."""
    try:
        return msgspec.json.decode(sealer.open_text(sealed, _DRAFT), type=NewClientForm)
    except (SealBroken, ValueError):
        return NewClientForm()


def is_ticked(form: FormMultiDict, name: str) -> bool:
    """Whether a box was ticked."""
    return field(form, name) == "1"
