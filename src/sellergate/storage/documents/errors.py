"""What may be wrong with documents."""

from sellergate.storage.database import StorageUnavailable


class DocumentsUnavailable(StorageUnavailable):
    """The place of documents did not do it. It may later: calls are answered as when the database is away."""


class DocumentsRefused(DocumentsUnavailable):
    """The place is there and says no: its settings are wrong. The message says what to change."""


class DocumentGone(Exception):
    """There are no such bytes, or they are about to be removed."""
