"""Turns: transactions that must follow one another, whatever they touch."""

import zlib

import sqlalchemy as sa
from sqlalchemy import Connection


def take_turn(conn: Connection, name: str) -> None:
    """Go on when no other transaction has the turn `name`; it is given back at the end of this one.

    The embedded database has one writer at a time anyway.
    """
    if conn.dialect.name == "postgresql":
        key = zlib.crc32(f"sellergate {name}".encode())
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
