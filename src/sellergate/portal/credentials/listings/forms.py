"""The listing request, as typed values."""

from dataclasses import dataclass

from litestar.datastructures import FormMultiDict, UploadFile

from sellergate.access.context import ClientUid
from sellergate.access.listings.service import MAX_LOGO_BYTES
from sellergate.web.pages import field


@dataclass(frozen=True, slots=True)
class ListingForm:
    """What the aggregator says of itself. `logo` is empty when no file was chosen."""

    client_uid: ClientUid
    name: str = ""
    description: str = ""
    logo: bytes = b""


async def read_listing(form: FormMultiDict) -> ListingForm:
    """What the aggregator typed and chose."""
    return ListingForm(
        client_uid=ClientUid(field(form, "client_uid")),
        name=field(form, "name"),
        description=field(form, "description"),
        logo=await _read_file(form.get("logo")),
    )


async def _read_file(value: object) -> bytes:
    """The bytes of an upload, one more than allowed at most: the rules then say that it is too large."""
    return await value.read(MAX_LOGO_BYTES + 1) if isinstance(value, UploadFile) else b""
