"""What links each audit event to the one before it (docs/decisions/0013).

    hash = SHA-256(hash of the event before + UTF-8 of the JSON array of its columns, in the order of `Content`)

The first event follows 32 zero bytes. Anybody can compute this, with no key and none of our code.
"""

import hashlib
import json
from typing import Final, NamedTuple

BEGINNING: Final = bytes(32)

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Content(NamedTuple):
    """What an event says, as it is in the database. `at` is in microseconds since the epoch."""

    id: int
    at: int
    event: str
    actor: str
    actor_id: str | None
    organization_id: str | None
    client_uid: str | None
    client_id: str | None
    seller_id: int | None
    detail: str


class Head(NamedTuple):
    """Where a trail ends; without events, at 0 and `BEGINNING`."""

    event_id: int
    hash: bytes


class TrailBroken(Exception):
    """The trail is not the one that was written. The message names the first event at which it shows."""


def hash_of(content: Content, previous: bytes) -> bytes:
    """The hash of an event that follows the one with the hash `previous`.

    Raises `TypeError` for what never was written by us, such as a BLOB in place of text.
    """
    return hashlib.sha256(previous + _encode(content).encode()).digest()


class ChainCheck:
    """Walks a trail from its first event to its head, in the memory of one event."""

    def __init__(self, *, expected: bytes | None = None) -> None:
        self.last = Head(0, BEGINNING)
        self.count = 0
        self._expected = expected
        self._missing = expected is not None and expected != BEGINNING

    def take(self, content: Content, kept_hash: bytes) -> None:
        """Check the next event. Raises `TrailBroken`."""
        try:
            computed = hash_of(content, self.last.hash)
        except TypeError:
            computed = None
        if computed != kept_hash:
            raise TrailBroken(self._break_at(content.id))
        self.last = Head(content.id, kept_hash)
        self.count += 1
        if kept_hash == self._expected:
            self._missing = False

    def finish(self, head: Head) -> None:
        """Check that the trail ends where it is said to end. Raises `TrailBroken`."""
        if self.last.event_id < head.event_id:
            raise TrailBroken(
                f"it ends at event {self.last.event_id}, and should end at event {head.event_id}: "
                "what is in between was deleted"
            )
        if self.last != head:
            raise TrailBroken(
                f"it should end at event {head.event_id} with the hash {head.hash.hex()}, "
                f"and ends at event {self.last.event_id} with another"
            )
        if self._missing:
            raise TrailBroken(
                "no event has the expected hash: the trail was written anew, or the events up to it were deleted"
            )

    def _break_at(self, event_id: int) -> str:
        before = self.last.event_id
        if event_id > before + 1:
            return (
                f"event {event_id} does not follow event {before}: what was in between is deleted, "
                f"or event {event_id} was changed"
            )
        return f"event {event_id} was changed, or put there, or event {before} was"
