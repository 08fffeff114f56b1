"""Wire models of invoices, names as in contract/06 §2 where it has any: camelCase.

Docstrings and descriptions are the reference's texts. Members that the contract does not name are ours.
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from sellergate.market.order_invoices.models import FileStatus, Format, ImportStatus
from sellergate.rest.paging import CursorText, ItemsPerPage

ImportId = Annotated[str, Meta(description="The id of the upload, by which you follow it.")]
Created = Annotated[str, Meta(description="When it was received.")]
Updated = Annotated[str, Meta(description="When anything of it changed last.")]
Order = Annotated[
    str,
    Meta(description="The order: the one of the path, or the one that the file is named after."),
]


class ImportQuery(Struct, rename="camel"):
    """The parameters of the list of imports."""

    page_size: Annotated[
        int, Meta(ge=1, le=100, description="How many items a page has at most.", examples=[2])
    ] = 25
    cursor: CursorText | None = None


class ImportedFile(Struct, rename="camel", omit_defaults=True):
    """A file and what became of it. An archive is told by the files in it."""

    file_name: Annotated[str, Meta(description="The name it was sent with.")]
    status: Annotated[
        FileStatus, Meta(description="`Success`: it is the invoice of its order now.")
    ]
    integration_status: Annotated[
        str,
        Meta(
            description="The step that was reached, or why it failed: see the list of codes at `/docs/codes/invoices/`."
        ),
    ]
    message: Annotated[
        str,
        Meta(description="What that means and what to do, in the language of `Accept-Language`."),
    ]
    order_id: Order | UnsetType = UNSET
    archive_name: (
        Annotated[str, Meta(description="The ZIP archive that it was in.")] | UnsetType
    ) = UNSET


class InvoiceImportReport(Struct, rename="camel", omit_defaults=True):
    """An upload of invoices and what became of each file."""

    import_id: ImportId
    status: Annotated[
        ImportStatus,
        Meta(
            description=(
                "`Running` until every file is judged; then `Success`, `PartialSuccess` when some files failed, `Failure` when "
                "all did."
            )
        ),
    ]
    created_at: Created
    updated_at: Updated
    files: Annotated[list[ImportedFile], Meta(description="The files, each judged by itself.")]
    order_id: Order | UnsetType = UNSET


class InvoiceImportItem(Struct, rename="camel", omit_defaults=True):
    """An upload of invoices, in short."""

    import_id: ImportId
    status: Annotated[ImportStatus, Meta(description="How it stands.")]
    created_at: Created
    updated_at: Updated
    file_count: Annotated[int, Meta(description="How many files it has.")]
    failed_count: Annotated[int, Meta(description="How many of them failed.")]
    order_id: Order | UnsetType = UNSET


class ImportPage(Struct, rename="camel"):
    """A page of the list of imports."""

    items_per_page: ItemsPerPage
    items: Annotated[list[InvoiceImportItem], Meta(description="The newest first.")]


class InvoiceDocument(Struct, rename="camel"):
    """An invoice that is attached to an order."""

    document_id: Annotated[str, Meta(description="Another one each time the invoice is replaced.")]
    order_id: Order
    file_name: Annotated[str, Meta(description="The name it was sent with.")]
    content_type: Annotated[Format, Meta(description="What its bytes are, as we found them.")]
    size: Annotated[int, Meta(description="In bytes.")]
    sha256: Annotated[str, Meta(description="The SHA-256 of its bytes, in hexadecimal digits.")]
    created_at: Annotated[str, Meta(description="When it was attached.")]
    url: Annotated[str, Meta(description="Where its bytes are, for the same token and `SellerId`.")]


class DocumentPage(Struct, rename="camel"):
    """The invoices of an order: one, or none."""

    items_per_page: ItemsPerPage
    items: Annotated[list[InvoiceDocument], Meta(description="The invoice, when there is one.")]
