"""Opens the database of an address."""

from sellergate.storage.addresses import file_of
from sellergate.storage.database import Database


def open_database(address: str, *, pool_size: int) -> Database:
    """The database at `address`; `pool_size` connections at most to a server. Nothing is asked of it yet."""
    path = file_of(address)
    if path is not None:
        from sellergate.storage.sqlite import SqliteDatabase

        return SqliteDatabase(path)
    from sellergate.storage.postgres import PostgresDatabase  # asyncpg takes 60 ms to import

    return PostgresDatabase(address, pool_size=pool_size)
